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

/// <summary>
/// Scores with a model map in which every atom has its own resolution, beside the uniform ones: the same masks and regions, another model map.
/// </summary>
/// <param name="Source">Where the resolutions come from.</param>
/// <param name="Finest">Finest resolution of an atom, Å.</param>
/// <param name="Median">Median resolution, Å.</param>
/// <param name="Coarsest">Coarsest resolution, Å.</param>
/// <param name="Bins">Resolutions of the exact map's bins, Å.</param>
/// <param name="CcMask">Over the molecular mask.</param>
/// <param name="CcBox">Over all voxels.</param>
/// <param name="CcVolume">Over the highest voxels of the model map.</param>
/// <param name="CcPeaks">Over the highest voxels of either map.</param>
/// <param name="CcMainChain">Main chains.</param>
/// <param name="CcSideChain">Side chains.</param>
public sealed record LocalResolutionScores(
    string Source, double Finest, double Median, double Coarsest, IReadOnlyList<double> Bins, double? CcMask, double? CcBox, double? CcVolume,
    double? CcPeaks, double? CcMainChain, double? CcSideChain);

/// <summary>Score of one chain (author chain id).</summary>
/// <param name="Chain">Author chain id.</param>
/// <param name="Cc">Correlation within the region radius of its atoms; null when undefined.</param>
/// <param name="NAtoms">Selected atoms.</param>
/// <param name="MeanB">Mean isotropic B, Å².</param>
public sealed record ChainScore(string Chain, double? Cc, int NAtoms, double MeanB)
{
    /// <summary><see cref="Cc"/> with the atoms' own resolutions; null when there are none.</summary>
    public double? CcLocal { get; init; }

    /// <summary>Mean resolution of the atoms, Å; null when they have none of their own.</summary>
    public double? Resolution { get; init; }
}

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
    string Chain, int Number, string Icode, string Name, double? Cc, double? CcMainChain, double? CcSideChain, int NAtoms, double MeanB)
{
    /// <summary><see cref="Cc"/> with the atoms' own resolutions; null when there are none.</summary>
    public double? CcLocal { get; init; }

    /// <summary>Mean resolution of the atoms, Å; null when they have none of their own.</summary>
    public double? Resolution { get; init; }
}

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

    /// <summary>The same scores with a resolution for every atom; null when there is one for all.</summary>
    public LocalResolutionScores? Local { get; init; }

    /// <summary>Chains with selected atoms, in the order of the model.</summary>
    public required IReadOnlyList<ChainScore> Chains { get; init; }

    /// <summary>Residues with selected atoms, in the order of the model.</summary>
    public required IReadOnlyList<ResidueScore> Residues { get; init; }

    /// <summary>What was odd, one line each.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
