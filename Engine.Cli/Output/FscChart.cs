using Engine.Core.HalfMaps;
using Engine.Core.Jobs;
using Engine.Core.Plots;

namespace Engine.Cli.Output;

/// <summary>Fourier shell correlations as a chart.</summary>
internal static class FscChart
{
    public static LineChart Of(FscReport report)
    {
        FscCurve first = report.Curves[0].Curve;
        double end = first.Frequency(first.Count - 1);
        double[] s = [.. Enumerable.Range(0, first.Count).Select(first.Frequency)];
        string title = report.Resolution is { } d
            ? FormattableString.Invariant($"Fourier shell correlation: {d:F2} Å ({report.ResolutionSource}, 0.143)")
            : "Fourier shell correlation";
        var chart = new LineChart(title, new PlotAxis("spatial frequency, 1/Å", 0, end), new PlotAxis("FSC", -0.1, 1));
        foreach (NamedFsc curve in report.Curves)
            chart.Add(new PlotLine(curve.Name == "randomized" ? "random phases, masked" : FscTable.Text(curve.Name), s, curve.Curve.Correlation, curve.Name is "randomized" or "particle"));
        bool hasHalves = report["unmasked"] != null, hasModel = report["model_unmasked"] != null;
        if (hasHalves)
            chart.Add(new PlotLine("0.143", [0, end], [0.143, 0.143], true));
        if (hasModel)
            chart.Add(new PlotLine("0.5", [0, end], [0.5, 0.5], true));
        return chart;
    }
}
