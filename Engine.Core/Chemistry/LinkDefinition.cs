namespace Engine.Core.Chemistry;

/// <summary>An atom of a link.</summary>
/// <param name="Side">1 or 2: which of the two components.</param>
/// <param name="Name">Atom name.</param>
public readonly record struct LinkAtom(int Side, string Name);

/// <summary>A bond between two components.</summary>
/// <param name="Atom1">First atom.</param>
/// <param name="Atom2">Second atom.</param>
/// <param name="Order">Bond order.</param>
/// <param name="Ideal">Length, Å.</param>
/// <param name="Sigma">Å.</param>
public sealed record LinkBond(LinkAtom Atom1, LinkAtom Atom2, BondOrder Order, double Ideal, double Sigma);

/// <summary>An angle across a link.</summary>
/// <param name="Atom1">First atom.</param>
/// <param name="Apex">Middle atom.</param>
/// <param name="Atom3">Third atom.</param>
/// <param name="Ideal">Degrees.</param>
/// <param name="Sigma">Degrees.</param>
public sealed record LinkAngle(LinkAtom Atom1, LinkAtom Apex, LinkAtom Atom3, double Ideal, double Sigma);

/// <summary>A torsion across a link.</summary>
/// <param name="Id">Label, such as "omega".</param>
/// <param name="Atom1">First atom.</param>
/// <param name="Atom2">Second atom.</param>
/// <param name="Atom3">Third atom.</param>
/// <param name="Atom4">Fourth atom.</param>
/// <param name="Ideal">Degrees.</param>
/// <param name="Sigma">Degrees.</param>
/// <param name="Period">Number of minima in 360°, 0 for a single harmonic well.</param>
public sealed record LinkTorsion(string Id, LinkAtom Atom1, LinkAtom Atom2, LinkAtom Atom3, LinkAtom Atom4, double Ideal, double Sigma, int Period);

/// <summary>A chiral centre that a link completes; the sign is that of (a1-c)·((a2-c)×(a3-c)) with the atoms in this order.</summary>
/// <param name="Centre">Centre.</param>
/// <param name="Atom1">First neighbour.</param>
/// <param name="Atom2">Second neighbour.</param>
/// <param name="Atom3">Third neighbour.</param>
/// <param name="Sign">Hand.</param>
public sealed record LinkChiral(LinkAtom Centre, LinkAtom Atom1, LinkAtom Atom2, LinkAtom Atom3, ChiralSign Sign);

/// <summary>A plane across a link.</summary>
/// <param name="Id">Label.</param>
/// <param name="Atoms">Atoms.</param>
/// <param name="Sigma">Å.</param>
public sealed record LinkPlane(string Id, IReadOnlyList<LinkAtom> Atoms, double Sigma);

/// <summary>What one side of a link must be, and how the link changes it.</summary>
/// <param name="ComponentId">Component id, or empty for any of the group.</param>
/// <param name="Group">Group, lower case ("peptide", "dna/rna", "pyranose", "saccharide" ...), or empty for any.</param>
/// <param name="Modification">Id of the modification that the link makes, or empty.</param>
public sealed record LinkSide(string ComponentId, string Group, string Modification)
{
    /// <summary>How well a component fits: 0 not at all, 1 anything, 2 wider group, 3 the group itself, 4 the component itself.</summary>
    /// <param name="component">Component.</param>
    public int Match(ChemicalComponent component)
    {
        if (ComponentId.Length > 0)
            return ComponentId.Equals(component.Id, StringComparison.OrdinalIgnoreCase) ? 4 : 0;
        return Group.Length == 0 ? 1 : ComponentGroups.Match(Group, component);
    }
}

/// <summary>A chemical link between two components: its ideal geometry and the modifications that it makes.</summary>
public sealed class LinkDefinition
{
    /// <summary>Id, such as "TRANS" or "BETA1-4".</summary>
    public required string Id { get; init; }

    /// <summary>First component.</summary>
    public required LinkSide Side1 { get; init; }

    /// <summary>Second component.</summary>
    public required LinkSide Side2 { get; init; }

    /// <summary>Where the values come from.</summary>
    public string Source { get; init; } = "";

    /// <summary>Bonds; at least one, the first is the link itself.</summary>
    public required IReadOnlyList<LinkBond> Bonds { get; init; }

    /// <summary>Angles.</summary>
    public IReadOnlyList<LinkAngle> Angles { get; init; } = [];

    /// <summary>Torsions.</summary>
    public IReadOnlyList<LinkTorsion> Torsions { get; init; } = [];

    /// <summary>Chiral centres.</summary>
    public IReadOnlyList<LinkChiral> Chirals { get; init; } = [];

    /// <summary>Planes.</summary>
    public IReadOnlyList<LinkPlane> Planes { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => Id;
}
