using System.Diagnostics;
using Engine.Core.Maps;
using Engine.Kernels;
using Engine.Kernels.Windows;

namespace Engine.Core.LocScale;

/// <summary>
/// Local scaling with profiles from a coarse grid of windows: the map is split into the bands of a window's radii by Fourier filters, and every band is multiplied by
/// the ratio of the amplitudes to scale to and those of the map, both linear between the nodes. The windows' means pass through 0, where that ratio is not stable: amplitudes of k = 0 count as
/// a fifth of their median or more.
/// </summary>
internal sealed class FastScaling
{
    private const double SmallestWeight = 1e-3;
    private const float SmallestMean = 0.2f;

    private readonly Accelerator accelerator;
    private readonly PaddedGrid grid;
    private readonly WindowNodes nodes;
    private readonly ScaleRule rule;
    private readonly WindowShape shape;
    private readonly LocScaleOptions options;
    private readonly (int X, int Y, int Z) first;
    private readonly (int X, int Y, int Z) size;
    private readonly CoarseNodes coarse;
    private readonly float[][] map;
    private readonly float[][] target;
    private readonly float[] b;

    /// <summary>Scales the profiles of the nodes.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="grid">Grid.</param>
    /// <param name="nodes">Profiles.</param>
    /// <param name="rule">What windows are scaled to.</param>
    /// <param name="shape">Windows.</param>
    /// <param name="options">Progress, local B.</param>
    public FastScaling(Accelerator accelerator, PaddedGrid grid, WindowNodes nodes, ScaleRule rule, WindowShape shape, LocScaleOptions options)
    {
        (this.accelerator, this.grid, this.nodes, this.rule, this.shape, this.options) = (accelerator, grid, nodes, rule, shape, options);
        int half = shape.Radius;
        first = (nodes.First.X - half, nodes.First.Y - half, nodes.First.Z - half);
        int Long(int count) => FourierSizes.NextSmooth((count - 1) * nodes.Step + 1 + 2 * half);
        size = (Long(nodes.Nodes.X), Long(nodes.Nodes.Y), Long(nodes.Nodes.Z));
        if ((long)size.X * size.Y * size.Z > int.MaxValue)
            throw new InputException($"a box of {size.X} x {size.Y} x {size.Z} voxels round the mask is too large for the fast mode; scale without it, or crop the map");
        coarse = new(nodes.Nodes, nodes.Step, half, size);
        map = Room();
        target = Room();
        b = new float[coarse.Count];
        Array.Fill(b, float.NaN);
        ScaleProfiles();
        RaiseSmallMeans();
    }

    /// <summary>Scales the map.</summary>
    /// <param name="source">Map.</param>
    /// <param name="fill">Its value beyond its faces.</param>
    /// <param name="shift">What is taken from it before it goes to the device.</param>
    /// <param name="output">Receives the voxels.</param>
    /// <param name="survey">Typical windows.</param>
    /// <param name="cancel">Stops early.</param>
    public void Run(DensityMap source, double fill, double shift, ScaledVoxels output, WindowSurvey survey, CancellationToken cancel)
    {
        long start = Stopwatch.GetTimestamp();
        using DeviceBuffer<float> band = grid.UploadBox(accelerator, source, fill, shift, first, size, "map round the mask");
        using FourierPlan plan = accelerator.Fourier.CreatePlan(size.X, size.Y, size.Z);
        using DeviceBuffer<float> spectrum = accelerator.Allocate<float>(plan.HalfLength, "spectrum"), filtered = accelerator.Allocate<float>(plan.HalfLength, "band of the spectrum");
        using DeviceBuffer<float> sum = accelerator.Allocate<float>(plan.RealLength, "scaled map");
        using DeviceBuffer<float> above = accelerator.Allocate<float>(coarse.Count, "target amplitudes"), below = accelerator.Allocate<float>(coarse.Count, "amplitudes");
        plan.Forward(band, spectrum);
        var space = new HalfSpaceShape(size.X, size.Y, size.Z);
        RadialFilter[] filters = WindowBands.Filters(accelerator, shape, size);
        for (int r = 0; r < filters.Length; r++)
        {
            cancel.ThrowIfCancellationRequested();
            accelerator.Fourier.Apply(spectrum, space, filtered, space, filters[r]);
            plan.Inverse(filtered, band);
            if (r == 0)
                accelerator.Voxels.Combine(1, band, 0, band, shift, null, band, plan.RealLength);
            accelerator.Upload<float>(target[r], above);
            accelerator.Upload<float>(map[r], below);
            accelerator.Voxels.AddRatio(above, below, coarse, rule.Floor[r], band, sum);
            double elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
            options.Progress?.Invoke(new((r + 1) * nodes.Count / filters.Length, nodes.Count, elapsed, elapsed * (filters.Length - r - 1) / (r + 1)));
        }

        var values = new float[plan.RealLength];
        accelerator.Download(sum, values);
        float[]? localB = null;
        if (options.LocalB)
        {
            accelerator.Clear(sum);
            AddBetweenNodes(b, band, sum, above, below);
            accelerator.Download(sum, localB = new float[plan.RealLength]);
        }

        Deliver(values, localB, output, survey);
    }

