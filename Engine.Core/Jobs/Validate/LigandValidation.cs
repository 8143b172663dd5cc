using Engine.Core.Geometry;

namespace Engine.Core.Jobs.Validate;

/// <summary>A ligand against its dictionary and the map.</summary>
/// <param name="Residue">Index of the residue.</param>
/// <param name="Name">Readable name, such as "A 401 ATP".</param>
/// <param name="Component">Component id.</param>
/// <param name="Source">Dictionary that the ideal values come from; null when no dictionary knows it.</param>
/// <param name="Atoms">Atoms without hydrogens.</param>
/// <param name="Bonds">Number of bonds that count; 0 for unknown ligands.</param>
/// <param name="BondRmsZ">Root mean square of deviation/σ of the bonds; null without any.</param>
/// <param name="BondRmsd">Root mean square deviation of the bonds, Å; null without any.</param>
/// <param name="Angles">Number of angles that count.</param>
/// <param name="AngleRmsZ">Root mean square of deviation/σ of the angles; null without any.</param>
/// <param name="AngleRmsd">Root mean square deviation of the angles, degrees; null without any.</param>
/// <param name="Worst">Worst term as text, such as "C1 - C2 1.62 Å, ideal 1.51 Å, Z 5.5"; null without any.</param>
/// <param name="WorstZ">Its |Z|.</param>
/// <param name="Clashes">Clashes of the ligand and its hydrogens.</param>
/// <param name="MeanB">Mean B factor, Å².</param>
/// <param name="Occupancy">Mean occupancy.</param>
/// <param name="Cc">Correlation with the map; null without a map.</param>
/// <param name="Q">Mean Q-score; null without a map.</param>
/// <param name="Inclusion">Part of its atoms inside the contour; null without a map.</param>
/// <param name="Position">Centre, Å.</param>
public sealed record LigandValidation(
    int Residue, string Name, string Component, string? Source, int Atoms, int Bonds, double? BondRmsZ, double? BondRmsd, int Angles, double? AngleRmsZ, double? AngleRmsd, string? Worst,
    double? WorstZ, int Clashes, double MeanB, double Occupancy, double? Cc, double? Q, double? Inclusion, Vec3 Position);
