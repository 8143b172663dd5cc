using Engine.Core.HalfMaps.Mtriage;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Core.Rotamers;
using Engine.Core.Validation;
using Engine.Core.Validation.Backbone;
using Engine.Core.Validation.Contacts;
using Engine.Core.Validation.Hydrogens;
using Engine.Core.Validation.Nucleic;

namespace Engine.Core.Jobs.Validate;

/// <summary>
/// All that is said about a model, a map, or a model in a map. What the input does not have, such as side chains in a CA trace, is null, and <see cref="Absent"/> says why. Indices of residues and
/// atoms are those of <see cref="Structure"/>, indices of atoms in <see cref="Clashes"/> those of <see cref="Hydrogens"/>.
/// </summary>
public sealed record ValidationReport
{
    /// <summary>Model file; null without a model.</summary>
    public string? ModelPath { get; init; }

    /// <summary>Map file, or both half maps joined by " + " where the map is their average; null without a map.</summary>
    public string? MapPath { get; init; }

    /// <summary>Selection as the user gave it.</summary>
    public string Selection { get; init; } = "all";

    /// <summary>The model that was judged: the first one of the file, selected atoms only; null without a model.</summary>
    public Structure? Structure { get; init; }

    /// <summary>Resolution; null when neither the user nor the files tell it.</summary>
    public ValidationResolution? Resolution { get; init; }

    /// <summary>What the model consists of.</summary>
    public ValidationComposition? Composition { get; init; }

    /// <summary>Size and grey values of the map.</summary>
    public ValidationMap? Map { get; init; }

    /// <summary>Deviations from ideal geometry.</summary>
    public GeometryStatistics? Geometry { get; init; }

    /// <summary>Ramachandran plot; null without φ and ψ.</summary>
    public RamachandranReport? Ramachandran { get; init; }

    /// <summary>Ramachandran Z-score; null without φ and ψ.</summary>
    public RamachandranZReport? RamachandranZ { get; init; }

    /// <summary>Side chains; null when none is complete.</summary>
    public RotamerReport? Rotamers { get; init; }

    /// <summary>Cβ deviations; null without Cβ.</summary>
    public CBetaReport? CBeta { get; init; }

    /// <summary>Peptide bonds; null without any.</summary>
    public PeptideReport? Peptides { get; init; }

    /// <summary>The model with hydrogens; null where clashes make no sense.</summary>
    public HydrogenResult? Hydrogens { get; init; }

    /// <summary>Clashes of the model with hydrogens.</summary>
    public ClashReport? Clashes { get; init; }

    /// <summary>MolProbity score; null when clashes, rotamers or the Ramachandran plot are.</summary>
    public double? MolProbity { get; init; }

    /// <summary>Sugars of nucleic acids; null without any.</summary>
    public SugarPuckerReport? SugarPuckers { get; init; }

    /// <summary>Backbone conformers of RNA; null without any.</summary>
    public SuiteReport? Suites { get; init; }

    /// <summary>Residues that are neither amino acid, nucleotide, ion nor water.</summary>
    public IReadOnlyList<LigandValidation> Ligands { get; init; } = [];

    /// <summary>B factors.</summary>
    public BFactorReport? BFactors { get; init; }

    /// <summary>Measures of fit; null without model or map.</summary>
    public FitMeasures? Fit { get; init; }

    /// <summary>Resolutions by mtriage's rules, without mask; null without a map.</summary>
    public MtriageSummary? MtriageUnmasked { get; init; }

    /// <summary>The same with a soft mask round the model, of a map alone with the user's mask; null without map or mask.</summary>
    public MtriageSummary? MtriageMasked { get; init; }

    /// <summary>Fourier shell correlations: of half maps (unmasked, masked, randomized, corrected) and of model and map (model_unmasked, model_masked); empty without a map.</summary>
    public IReadOnlyList<NamedFsc> Curves { get; init; } = [];

    /// <summary>Half-map test of the refinement that made the model; null when none is known.</summary>
    public HalfMapValidationRecord? CrossValidation { get; init; }

    /// <summary>One row per residue, in file order; empty without a model.</summary>
    public IReadOnlyList<ResidueValidation> Residues { get; init; } = [];

    /// <summary>All outliers in the order in which a person would look at them: worst places first, the outliers of a place together.</summary>
    public IReadOnlyList<Outlier> Outliers { get; init; } = [];

    /// <summary>The same for the model that this one is compared with (<c>--compare</c>): the one before. Its map and resolution are the same.</summary>
    public ValidationReport? Before { get; init; }

    /// <summary>Input files.</summary>
    public IReadOnlyList<InputFingerprint> Fingerprints { get; init; } = [];

    /// <summary>What the user should know, one line each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Measures that are not here, and why, one line each.</summary>
    public IReadOnlyList<string> Absent { get; init; } = [];

    /// <summary>Seconds by stage. Stages run side by side: their sum is more than <see cref="TotalSeconds"/>.</summary>
    public IReadOnlyDictionary<string, double> Seconds { get; init; } = new Dictionary<string, double>();

    /// <summary>Seconds of the whole job.</summary>
    public double TotalSeconds { get; init; }
}

/// <summary>A resolution and where it comes from.</summary>
/// <param name="Value">d, Å.</param>
/// <param name="Source">Source in words, such as "-d" or "model.cif: _em_3d_reconstruction.resolution".</param>
public sealed record ValidationResolution(double Value, string Source);

/// <summary>Size and grey values of a map.</summary>
/// <param name="Grid">Grid.</param>
/// <param name="Statistics">Smallest, largest, mean value and standard deviation.</param>
public sealed record ValidationMap(MapGrid Grid, MapStatistics Statistics);
