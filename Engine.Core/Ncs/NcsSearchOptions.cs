namespace Engine.Core.Ncs;

/// <summary>When two chains count as copies. The defaults are those of Phenix, with a limit on coverage added.</summary>
public sealed record NcsSearchOptions
{
    /// <summary>Smallest share of identical residues of the shorter chain.</summary>
    public double Similarity { get; init; } = 0.85;

    /// <summary>Smallest share of identical, superposable residues of the longer chain: a short piece of a chain is no copy of it.</summary>
    public double Coverage { get; init; } = 0.5;

    /// <summary>Largest root mean square distance after superposition, Å.</summary>
    public double Rmsd { get; init; } = 2.0;

    /// <summary>Residues whose atoms are, on average, further apart than this after superposition do not correspond, Å.</summary>
    public double ResidueRadius { get; init; } = 4.0;

    /// <summary>Residues that a chain must have.</summary>
    public int FewestResidues { get; init; } = 3;
}
