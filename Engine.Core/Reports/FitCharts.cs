using System.Globalization;
using System.Text;
using Engine.Core.Jobs;
using Engine.Core.Jobs.Validate;
using Engine.Core.Plots;

namespace Engine.Core.Reports;

/// <summary>Charts of a report; each is held as a picture, so that nothing of it can meet the page.</summary>
internal static class FitCharts
{
    private const int Bins = 30;

    /// <summary>Puts a chart into the page.</summary>
    public static void Write(StringBuilder html, LineChart chart, string what) => html.Append("<figure><img alt=\"").Append(HtmlText.Escape(what)).Append("\" width=\"720\" height=\"420\" src=\"data:image/svg+xml;base64,")
        .Append(Convert.ToBase64String(Encoding.UTF8.GetBytes(chart.ToSvg()))).Append("\"></figure>");

    /// <summary>True for curves of map and model.</summary>
    public static bool IsOfModel(NamedFsc fsc) => fsc.Name.StartsWith("model", StringComparison.Ordinal);

    /// <summary>Map against model; the model before dashed.</summary>
    public static LineChart ModelFsc(ValidationReport report)
    {
        NamedFsc[] curves = [.. report.Curves.Where(IsOfModel)], before = [.. (report.Before?.Curves ?? []).Where(IsOfModel)];
        LineChart chart = Fsc("FSC of map and model", curves, 0.5);
        foreach (NamedFsc fsc in before)
            chart.Add(Line(fsc, Name(fsc.Name) + ", before", true));
        return chart;
    }

    /// <summary>Half maps; the curve corrected for the volume of the particle, which is noisy, is in the data file only.</summary>
    public static LineChart HalfMapFsc(ValidationReport report) => Fsc("FSC of the half maps", [.. report.Curves.Where(c => !IsOfModel(c) && c.Name != "particle")], 0.143);

    private static LineChart Fsc(string title, NamedFsc[] curves, double threshold)
    {
        double high = curves.Max(c => c.Curve.Frequency(c.Curve.Count - 1)), low = Math.Min(-0.05, curves.Min(c => c.Curve.Correlation.Min()));
        var chart = new LineChart(title, new("spatial frequency, 1/Å", 0, high), new("FSC", Math.Max(-1, low), 1.02));
        foreach (NamedFsc fsc in curves)
            chart.Add(Line(fsc, Name(fsc.Name), false));
        return chart.Add(new PlotLine(threshold.ToString(CultureInfo.InvariantCulture), [0, high], [threshold, threshold], true));
    }

    /// <summary>How Q-scores of residues are distributed, with the mean that structures at this resolution have.</summary>
    public static LineChart QScores(ValidationReport report)
    {
        double[] q = [.. report.Residues.Select(r => r.Q).OfType<double>()], before = [.. (report.Before?.Residues ?? []).Select(r => r.Q).OfType<double>()];
        double low = Math.Min(0, Math.Floor(10 * q.Min()) / 10);
        PlotBars bars = Histogram("residues", q, low, 1), old = Histogram("before", before, low, 1);
        double top = Math.Max(bars.Heights.Max(), old.Heights.Max());
        var chart = new LineChart("Q-scores of residues", new("Q-score", low, 1), new("residues", 0, Math.Max(1, 1.08 * top)));
        chart.Add(bars);
        if (before.Length > 0)
            chart.Add(new PlotLine("before", [.. old.Edges.Take(Bins).Select((e, i) => (e + old.Edges[i + 1]) / 2)], old.Heights, true));

        if (report.Fit?.QScore.Expected is { } e)
            chart.Add(new PlotLine("expected mean", [e.Value, e.Value], [0, top]));
        return chart;
    }

    /// <summary>Inclusion against level.</summary>
    public static LineChart Inclusion(FitMeasures fit, FitMeasures? before)
    {
        double low = fit.Inclusion.Curve[0].Level, high = fit.Inclusion.Curve[^1].Level;
        var chart = new LineChart("Atom inclusion by contour level", new("level, map units", low, high), new("atoms inside", 0, 1.02));
        chart.Add(new PlotLine("all atoms", [.. fit.Inclusion.Curve.Select(p => p.Level)], [.. fit.Inclusion.Curve.Select(p => p.All)]));
        if (fit.Inclusion.Curve.Any(p => p.Backbone is not null))
            chart.Add(new PlotLine("backbone", [.. fit.Inclusion.Curve.Select(p => p.Level)], [.. fit.Inclusion.Curve.Select(p => p.Backbone ?? double.NaN)]));
        if (before != null)
            chart.Add(new PlotLine("all atoms, before", [.. before.Inclusion.Curve.Select(p => p.Level)], [.. before.Inclusion.Curve.Select(p => p.All)], true));
        double level = fit.Inclusion.Level.Value;
        return level > low && level < high ? chart.Add(new PlotLine("level in use", [level, level], [0, 1], true)) : chart;
    }

    /// <summary>How the local resolution at residues is distributed.</summary>
    public static LineChart LocalResolution(double[] resolutions)
    {
        double low = Math.Floor(resolutions.Min() * 5) / 5, high = Math.Max(low + 0.2, Math.Ceiling(resolutions.Max() * 5) / 5);
        PlotBars bars = Histogram("residues", resolutions, low, high);
        return new LineChart("Local resolution at residues", new("resolution, Å", low, high), new("residues", 0, Math.Max(1, 1.08 * bars.Heights.Max()))).Add(bars);
    }

    /// <summary>How B factors of residues are distributed.</summary>
    public static LineChart BFactors(double[] values)
    {
        double low = Math.Floor(Math.Min(0, values.Min()) / 10) * 10, high = Math.Max(low + 10, Math.Ceiling(values.Max() / 10) * 10);
        PlotBars bars = Histogram("residues", values, low, high);
        return new LineChart("Mean B factors of residues", new("B, Å²", low, high), new("residues", 0, Math.Max(1, 1.08 * bars.Heights.Max()))).Add(bars);
    }

    private static PlotLine Line(NamedFsc fsc, string name, bool isDashed) =>
        new(name, [.. Enumerable.Range(1, fsc.Curve.Count - 1).Select(fsc.Curve.Frequency)], [.. fsc.Curve.Correlation.Skip(1)], isDashed);

    private static string Name(string curve) => curve switch
    {
        "model_unmasked" => "unmasked",
        "model_masked" => "masked",
        "randomized" => "masked, phases randomized",
        _ => curve,
    };

    private static PlotBars Histogram(string name, double[] values, double low, double high)
    {
        double[] edges = [.. Enumerable.Range(0, Bins + 1).Select(k => low + k * (high - low) / Bins)], heights = new double[Bins];
        foreach (double v in values)
            heights[Math.Clamp((int)((v - low) / (high - low) * Bins), 0, Bins - 1)]++;
        return new(name, edges, heights);
    }
}
