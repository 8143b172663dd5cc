using Engine.Core.Models;
using Engine.Core.Models.Cif;

namespace Engine.Core.Chemistry;

/// <summary>Reads links and modifications of the CCP4 format, from mon_lib_list.cif or from a user's dictionary.</summary>
internal static class LinkCifReader
{
    /// <summary>All links that a document describes. A link without a bond is left out.</summary>
    /// <param name="document">Document.</param>
    /// <param name="source">Where they come from, for reports.</param>
    public static List<LinkDefinition> Links(CifDocument document, string source)
    {
        var links = new List<LinkDefinition>();
        CifCategory? list = document.Block("link_list")?.Category("_chem_link");
        for (int r = 0; list != null && r < list.RowCount; r++)
        {
            string id = Text(list, r, "id");
            CifCategory? bonds = document.Block("link_" + id)?.Category("_chem_link_bond");
            if (bonds is { RowCount: > 0 })
                links.Add(ReadLink(document.Block("link_" + id)!, id, Side(list, r, "1"), Side(list, r, "2"), source));
        }

        return links;
    }

    /// <summary>All modifications that a document describes.</summary>
    /// <param name="document">Document.</param>
    public static List<Modification> Modifications(CifDocument document)
    {
        var changes = new List<Modification>();
        CifCategory? list = document.Block("mod_list")?.Category("_chem_mod");
        for (int r = 0; list != null && r < list.RowCount; r++)
        {
            string id = Text(list, r, "id");
            if (document.Block("mod_" + id) is CifBlock block)
                changes.Add(ReadModification(block, id, Text(list, r, "comp_id"), Text(list, r, "group_id").ToLowerInvariant()));
        }

        return changes;
    }

    private static LinkSide Side(CifCategory list, int row, string n) =>
        new(Text(list, row, "comp_id_" + n), Text(list, row, "group_comp_" + n).ToLowerInvariant(), Text(list, row, "mod_id_" + n));

    private static LinkDefinition ReadLink(CifBlock block, string id, LinkSide side1, LinkSide side2, string source) => new()
    {
        Id = id,
        Side1 = side1,
        Side2 = side2,
        Source = source,
        Bonds = Rows(block, "_chem_link_bond", (t, r) => new LinkBond(
            Atom(t, r, "1"), Atom(t, r, "2"), ComponentCifReader.OrderOf(Text(t, r, "type")), Number(t, r, "value_dist"), Sigma(t, r, "value_dist_esd", DefaultSigma.Bond))),
        Angles = Rows(block, "_chem_link_angle", (t, r) => new LinkAngle(
            Atom(t, r, "1"), Atom(t, r, "2"), Atom(t, r, "3"), Number(t, r, "value_angle"), Sigma(t, r, "value_angle_esd", DefaultSigma.Angle))),
        Torsions = Rows(block, "_chem_link_tor", (t, r) => new LinkTorsion(
            Text(t, r, "id"), Atom(t, r, "1"), Atom(t, r, "2"), Atom(t, r, "3"), Atom(t, r, "4"),
            Number(t, r, "value_angle"), Sigma(t, r, "value_angle_esd", DefaultSigma.Torsion), t.Integer(r, t.Column("period")))),
        Chirals = Rows(block, "_chem_link_chir", (t, r) => new LinkChiral(
            Atom(t, r, "centre"), Atom(t, r, "1"), Atom(t, r, "2"), Atom(t, r, "3"), ComponentCifReader.SignOf(Text(t, r, "volume_sign")) ?? ChiralSign.Both)),
        Planes = ReadPlanes(block.Category("_chem_link_plane")),
    };

    private static List<LinkPlane> ReadPlanes(CifCategory? table) => table == null
        ? []
        : [.. Enumerable.Range(0, table.RowCount).GroupBy(r => Text(table, r, "plane_id"))
            .Select(g => new LinkPlane(g.Key, [.. g.Select(r => PlaneAtom(table, r))], Sigma(table, g.First(), "dist_esd", DefaultSigma.Plane)))];

