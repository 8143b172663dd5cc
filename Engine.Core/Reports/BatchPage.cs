using System.Globalization;
using System.Text;
using Engine.Core.Batch;

namespace Engine.Core.Reports;

/// <summary>The overview of a batch as one HTML page that opens offline: counts, distributions of the scores before and after, a table that sorts, links to the reports of the entries.</summary>
public static class BatchPage
{
    /// <summary>Scores with a distribution: name, heading, smallest and largest value of the drawing, whether more is better, and whether it is a share of another score.</summary>
    private static readonly (string Name, string Title, double Low, double High, bool MoreIsBetter)[] Distributions =
    [
        ("cc_mask", "CC_mask", 0, 1, true), ("qscore", "Q-score", 0, 1, true), ("clashscore", "Clashscore", 0, 60, false), ("rama_z", "Ramachandran Z", -8, 4, true), ("molprobity", "MolProbity score", 0, 5, false),
    ];

    private static readonly (string Name, string Title, int Digits)[] Columns =
        [("cc_mask", "CC_mask", 3), ("qscore", "Q", 3), ("emringer", "EMRinger", 2), ("clashscore", "Clashes", 1), ("molprobity", "MolProbity", 2), ("rama_outliers", "Rama. outliers", 0), ("rama_z", "Rama-Z", 2), ("rotamer_outliers", "Rotamer outliers", 0)];

    /// <summary>Writes the page.</summary>
    /// <param name="stream">Target; stays open.</param>
    /// <param name="results">Results in the order of the manifest.</param>
    /// <param name="version">Version of the engine.</param>
    public static void Write(Stream stream, IReadOnlyList<EntryResult> results, string version)
    {
        using var page = new StreamWriter(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        page.Write("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.Write("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:\">\n");
        page.Write($"<title>Batch of {results.Count} entries</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>\n{PageResource.Read("report.css")}{PageResource.Read("batch.css")}</style>\n</head>\n<body>\n");
        page.Write($"<header class=\"page\"><h1>Batch of {HtmlText.Count(results.Count)} entries</h1>\n<p>{HtmlText.Escape(Counts(results))}</p></header>\n<main><div class=\"content\">\n");
        var html = new StringBuilder();
        WriteDistributions(html, results);
        WriteTable(html, results);
        page.Write(html);
        page.Write($"<section><p class=\"note\">cryoengine {HtmlText.Escape(version)}. The same numbers are in results.csv and results.jsonl beside this page.</p></section>\n</div></main>\n");
        page.Write($"<script>\n{PageResource.Read("sort.js")}{PageResource.Read("batch.js")}</script>\n</body>\n</html>\n");
    }

    private static string Counts(IReadOnlyList<EntryResult> results)
    {
        int improved = results.Count(r => r is { State: EntryState.Done, Decision: "accepted" }), kept = results.Count(r => r.State == EntryState.Done) - improved;
        int parked = results.Count(r => r.State == EntryState.Parked), open = results.Count - improved - kept - parked;
        return FormattableString.Invariant($"{improved} improved · {kept} kept as they were · {parked} could not be done") + (open > 0 ? FormattableString.Invariant($" · {open} not finished") : "");
    }

    private static void WriteDistributions(StringBuilder html, IReadOnlyList<EntryResult> results)
    {
        html.Append("<section id=\"distributions\"><h2>Before and after</h2>\n<div class=\"histograms\">\n");
        foreach ((string name, string title, double low, double high, bool more) in Distributions)
        {
            double[] before = Values(results, r => r.Before, name), after = Values(results, r => r.After, name);
            if (after.Length > 0)
                ScoreHistogram.Write(html, title, low, high, more, before, after);
        }

        html.Append("</div>\n</section>\n");
    }

    private static double[] Values(IReadOnlyList<EntryResult> results, Func<EntryResult, IReadOnlyDictionary<string, double?>> scores, string name) =>
        [.. results.Where(r => r.State == EntryState.Done).Select(r => scores(r).GetValueOrDefault(name)).OfType<double>()];

    private static void WriteTable(StringBuilder html, IReadOnlyList<EntryResult> results)
    {
        html.Append("<section id=\"entries\"><h2>Entries</h2>\n<div class=\"scroll\" tabindex=\"0\"><table class=\"sort\"><caption>Scores before → after; click a heading to sort by the value after</caption><thead><tr><th scope=\"col\">Entry</th><th scope=\"col\">State</th><th scope=\"col\">Reason, or number of warnings</th><th scope=\"col\" class=\"n\">d, Å</th>");
        foreach ((_, string title, _) in Columns)
            html.Append("<th scope=\"col\" class=\"n\">").Append(title).Append("</th>");
        html.Append("<th scope=\"col\" class=\"n\">Seconds</th></tr></thead><tbody>\n");
        foreach (EntryResult result in results)
            WriteRow(html, result);
        html.Append("</tbody></table></div>\n</section>\n");
    }

    private static void WriteRow(StringBuilder html, EntryResult result)
    {
        string id = HtmlText.Escape(result.Id), state = StateOf(result);
        html.Append("<tr class=\"").Append(state.Split(' ')[0]).Append("\"><td class=\"k\">");
        html.Append(result.State == EntryState.Done ? $"<a href=\"entries/{Uri.EscapeDataString(result.Id)}/report.html\">{id}</a>" : id);
        html.Append("</td><td>").Append(state).Append("</td><td class=\"r\">");
        html.Append(result.Reason.Length > 0 ? HtmlText.Escape(result.Reason) : result.Warnings.Count > 0 ? $"<span title=\"{HtmlText.Escape(string.Join("\n", result.Warnings))}\">{result.Warnings.Count} warning{(result.Warnings.Count == 1 ? "" : "s")}</span>" : "");
        html.Append("</td><td class=\"n\">").Append(HtmlText.Number(result.Resolution, 2)).Append("</td>");
        foreach ((string name, _, int digits) in Columns)
        {
            double? before = result.Before.GetValueOrDefault(name), after = result.After.GetValueOrDefault(name);
            html.Append("<td class=\"n\" data-v=\"").Append(after?.ToString("R", CultureInfo.InvariantCulture)).Append("\">");
            html.Append(before == null && after == null ? "–" : $"{HtmlText.Number(before, digits)} → {HtmlText.Number(after, digits)}").Append("</td>");
        }

        html.Append("<td class=\"n\">").Append(HtmlText.Number(result.Timings.Count > 0 ? result.Timings.Values.Sum() : null, 1)).Append("</td></tr>\n");
    }

    private static string StateOf(EntryResult result) => result.State switch
    {
        EntryState.Done => result.Decision == "accepted" ? "improved" : "kept",
        EntryState.Parked => "parked",
        EntryState.Failed => "failed (will be tried again)",
        _ => "waiting",
    };
}
