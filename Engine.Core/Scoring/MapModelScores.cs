namespace Engine.Core.Scoring;

/// <summary>How scores were computed, so that numbers of different runs can be compared.</summary>
/// <param name="Scattering">Form factors.</param>
/// <param name="Accuracy">Accuracy preset of the model map.</param>
/// <param name="DMin">Resolution, Å; the model map holds coefficients with d_h &gt; d, F(000) excluded.</param>
/// <param name="BFactors">Which B factors and occupancies went into the model map.</param>
/// <param name="Correlation">What kind of correlation coefficient.</param>
/// <param name="SolventRadius">Solvent radius of the molecular mask, Å.</param>
/// <param name="ShrinkRadius">Shrink radius of the molecular mask, Å.</param>
/// <param name="MaskVoxels">Voxels inside the molecular mask.</param>
/// <param name="ImageRadius">Radius round the atoms of CC_image, Å.</param>
/// <param name="RegionRadius">Radius round the atoms of chains and residues, Å.</param>
public sealed record ScoreDefinition(
    string Scattering, string Accuracy, double DMin, string BFactors, string Correlation, double SolventRadius, double ShrinkRadius,
    long MaskVoxels, double ImageRadius, double RegionRadius);

/// <summary>Score of one chain (author chain id).</summary>
/// <param name="Chain">Author chain id.</param>
/// <param name="Cc">Correlation within the region radius of its atoms; null when undefined.</param>
/// <param name="NAtoms">Selected atoms.</param>
/// <param name="MeanB">Mean isotropic B, Å².</param>
public sealed record ChainScore(string Chain, double? Cc, int NAtoms, double MeanB);

/// <summary>Score of one residue.</summary>
/// <param name="Chain">Author chain id.</param>
/// <param name="Number">Author residue number.</param>
/// <param name="Icode">Insertion code; empty when none.</param>
/// <param name="Name">Component id.</param>
/// <param name="Cc">Correlation within the region radius of its atoms; null when undefined.</param>
/// <param name="CcMainChain">The same for N, CA, C, O and CB of an amino acid; null when it has none of them.</param>
/// <param name="CcSideChain">The same for the other atoms without hydrogens and OXT; null when there are none, as in Gly and Ala.</param>
/// <param name="NAtoms">Selected atoms.</param>
/// <param name="MeanB">Mean isotropic B, Å².</param>
public sealed record ResidueScore(
    string Chain, int Number, string Icode, string Name, double? Cc, double? CcMainChain, double? CcSideChain, int NAtoms, double MeanB);

/// <summary>
/// Agreement of a model with a map. All coefficients are Pearson correlations about the mean between the map and the model map; null when undefined.
/// </summary>
public sealed record MapModelScores
{
    /// <summary>How the scores were computed.</summary>
    public required ScoreDefinition Definition { get; init; }

    /// <summary>Atoms that scatter.</summary>
    public required int NAtoms { get; init; }

    /// <summary>Atoms that scatter, without H and D.</summary>
    public required int NAtomsHeavy { get; init; }

    /// <summary>Over the molecular mask.</summary>
    public required double? CcMask { get; init; }

    /// <summary>Over all voxels.</summary>
    public required double? CcBox { get; init; }

    /// <summary>Over the n highest voxels of the model map, n = voxels of the molecular mask.</summary>
    public required double? CcVolume { get; init; }

    /// <summary>Over the n highest voxels of the model map and the n highest of the map.</summary>
    public required double? CcPeaks { get; init; }

    /// <summary>Over the voxels within the image radius of an atom.</summary>
    public required double? CcImage { get; init; }

    /// <summary><see cref="CcMask"/> of the model without H and D.</summary>
    public required double? CcMaskHeavy { get; init; }

    /// <summary><see cref="CcBox"/> of the model without H and D.</summary>
    public required double? CcBoxHeavy { get; init; }

    /// <summary><see cref="CcVolume"/> of the model without H and D.</summary>
    public required double? CcVolumeHeavy { get; init; }

    /// <summary><see cref="CcPeaks"/> of the model without H and D.</summary>
    public required double? CcPeaksHeavy { get; init; }

    /// <summary>Within the region radius of all N, CA, C, O and CB atoms of amino acids.</summary>
    public required double? CcMainChain { get; init; }

    /// <summary>Within the region radius of all other atoms.</summary>
    public required double? CcSideChain { get; init; }

    /// <summary>Chains with selected atoms, in the order of the model.</summary>
    public required IReadOnlyList<ChainScore> Chains { get; init; }

    /// <summary>Residues with selected atoms, in the order of the model.</summary>
    public required IReadOnlyList<ResidueScore> Residues { get; init; }

    /// <summary>What was odd, one line each.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
