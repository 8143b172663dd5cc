using Engine.Core.Chemistry;
using Engine.Core.Models;

namespace Engine.Core.Rotamers;

/// <summary>Which atoms the side-chain torsions have (IUPAC-IUB 1970, as the Top8000 data use them), and which atoms turn with them.</summary>
public static class ChiDefinition
{
    private const string Remoteness = "ABGDEZH";

    private static readonly Dictionary<string, string[]> Paths = new()
    {
        ["ARG"] = ["N", "CA", "CB", "CG", "CD", "NE", "CZ"],
        ["ASN"] = ["N", "CA", "CB", "CG", "OD1"],
        ["ASP"] = ["N", "CA", "CB", "CG", "OD1"],
        ["CYS"] = ["N", "CA", "CB", "SG"],
        ["GLN"] = ["N", "CA", "CB", "CG", "CD", "OE1"],
        ["GLU"] = ["N", "CA", "CB", "CG", "CD", "OE1"],
        ["HIS"] = ["N", "CA", "CB", "CG", "ND1"],
        ["ILE"] = ["N", "CA", "CB", "CG1", "CD1"],
        ["LEU"] = ["N", "CA", "CB", "CG", "CD1"],
        ["LYS"] = ["N", "CA", "CB", "CG", "CD", "CE", "NZ"],
        ["MET"] = ["N", "CA", "CB", "CG", "SD", "CE"],
        ["PHE"] = ["N", "CA", "CB", "CG", "CD1"],
        ["PRO"] = ["N", "CA", "CB", "CG", "CD", "N"],
        ["SER"] = ["N", "CA", "CB", "OG"],
        ["THR"] = ["N", "CA", "CB", "OG1"],
        ["TRP"] = ["N", "CA", "CB", "CG", "CD1"],
        ["TYR"] = ["N", "CA", "CB", "CG", "CD1"],
        ["VAL"] = ["N", "CA", "CB", "CG1"],
    };

    /// <summary>Side-chain heavy atoms beyond CB that a complete residue has.</summary>
    private static readonly Dictionary<string, string[]> Ends = new()
    {
        ["ARG"] = ["NH1", "NH2"],
        ["ASN"] = ["ND2"],
        ["ASP"] = ["OD2"],
        ["CYS"] = [],
        ["GLN"] = ["NE2"],
        ["GLU"] = ["OE2"],
        ["HIS"] = ["CD2", "CE1", "NE2"],
        ["ILE"] = ["CG2"],
        ["LEU"] = ["CD2"],
        ["LYS"] = [],
        ["MET"] = [],
        ["PHE"] = ["CD2", "CE1", "CE2", "CZ"],
        ["PRO"] = [],
        ["SER"] = [],
        ["THR"] = ["CG2"],
        ["TRP"] = ["CD2", "NE1", "CE2", "CE3", "CZ2", "CZ3", "CH2"],
        ["TYR"] = ["CD2", "CE1", "CE2", "CZ", "OH"],
        ["VAL"] = ["CG2"],
    };

    /// <summary>The type whose rotamers a component has, and whether as mirror image (D-amino acids); null when it has none.</summary>
    /// <param name="component">Component id.</param>
    public static (string Type, bool Mirror)? TypeOf(string component)
    {
        if (Paths.ContainsKey(component))
            return (component, false);
        if (component == "MSE")
            return ("MET", false);
        return MirrorImages.StandardId(component) is string type && Paths.ContainsKey(type) ? (type, true) : null;
    }

    /// <summary>Atoms of χ(k): four names from this list, starting at k - 1; one name more than three for each torsion.</summary>
    /// <param name="type">A type of <see cref="RotamerLibrary.Types"/>.</param>
    public static IReadOnlyList<string> Path(string type) => Paths[type];

    /// <summary>Number of torsions.</summary>
    /// <param name="type">A type of <see cref="RotamerLibrary.Types"/>.</param>
    public static int Count(string type) => Paths[type].Length - 3;

    /// <summary>Heavy atoms beyond CB of a complete side chain.</summary>
    /// <param name="type">A type of <see cref="RotamerLibrary.Types"/>.</param>
    public static IEnumerable<string> HeavyAtoms(string type) => Paths[type].Skip(3).Concat(Ends[type]).Where(n => n != "N");

    /// <summary>The angle after which a torsion repeats, degrees: 180 where the end of the side chain is symmetric.</summary>
    /// <param name="type">Type.</param>
    /// <param name="k">Torsion, 0 for χ1.</param>
    public static double Period(string type, int k) => (type is "ASP" or "PHE" or "TYR" && k == 1) || (type == "GLU" && k == 2) ? 180 : 360;

    /// <summary>True for the last torsion of a flat group, whose values are spread widely.</summary>
    /// <param name="type">Type.</param>
    /// <param name="k">Torsion, 0 for χ1.</param>
    public static bool IsFlatEnd(string type, int k) => k == Count(type) - 1 && type is "ASN" or "ASP" or "GLN" or "GLU" or "HIS" or "PHE" or "TYR" or "TRP";

    /// <summary>Difference of two values of a torsion, degrees, folded into ± half of its period.</summary>
    /// <param name="type">Type.</param>
    /// <param name="k">Torsion, 0 for χ1.</param>
    /// <param name="a">Value, degrees.</param>
    /// <param name="b">Other value, degrees.</param>
    public static double Difference(string type, int k, double a, double b) => Math.IEEERemainder(a - b, Period(type, k));

    /// <summary>The name that an atom of a component has in its type: selenium of MSE is SD.</summary>
    internal static string NameInType(Atom atom) => atom.Name == "SE" ? "SD" : atom.Name;

    /// <summary>
    /// True when an atom turns with a torsion. Names tell: the letter behind the element (A, B, G, D, E, Z, H) says how far from the main chain an atom is, for hydrogens the
    /// letter of the atom that carries them.
    /// </summary>
    internal static bool Turns(string type, int k, Atom atom)
    {
        string name = NameInType(atom).TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        string axisEnd = Paths[type][k + 2];
        if (name.Length < 2)
            return false;
        int level = Remoteness.IndexOf(name[1], StringComparison.Ordinal), end = Remoteness.IndexOf(axisEnd[1], StringComparison.Ordinal);
        if (level < 0 || level < end || (level == end && !atom.Element.IsHydrogen))
            return false;

        // The second branch of isoleucine hangs on CB.
        return !(type == "ILE" && k == 1 && level == end && !name.StartsWith("HG1", StringComparison.Ordinal) && !name.StartsWith("DG1", StringComparison.Ordinal));
    }
}
