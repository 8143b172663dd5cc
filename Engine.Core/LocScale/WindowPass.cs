using System.Diagnostics;
using Engine.Kernels;
using Engine.Kernels.Windows;

namespace Engine.Core.LocScale;

/// <summary>One pass over all windows of a map, piece by piece, with progress and checkpoints.</summary>
/// <param name="plan">Windows.</param>
/// <param name="grid">Grid.</param>
/// <param name="selected">One byte per voxel of the grid.</param>
/// <param name="rule">What windows are scaled to.</param>
/// <param name="survey">Typical windows.</param>
/// <param name="shift">What was taken from the map before it went to the device, so that a large mean costs no digits.</param>
/// <param name="output">Receives the voxels.</param>
/// <param name="options">Checkpoint and progress.</param>
internal sealed class WindowPass(
    WindowPlan plan, PaddedGrid grid, byte[] selected, ScaleRule rule, WindowSurvey survey, double shift, ScaledVoxels output, LocScaleOptions options)
{
    /// <summary>Gives the shell k = 0 of a window's map back what was taken from every voxel: all others do not feel it.</summary>
    /// <param name="values">Profile.</param>
    /// <param name="shape">Windows.</param>
    /// <param name="shift">What was taken.</param>
    public static void Restore(Span<float> values, WindowShape shape, double shift)
    {
        ref float central = ref values[2 * shape.Shells];
        central = (float)(central + shift);
        values[0] = Math.Abs(central) * shape.Voxels;
    }

    /// <summary>Runs the pass.</summary>
    /// <param name="cancel">Stops early, after a checkpoint.</param>
    /// <returns>Windows computed, without those of the checkpoint.</returns>
    public long Run(CancellationToken cancel)
    {
        List<(WindowRegion Region, long Count)> regions = WindowRegions.Of(plan, selected);
        LocScaleCheckpoint? checkpoint = options.CheckpointPath == null ? null : new(options.CheckpointPath, Setup(), regions.Count);
        int first = checkpoint != null && options.Resume ? checkpoint.Read(output, r => Voxels(regions[r].Region)) : 0;
        long total = regions.Sum(r => r.Count), before = regions.Take(first).Sum(r => r.Count), done = before;
        var clock = Stopwatch.StartNew();
        double saved = 0;
        int next = first;
        try
        {
            for (; next < regions.Count; next++)
            {
                plan.Run(regions[next].Region, selected, Consume, cancel);
                done += regions[next].Count;
                double elapsed = clock.Elapsed.TotalSeconds;
                options.Progress?.Invoke(new(done, total, elapsed, elapsed * (total - done) / Math.Max(1, done - before)));
                if (checkpoint != null && elapsed - saved > options.CheckpointSeconds && next + 1 < regions.Count)
                {
                    checkpoint.Write(output, next + 1, r => Voxels(regions[r].Region));
                    saved = clock.Elapsed.TotalSeconds;
                }
            }
        }
        catch (OperationCanceledException) when (checkpoint != null && next > first)
        {
            checkpoint.Write(output, next, r => Voxels(regions[r].Region));
            throw;
        }

        checkpoint?.Delete();
        return done - before;
    }

    private IEnumerable<int> Voxels(WindowRegion region) => WindowRegions.Voxels(plan, region, selected).Select(grid.InMap);

    private Dictionary<string, string> Setup() => new(options.CheckpointSetup)
    {
        ["grid"] = FormattableString.Invariant($"{plan.Nx} {plan.Ny} {plan.Nz}"),
        ["window"] = FormattableString.Invariant($"{plan.Shape.Side}"),
        ["mode"] = options.Mode.ToString(),
        ["target"] = FormattableString.Invariant($"{options.Target} {options.TargetB} {options.Resolution}"),
        ["local B"] = options.LocalB.ToString(),
        ["voxels"] = FormattableString.Invariant($"{grid.Count}"),
    };

    private void Consume(ReadOnlySpan<int> voxels, ReadOnlySpan<float> profiles)
    {
        int length = plan.Shape.ProfileLength;
        Span<float> values = stackalloc float[length];
        var room = new ScaledProfile(plan.Shape.Shells);
        for (int i = 0; i < voxels.Length; i++)
        {
            profiles.Slice(i * length, length).CopyTo(values);
            Restore(values, plan.Shape, shift);
            var profile = new WindowProfile(values);
            for (int r = 0; r < room.Map.Length; r++)
                room.Map[r] = profile.Map[r];
            rule.Apply(profile, room);
            double value = 0;
            for (int r = 0; r < room.Scale.Length; r++)
                value += room.Scale[r] * profile.Central[r];
            bool faded = options.Target == LocScaleTarget.Reference && survey.IsFaded(profile);
            output[grid.InMap(voxels[i])] = ((float)value, double.IsFinite(room.B) ? (float)room.B : 0, faded ? (byte)1 : (byte)0);
        }
    }
}
