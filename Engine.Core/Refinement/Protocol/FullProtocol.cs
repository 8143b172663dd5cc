using Engine.Core.Ncs;
using Engine.Core.Refinement.Convergence;
using Engine.Core.Refinement.Displacements;

namespace Engine.Core.Refinement;

/// <summary>What a full refinement does besides minimising coordinates against dictionaries.</summary>
public sealed record FullProtocol
{
    /// <summary>What is done about the start.</summary>
    public StartMode Start { get; init; } = StartMode.Good;

    /// <summary>Selections that are moved as rigid bodies first; empty for none.</summary>
    public IReadOnlyList<string> RigidBodies { get; init; } = [];

    /// <summary>Fit side chains to the map and hold them near rotamers.</summary>
    public bool Rotamers { get; init; } = true;

    /// <summary>Turn peptides, and the ends of Asn, Gln and His, that look wrong.</summary>
    public bool Flips { get; init; } = true;

    /// <summary>Which atoms share a B factor; null = B factors stay as they are.</summary>
    public BFactorLevel? BFactors { get; init; } = BFactorLevel.Auto;

    /// <summary>Refine the occupancies of alternates and of partly occupied atoms.</summary>
    public bool Occupancies { get; init; } = true;

    /// <summary>Hydrogen bonds of helices, sheets and base pairs; null = beyond 3 Å.</summary>
    public bool? SecondaryStructure { get; init; }

    /// <summary>Hold atoms near the start where it is found to be good (<see cref="StartRestraints"/>); null = when half maps are given.</summary>
    public bool? HoldStart { get; init; }

    /// <summary>Copies of chains.</summary>
    public NcsMode Ncs { get; init; } = NcsMode.Auto;

    /// <summary>File of the user's restraints (<see cref="UserRestraintFile"/>), or null.</summary>
    public string? RestraintFile { get; init; }

    /// <summary>Reference structure whose torsions are kept, or null.</summary>
    public string? ReferenceFile { get; init; }

    /// <summary>Standard deviation with which atoms are held at their places in the reference, Å; null: torsions only.</summary>
    public double? ReferenceSigma { get; init; }

    /// <summary>Atoms that are held at their places in the reference, where <see cref="ReferenceSigma"/> is given.</summary>
    public string ReferenceSelection { get; init; } = "all";

    /// <summary>Files that are read besides model, map and dictionaries.</summary>
    public IReadOnlyList<string> Files => [.. new[] { RestraintFile, ReferenceFile }.OfType<string>()];

    /// <summary>Seed of everything random.</summary>
    public ulong Seed { get; init; } = 1;
}
