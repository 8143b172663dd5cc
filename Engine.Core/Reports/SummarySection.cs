using System.Text;
using Engine.Core.Jobs.Validate;

namespace Engine.Core.Reports;

/// <summary>The first section: how many measures are good or poor, warnings, and the gauges.</summary>
internal static class SummarySection
{
    /// <summary>Writes the section.</summary>
    public static ReportSection Of(ValidationReport report) => ReportSection.Of("summary", "Summary", html =>
    {
        Gauge[] fit = [.. Gauges.Fit(report)], geometry = [.. Gauges.Geometry(report)];
        Lead(html, report, [.. fit, .. geometry]);
        Warnings(html, report.Warnings);
        bool compares = report.Before != null;
        Table(html, "Fit to the map", fit, compares);
        Table(html, "Geometry", geometry, compares);
        if (fit.Length + geometry.Length > 0)
        {
            html.Append("<p class=\"note\">The diamond is this model").Append(compares ? ", the circle the model before" : "")
                .Append("; a bar across the scale is the value expected at this resolution. Coloured zones are published limits, grey ones have none: worse is left, better is right (Ramachandran Z: best in the middle).</p>\n");
        }
    });

    private static void Lead(StringBuilder html, ValidationReport report, Gauge[] gauges)
    {
        if (gauges.Length == 0)
            return;
        int Count(Verdict verdict) => gauges.Count(g => g.Verdict == verdict);
        html.Append("<div class=\"tiles\">");
        foreach ((Verdict verdict, string text) in new[] { (Verdict.Good, "measures good"), (Verdict.Caution, "to look at"), (Verdict.Poor, "poor") })
            Tile(html, Count(verdict) > 0 ? Gauge.Class(verdict) : "none", HtmlText.Count(Count(verdict)), text);
        if (report.Structure != null)
        {
            int places = report.Outliers.Select(o => o.Residue).Distinct().Count(), severe = report.Outliers.Where(o => o.Severity == OutlierSeverity.Severe).Select(o => o.Residue).Distinct().Count();
            Tile(html, severe > 0 ? "poor" : "none", HtmlText.Count(severe), "residues likely wrong");
            Tile(html, "none", HtmlText.Count(places), "residues to look at in all");
        }

        html.Append("</div>\n");
    }

    private static void Tile(StringBuilder html, string style, string number, string text) =>
        html.Append("<div class=\"tile ").Append(style).Append("\"><b>").Append(number).Append("</b>").Append(text).Append("</div>");

    private static void Warnings(StringBuilder html, IReadOnlyList<string> warnings)
    {
        if (warnings.Count == 0)
            return;
        html.Append("<div class=\"warnings\" role=\"note\"><h3>Warnings</h3><ul>");
        foreach (string warning in warnings)
            html.Append("<li>").Append(HtmlText.Escape(warning)).Append("</li>");
        html.Append("</ul></div>\n");
    }

    private static void Table(StringBuilder html, string title, Gauge[] gauges, bool compares)
    {
        if (gauges.Length == 0)
            return;
        html.Append("<h3>").Append(title).Append("</h3><table class=\"gauges\"><thead><tr><th scope=\"col\">Measure</th>").Append(compares ? "<th scope=\"col\" class=\"n\">Before</th>" : "")
            .Append("<th scope=\"col\" class=\"n\">").Append(compares ? "After" : "Value").Append("</th><th scope=\"col\"></th><th scope=\"col\">Scale</th></tr></thead><tbody>\n");
        foreach (Gauge gauge in gauges)
            gauge.Write(html, compares);
        html.Append("</tbody></table>\n");
    }
}
