using Engine.Core.LocScale;
using Engine.Core.Plots;

namespace Engine.Cli.Output;

/// <summary>The profile audit: amplitudes of map and target against spatial frequency, on average over a sample of windows and in single ones.</summary>
internal static class LocScalePlot
{
    public static string Svg(IReadOnlyList<WindowAudit> audit)
    {
        double[] s = audit[0].Frequency[1..];
        List<PlotLine> lines = [new("map, mean", s, audit[0].Map[1..]), new("scaled to, mean", s, audit[0].Target[1..])];
        for (int i = 1; i < audit.Count; i++)
            lines.Add(new($"window {i}: scale factor", s, audit[i].Scale[1..], IsDashed: true));
        double[] values = [.. lines.SelectMany(l => l.Y).Where(v => v > 0 && double.IsFinite(v))];
        double low = values.Length == 0 ? 1 : Math.Max(values.Min(), values.Max() * 1e-12), high = values.Length == 0 ? 10 : values.Max();
        var chart = new LineChart(
            $"Amplitude profiles of {audit.Count - 1} windows and their mean", new("spatial frequency, 1/Å", 0, s[^1]), new("mean amplitude, scale factor", low / 1.5, high * 1.5, IsLogarithmic: true));
        foreach (PlotLine line in lines)
            chart.Add(line);
        return chart.ToSvg();
    }
}