    private float[][] Room() => [.. Enumerable.Range(0, shape.Shells).Select(_ => new float[coarse.Count])];

    private void ScaleProfiles()
    {
        var room = new ScaledProfile(shape.Shells);
        for (int node = 0; node < nodes.Profiles.Length; node++)
        {
            if (nodes.Profiles[node] is not { } values)
                continue;
            var profile = new WindowProfile(values);
            for (int r = 0; r < room.Map.Length; r++)
                room.Map[r] = profile.Map[r];
            rule.Apply(profile, room);
            for (int r = 0; r < room.Map.Length; r++)
            {
                map[r][node] = (float)room.Map[r];
                target[r][node] = room.Map[r] > rule.Floor[r] ? (float)room.Target[r] : 0;
            }

            b[node] = (float)room.B;
        }
    }

    private void RaiseSmallMeans()
    {
        float[] present = [.. map[0].Where(a => a > 0).Order()];
        float least = present.Length == 0 ? 0 : SmallestMean * present[present.Length / 2];
        for (int node = 0; node < map[0].Length; node++)
            map[0][node] = nodes.Profiles[node] == null ? 0 : Math.Max(map[0][node], least);
    }

    /// <summary>Adds values of the nodes, linear between those that are numbers.</summary>
    private void AddBetweenNodes(float[] values, DeviceBuffer<float> ones, DeviceBuffer<float> sum, DeviceBuffer<float> above, DeviceBuffer<float> below)
    {
        accelerator.Voxels.Combine(0, ones, 0, ones, 1, null, ones, ones.Length);
        accelerator.Upload<float>([.. values.Select(v => float.IsFinite(v) ? v : 0)], above);
        accelerator.Upload<float>([.. values.Select(v => float.IsFinite(v) ? 1f : 0)], below);
        accelerator.Voxels.AddRatio(above, below, coarse, SmallestWeight, ones, sum);
    }

    private void Deliver(float[] values, float[]? localB, ScaledVoxels output, WindowSurvey survey)
    {
        bool[] faded = [.. Enumerable.Range(0, nodes.Profiles.Length).Select(n => options.Target == LocScaleTarget.Reference && nodes.Profiles[n] is { } p && survey.IsFaded(new WindowProfile(p)))];
        byte[] selected = grid.Selected();
        for (int z = 0; z < coarse.Extent.Z; z++)
        {
            for (int y = 0; y < coarse.Extent.Y; y++)
            {
                for (int x = 0; x < coarse.Extent.X; x++)
                {
                    int voxel = ((z + nodes.First.Z) * grid.Ny + y + nodes.First.Y) * grid.Nx + x + nodes.First.X;
                    if (selected[voxel] == 0)
                        continue;
                    long i = ((long)(z + coarse.Start) * size.Y + y + coarse.Start) * size.X + x + coarse.Start;
                    output[grid.InMap(voxel)] = (values[i], localB == null ? 0 : localB[i], faded[nodes.Nearest(x, y, z)] ? (byte)1 : (byte)0);
                }
            }
        }
    }
}
