using Engine.Core.HalfMaps;
using Engine.Core.Plots;
using Engine.Core.Sharpening;

namespace Engine.Core.Jobs;

/// <summary>The search curve, and the amplitudes before and after, as charts (SVG and PNG).</summary>
public static class SharpenPlots
{
    private const string AmplitudeName = "_sharpen_amplitude";
    private const string SearchName = "_sharpen_search";

    /// <summary>Endings of the files.</summary>
    /// <param name="withSearch">A search is part of the run.</param>
    public static IReadOnlyList<string> Endings(bool withSearch) =>
        [.. (withSearch ? new[] { AmplitudeName, SearchName } : [AmplitudeName]).SelectMany(n => new[] { n + ".svg", n + ".png" })];

    /// <summary>Writes the files.</summary>
    /// <param name="prefix">Path without the endings.</param>
    /// <param name="report">What was done.</param>
    /// <returns>Files written.</returns>
    public static IReadOnlyList<string> Write(string prefix, SharpenReport report)
    {
        Amplitudes(report).Save(prefix + AmplitudeName);
        if (report.Search != null)
            Search(report.Search).Save(prefix + SearchName);
        return [.. Endings(report.Search != null).Select(e => prefix + e)];
    }

    /// <summary>Logarithm of the amplitudes against 1/d², on the scale of the first shell from 10 Å on.</summary>
    /// <param name="report">What was done.</param>
    public static LineChart Amplitudes(SharpenReport report)
    {
        SharpenShell[] shells = [.. report.Shells.Where(s => s.Resolution <= 2 * GuinierFit.Start)];
        double[] x = [.. shells.Select(s => s.Frequency * s.Frequency)];
        double[] before = Logarithms([.. shells.Select(s => s.Before)], shells), after = Logarithms([.. shells.Select(s => s.After)], shells);
        double resolved = report.Resolution is { } d ? 1 / (d * d) : x[^1], end = Math.Min(x[^1], 1.5 * resolved);
        double[] seen = [.. before.Concat(after).Where((y, i) => double.IsFinite(y) && x[i % x.Length] <= resolved)];
        double low = Math.Max(-12, Math.Floor(seen.DefaultIfEmpty(-1).Min()) - 1), high = Math.Ceiling(seen.DefaultIfEmpty(1).Max() + 0.01);
        LineChart chart = new LineChart(
            FormattableString.Invariant($"Fall-off of amplitudes; B_iso {report.BIsoBefore:F0} Å² before, {report.BIsoAfter:F0} Å² after"),
            new PlotAxis("1/d², 1/Å²", 0, end), new PlotAxis("ln amplitude, relative to 10 Å", low, Math.Max(high, low + 1)))
            .Add(new PlotLine("before", x, before)).Add(new PlotLine("after", x, after));
        if (report.Resolution is { } limitD)
            chart.Add(new PlotLine("resolution", [1 / (limitD * limitD), 1 / (limitD * limitD)], [low, high], true));
        return chart;
    }

    /// <summary>The three metrics against B_iso, each from 0 to 1, and the value chosen.</summary>
    /// <param name="search">The search.</param>
    public static LineChart Search(SharpeningSearchResult search)
    {
        double[] b = [.. search.Trials.Select(t => t.BIso)];
        PlotLine Line(string name, SharpeningMetric metric, Func<SharpeningTrial, double?> value) =>
            new(name, b, Scaled([.. search.Trials.Select(t => value(t) ?? double.NaN)]), metric != search.Metric);
        return new LineChart(
            FormattableString.Invariant($"Search for the best B_iso: {search.BIso:F0} Å² by {Name(search.Metric)}"),
            new PlotAxis("B_iso of the sharpened map, Å²", b[0], b[^1]), new PlotAxis("score, lowest 0, highest 1", 0, 1.05))
            .Add(Line(Name(SharpeningMetric.Correlation), SharpeningMetric.Correlation, t => t.Correlation))
            .Add(Line(Name(SharpeningMetric.Surface), SharpeningMetric.Surface, t => t.AdjustedSurface))
            .Add(Line(Name(SharpeningMetric.Kurtosis), SharpeningMetric.Kurtosis, t => t.Kurtosis))
            .Add(new PlotLine("chosen", [search.BIso, search.BIso], [0, 1.05], true));
    }

    /// <summary>A metric in words.</summary>
    /// <param name="metric">Metric.</param>
    public static string Name(SharpeningMetric metric) => metric switch
    {
        SharpeningMetric.Correlation => "expected correlation",
        SharpeningMetric.Surface => "adjusted surface area",
        _ => "kurtosis",
    };

    private static double[] Logarithms(double[] amplitudes, SharpenShell[] shells)
    {
        int first = Math.Max(0, Array.FindIndex(shells, s => s.Resolution <= GuinierFit.Start));
        double scale = amplitudes.Length > 0 && amplitudes[first] > 0 ? amplitudes[first] : 1;
        return [.. amplitudes.Select(a => a > 0 ? Math.Log(a / scale) : double.NaN)];
    }

    private static double[] Scaled(double[] values)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        double low = finite.DefaultIfEmpty(0).Min(), range = finite.DefaultIfEmpty(1).Max() - low;
        return [.. values.Select(v => range > 0 ? (v - low) / range : 0)];
    }
}