    private static Modification ReadModification(CifBlock block, string id, string component, string group) => new()
    {
        Id = id,
        ComponentId = component,
        Group = group,
        Atoms = Rows(block, "_chem_mod_atom", ReadAtomChange),
        Bonds = Rows(block, "_chem_mod_bond", (t, r) => new BondChange(
            Kind(t, r), Text(t, r, "atom_id_1"), Text(t, r, "atom_id_2"), Text(t, r, "new_type") is { Length: > 0 } w ? ComponentCifReader.OrderOf(w) : null,
            Number(t, r, "new_value_dist"), Number(t, r, "new_value_dist_esd"))),
        Angles = Rows(block, "_chem_mod_angle", (t, r) => new AngleChange(
            Kind(t, r), Text(t, r, "atom_id_1"), Text(t, r, "atom_id_2"), Text(t, r, "atom_id_3"), Number(t, r, "new_value_angle"), Number(t, r, "new_value_angle_esd"))),
        Torsions = Rows(block, "_chem_mod_tor", (t, r) => new TorsionChange(Kind(t, r), new ComponentTorsion(
            Text(t, r, "id"), Text(t, r, "atom_id_1"), Text(t, r, "atom_id_2"), Text(t, r, "atom_id_3"), Text(t, r, "atom_id_4"),
            Number(t, r, "new_value_angle"), Number(t, r, "new_value_angle_esd"), t.Integer(r, t.Column("new_period"))))),
        Chirals = Rows(block, "_chem_mod_chir", (t, r) => new ChiralChange(Kind(t, r), new ComponentChiral(
            Text(t, r, "atom_id_centre"), Text(t, r, "atom_id_1"), Text(t, r, "atom_id_2"), Text(t, r, "atom_id_3"),
            ComponentCifReader.SignOf(Text(t, r, "new_volume_sign")) ?? ChiralSign.Both))),
        Planes = Rows(block, "_chem_mod_plane_atom", (t, r) => new PlaneAtomChange(
            Kind(t, r), Text(t, r, "plane_id"), Text(t, r, "atom_id"), Number(t, r, "new_dist_esd"))),
    };

    private static AtomChange ReadAtomChange(CifCategory t, int r)
    {
        string newName = Text(t, r, "new_atom_id"), old = Text(t, r, "atom_id"), type = Text(t, r, "new_type_energy");
        ChangeKind kind = Kind(t, r);
        Element? element = Element.TryParse(Text(t, r, "new_type_symbol"), out Element e) && e != Element.Unknown ? e : null;
        double charge = Number(t, r, "new_charge");
        return new AtomChange(
            kind,
            kind == ChangeKind.Add && newName.Length > 0 ? newName : old,
            kind == ChangeKind.Change && newName.Length > 0 ? newName : null,
            element,
            type.Length > 0 ? type : null,
            double.IsNaN(charge) ? null : (int)Math.Round(charge));
    }

    private static List<T> Rows<T>(CifBlock block, string category, Func<CifCategory, int, T> read) =>
        block.Category(category) is CifCategory table ? [.. Enumerable.Range(0, table.RowCount).Select(r => read(table, r))] : [];

    private static LinkAtom Atom(CifCategory table, int row, string n) => new(table.Integer(row, table.Column($"atom_{n}_comp_id"), 1), Text(table, row, "atom_id_" + n));

    private static LinkAtom PlaneAtom(CifCategory table, int row) => new(table.Integer(row, table.Column("atom_comp_id"), 1), Text(table, row, "atom_id"));

    private static ChangeKind Kind(CifCategory table, int row) => Text(table, row, "function").ToLowerInvariant() switch
    {
        "add" => ChangeKind.Add,
        "delete" => ChangeKind.Delete,
        _ => ChangeKind.Change,
    };

    private static string Text(CifCategory table, int row, string item) => table.Text(row, table.Column(item), "").Trim();

    private static double Sigma(CifCategory table, int row, string item, double otherwise) => Number(table, row, item) is > 0 and double value ? value : otherwise;

    private static double Number(CifCategory table, int row, string item) => table.Number(row, table.Column(item));
}
