using Engine.Kernels;

namespace Engine.Core.Restraints;

/// <summary>
/// All restraints of a structure, hydrogens included, with what is needed to choose and count them. Atom indices are those of
/// <see cref="Models.Model.Atoms"/>.
/// </summary>
public sealed record RestraintModel
{
    /// <summary>All terms.</summary>
    public required RestraintTable Table { get; init; }

    /// <summary>Data for the repulsion.</summary>
    public required NonbondedTable Nonbonded { get; init; }

    /// <summary>Riding hydrogens.</summary>
    public required RidingTable Riding { get; init; }

    /// <summary>Per bond: 1 when it counts in the statistics (0 for components held to their input geometry).</summary>
    public required byte[] BondCounts { get; init; }

    /// <summary>Per angle: 1 when it counts in the statistics.</summary>
    public required byte[] AngleCounts { get; init; }

    /// <summary>Per torsion: 1 when it counts in the statistics.</summary>
    public required byte[] TorsionCounts { get; init; }

    /// <summary>Per chiral centre: 1 when it counts in the statistics.</summary>
    public required byte[] ChiralCounts { get; init; }

    /// <summary>Per plane: 1 when it counts in the statistics.</summary>
    public required byte[] PlaneCounts { get; init; }

    /// <summary>1 for hydrogen and deuterium, per atom.</summary>
    public required byte[] IsHydrogen { get; init; }

    /// <summary>Share of the density at its place that an atom claims: the occupancy of alternates, 1 for all others.</summary>
    public required float[] DensityShare { get; init; }

    /// <summary>Readable name of an atom, such as "A 15 LEU CD1"; used in lists of outliers.</summary>
    public Func<int, string> AtomLabel { get; init; } = static i => $"atom {i + 1}";

    /// <summary>Links that were applied, such as "TRANS A 5 THR - A 6 SER".</summary>
    public IReadOnlyList<string> Links { get; init; } = [];

    /// <summary>Components that no dictionary knows and that are held to their input geometry.</summary>
    public IReadOnlyList<string> UnknownComponents { get; init; } = [];

    /// <summary>Which source each component's values came from.</summary>
    public IReadOnlyDictionary<string, string> ComponentSources { get; init; } = new Dictionary<string, string>();

    /// <summary>What the user should know, one line each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
