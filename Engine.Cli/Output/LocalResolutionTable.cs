using Engine.Core.Jobs;
using Engine.Core.Resolution;

namespace Engine.Cli.Output;

/// <summary>Local resolution as lines for a person.</summary>
internal static class LocalResolutionTable
{
    private const int MostChains = 30;

    public static IEnumerable<string> Lines(LocalResolutionOutcome outcome)
    {
        LocalResolutionResult result = outcome.Result;
        LocalResolutionSummary s = result.Summary;
        yield return Text($"half maps inside the mask: {result.Resolution:F2} Å; mask: {outcome.Mask} ({100 * outcome.MaskFraction:F1} % of the box)");
        yield return Text($"local resolution of {s.Voxels} voxels: median {s.Median:F2} Å, 5 % below {s.Percentile5:F2} Å, 5 % above {s.Percentile95:F2} Å");
        if (outcome.Atoms is not { } atoms)
            yield break;
        yield return "chain      atoms   median      5 %     95 %";
        foreach (ChainResolution c in atoms.Chains.Take(MostChains))
            yield return Text($"{c.Chain,-8} {c.Atoms,7} {c.Median,8:F2} {c.Percentile5,8:F2} {c.Percentile95,8:F2}");
        if (atoms.Chains.Count > MostChains)
            yield return $"and {atoms.Chains.Count - MostChains} more chains, in the JSON file";
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
