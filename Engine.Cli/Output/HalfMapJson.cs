using System.Text.Json.Nodes;
using Engine.Core.Jobs;
using Engine.Core.Plots;

namespace Engine.Cli.Output;

/// <summary>What half maps said about a refinement, as JSON and as a plot.</summary>
internal static class HalfMapJson
{
    /// <summary>The block half_maps; null without half maps.</summary>
    public static JsonObject? Of(HalfMapOutcome? outcome)
    {
        if (outcome == null)
            return null;
        JsonObject block = outcome.Report is { } report ? RecordJson.Of(report) : [];
        if (outcome.Report?.Verdict is { } verdict)
            block["result"] = verdict.IsOverfitted ? "over-fitted" : "sound";
        block["weights"] = RecordJson.Of(outcome.Weights);
        block["half_weights"] = RecordJson.Of(outcome.HalfWeights);
        block["weight_search"] = outcome.Search == null ? null : RecordJson.Of(outcome.Search);
        block["rounds_of_local_scaling"] = outcome.IsScaled;
        block["other_way"] = outcome.OtherWay is not { } other ? null : new JsonObject
        {
            ["average_work"] = other.AverageWork,
            ["average_test"] = other.AverageTest,
            ["result"] = other.Verdict!.IsOverfitted ? "over-fitted" : "sound",
        };
        return block;
    }

    /// <summary>The curves up to the end of the box's spectrum.</summary>
    public static LineChart Chart(HalfMapReport report)
    {
        double[] s = [.. report.Shells.Select(shell => shell.Frequency)];
        double end = s[^1];
        var chart = new LineChart(
            FormattableString.Invariant($"Model and half maps, inside the mask; resolution {report.Resolution} Å"), new PlotAxis("spatial frequency, 1/Å", 0, end), new PlotAxis("Fourier shell correlation", -0.1, 1));
        PlotLine Line(string name, Func<HalfMapShell, double> value, bool isDashed = false) => new(name, s, [.. report.Shells.Select(value)], isDashed);
        return chart
            .Add(Line("FSC_work (half 1, refined against)", shell => shell.Work))
            .Add(Line("FSC_test (half 2)", shell => shell.Test))
            .Add(Line("final model and average", shell => shell.Full))
            .Add(Line("half 1 and half 2", shell => shell.HalfMaps, true))
            .Add(Line("expected of the true map", shell => shell.Expected, true))
            .Add(new PlotLine("resolution", [1 / report.Resolution, 1 / report.Resolution], [-0.1, 1], true));
    }
}
