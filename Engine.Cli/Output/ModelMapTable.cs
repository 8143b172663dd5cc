using System.Globalization;
using Engine.Core.Jobs;
using Engine.Core.Maps;

namespace Engine.Cli.Output;

/// <summary>A model map in a few lines for a person.</summary>
internal static class ModelMapTable
{
    public static IEnumerable<string> Lines(ModelMapOutcome outcome)
    {
        ModelMapReport r = outcome.Report;
        MapGrid g = outcome.Map.Grid;
        yield return Text($"method      {r.Method}{(r.Choice == null ? "" : $" ({r.Choice}{Estimates(r)})")}");
        if (r.Builder != null)
            yield return Text($"images      builder {r.Builder} ({r.BuilderChoice}), {r.Terms} {(r.Builder == "matrix" ? "quadrature points" : "terms")}, {r.Profiles} profiles of {r.Nodes} nodes, radius {r.Radius:0.##} d (up to {r.LargestRadius:0.#} Å)");
        if (r.Bins.Count > 0)
            yield return $"bins        {string.Join(", ", r.Bins.Select(d => Text($"{d:0.##}")))} Å";
        if (r.Formula.Length > 0)
            yield return $"formula     {r.Formula}; it ignores {r.Ignores}";
        string range = r.ResolutionFinest == r.ResolutionCoarsest ? "" : Text($", {r.ResolutionFinest:0.##} to {r.ResolutionCoarsest:0.##} Å, median {r.ResolutionMedian:0.##} Å");
        yield return $"resolution  {r.ResolutionSource}{range}{(r.Edge is { } w ? w == 0 ? ", sharp edge" : Text($", edge of ± {w} in units of 1/d") : "")}";
        yield return Text($"atoms       {r.Atoms}{(r.Scattering == null ? "" : $", {r.Scattering} form factors")}; values in {r.Unit}");
        yield return Text($"grid        {g.Nx} x {g.Ny} x {g.Nz} voxels of {g.VoxelSize.X:0.####} Å, origin {g.Origin.X:0.###}, {g.Origin.Y:0.###}, {g.Origin.Z:0.###} Å, {(r.Wrap ? "periodic" : "not periodic")}");
        if (r.EstimatedError is { } error)
            yield return Text($"error       about {error:0.#####} of the map's standard deviation");
        yield return Text($"time        {string.Join(", ", outcome.Seconds.Select(p => Text($"{p.Key} {p.Value * 1000:0.#} ms")))}");
    }

    private static string Estimates(ModelMapReport r) =>
        r.Estimates.Count == 0 ? "" : ": " + string.Join(", ", r.Estimates.Select(p => Text($"{p.Key} {p.Value * 1000:0.#} ms")));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
