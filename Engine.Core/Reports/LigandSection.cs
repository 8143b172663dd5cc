using Engine.Core.Jobs.Validate;

namespace Engine.Core.Reports;

/// <summary>Ligands against their dictionaries and the map.</summary>
internal static class LigandSection
{
    private static readonly HtmlTable Table = new(
        "Ligands; geometry against their dictionary.", new TableColumn("Ligand", IsKey: true), new TableColumn("Atoms", true), new TableColumn("CC", true), new TableColumn("Q", true), new TableColumn("Inclusion", true), new TableColumn("B, Å²", true),
        new TableColumn("Occupancy", true), new TableColumn("Bonds, rms Z", true), new TableColumn("Angles, rms Z", true), new TableColumn("Clashes", true), new TableColumn("Worst term"));

    /// <summary>Writes the section.</summary>
    public static ReportSection Of(ValidationReport report, ReportOptions options) => ReportSection.Of("ligands", "Ligands", html =>
    {
        if (report.Ligands.Count > 0)
            Table.Write(html, [.. report.Ligands.Select(Row)], options.DataFile);
    });

    private static TableRow Row(LigandValidation l) => new(
        l.Residue, l.Name, HtmlText.Count(l.Atoms), HtmlText.Number(l.Cc, 2), HtmlText.Number(l.Q, 2), HtmlText.Number(l.Inclusion, 2), HtmlText.Number(l.MeanB, 0), HtmlText.Number(l.Occupancy, 2), HtmlText.Number(l.BondRmsZ, 2),
        HtmlText.Number(l.AngleRmsZ, 2), HtmlText.Count(l.Clashes), l.Source == null ? "no dictionary knows it" : l.Worst ?? "–");
}
