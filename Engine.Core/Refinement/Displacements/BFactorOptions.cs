namespace Engine.Core.Refinement.Displacements;

/// <summary>Which atoms share a B factor.</summary>
public enum BFactorLevel
{
    /// <summary>One per atom up to <see cref="BFactorOptions.GroupBeyond"/>, beyond it one per residue.</summary>
    Auto,

    /// <summary>One per atom.</summary>
    Individual,

    /// <summary>Two per residue: main chain (N, CA, C, O, CB; the sugar and phosphate of a nucleotide) and side chain or base.</summary>
    MainAndSideChain,

    /// <summary>One per residue.</summary>
    Residue,

    /// <summary>One factor of B + <see cref="BFactorOptions.Softening"/> per chain: what differs inside the chain stays.</summary>
    Chain,

    /// <summary>One factor of B + <see cref="BFactorOptions.Softening"/> for all.</summary>
    Overall,
}

/// <summary>How B factors are refined.</summary>
public sealed record BFactorOptions
{
    /// <summary>Map and mask.</summary>
    public required ModelMapFitOptions Fit { get; init; }

    /// <summary>Which atoms share a B.</summary>
    public BFactorLevel Level { get; init; } = BFactorLevel.Auto;

    /// <summary>Resolution from which <see cref="BFactorLevel.Auto"/> gives residues one B, Å: there the map does not tell the B of neighbours apart.</summary>
    public double GroupBeyond { get; init; } = 4;

    /// <summary>Smallest B, Å².</summary>
    public double Smallest { get; init; } = 1;

    /// <summary>Largest B, Å².</summary>
    public double Largest { get; init; } = 500;

    /// <summary>B0 of the variables u = ln(B + B0), Å²: keeps small B from running away.</summary>
    public double Softening { get; init; } = DefaultSoftening;

    /// <summary>The usual <see cref="Softening"/>, Å².</summary>
    public const double DefaultSoftening = 5;

    /// <summary>Start from B = <see cref="ResetFactor"/> d² of each atom's resolution instead of the present B.</summary>
    public bool Reset { get; init; }

    /// <summary>B of a reset in units of d², Å². The refined overall B of maps from 1.75 to 4.5 Å lie between 3 and 12 d².</summary>
    public double ResetFactor { get; init; } = 10;

    /// <summary>Flat B of a reset, Å²; null = from the resolution.</summary>
    public double? ResetValue { get; init; }

    /// <summary>
    /// σ of the neighbour restraint: the expected rms difference of u between an atom and the weighted mean of its neighbours. Smaller is stronger.
    /// Refinement against one of two half maps fitted the other best with 0.1 (3.0 Å, B per residue) and 0.28 (local resolution 2 to 5 Å); see <see cref="SimilaritySearch"/>.
    /// </summary>
    public double Similarity { get; init; } = 0.14;

    /// <summary>Reach of the neighbour restraint, Å.</summary>
    public double NeighborRadius { get; init; } = 5;

    /// <summary>Rms difference of B between bonded atoms that may not be exceeded, Å²; null = max(5 + 2 d, 0.25 mean B). Where it is, the restraint is strengthened.</summary>
    public double? BondedRms { get; init; }

    /// <summary>Limit of minimiser iterations of the last level; levels before it take at most half as many.</summary>
    public int Iterations { get; init; } = 40;

    /// <summary>Refine anisotropic atoms too, as isotropic ones; otherwise they keep their displacements.</summary>
    public bool ConvertAnisotropic { get; init; }

    /// <summary>B of a hydrogen over that of the atom it is bonded to.</summary>
    public double HydrogenFactor { get; init; } = 1.2;
}
