using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;

namespace Engine.Core.SecondaryStructure;

/// <summary>Kinds of base pairs.</summary>
public enum BasePairKind
{
    /// <summary>G-C, and I-C.</summary>
    GuanineCytosine,

    /// <summary>A-T or A-U.</summary>
    AdenineThymine,

    /// <summary>G-U or G-T wobble.</summary>
    Wobble,
}

/// <summary>A hydrogen bond between two bases.</summary>
/// <param name="First">Atom of the first base.</param>
/// <param name="Second">Atom of the second base.</param>
/// <param name="Distance">Å.</param>
/// <param name="Ideal">Å.</param>
/// <param name="Sigma">Å.</param>
public sealed record BaseHydrogenBond(int First, int Second, double Distance, double Ideal, double Sigma);

/// <summary>Two bases side by side.</summary>
/// <param name="Kind">Kind; the purine comes first.</param>
/// <param name="First">Residue of the purine.</param>
/// <param name="Second">Residue of the pyrimidine.</param>
/// <param name="Angle">Angle between the bases, degrees.</param>
/// <param name="Bonds">Hydrogen bonds.</param>
public sealed record BasePair(BasePairKind Kind, int First, int Second, double Angle, IReadOnlyList<BaseHydrogenBond> Bonds);

/// <summary>
/// Watson-Crick and wobble pairs by geometry: all hydrogen bonds of the pair but at most one are short, the bases are roughly parallel and level. Every base pairs once, the
/// best first.
/// </summary>
internal static class BasePairFinder
{
    private const double LongestBond = 3.5;
    private const double LargestAngle = 45;
    private const double LargestRise = 2.0;

    /// <summary>Centres of the rings of a pair are nearer than this, Å.</summary>
    private const double Reach = 9;

    /// <summary>
    /// Donor-acceptor distances (σ) of the pairs: G-C N1-N3 2.88 (0.07), O6-N4 2.93 (0.10), N2-O2 2.78 (0.10); A-T N1-N3 2.82 (0.08), N6-O4 3.00 (0.11); others 2.91 (0.15), the
    /// values that cctbx uses.
    /// </summary>
    private static readonly (BasePairKind Kind, string Purines, string Pyrimidines, (string, string, double, double)[] Bonds)[] Kinds =
    [
        (BasePairKind.GuanineCytosine, "GI", "C", [("N1", "N3", 2.88, 0.07), ("O6", "N4", 2.93, 0.10), ("N2", "O2", 2.78, 0.10)]),
        (BasePairKind.AdenineThymine, "A", "TU", [("N1", "N3", 2.82, 0.08), ("N6", "O4", 3.00, 0.11)]),
        (BasePairKind.Wobble, "GI", "TU", [("N1", "O2", 2.91, 0.15), ("O6", "N3", 2.91, 0.15)]),
    ];

    /// <summary>All pairs, by first residue.</summary>
    public static List<BasePair> Find(Model model, Vec3[] positions, List<BasePlane> bases)
    {
        Vec3[] centres = [.. bases.Select(b => b.Centre)];
        var grid = new AtomGrid(centres, Enumerable.Range(0, centres.Length), Reach);
        var near = new List<int>();
        var candidates = new List<(double Score, BasePair Pair)>();
        for (int a = 0; a < bases.Count; a++)
        {
            grid.Near(centres[a], Reach, near);
            foreach (int b in near)
            {
                if (a != b && Match(model, positions, bases[a], bases[b]) is BasePair pair)
                    candidates.Add((pair.Bonds.Average(h => Math.Abs(h.Distance - h.Ideal)), pair));
            }
        }

        var taken = new HashSet<int>();
        var pairs = new List<BasePair>();
        foreach ((_, BasePair pair) in candidates.OrderBy(c => c.Score).ThenBy(c => c.Pair.First).ThenBy(c => c.Pair.Second))
        {
            if (taken.Contains(pair.First) || taken.Contains(pair.Second))
                continue;
            taken.Add(pair.First);
            taken.Add(pair.Second);
            pairs.Add(pair);
        }

        return [.. pairs.OrderBy(p => p.First)];
    }

    private static BasePair? Match(Model model, Vec3[] positions, BasePlane purine, BasePlane pyrimidine)
    {
        foreach ((BasePairKind kind, string purines, string pyrimidines, (string, string, double, double)[] expected) in Kinds)
        {
            if (!purines.Contains(purine.Code, StringComparison.Ordinal) || !pyrimidines.Contains(pyrimidine.Code, StringComparison.Ordinal))
                continue;
            double angle = BaseGeometry.AngleDegrees(purine, pyrimidine);
            if (angle > LargestAngle || BaseGeometry.Rise(purine, pyrimidine) > LargestRise)
                continue;
            var bonds = new List<BaseHydrogenBond>();
            foreach ((string first, string second, double ideal, double sigma) in expected)
            {
                int i = AtomFinder.Find(model, purine.Residue, first), j = AtomFinder.Find(model, pyrimidine.Residue, second);
                if (i >= 0 && j >= 0 && Vec3.Distance(positions[i], positions[j]) <= LongestBond)
                    bonds.Add(new(i, j, Vec3.Distance(positions[i], positions[j]), ideal, sigma));
            }

            if (bonds.Count >= 2)
                return new(kind, purine.Residue, pyrimidine.Residue, angle, bonds);
        }

        return null;
    }
}
