using Engine.Core.Geometry;

namespace Engine.Core.SecondaryStructure;

/// <summary>
/// Helices from the CA trace alone, for models whose peptide planes are too poor for hydrogen bonds. Windows of five CA; limits of P-SEA (Labesse, Colloc'h, Pothier and
/// Mornon, CABIOS 13 (1997) 291): distances of i to i + 2, i + 3, i + 4 of 5.5 ± 0.5, 5.3 ± 0.5 and 6.4 ± 0.6 Å, angle 89 ± 12° and torsion 50 ± 20°.
/// </summary>
internal static class AlphaTrace
{
    /// <summary>Fewest residues of a helix that is found from its trace where peptides are missing.</summary>
    public const int ShortestHelix = 5;

    /// <summary>Fewest residues where the peptides are there: a shorter stretch that has no hydrogen bonds is a turn.</summary>
    public const int ShortestWithPeptides = 8;

    private const double TightDistance = 0.5, WideDistance = 0.6;

    /// <summary>Marks the units that lie in a helical window.</summary>
    /// <param name="backbone">Chains.</param>
    private static bool[] Helical(ProteinBackbone backbone)
    {
        var members = new bool[backbone.Units.Count];
        for (int i = 0; i + 4 < members.Length; i++)
        {
            if (backbone.IsUnbroken(i, i + 4) && IsHelical(backbone, i))
                Array.Fill(members, true, i, 5);
        }

        return members;
    }

    private static bool IsHelical(ProteinBackbone backbone, int i)
    {
        Vec3 Alpha(int k) => backbone.At(backbone.Units[i + k].CA);
        bool Near(double value, double ideal, double tolerance) => Math.Abs(value - ideal) <= tolerance;
        bool distances = Near(Vec3.Distance(Alpha(0), Alpha(4)), 6.4, WideDistance);
        for (int k = 0; k + 2 < 5; k++)
            distances &= Near(Vec3.Distance(Alpha(k), Alpha(k + 2)), 5.5, TightDistance);
        bool right = true;
        for (int k = 0; k + 3 < 5; k++)
        {
            distances &= Near(Vec3.Distance(Alpha(k), Alpha(k + 3)), 5.3, TightDistance);
            right &= Near(Vec3.TorsionDegrees(Alpha(k), Alpha(k + 1), Alpha(k + 2), Alpha(k + 3)), 50, 20);
        }

        bool angles = true;
        for (int k = 0; k + 2 < 5; k++)
            angles &= Near(Vec3.AngleDegrees(Alpha(k), Alpha(k + 1), Alpha(k + 2)), 89, 12);
        return right && (distances || angles);
    }

    /// <summary>Stretches of helical trace among the units that are not assigned yet.</summary>
    /// <param name="backbone">Chains.</param>
    /// <param name="isFree">Says which units are not assigned.</param>
    public static List<HelixRange> Helices(ProteinBackbone backbone, Func<int, bool> isFree)
    {
        bool[] helical = Helical(backbone);
        List<HelixRange> runs = HelixFinder.Runs(backbone, i => helical[i] && isFree(i), HelixKind.Alpha, true, ShortestHelix);
        return [.. runs.Where(r => r.Last - r.First + 1 >= ShortestWithPeptides || !HasPeptides(backbone, r))];
    }

    private static bool HasPeptides(ProteinBackbone backbone, HelixRange range)
    {
        for (int i = range.First; i <= range.Last; i++)
        {
            BackboneUnit u = backbone.Units[i];
            if (u.N < 0 || u.C < 0 || u.O < 0)
                return false;
        }

        return true;
    }
}
