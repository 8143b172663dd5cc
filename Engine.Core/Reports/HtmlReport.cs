using System.Text;
using Engine.Core.Jobs.Validate;

namespace Engine.Core.Reports;

/// <summary>
/// Writes a validation as one HTML page that opens without a network: text, plots, tables, scripts and, when the program was built with it, a 3-D view of model and map. The same report gives
/// the same bytes; there is no date in it. What comes from files is escaped, and the page may load nothing and send nothing (content security policy).
/// </summary>
public static class HtmlReport
{
    private const string Policy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:";

    /// <summary>What the viewer needs besides: code of its own from text, data addresses.</summary>
    private const string ViewerPolicy = "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; connect-src data:";

    /// <summary>Writes the page.</summary>
    /// <param name="stream">Target; stays open.</param>
    /// <param name="report">Report; its rows are those of all residues of its model, in order.</param>
    /// <param name="options">Map, viewer, and what is said about the run.</param>
    /// <exception cref="ArgumentException">A row is not at the place of its residue.</exception>
    public static void Write(Stream stream, ValidationReport report, ReportOptions options)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(options);
        if (report.Residues.Where((r, i) => r.Residue != i).Any())
            throw new ArgumentException("the rows are not those of all residues in order", nameof(report));
        DensityBox? box = options.Viewer == null ? null : ViewerPanel.Box(report, options);
        ViewerPanel? panel = options.Viewer != null && report.Structure != null ? new(options.Viewer, report, box) : null;
        using var page = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        ReportSection[] sections = [.. Sections(report, options).Where(s => s.Html.Length > 0)];
        Head(page, report, panel != null);
        page.Write("<nav aria-label=\"Sections\">");
        foreach (ReportSection s in sections)
            page.Write($"<a href=\"#{s.Id}\">{s.Title}</a>");
        page.Write(panel == null ? "</nav>\n<main>\n<div class=\"content\">\n" : "</nav>\n<main class=\"with-view\">\n<div class=\"content\">\n");
        Header(page, report);
        if (panel == null && report.Structure != null)
            page.Write("<section><p>This copy of the program was built without the 3-D viewer (npm or the network was missing then). Tables and plots are complete.</p></section>\n");
        foreach (ReportSection s in sections)
            page.Write($"<section id=\"{s.Id}\"><h2>{s.Title}</h2>\n{s.Html}</section>\n");
        page.Write("</div>\n");
        page.Write(panel?.Html());
        page.Write("</main>\n");
        PagePayload.Write(page, "data", PagePayload.Pack(PageData.Json(report, box)));
        panel?.WritePayload(page);
        page.Write($"<script>\n{PageResource.Read("sort.js")}{PageResource.Read("report.js")}</script>\n");
        if (panel != null)
            page.Write($"<script>\n{PageResource.Read("view.js")}</script>\n");
        page.Write("</body>\n</html>\n");
    }

    private static IEnumerable<ReportSection> Sections(ValidationReport report, ReportOptions options) =>
    [
        SummarySection.Of(report),
        OutlierSection.Of(report, options),
        ChainSection.Of(report),
        RamachandranSection.Of(report),
        FitSection.Of(report),
        GeometrySection.Of(report, options),
        LigandSection.Of(report, options),
        BFactorSection.Of(report, options),
        ClosingSections.Residues(report),
        ClosingSections.Limits(report),
        ClosingSections.Provenance(report, options),
    ];

    private static void Head(StreamWriter page, ValidationReport report, bool hasView)
    {
        page.Write("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.Write($"<meta http-equiv=\"Content-Security-Policy\" content=\"{(hasView ? ViewerPolicy : Policy)}\">\n<meta name=\"generator\" content=\"cryoengine\">\n");
        page.Write($"<title>Validation of {HtmlText.Escape(Title(report))}</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>\n{PageResource.Read("report.css")}</style>\n</head>\n<body>\n");
    }

    private static void Header(StreamWriter page, ValidationReport report)
    {
        page.Write($"<header class=\"page\"><h1>Validation of {HtmlText.Escape(Title(report))}</h1>\n");
        if (report.Before?.ModelPath is { } before)
            page.Write($"<p>compared with {HtmlText.Escape(FileName(before))}, the model before</p>\n");
        page.Write($"<p>{HtmlText.Escape(string.Join(" · ", Facts(report)))}</p></header>\n");
    }

    private static string Title(ValidationReport report) => (report.ModelPath, report.MapPath) switch
    {
        ({ } model, { } map) => $"{FileName(model)} in {string.Join(" + ", map.Split(" + ").Select(FileName))}",
        ({ } model, null) => FileName(model),
        (null, { } map) => FileName(map),
        _ => "nothing",
    };

    private static string FileName(string path) => Path.GetFileName(path);

    private static IEnumerable<string> Facts(ValidationReport report)
    {
        if (report.Resolution is { } d)
            yield return FormattableString.Invariant($"{d.Value:0.0##} Å");
        if (report.Composition is not { } c)
            yield break;
        yield return $"{HtmlText.Count(c.Atoms)} atoms";
        yield return $"{HtmlText.Count(c.Chains)} chain{(c.Chains == 1 ? "" : "s")}";
        (int Number, string Name)[] kinds = [(c.Protein, "amino acids"), (c.Nucleic, "nucleotides"), (c.Ligands, "ligands"), (c.Ions, "ions"), (c.Waters, "waters")];
        foreach ((int number, string name) in kinds.Where(k => k.Number > 0))
            yield return $"{HtmlText.Count(number)} {(number == 1 ? name[..^1] : name)}";
        if (c.Hydrogens > 0)
            yield return $"{HtmlText.Count(c.Hydrogens)} hydrogens";
    }
}
