namespace Engine.Core.Restraints;

/// <summary>What the user can ask of the restraint builder.</summary>
public sealed class RestraintOptions
{
    /// <summary>A component that no dictionary knows is an error instead of being held to its input geometry.</summary>
    public bool Strict { get; init; }

    /// <summary>Atoms that may move, one flag per atom of the model; null = all. Terms between fixed atoms only are left out.</summary>
    public bool[]? Movable { get; init; }

    /// <summary>Find bonds between residues (disulfides, glycosidic bonds) from distances beside those that the file records.</summary>
    public bool DetectLinks { get; init; } = true;

    /// <summary>Restrain the place of CB by two torsions per amino acid.</summary>
    public bool CBetaTorsions { get; init; } = true;

    /// <summary>
    /// Leave CA-C, C=O and CA-C=O of linked amino acids at the targets of the free acid that a zwitterionic dictionary has, instead of those of
    /// the peptide. Wrong as chemistry; only for comparing figures with programs that read such dictionaries so (cctbx 2022.9).
    /// </summary>
    public bool FreeAcidTargets { get; init; }
}
