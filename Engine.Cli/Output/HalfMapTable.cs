using Engine.Core.HalfMaps;
using Engine.Core.Jobs;

namespace Engine.Cli.Output;

/// <summary>What half maps said about a refinement, as lines for a person.</summary>
internal static class HalfMapTable
{
    /// <summary>The lines; none without half maps.</summary>
    public static IEnumerable<string> Lines(HalfMapOutcome? outcome)
    {
        if (outcome == null)
            yield break;
        if (outcome.Search is { } search)
        {
            yield return "";
            yield return Text($"  weight by half maps: {search.Factor} times that of the geometry; FSC_test {string.Join(", ", search.Trials.Select(t => Text($"{t.Factor} x {t.FscTest:F4}")))}");
        }

        if (outcome.Report is not { } r)
            yield break;
        yield return "";
        yield return Text($"half maps: shaken by {r.Shake} Å, refined against half 1 at weight {outcome.HalfWeights.ModelMap:G4} ({r.Rmsd:F2} Å from the final model)");
        yield return Text($"  resolution of the half maps at FSC 0.143: masked {Crossing(r.Masked)}, unmasked {Crossing(r.Unmasked)}");
        yield return Text($"  mean FSC to {r.Resolution} Å: final model and average {r.AverageFull:F3}; FSC_work {r.AverageWork:F3}, FSC_test {r.AverageTest:F3}");
        yield return Text($"  model and map at FSC 0.5: final {Crossing(r.ModelFull)}, work {Crossing(r.ModelWork)}, test {Crossing(r.ModelTest)}");
        yield return $"  {r.Verdict!.Message}";
        if (outcome.OtherWay is { } other)
        {
            (HalfMapReport with, HalfMapReport without) = outcome.IsScaled ? (r, other) : (other, r);
            yield return Text($"  rounds of local scaling in this test: mean FSC_test {with.AverageTest:F4} with them, {without.AverageTest:F4} without; FSC_work {with.AverageWork:F4} and {without.AverageWork:F4}");
        }
    }

    private static string Crossing(FscCrossing crossing) => crossing.Resolution is double d ? Text($"{d:F2} Å") : "above it to the end";

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
