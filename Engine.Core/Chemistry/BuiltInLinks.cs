using System.Globalization;
using Engine.Core.Models;

namespace Engine.Core.Chemistry;

/// <summary>Reads the built-in tables of links and modifications; their formats stand in the heads of the tables.</summary>
internal static class BuiltInLinks
{
    private const string Source = "built-in";

    /// <summary>All built-in links.</summary>
    public static List<LinkDefinition> Links()
    {
        var links = new List<LinkDefinition>();
        foreach (List<string[]> group in Groups("links.tsv", "link", "glycosidic"))
            links.Add(group[0][0] == "link" ? Link(group) : Glycosidic(group));
        return links;
    }

    /// <summary>All built-in modifications.</summary>
    public static List<Modification> Modifications() => [.. Groups("modifications.tsv", "mod").Select(ReadModification)];

    private static List<List<string[]>> Groups(string table, params string[] heads)
    {
        var groups = new List<List<string[]>>();
        foreach (string line in EmbeddedTable.Lines(table))
        {
            string[] cells = line.Split('\t');
            if (heads.Contains(cells[0]))
                groups.Add([]);
            groups[^1].Add(cells);
        }

        return groups;
    }

    private static LinkDefinition Link(List<string[]> rows) => new()
    {
        Id = rows[0][1],
        Side1 = Side(rows[0][2]),
        Side2 = Side(rows[0][3]),
        Source = Source,
        Bonds = [.. rows.Where(r => r[0] == "bond").Select(r => new LinkBond(Atom(r[1]), Atom(r[2]), Order(r[3]), Number(r[4]), Number(r[5])))],
        Angles = [.. Angles(rows)],
        Torsions = [.. rows.Where(r => r[0] == "torsion").Select(r => new LinkTorsion(r[1], Atom(r[2]), Atom(r[3]), Atom(r[4]), Atom(r[5]), Number(r[6]), Number(r[7]), Int(r[8])))],
        Chirals = [.. rows.Where(r => r[0] == "chiral").Select(r => new LinkChiral(Atom(r[1]), Atom(r[2]), Atom(r[3]), Atom(r[4]), Sign(r[5])))],
        Planes = [.. rows.Where(r => r[0] == "plane").Select(r => new LinkPlane(r[1], [.. r.Skip(3).Select(Atom)], Number(r[2])))],
    };

    private static IEnumerable<LinkAngle> Angles(List<string[]> rows) =>
        rows.Where(r => r[0] == "angle").Select(r => new LinkAngle(Atom(r[1]), Atom(r[2]), Atom(r[3]), Number(r[4]), Number(r[5])));

    /// <summary>A bond from the oxygen of one sugar (side 1) to the anomeric carbon of another (side 2).</summary>
    private static LinkDefinition Glycosidic(List<string[]> rows)
    {
        string[] r = rows[0];
        LinkAtom oxygen = new(1, r[4]), donor = new(1, r[5]), anomeric = new(2, r[6]), ring = new(2, r[7]), neighbour = new(2, r[8]);
        List<LinkAngle> angles =
        [
            new(donor, oxygen, anomeric, Number(r[11]), Number(r[12])),
            new(neighbour, anomeric, oxygen, Number(r[13]), Number(r[14])),
            new(ring, anomeric, oxygen, Number(r[15]), Number(r[16])),
            .. Angles(rows),
        ];
        if (anomeric.Name == "C1")
            angles.Add(new LinkAngle(oxygen, anomeric, new LinkAtom(2, "H1"), 109.3, 1.5));
        return new LinkDefinition
        {
            Id = r[1],
            Side1 = Side(r[2]),
            Side2 = Side(r[3]),
            Source = Source,
            Bonds = [new LinkBond(oxygen, anomeric, BondOrder.Single, Number(r[9]), Number(r[10]))],
            Angles = angles,
            Chirals = [new LinkChiral(anomeric, ring, oxygen, neighbour, Sign(r[17]))],
        };
    }

    private static Modification ReadModification(List<string[]> rows) => new()
    {
        Id = rows[0][1],
        ComponentId = rows[0][2],
        Group = rows[0][3],
        Atoms = [.. Of(rows, "atom").Select(r => new AtomChange(Kind(r[1]), r[2], null, Element(r[3]), Given(r[4]), Given(r[5]) is string q ? Int(q) : null))],
        Bonds = [.. Of(rows, "bond").Select(r => new BondChange(Kind(r[1]), r[2], r[3], Order(r[4]), Number(r[5]), Number(r[6])))],
        Angles = [.. Of(rows, "angle").Select(r => new AngleChange(Kind(r[1]), r[2], r[3], r[4], Number(r[5]), Number(r[6])))],
        Torsions = [.. Of(rows, "torsion").Select(r => new TorsionChange(Kind(r[1]), new ComponentTorsion("", r[2], r[3], r[4], r[5], double.NaN, double.NaN, 0)))],
        Chirals = [.. Of(rows, "chiral").Select(r => new ChiralChange(Kind(r[1]), new ComponentChiral(r[2], "", "", "", ChiralSign.Both)))],
        Planes = [.. Of(rows, "plane").Select(r => new PlaneAtomChange(Kind(r[1]), r[2], r[3], Number(r[4])))],
    };

    private static IEnumerable<string[]> Of(List<string[]> rows, string kind) => rows.Where(r => r[0] == kind);

    private static LinkSide Side(string text)
    {
        string[] parts = text.Split(':');
        return new LinkSide(parts[0], parts[1], parts[2]);
    }

    private static LinkAtom Atom(string text) => new(text[0] - '0', text[2..]);

    private static ChangeKind Kind(string text) => Enum.Parse<ChangeKind>(text, ignoreCase: true);

    private static BondOrder Order(string text) => Enum.Parse<BondOrder>(text, ignoreCase: true);

    private static ChiralSign Sign(string text) => Enum.Parse<ChiralSign>(text, ignoreCase: true);

    private static Element? Element(string symbol) => symbol == "." ? null : ElementTable.Parse(symbol);

    private static string? Given(string text) => text == "." ? null : text;

    private static double Number(string text) => EmbeddedTable.Number(text);

    private static int Int(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
