using System.Text.Json.Nodes;
using Engine.Core.Jobs;

namespace Engine.Cli;

/// <summary>The comparison of the demo's result with the known truth.</summary>
internal static class DemoSummary
{
    public static JsonObject Json(RefineOutcome outcome, JsonObject simulation, double errorBefore, double errorAfter) => new()
    {
        ["schema"] = "cryoengine.demo/1",
        ["simulation"] = simulation.DeepClone(),
        ["rmsd_to_truth_before"] = errorBefore,
        ["rmsd_to_truth_after"] = errorAfter,
        ["cc_mask_before"] = outcome.Before.Scores.CcMask,
        ["cc_mask_after"] = outcome.After.Scores.CcMask,
        ["bond_rmsd_after"] = outcome.After.Geometry.Heavy.Bonds.Rmsd,
        ["angle_rmsd_after"] = outcome.After.Geometry.Heavy.Angles.Rmsd,
        ["seconds"] = Output.ReportJson.Timings(outcome.Seconds),
    };

    public static IEnumerable<string> Table(RefineOutcome o, double errorBefore, double errorAfter)
    {
        yield return "";
        yield return "                              shaken   refined";
        yield return Line($"  distance to the truth, Å  {errorBefore,8:F3}  {errorAfter,8:F3}");
        yield return Line($"  CC_mask                   {o.Before.Scores.CcMask,8:F4}  {o.After.Scores.CcMask,8:F4}");
        yield return Line($"  bonds, Å                  {o.Before.Geometry.Heavy.Bonds.Rmsd,8:F4}  {o.After.Geometry.Heavy.Bonds.Rmsd,8:F4}");
        yield return Line($"  angles, °                 {o.Before.Geometry.Heavy.Angles.Rmsd,8:F2}  {o.After.Geometry.Heavy.Angles.Rmsd,8:F2}");
        yield return Line($"  refinement took {o.Seconds["total"]:F1} s");
    }

    private static string Line(FormattableString text) => FormattableString.Invariant(text);
}
