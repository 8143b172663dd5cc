using Engine.Core.Models;

namespace Engine.Core.Validation;

/// <summary>Q-score of one atom.</summary>
/// <param name="Atom">Index of the atom in the model.</param>
/// <param name="Q">Q-score, -1 to 1; null where the atom lies outside the map. 0 where the map is constant round it.</param>
/// <param name="IsCut">True where part of its surroundings lies outside the map: its Q is of the rest.</param>
public readonly record struct AtomQScore(int Atom, double? Q, bool IsCut);

/// <summary>Mean Q-score of one residue.</summary>
/// <param name="Residue">Index of the residue.</param>
/// <param name="Chain">Author chain id.</param>
/// <param name="Number">Author residue number.</param>
/// <param name="Icode">Insertion code; empty when none.</param>
/// <param name="Name">Component id.</param>
/// <param name="Class">Class of the residue.</param>
/// <param name="Q">Mean over its atoms; null where none lies in the map.</param>
/// <param name="QBackbone">Mean over the backbone; null without one.</param>
/// <param name="QSideChain">Mean over the other atoms of an amino acid or nucleotide; null where there are none.</param>
/// <param name="NAtoms">Atoms in the mean.</param>
/// <param name="Expected">What residues of the class have at the resolution, or at that of the residue itself where atoms have their own; null where not known.</param>
public sealed record ResidueQScore(
    int Residue, string Chain, int Number, string Icode, string Name, ResidueClass Class, double? Q, double? QBackbone, double? QSideChain, int NAtoms, double? Expected);

/// <summary>Mean Q-score of a chain, or of all residues of a class.</summary>
/// <param name="Name">Author chain id, or name of the class.</param>
/// <param name="Q">Mean over the atoms; null where none lies in the map.</param>
/// <param name="NAtoms">Atoms in the mean.</param>
/// <param name="Expected">What structures at this resolution have; null where not known.</param>
public sealed record GroupQScore(string Name, double? Q, int NAtoms, double? Expected);

/// <summary>
/// Q-scores: how well the density round each atom follows a Gaussian (Pintilie and co-workers 2020, Nat. Methods 17, 328; the point rule of MapQ). They know nothing of element, occupancy, B factor
/// and resolution. All means are plain ones over atoms other than hydrogen.
/// </summary>
/// <param name="Sigma">Standard deviation of the Gaussian, Å.</param>
/// <param name="Resolution">Resolution of the expected values, Å; null when not given.</param>
/// <param name="Mean">Mean over all atoms; null where none lies in the map.</param>
/// <param name="MeanBackbone">Mean over the backbone atoms of amino acids and nucleotides; null without any.</param>
/// <param name="Expected">What structures at this resolution have; null where not known.</param>
/// <param name="NAtoms">Atoms in the mean.</param>
/// <param name="NOutside">Atoms outside the map, which have none.</param>
/// <param name="NCut">Atoms whose surroundings reach out of the map.</param>
/// <param name="NFlat">Atoms round which the map is constant, which count as 0.</param>
/// <param name="Atoms">All scored atoms, in file order.</param>
/// <param name="Residues">All residues with scored atoms.</param>
/// <param name="Chains">All chains with scored atoms.</param>
/// <param name="Classes">All classes of residues with scored atoms.</param>
/// <param name="Warnings">What the user should know, one line each.</param>
public sealed record QScoreReport(
    double Sigma, double? Resolution, double? Mean, double? MeanBackbone, ExpectedQScore? Expected, int NAtoms, int NOutside, int NCut, int NFlat,
    IReadOnlyList<AtomQScore> Atoms, IReadOnlyList<ResidueQScore> Residues, IReadOnlyList<GroupQScore> Chains, IReadOnlyList<GroupQScore> Classes,
    IReadOnlyList<string> Warnings);
