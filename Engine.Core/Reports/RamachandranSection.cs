using System.Text;
using Engine.Core.Jobs.Validate;
using Engine.Core.Restraints;
using Engine.Core.Validation;

namespace Engine.Core.Reports;

/// <summary>Ramachandran plots by class; before and after side by side when two models are compared.</summary>
internal static class RamachandranSection
{
    /// <summary>Writes the section.</summary>
    public static ReportSection Of(ValidationReport report) => ReportSection.Of("ramachandran", "Ramachandran plots", html =>
    {
        if (report.Ramachandran is not { Count: > 0 } now)
            return;
        html.Append("<p class=\"note\">Dark: favoured, the region of 98 % of the residues of the Top8000 structures; light: allowed; red: outliers, named. A click on an outlier shows it.</p>\n").Append(report.Before?.Ramachandran != null ? "<div class=\"plots pairs\">" : "<div class=\"plots\">");
        foreach (RamachandranClass kind in Enum.GetValues<RamachandranClass>())
        {
            RamachandranResidue[] residues = Of(now, kind), before = Of(report.Before?.Ramachandran, kind);
            if (residues.Length + before.Length == 0)
                continue;
            if (report.Before?.Ramachandran != null)
                Figure(html, kind, before, "before", RamachandranPlot.Svg(kind, before, false));
            Figure(html, kind, residues, report.Before != null ? "after" : "", RamachandranPlot.Svg(kind, residues, true));
        }

        html.Append("</div>\n");
        Scores(html, report);
    });

    private static RamachandranResidue[] Of(RamachandranReport? report, RamachandranClass kind) => report == null ? [] : [.. report.Residues.Where(r => r.Class == kind)];

    private static void Figure(StringBuilder html, RamachandranClass kind, RamachandranResidue[] residues, string which, string svg)
    {
        int Count(RamachandranLabel label) => residues.Count(r => r.Label == label);
        html.Append("<figure>").Append(svg).Append("<figcaption><b>").Append(RamachandranPlot.Title(kind)).Append(which.Length > 0 ? ", " + which : "").Append("</b> ")
            .Markup($"{Count(RamachandranLabel.Favoured)} favoured, {Count(RamachandranLabel.Allowed)} allowed, {Count(RamachandranLabel.Outlier)} outliers</figcaption></figure>\n");
    }

    private static void Scores(StringBuilder html, ValidationReport report)
    {
        if (report.RamachandranZ is not { Whole: not null } z)
            return;
        html.Append("<p>Ramachandran Z: ").Append(string.Join(" · ", new[] { ("whole", z.Whole), ("helix", z.Helix), ("sheet", z.Sheet), ("loop", z.Loop) }
            .Where(p => p.Item2 != null).Select(p => $"{p.Item1} <b>{HtmlText.Number(p.Item2!.Z, 2)}</b>{(p.Item2.Error is { } e ? " ± " + HtmlText.Number(e, 2) : "")} ({p.Item2.Count})"))).Append("</p>\n");
    }
}
