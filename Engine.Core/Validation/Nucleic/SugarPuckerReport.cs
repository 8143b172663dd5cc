using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;

namespace Engine.Core.Validation.Nucleic;

/// <summary>The two common puckers of ribose.</summary>
public enum SugarPucker
{
    /// <summary>C3' on the side of C5'.</summary>
    C3Endo,

    /// <summary>C2' on the side of C5'.</summary>
    C2Endo,
}

/// <summary>Sugar of one nucleotide.</summary>
/// <param name="Residue">Index of the residue.</param>
/// <param name="Name">Readable name, such as "A 15 G".</param>
/// <param name="AltLoc">Conformer that was judged; '\0' when there is one only.</param>
/// <param name="IsRibose">True for RNA; only there the pucker is judged.</param>
/// <param name="Delta">Torsion C5'-C4'-C3'-O3', degrees, 0 to 360.</param>
/// <param name="Epsilon">Torsion C4'-C3'-O3'-P, degrees, 0 to 360; null at the end of a chain.</param>
/// <param name="Perpendicular">Distance of the phosphorus behind the sugar, at the end of a chain of O3', from the line of the glycosidic bond, Å; null without a base.</param>
/// <param name="IsFromPhosphorus">True when the distance is that of the phosphorus.</param>
/// <param name="Expected">Pucker that the distance tells; null without one.</param>
/// <param name="Phase">Phase of the pseudorotation from the ring's torsions, degrees, 0 to 360; null when ring atoms are missing.</param>
/// <param name="Amplitude">Amplitude of the pseudorotation, degrees.</param>
public sealed record NucleotideSugar(
    int Residue, string Name, char AltLoc, bool IsRibose, double Delta, double? Epsilon, double? Perpendicular, bool IsFromPhosphorus, SugarPucker? Expected, double? Phase, double? Amplitude)
{
    /// <summary>Distances of the phosphorus below this tell C2'-endo, Å.</summary>
    public const double PhosphorusLimit = 2.9;

    /// <summary>Distances of O3' below this tell C2'-endo, Å.</summary>
    public const double OxygenLimit = 2.4;

    /// <summary>True when δ does not fit the pucker that the distance tells: 65 to 104° for C3'-endo, 129 to 162° for C2'-endo.</summary>
    public bool IsDeltaOutlier => IsRibose && Expected switch
    {
        SugarPucker.C3Endo => Delta is < 65 or > 104,
        SugarPucker.C2Endo => Delta is < 129 or > 162,
        _ => false,
    };

    /// <summary>True when ε lies outside 155 to 310°.</summary>
    public bool IsEpsilonOutlier => IsRibose && Epsilon is < 155 or > 310;

    /// <summary>True when anything is wrong.</summary>
    public bool IsOutlier => IsDeltaOutlier || IsEpsilonOutlier;
}

/// <summary>
/// The sugars of nucleic acids. The distance of the phosphorus from the line of the glycosidic bond tells the pucker even where the ring itself is not resolved; limits of Richardson and
/// co-workers, RNA 14 (2008) 465 and Jain, Richardson and Richardson, Methods Enzymol. 558 (2015) 181. Pseudorotation after Altona and Sundaralingam, J. Am. Chem. Soc. 94 (1972) 8205.
/// </summary>
/// <param name="Sugars">All nucleotides with C5', C4', C3' and O3', in file order; of alternates the one with the highest occupancy, of equals the first.</param>
public sealed record SugarPuckerReport(IReadOnlyList<NucleotideSugar> Sugars)
{
    private const double LongestBond = 1.8, ShortestBond = 1.2;

    /// <summary>Number of sugars that are judged.</summary>
    public int Count => Sugars.Count(s => s.IsRibose);

    /// <summary>The outliers in file order.</summary>
    public IReadOnlyList<NucleotideSugar> OutlierList => [.. Sugars.Where(s => s.IsOutlier)];

    /// <summary>Number of outliers.</summary>
    public int Outliers => Sugars.Count(s => s.IsOutlier);

