namespace Engine.Core.Refinement.Flips;

/// <summary>A peptide that was turned.</summary>
/// <param name="Residue1">Index of the residue of the carbonyl.</param>
/// <param name="Residue2">Index of the residue of the nitrogen.</param>
/// <param name="Name">Readable name, such as "A 15 LEU - A 16 GLY".</param>
/// <param name="Angle">Angle between the planes before and after, degrees.</param>
/// <param name="Gain">By how much the target fell, against the unturned peptide minimised likewise.</param>
/// <param name="OutliersBefore">Ramachandran outliers among the residues around it before.</param>
/// <param name="OutliersAfter">The same after.</param>
/// <param name="DensityBefore">Mean density at the main chain around it before, standard deviations of the filtered map.</param>
/// <param name="DensityAfter">The same after.</param>
/// <param name="HydrogenBondsBefore">Energy of its hydrogen bonds before, kcal/mol.</param>
/// <param name="HydrogenBondsAfter">The same after.</param>
public sealed record PeptideFlip(
    int Residue1, int Residue2, string Name, double Angle, double Gain, int OutliersBefore, int OutliersAfter, double DensityBefore, double DensityAfter, double HydrogenBondsBefore,
    double HydrogenBondsAfter);

/// <summary>What a search for turned peptides did.</summary>
/// <param name="Positions">3N coordinates, Å.</param>
/// <param name="Flips">Turned peptides, in order of the residues.</param>
/// <param name="Examined">Number of peptides that were tried.</param>
/// <param name="Twisted">Peptides far from both cis and trans, which are left as they are.</param>
public sealed record PeptideFlipResult(double[] Positions, IReadOnlyList<PeptideFlip> Flips, int Examined, IReadOnlyList<string> Twisted);
