using System.Text;
using Engine.Core.Jobs.Validate;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Core.Rotamers;
using Engine.Core.Validation.Contacts;

namespace Engine.Core.Reports;

/// <summary>Covalent geometry, peptides and clashes.</summary>
internal static class GeometrySection
{
    private static readonly HtmlTable Clashes = new(
        "Clashes, largest overlap first (van der Waals spheres, hydrogens as the engine places them).", new TableColumn("Atom"), new TableColumn("Atom"), new TableColumn("Overlap, Å", true));

    private static readonly HtmlTable Worst = new(
        "Terms farthest from their targets.", new TableColumn("Kind"), new TableColumn("Atoms"), new TableColumn("Value", true), new TableColumn("Ideal", true), new TableColumn("Deviation", true), new TableColumn("Z", true));

    /// <summary>Writes the section.</summary>
    public static ReportSection Of(ValidationReport report, ReportOptions options) => ReportSection.Of("geometry", "Geometry", html =>
    {
        if (report.Geometry is { } geometry)
        {
            Terms(html, geometry.Heavy, report.Before?.Geometry?.Heavy);
            Worst.Write(html, [.. WorstRows(geometry.Heavy, report.Structure!.First)], options.DataFile);
        }

        Peptides(html, report);
        if (report.Clashes is { Clashes.Count: > 0 } clashes && report.Hydrogens is { } hydrogens)
            Clashes.Write(html, [.. clashes.Clashes.Select(c => Row(c, hydrogens.Structure.First.Atoms[c.Atom1].ResidueIndex))], options.DataFile);
    });

    private static TableRow Row(Clash c, int residue) => new(residue, c.Name1, c.Name2, HtmlText.Number(c.Overlap, 2));

    private static (string Name, string Unit, int Digits, Func<GeometrySet, GeometryClass> Class)[] Classes =>
    [
        ("Bonds", "Å", 3, g => g.Bonds), ("Angles", "°", 2, g => g.Angles), ("Torsions", "°", 1, g => g.Torsions), ("Chirality", "Å³", 3, g => g.Chirality), ("Planes", "Å", 3, g => g.Planes),
    ];

    private static void Terms(StringBuilder html, GeometrySet set, GeometrySet? before)
    {
        html.Append("<table><caption>Deviations from ideal values, hydrogens apart</caption><thead><tr><th scope=\"col\">Term</th><th scope=\"col\" class=\"n\">Number</th>").Append(before == null ? "" : "<th scope=\"col\" class=\"n\">rms before</th>")
            .Append("<th scope=\"col\" class=\"n\">rms</th><th scope=\"col\" class=\"n\">rms Z</th><th scope=\"col\" class=\"n\">Largest</th></tr></thead><tbody>\n");
        foreach ((string name, string unit, int digits, Func<GeometrySet, GeometryClass> pick) in Classes)
        {
            GeometryClass c = pick(set);
            html.Append("<tr><td>").Append(name).Append(", ").Append(unit).Append("</td><td class=\"n\">").Append(HtmlText.Count(c.Count)).Append("</td>");
            if (before != null)
                html.Append("<td class=\"n\">").Append(HtmlText.Number(pick(before).Rmsd, digits)).Append("</td>");
            html.Append("<td class=\"n\">").Append(HtmlText.Number(c.Rmsd, digits)).Append("</td><td class=\"n\">").Append(HtmlText.Number(c.RmsZ, 2)).Append("</td><td class=\"n\">").Append(HtmlText.Number(c.Max, digits)).Append("</td></tr>\n");
        }

        html.Append("</tbody></table>\n");
    }

    private static IEnumerable<TableRow> WorstRows(GeometrySet set, Model model) =>
        Classes.SelectMany(c => c.Class(set).Worst.Take(10).Select(o => (Class: c, Outlier: o))).OrderByDescending(p => p.Outlier.Z)
            .Select(p => new TableRow(
                model.Atoms[p.Outlier.FirstAtom].ResidueIndex, $"{p.Class.Name.ToLowerInvariant()[..^1]}, {p.Class.Unit}".Replace("chiralit,", "chirality,", StringComparison.Ordinal), p.Outlier.Atoms, HtmlText.Number(p.Outlier.Value, p.Class.Digits), HtmlText.Number(p.Outlier.Ideal, p.Class.Digits), HtmlText.Number(p.Outlier.Deviation, p.Class.Digits),
                HtmlText.Number(p.Outlier.Z, 1)));

    private static void Peptides(StringBuilder html, ValidationReport report)
    {
        if (report.Peptides is { Count: > 0 } p)
            html.Markup($"<p>Peptide bonds: {p.Count}, of which {p.Prolines} to proline. cis: {p.CisProlines} of prolines (about one in twenty is usual), {p.CisOthers} of others (about one in 3000). Twisted by more than 30°: {p.Twisted}.</p>\n");
        if (report.Rotamers is { Count: > 0 } r)
            html.Markup($"<p>Side chains: {r.Count}, {r.Favoured} favoured, {r.Residues.Count(x => x.Score.Label == RotamerLabel.Allowed)} allowed, {r.Outliers} outliers.</p>\n");
    }
}
