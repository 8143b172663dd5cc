using Engine.Core.Refinement;

namespace Engine.Cli.Output;

/// <summary>Says what coordinates were fitted to: what the macro-cycles did, not what was planned.</summary>
internal static class TargetText
{
    private const string Density = "density", ModelMap = "model map";

    private const string DensityDetails = "density at atoms, interpolated in the map convolved with an atom image (matched filter) and sigma-scaled; weight 1 per heavy atom, of alternates their occupancy";

    /// <summary>For the model file: the targets up to the macro-cycle that was chosen.</summary>
    public static string Criteria(CoordinateTarget target, RefinementResult result)
    {
        string[] used = Used(result.Cycles.Where(c => c.Number > 0 && c.Number <= result.Chosen));
        return used.Length == 0 ? "none: the coordinates are those of the start" : "real space: " + string.Join(", then the ", used.Select(u => u == ModelMap ? $"{ModelMap} by {Criterion(target)}" : "density at atoms"));
    }

    /// <summary>For reports: all targets, and in which macro-cycles.</summary>
    public static string Long(CoordinateTarget target, RefinementResult result)
    {
        RefinementCycle[] cycles = [.. result.Cycles.Where(c => c.Number > 0)];
        return string.Join("; ", Used(cycles).Select(u =>
        {
            int first = cycles.First(c => c.Target == u).Number;
            return (first > 1 ? $"from macro-cycle {first} " : "") + (u == Density ? DensityDetails : $"the {ModelMap} inside the molecular mask, {Criterion(target)}");
        }));
    }

    private static string Criterion(CoordinateTarget target) => target == CoordinateTarget.Correlation ? "correlation" : "least squares";

    private static string[] Used(IEnumerable<RefinementCycle> cycles) => [.. cycles.Select(c => c.Target).Distinct()];
}
