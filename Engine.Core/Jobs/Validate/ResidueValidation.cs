using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Core.Rotamers;
using Engine.Core.Validation;

namespace Engine.Core.Jobs.Validate;

/// <summary>All that is known about one residue; null where a measure does not apply to it.</summary>
public sealed record ResidueValidation
{
    /// <summary>Index of the residue in the model.</summary>
    public required int Residue { get; init; }

    /// <summary>Author chain id; may be empty.</summary>
    public required string Chain { get; init; }

    /// <summary>Author residue number.</summary>
    public required int Number { get; init; }

    /// <summary>Insertion code; empty when none.</summary>
    public required string InsertionCode { get; init; }

    /// <summary>Component id.</summary>
    public required string Name { get; init; }

    /// <summary>Class; <see cref="ResidueClass.Other"/> for ligands.</summary>
    public required ResidueClass Kind { get; init; }

    /// <summary>CA of amino acids, C1' of nucleotides, else the mean of the atoms, Å.</summary>
    public required Vec3 Position { get; init; }

    /// <summary>Atoms without hydrogens.</summary>
    public required int HeavyAtoms { get; init; }

    /// <summary>Conformers; empty when there is one only.</summary>
    public required string AltLocs { get; init; }

    /// <summary>Mean B factor of the atoms without hydrogens, Å².</summary>
    public required double MeanB { get; init; }

    /// <summary>Mean occupancy of the atoms without hydrogens.</summary>
    public required double Occupancy { get; init; }

    /// <summary>φ, degrees.</summary>
    public double? Phi { get; init; }

    /// <summary>ψ, degrees.</summary>
    public double? Psi { get; init; }

    /// <summary>ω of the peptide bond before the residue, degrees.</summary>
    public double? Omega { get; init; }

    /// <summary>State of the peptide bond before the residue.</summary>
    public PeptideState? Peptide { get; init; }

    /// <summary>Ramachandran class.</summary>
    public RamachandranClass? RamachandranClass { get; init; }

    /// <summary>Ramachandran region.</summary>
    public RamachandranLabel? RamachandranLabel { get; init; }

    /// <summary>Share of the residues of its class with rarer φ and ψ, 0 to 1.</summary>
    public double? RamachandranScore { get; init; }

    /// <summary>What the residue adds to the Ramachandran Z-score, standard deviations.</summary>
    public double? RamachandranZ { get; init; }

    /// <summary>Name of the nearest rotamer.</summary>
    public string? Rotamer { get; init; }

    /// <summary>Region of the χ distribution.</summary>
    public RotamerLabel? RotamerLabel { get; init; }

    /// <summary>Share of the residues of its type with rarer side-chain torsions, %.</summary>
    public double? RotamerPercent { get; init; }

    /// <summary>χ1, χ2 …, degrees; empty without.</summary>
    public IReadOnlyList<double> Chi { get; init; } = [];

    /// <summary>Cβ deviation, Å.</summary>
    public double? CBeta { get; init; }

    /// <summary>Number of clashes of its atoms and hydrogens; null when clashes were not computed.</summary>
    public int? Clashes { get; init; }

    /// <summary>Largest overlap of them, Å; null without clashes.</summary>
    public double? WorstClash { get; init; }

    /// <summary>Largest |Z| of a bond with one of its atoms.</summary>
    public double? WorstBondZ { get; init; }

    /// <summary>Largest |Z| of an angle with one of its atoms.</summary>
    public double? WorstAngleZ { get; init; }

    /// <summary>Correlation with the map.</summary>
    public double? Cc { get; init; }

    /// <summary>Correlation of the main chain with the map.</summary>
    public double? CcMainChain { get; init; }

    /// <summary>Correlation with a model map in which every atom has the resolution of its place; null without local resolutions.</summary>
    public double? CcLocal { get; init; }

    /// <summary>Mean local resolution at the atoms, Å; null without local resolutions.</summary>
    public double? LocalResolution { get; init; }

    /// <summary>Correlation of the side chain with the map.</summary>
    public double? CcSideChain { get; init; }

    /// <summary>Mean Q-score (σ as in <see cref="FitMeasures.QScore"/>).</summary>
    public double? Q { get; init; }

    /// <summary>Mean Q-score of the backbone.</summary>
    public double? QBackbone { get; init; }

    /// <summary>Mean Q-score of the side chain or base.</summary>
    public double? QSideChain { get; init; }

    /// <summary>Mean Q-score with the width of the first publication, 0.6 Å.</summary>
    public double? QFirst { get; init; }

    /// <summary>Q-score that residues of its class have at this resolution.</summary>
    public double? ExpectedQ { get; init; }

    /// <summary>Part of its atoms inside the contour, 0 to 1.</summary>
    public double? Inclusion { get; init; }

    /// <summary>χ1 at which the density round the side chain is highest, degrees (EMRinger).</summary>
    public double? EmRingerPeak { get; init; }

    /// <summary>True when that is where rotamers are.</summary>
    public bool? IsEmRingerRotameric { get; init; }

    /// <summary>Name of the sugar pucker that the phosphorus tells, "C3'-endo" or "C2'-endo".</summary>
    public string? Pucker { get; init; }

    /// <summary>Name of the suite before the residue; "!!" for outliers.</summary>
    public string? Suite { get; init; }

    /// <summary>Suiteness, 0 to 1.</summary>
    public double? Suiteness { get; init; }

    /// <summary>Kinds of its outliers, gravest first, each once; empty for residues without.</summary>
    public IReadOnlyList<OutlierKind> Flags { get; init; } = [];

    /// <summary>Gravest severity of its outliers; null without.</summary>
    public OutlierSeverity? Severity { get; init; }
}
