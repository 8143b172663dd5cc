using System.Globalization;
using Engine.Core.Jobs;
using Engine.Core.LocScale;
using Engine.Core.Maps;

namespace Engine.Cli.Output;

/// <summary>Local scaling in a few lines for a person.</summary>
internal static class LocScaleTable
{
    public static IEnumerable<string> Lines(LocScaleOutcome outcome, LocScaleRequest request)
    {
        LocScaleResult r = outcome.Result;
        MapGrid g = r.Map.Grid;
        double voxel = g.VoxelSize.X;
        yield return Text($"map         {g.Nx} x {g.Ny} x {g.Nz} voxels of {voxel:0.####} Å{(request.MapPaths.Count == 2 ? ", average of two half maps" : "")}");
        yield return Text($"window      {r.Side} voxels, {r.Side * voxel:0.##} Å{(Math.Abs(r.Side * voxel - request.Options.Window) > 0.005 ? Text($" (asked for {request.Options.Window:0.##} Å, rounded up to an even number of voxels)") : "")}");
        yield return $"target      {Target(request)}, mode {Mode(request.Options.Mode)}";
        if (outcome.Reference?.Refinement is { } b)
            yield return Text($"B factors   refined: mean {b.Before.Mean:0.0} -> {b.After.Mean:0.0} Å², CC {b.CcBefore:0.0000} -> {b.CcAfter:0.0000}");
        yield return Text($"mask        {outcome.Mask.Method}: {r.Windows} voxels, {100.0 * r.Windows / g.VoxelCount:0.0} %");
        if (r.CorrelationBefore != null)
            yield return Text($"CC          with the reference inside the mask: {r.CorrelationBefore:0.0000} -> {r.CorrelationAfter:0.0000}");
        if (r.FastError is { } e)
        {
            yield return Text(
                $"fast        approximate: one window per {e.Step} x {e.Step} x {e.Step} voxels; against exact windows at {e.Voxels} voxels: CC {e.Correlation:0.00000}, rms difference {100 * e.Rms:0.00} %, largest {100 * e.Largest:0.0} % of the rms");
        }

        if (r.Symmetry is { } s)
            yield return Text($"symmetry    {s.Source}: mean over {s.Operators} operators; smallest correlation at equivalent positions {s.SmallestCorrelation:0.0000}, {s.Alone} voxels without an equivalent in the mask");
        yield return Text($"windows     {r.WindowsComputed} in {r.Seconds["scale"]:0.00} s, {1e6 * r.SecondsPerWindow:0.00} µs each");
    }

    /// <summary>One line of progress.</summary>
    public static string Progress(LocScaleProgress p) =>
        Text($"locscale: {100.0 * p.Done / p.Total,5:0.0} % of {p.Total} windows, {p.Seconds:0} s, {p.Remaining:0} s to go");

    /// <summary>Name of a mode as on the command line.</summary>
    public static string Mode(LocScaleMode mode) => mode switch { LocScaleMode.LocScale2 => "locscale2", LocScaleMode.Fast => "fast", _ => "exact" };

    /// <summary>What windows are scaled to.</summary>
    public static string Target(LocScaleRequest request) => request.Options.Target switch
    {
        LocScaleTarget.Guinier => Text($"B of {request.Options.TargetB:0.#} Å² by Guinier fits"),
        LocScaleTarget.Hybrid when request.NoReference => Text($"profile of a protein, B of {request.Options.TargetB:0.#} Å²"),
        LocScaleTarget.Hybrid => Source(request) + Text($", elsewhere the profile of a protein, B of {request.Options.TargetB:0.#} Å²"),
        _ => Source(request),
    };

    private static string Source(LocScaleRequest request) => request.ModelPath != null ? $"model map of {request.ModelPath}" : $"reference map {request.ReferencePath}";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