    /// <summary>Judges a model.</summary>
    /// <param name="model">Names, residues and occupancies.</param>
    /// <param name="positions">3N coordinates, Å.</param>
    /// <exception cref="ArgumentException">The number of coordinates is not 3N.</exception>
    public static SugarPuckerReport Compute(Model model, ReadOnlySpan<double> positions)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (positions.Length != 3 * model.Atoms.Count)
            throw new ArgumentException($"{positions.Length} coordinates for {model.Atoms.Count} atoms", nameof(positions));
        double[] x = positions.ToArray();
        var sugars = new List<NucleotideSugar>();
        foreach (Chain chain in model.Chains)
        {
            for (int k = 0; k < chain.Residues.Count; k++)
            {
                if (Judge(model, x, chain.Residues[k], k + 1 < chain.Residues.Count ? chain.Residues[k + 1] : -1) is NucleotideSugar sugar)
                    sugars.Add(sugar);
            }
        }

        return new([.. sugars.OrderBy(s => s.Residue)]);
    }

    private static NucleotideSugar? Judge(Model model, double[] x, int residue, int next)
    {
        var atoms = new NucleotideAtoms(model, x, residue);
        if (atoms.At("C5'") is not Vec3 c5 || atoms.At("C4'") is not Vec3 c4 || atoms.At("C3'") is not Vec3 c3 || atoms.At("O3'") is not Vec3 o3)
            return null;
        if (!IsBond(c5, c4) || !IsBond(c4, c3) || !IsBond(c3, o3))
            return null;
        Vec3? p = next >= 0 && new NucleotideAtoms(model, x, next, atoms.AltLoc).At("P") is Vec3 found && Vec3.Distance(found, o3) <= LongestBond ? found : null;
        double? distance = null;
        if (atoms.At("C1'") is Vec3 c1 && atoms.GlycosidicNitrogen(c1) is Vec3 n)
            distance = Vec3.Cross((n - c1).Normalized(), (p ?? o3) - c1).Length;
        SugarPucker? expected = distance == null ? null : distance < (p != null ? NucleotideSugar.PhosphorusLimit : NucleotideSugar.OxygenLimit) ? SugarPucker.C2Endo : SugarPucker.C3Endo;
        (double? phase, double? amplitude) = Pseudorotation(atoms);
        return new(
            residue, Labels.Residue(model, residue), atoms.AltLoc, atoms.At("O2'") != null, Turn(Vec3.TorsionDegrees(c5, c4, c3, o3)),
            p is Vec3 phosphorus ? Turn(Vec3.TorsionDegrees(c4, c3, o3, phosphorus)) : null, distance, p != null, expected, phase, amplitude);
    }

    private static bool IsBond(Vec3 a, Vec3 b) => Vec3.Distance(a, b) is >= ShortestBond and <= LongestBond;

    private static double Turn(double degrees) => degrees < 0 ? degrees + 360 : degrees;

    /// <summary>tan P = ((ν4 + ν1) - (ν3 + ν0))/(2 ν2 (sin 36° + sin 72°)), amplitude ν2/cos P.</summary>
    private static (double? Phase, double? Amplitude) Pseudorotation(NucleotideAtoms atoms)
    {
        if (atoms.At("C1'") is not Vec3 c1 || atoms.At("C2'") is not Vec3 c2 || atoms.At("C3'") is not Vec3 c3 || atoms.At("C4'") is not Vec3 c4 || atoms.At("O4'") is not Vec3 o4)
            return (null, null);
        double v0 = Vec3.TorsionDegrees(c4, o4, c1, c2), v1 = Vec3.TorsionDegrees(o4, c1, c2, c3), v2 = Vec3.TorsionDegrees(c1, c2, c3, c4);
        double v3 = Vec3.TorsionDegrees(c2, c3, c4, o4), v4 = Vec3.TorsionDegrees(c3, c4, o4, c1);
        double sine = (v4 + v1 - v3 - v0) / (2 * (Math.Sin(Math.PI / 5) + Math.Sin(2 * Math.PI / 5)));
        return (Turn(Math.Atan2(sine, v2) * 180 / Math.PI), Math.Sqrt(v2 * v2 + sine * sine));
    }
}
