using Engine.Core.Ncs;
using Engine.Core.Refinement.Convergence;
using Engine.Kernels;

namespace Engine.Core.Refinement;

/// <summary>What a full refinement does besides minimising coordinates against dictionaries.</summary>
public sealed record FullProtocol
{
    /// <summary>What is done about the start.</summary>
    public StartMode Start { get; init; } = StartMode.Good;

    /// <summary>Fit side chains to the map and hold them near rotamers.</summary>
    public bool Rotamers { get; init; } = true;

    /// <summary>Hydrogen bonds of helices, sheets and base pairs; null = beyond 3 Å.</summary>
    public bool? SecondaryStructure { get; init; }

    /// <summary>Copies of chains.</summary>
    public NcsMode Ncs { get; init; } = NcsMode.Auto;

    /// <summary>Terms of the user or of a reference structure, on the atoms of the model.</summary>
    public IReadOnlyList<RestraintTable> Fixed { get; init; } = [];

    /// <summary>Seed of everything random.</summary>
    public ulong Seed { get; init; } = 1;
}
