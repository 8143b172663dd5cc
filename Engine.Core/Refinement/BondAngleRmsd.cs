using Engine.Core.Geometry;
using Engine.Kernels;

namespace Engine.Core.Refinement;

/// <summary>Root mean square deviations of the bonds and angles of a restraint table.</summary>
public static class BondAngleRmsd
{
    /// <summary>Returns the bond rmsd (Å) and angle rmsd (degrees); 0 where a class is empty.</summary>
    /// <param name="table">Terms.</param>
    /// <param name="x">3N coordinates, Å.</param>
    /// <param name="part">Only terms whose atoms are all true; null = all.</param>
    public static (double Bond, double Angle) Compute(RestraintTable table, ReadOnlySpan<double> x, bool[]? part = null)
    {
        double bond = 0, angle = 0;
        int bonds = 0, angles = 0;
        int[] b = table.BondAtoms, a = table.AngleAtoms;
        for (int i = 0; i < table.BondCount; i++)
        {
            if (part != null && !(part[b[2 * i]] && part[b[2 * i + 1]]))
                continue;
            double d = Vec3.Distance(At(x, b[2 * i]), At(x, b[2 * i + 1])) - table.BondIdeal[i];
            bond += d * d;
            bonds++;
        }

        for (int i = 0; i < table.AngleCount; i++)
        {
            if (part != null && !(part[a[3 * i]] && part[a[3 * i + 1]] && part[a[3 * i + 2]]))
                continue;
            double d = Vec3.AngleDegrees(At(x, a[3 * i]), At(x, a[3 * i + 1]), At(x, a[3 * i + 2])) - table.AngleIdeal[i];
            angle += d * d;
            angles++;
        }

        return (Math.Sqrt(bond / Math.Max(1, bonds)), Math.Sqrt(angle / Math.Max(1, angles)));
    }

    private static Vec3 At(ReadOnlySpan<double> x, int atom) => new(x[3 * atom], x[3 * atom + 1], x[3 * atom + 2]);
}
