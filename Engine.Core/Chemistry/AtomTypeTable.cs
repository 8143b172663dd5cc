using Engine.Core.Models;

namespace Engine.Core.Chemistry;

/// <summary>Part that an atom can take in a hydrogen bond.</summary>
public enum HydrogenBondRole
{
    /// <summary>None.</summary>
    None,

    /// <summary>Donor.</summary>
    Donor,

    /// <summary>Acceptor.</summary>
    Acceptor,

    /// <summary>Donor and acceptor.</summary>
    Both,

    /// <summary>A hydrogen that a donor gives.</summary>
    Hydrogen,
}

/// <summary>What the repulsion needs to know about an atom type.</summary>
/// <param name="Type">Type.</param>
/// <param name="Role">Part in hydrogen bonds.</param>
/// <param name="AllAtomRadius">Van der Waals radius when the model has hydrogens, Å.</param>
/// <param name="UnitedRadius">Van der Waals radius that includes the atom's hydrogens, for models without them, Å.</param>
/// <param name="IonRadius">Radius of the ion, Å; NaN when there is none.</param>
public sealed record AtomTypeData(string Type, HydrogenBondRole Role, double AllAtomRadius, double UnitedRadius, double IonRadius)
{
    /// <summary>True for donors and donor-acceptors.</summary>
    public bool IsDonor => Role is HydrogenBondRole.Donor or HydrogenBondRole.Both;

    /// <summary>True for acceptors and donor-acceptors.</summary>
    public bool IsAcceptor => Role is HydrogenBondRole.Acceptor or HydrogenBondRole.Both;
}

/// <summary>Radii and hydrogen-bond roles by atom type.</summary>
public sealed class AtomTypeTable
{
    private readonly Dictionary<string, AtomTypeData> types;

    /// <summary>Makes a table; types that it lacks are taken from the built-in one.</summary>
    /// <param name="types">Types.</param>
    /// <param name="source">Where they come from, for reports.</param>
    public AtomTypeTable(IEnumerable<AtomTypeData> types, string source)
    {
        Source = source;
        this.types = new Dictionary<string, AtomTypeData>(StringComparer.OrdinalIgnoreCase);
        foreach (AtomTypeData data in types)
            this.types.TryAdd(data.Type, data);
    }

    /// <summary>The table that is part of the engine.</summary>
    public static AtomTypeTable BuiltIn { get; } = new(ReadBuiltIn(), "built-in");

    /// <summary>Where the values come from.</summary>
    public string Source { get; }

    /// <summary>Number of types in this table itself.</summary>
    public int Count => types.Count;

    /// <summary>Data of a type; for a type that is not known, what is usual for the element. Never null.</summary>
    /// <param name="type">Type; may be empty.</param>
    /// <param name="element">Element of the atom.</param>
    public AtomTypeData Find(string type, Element element)
    {
        if (TryFind(type, out AtomTypeData? data) || TryFind(FallbackType(element), out data))
            return data;
        double radius = MaskRadii.Of(element);
        return new AtomTypeData(element.Symbol.ToUpperInvariant(), HydrogenBondRole.None, radius, radius, double.NaN);
    }

    private bool TryFind(string type, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out AtomTypeData? data) =>
        types.TryGetValue(type, out data) || (this != BuiltIn && BuiltIn.types.TryGetValue(type, out data));

    private static string FallbackType(Element element) => element.Number switch
    {
        1 or 119 => "H",
        0 or 6 => "CH2",
        7 => "NH1",
        8 => "OH1",
        15 => "P",
        16 => "S",
        _ => element.Symbol.ToUpperInvariant(),
    };

    private static IEnumerable<AtomTypeData> ReadBuiltIn()
    {
        foreach (string[] cells in EmbeddedTable.Rows("atom_types.tsv"))
        {
            double radius = EmbeddedTable.Number(cells[2]);
            yield return new AtomTypeData(cells[0], RoleOf(cells[1]), radius, Or(cells[3], radius), Or(cells[4], double.NaN));
        }
    }

    /// <summary>The role for a letter of the CCP4 library: D, A, B (both), H; anything else is none.</summary>
    /// <param name="letter">Letter.</param>
    internal static HydrogenBondRole RoleOf(string letter) => letter switch
    {
        "D" => HydrogenBondRole.Donor,
        "A" => HydrogenBondRole.Acceptor,
        "B" => HydrogenBondRole.Both,
        "H" => HydrogenBondRole.Hydrogen,
        _ => HydrogenBondRole.None,
    };

    private static double Or(string cell, double otherwise) => cell == "." ? otherwise : EmbeddedTable.Number(cell);
}
