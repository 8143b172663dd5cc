using Engine.Core.Jobs;
using Engine.Core.Jobs.Validate;
using Engine.Core.Validation;

namespace Engine.Core.Reports;

/// <summary>The last sections: all residues, what scores ignore, what is absent, and where everything comes from.</summary>
internal static class ClosingSections
{
    /// <summary>The table of residues, which the page's script fills.</summary>
    public static ReportSection Residues(ValidationReport report) => ReportSection.Of("residues", "All residues", html =>
    {
        if (report.Residues.Count == 0)
            return;
        html.Append("<div class=\"tools\"><label>Find <input type=\"search\" id=\"residue-filter\" placeholder=\"A 15 or LEU\"></label><label><input type=\"checkbox\" id=\"residue-only\"> only with problems</label>")
            .Append("<span><button type=\"button\" class=\"act\" id=\"residue-previous\">Previous</button> <button type=\"button\" class=\"act\" id=\"residue-next\">Next</button></span><span id=\"residue-where\" aria-live=\"polite\"></span></div>\n")
            .Append("<div class=\"scroll\" tabindex=\"0\" id=\"residue-table\"><p class=\"note\">The table of residues needs JavaScript; the CSV file beside this page holds the same.</p></div>\n");
    });

    /// <summary>What each score compares and ignores, and what could not be computed.</summary>
    public static ReportSection Limits(ValidationReport report) => ReportSection.Of("limits", report.Fit != null ? "What the scores do not see" : "What is not here", html =>
    {
        if (report.Fit != null)
        {
            html.Append("<table><thead><tr><th scope=\"col\">Score</th><th scope=\"col\">Compares</th><th scope=\"col\">Ignores</th><th scope=\"col\">Source</th></tr></thead><tbody>\n");
            foreach (ScoreNote note in ScoreNote.All)
            {
                html.Append("<tr><td class=\"k\"><b>").Append(HtmlText.Escape(note.Name)).Append("</b></td><td>").Append(HtmlText.Escape(note.Compares)).Append("</td><td>").Append(HtmlText.Escape(note.Ignores)).Append("</td><td class=\"note\">")
                    .Append(HtmlText.Escape(note.Source)).Append("</td></tr>\n");
            }

            html.Append("</tbody></table>\n");
        }

        if (report.Absent.Count == 0)
            return;
        html.Append("<h3>Not in this report</h3><ul>");
        foreach (string absent in report.Absent.Concat(report.Before?.Absent.Except(report.Absent).Select(a => "model before: " + a) ?? []))
            html.Append("<li>").Append(HtmlText.Escape(absent)).Append("</li>");
        html.Append("</ul>\n");
    });

    /// <summary>Files with their checksums, and how the report was made. No date: the same input gives the same page.</summary>
    public static ReportSection Provenance(ValidationReport report, ReportOptions options) => ReportSection.Of("provenance", "Where this comes from", html =>
    {
        (string Name, string Value)[] facts =
        [
            ("Program", $"cryoengine {options.Version}".TrimEnd()), ("Command", options.CommandLine), ("Device", options.Device), ("Model", report.ModelPath ?? ""), ("Model before", report.Before?.ModelPath ?? ""), ("Map", report.MapPath ?? ""),
            ("Selection", report.Selection), ("Resolution", report.Resolution is { } d ? FormattableString.Invariant($"{d.Value:0.###} Å ({d.Source})") : ""),
            ("Contour level", report.Fit is { } fit ? FormattableString.Invariant($"{fit.Inclusion.Level.Value:G5} ({fit.Inclusion.Level.Source})") : ""),
        ];
        html.Append("<dl>");
        foreach ((string name, string value) in facts.Where(f => f.Value.Length > 0))
            html.Append("<dt>").Append(name).Append("</dt><dd><code>").Append(HtmlText.Escape(value)).Append("</code></dd>");
        foreach (InputFingerprint file in report.Fingerprints)
            html.Append("<dt>SHA-256</dt><dd><code>").Append(HtmlText.Escape(file.Sha256)).Append("</code> ").Append(HtmlText.Escape(file.Path)).Append("</dd>");
        html.Append("</dl>\n");
        if (options.Viewer is { } viewer && report.Structure != null)
        {
            html.Append("<p class=\"note\">The 3-D view is Mol* (Sehnal et al. 2021, Nucleic Acids Res. 49, W431).</p><details><summary>Licence of Mol*</summary><pre>").Append(HtmlText.Escape(viewer.License)).Append("</pre></details>\n");
        }
    });
}
