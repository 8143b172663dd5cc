using System.Text.Json.Nodes;
using Engine.Core.Jobs;

namespace Engine.Cli.Output;

/// <summary>The rounds of local scaling and refinement, as JSON and as lines.</summary>
internal static class LocScaleCycleJson
{
    public static JsonObject? Of(LocScaleCycleOutcome? cycle) => cycle == null ? null : new JsonObject
    {
        ["rounds"] = new JsonArray([.. cycle.Rounds.Select(Round)]),
        ["chosen"] = cycle.Chosen,
        ["cc_mask_rose"] = cycle.IsRaised,
        ["message"] = cycle.Message,
    };

    /// <summary>A round without its time, which stands with the other times.</summary>
    private static JsonObject Round(LocScaleRound round)
    {
        JsonObject json = RecordJson.Of(round);
        json.Remove("seconds");
        return json;
    }

    public static IEnumerable<string> Lines(LocScaleCycleOutcome? cycle)
    {
        if (cycle == null)
            yield break;
        yield return "";
        yield return "rounds of local scaling and refinement; CC_mask of heavy atoms against the map as it is";
        foreach (LocScaleRound r in cycle.Rounds)
        {
            yield return FormattableString.Invariant(
                $"  round {r.Round}  CC_mask {r.CcMask:F4} (B of the input) {r.CcMaskRefinedB:F4} (B refined)  bonds {r.BondRmsd:F4} Å  angles {r.AngleRmsd:F2}°  shift {r.Shift:F3} Å  {r.Windows} windows  {r.Seconds:F1} s");
        }

        yield return $"  {cycle.Message}";
    }
}
