using Engine.Core.Geometry;
using Engine.Kernels;

namespace Engine.Core.Refinement;

/// <summary>Root mean square deviations of the bonds and angles of a restraint table.</summary>
public static class BondAngleRmsd
{
    /// <summary>Returns the bond rmsd (Å) and angle rmsd (degrees); 0 where a class is empty.</summary>
    /// <param name="table">Terms.</param>
    /// <param name="x">3N coordinates, Å.</param>
    public static (double Bond, double Angle) Compute(RestraintTable table, ReadOnlySpan<double> x)
    {
        double bond = 0, angle = 0;
        for (int i = 0; i < table.BondCount; i++)
        {
            double d = Vec3.Distance(At(x, table.BondAtoms[2 * i]), At(x, table.BondAtoms[2 * i + 1])) - table.BondIdeal[i];
            bond += d * d;
        }

        for (int i = 0; i < table.AngleCount; i++)
        {
            int[] a = table.AngleAtoms;
            double d = Vec3.AngleDegrees(At(x, a[3 * i]), At(x, a[3 * i + 1]), At(x, a[3 * i + 2])) - table.AngleIdeal[i];
            angle += d * d;
        }

        return (Math.Sqrt(bond / Math.Max(1, table.BondCount)), Math.Sqrt(angle / Math.Max(1, table.AngleCount)));
    }

    private static Vec3 At(ReadOnlySpan<double> x, int atom) => new(x[3 * atom], x[3 * atom + 1], x[3 * atom + 2]);
}
