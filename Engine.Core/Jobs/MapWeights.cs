using Engine.Core.Refinement;

namespace Engine.Core.Jobs;

/// <summary>Weights of the map term at the end of a refinement, one per kind of target: their scales differ.</summary>
/// <param name="Density">Weight of the density at the atoms.</param>
/// <param name="ModelMap">Weight of the agreement of model map and observed map.</param>
public sealed record MapWeights(double Density, double ModelMap)
{
    /// <summary>The weights that a refinement ended with: that of the chosen macro-cycle, and the last one of the other kind of target.</summary>
    /// <param name="result">Refinement of at least one macro-cycle.</param>
    public static MapWeights Of(RefinementResult result)
    {
        RefinementCycle[] run = [.. result.Cycles.Where(c => c.Number > 0).OrderBy(c => c.Number == result.Chosen)];
        double? Last(bool density) => run.LastOrDefault(c => (c.Target == "density") == density)?.Weight;
        double any = run.Length == 0 ? 0 : run[^1].Weight;
        return new(Last(true) ?? any, Last(false) ?? any);
    }

    /// <summary>Both weights times a factor.</summary>
    /// <param name="factor">Factor.</param>
    public MapWeights Times(double factor) => new(factor * Density, factor * ModelMap);
}
