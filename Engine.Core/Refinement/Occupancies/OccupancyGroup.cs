namespace Engine.Core.Refinement.Occupancies;

/// <summary>Why atoms share an occupancy.</summary>
public enum OccupancyGroupKind
{
    /// <summary>One of several conformations, or of several residues at one place.</summary>
    Alternate,

    /// <summary>Atoms of a residue that the input gives one occupancy between 0 and 1.</summary>
    Partial,

    /// <summary>A ligand.</summary>
    Ligand,

    /// <summary>An ion.</summary>
    Ion,

    /// <summary>A water.</summary>
    Water,

    /// <summary>Asked for by the user.</summary>
    User,
}

/// <summary>Atoms that share an occupancy.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Label">Name in outputs, such as "A 15 LEU A".</param>
/// <param name="Atoms">Indices in the model, hydrogens too.</param>
public sealed record OccupancyGroup(OccupancyGroupKind Kind, string Label, IReadOnlyList<int> Atoms);

/// <summary>Groups whose occupancies belong together.</summary>
/// <param name="Groups">Groups.</param>
/// <param name="SumsToOne">The occupancies add up to 1; otherwise their sum lies between 0 and 1.</param>
public sealed record OccupancySet(IReadOnlyList<OccupancyGroup> Groups, bool SumsToOne);

/// <summary>How occupancies are refined.</summary>
public sealed record OccupancyOptions
{
    /// <summary>Map and mask.</summary>
    public required Displacements.ModelMapFitOptions Fit { get; init; }

    /// <summary>Refine alternates.</summary>
    public bool Alternates { get; init; } = true;

    /// <summary>Share of the resolution that atoms of two alternates must be apart somewhere, or have no counterpart; otherwise the map does not tell the alternates apart and they keep their occupancies.</summary>
    public double LeastSeparation { get; init; } = 1.0 / 3;

    /// <summary>Refine atoms that the input gives an occupancy between 0 and 1 without an alternate.</summary>
    public bool Partial { get; init; } = true;

    /// <summary>Share of partly occupied atoms beyond which their occupancies count as placeholders and stay: no map supports one for every residue.</summary>
    public double LargestPartialShare { get; init; } = 0.2;

    /// <summary>Refine every ligand as one group.</summary>
    public bool Ligands { get; init; }

    /// <summary>Refine every ion.</summary>
    public bool Ions { get; init; }

    /// <summary>Refine every water.</summary>
    public bool Waters { get; init; }

    /// <summary>Further sets; they take their atoms from the others.</summary>
    public IReadOnlyList<OccupancySet> User { get; init; } = [];

    /// <summary>Limit of minimiser iterations.</summary>
    public int Iterations { get; init; } = 50;
}
