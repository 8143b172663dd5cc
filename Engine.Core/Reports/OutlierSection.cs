using System.Text;
using Engine.Core.Jobs.Validate;

namespace Engine.Core.Reports;

/// <summary>Where to look: all outliers, worst places first, and what became of those of the model before.</summary>
internal static class OutlierSection
{
    private static readonly HtmlTable Table = new(
        "Click a row to see the residue in the view; click a heading to sort.",
        new TableColumn("Residue", IsKey: true), new TableColumn("Problem", IsKey: true), new TableColumn("What"), new TableColumn("Value", true), new TableColumn("Limit", true), new TableColumn("Rank", false, "severe: likely wrong; moderate: wrong more often than not; minor: worth a look", true));

    /// <summary>Writes the section.</summary>
    public static ReportSection Of(ValidationReport report, ReportOptions options) => ReportSection.Of("outliers", "Where to look", html =>
    {
        if (report.Structure == null)
            return;
        if (report.Before is { } before)
            Changes(html, before.Outliers, report.Outliers);
        if (report.Outliers.Count == 0)
        {
            html.Append("<p>No outliers were found.</p>\n");
            return;
        }

        if (report.Before == null)
            Counts(html, report.Outliers);
        Table.Write(html, [.. report.Outliers.Select(Row)], options.DataFile);
    });

    private static TableRow Row(Outlier o) => new(
        o.Residue, Place(o), PageData.Name(o.Kind), What(o), HtmlText.Number(o.Value, Digits(o)) + Unit(o), HtmlText.Number(o.Limit, Digits(o)) + Unit(o), o.Severity.ToString().ToLowerInvariant());

    /// <summary>The text without the name of the residue, which has a column of its own.</summary>
    private static string What(Outlier o)
    {
        int colon = o.Text.IndexOf(": ", StringComparison.Ordinal);
        return colon >= 0 && o.Text.StartsWith($"{(o.Chain.Length == 0 ? "-" : o.Chain)} {o.Number}{o.InsertionCode} {o.Name}:", StringComparison.Ordinal) ? o.Text[(colon + 2)..] : o.Text;
    }

    private static string Place(Outlier o) => $"{(o.Chain.Length == 0 ? "-" : o.Chain)} {o.Number}{o.InsertionCode} {o.Name}{(o.AltLoc.Length > 0 ? " ." + o.AltLoc : "")}";

    private static int Digits(Outlier o) => o.Unit is "°" ? 0 : o.Unit is "Z" or "Å²" ? 1 : 2;

    private static string Unit(Outlier o) => o.Unit switch
    {
        "" => "",
        "Z" => " σ",
        "°" => "°",
        _ => "\u00A0" + o.Unit,
    };

    private static void Counts(StringBuilder html, IReadOnlyList<Outlier> outliers)
    {
        html.Append("<p>").Append(string.Join(" · ", outliers.GroupBy(o => o.Kind).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).Select(g => $"{HtmlText.Escape(PageData.Name(g.Key))} <b>{HtmlText.Count(g.Count())}</b>"))).Append("</p>\n");
    }

    /// <summary>By kind: how many there were, how many are gone, and how many are new.</summary>
    private static void Changes(StringBuilder html, IReadOnlyList<Outlier> before, IReadOnlyList<Outlier> after)
    {
        html.Append("<table><caption>Residues with outliers, before and after</caption><thead><tr><th scope=\"col\">Problem</th><th scope=\"col\" class=\"n\">Before</th><th scope=\"col\" class=\"n\">After</th><th scope=\"col\" class=\"n\">Gone</th><th scope=\"col\" class=\"n\">New</th></tr></thead><tbody>\n");
        foreach (OutlierKind kind in Enum.GetValues<OutlierKind>())
        {
            HashSet<(string, int, string)> old = Residues(before, kind), now = Residues(after, kind);
            if (old.Count + now.Count == 0)
                continue;
            int gone = old.Count(r => !now.Contains(r)), added = now.Count(r => !old.Contains(r));
            html.Append("<tr><td>").Append(HtmlText.Escape(PageData.Name(kind))).Append("</td>")
                .Markup($"<td class=\"n\">{old.Count}</td><td class=\"n\"><b>{now.Count}</b></td><td class=\"n{(gone > 0 ? " better" : "")}\">{gone}</td><td class=\"n{(added > 0 ? " worse" : "")}\">{added}</td></tr>\n");
        }

        html.Append("</tbody></table>\n");
    }

    private static HashSet<(string, int, string)> Residues(IReadOnlyList<Outlier> outliers, OutlierKind kind) =>
        [.. outliers.Where(o => o.Kind == kind).Select(o => (o.Chain, o.Number, o.InsertionCode))];
}
