using Engine.Core.Jobs.Validate;
using Engine.Core.Validation;

namespace Engine.Core.Reports;

/// <summary>B factors by chain, between neighbours, and their distribution.</summary>
internal static class BFactorSection
{
    private static readonly HtmlTable Chains = new(
        "B factors by chain, Å²; atoms without hydrogens and waters.", new TableColumn("Chain"), new TableColumn("Atoms", true), new TableColumn("Mean", true), new TableColumn("Median", true), new TableColumn("Lowest", true), new TableColumn("Highest", true));

    /// <summary>Writes the section.</summary>
    public static ReportSection Of(ValidationReport report, ReportOptions options) => ReportSection.Of("b-factors", "B factors", html =>
    {
        if (report.BFactors is not { All.Count: > 0 } b)
            return;
        double[] values = [.. report.Residues.Where(ChainTracks.IsShown).Select(r => r.MeanB).Where(double.IsFinite)];
        if (values.Length > 1)
        {
            html.Append("<div class=\"charts\">");
            FitCharts.Write(html, FitCharts.BFactors(values), "Mean B factors of residues");
            html.Append("</div>\n");
        }

        html.Append("<p>Bonded atoms: ").Append(HtmlText.Count(b.BondedPairs)).Append(" pairs, rms difference ").Append(HtmlText.Number(b.BondedRms, 1)).Append(" Å², correlation ").Append(HtmlText.Number(b.BondedCorrelation, 2))
            .Append("; ").Append(HtmlText.Count(b.Steps.Count)).Append(" differ by more than bonds allow.</p>\n");
        Chains.Write(html, [.. b.Chains.Select(Row)], options.DataFile);
    });

    private static TableRow Row(ChainBFactors c) => new(
        null, c.Chain.Length == 0 ? "-" : c.Chain, HtmlText.Count(c.Distribution.Count), HtmlText.Number(c.Distribution.Mean, 1), HtmlText.Number(c.Distribution.Median, 1), HtmlText.Number(c.Distribution.Minimum, 1), HtmlText.Number(c.Distribution.Maximum, 1));
}
