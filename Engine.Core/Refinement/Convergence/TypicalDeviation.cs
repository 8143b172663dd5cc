using Engine.Core.Geometry;
using Engine.Kernels;

namespace Engine.Core.Refinement.Convergence;

/// <summary>Deviations of bonds and angles that a few gross errors do not change: 1.4826 times the median, which is the rmsd where deviations are normal.</summary>
public static class TypicalDeviation
{
    private const double MedianToRms = 1.4826;

    /// <summary>Bonds (Å) and angles (degrees); 0 where a class is empty.</summary>
    /// <param name="table">Terms.</param>
    /// <param name="x">3N coordinates, Å.</param>
    public static (double Bond, double Angle) Of(RestraintTable table, double[] x)
    {
        Vec3 At(int i) => new(x[3 * i], x[3 * i + 1], x[3 * i + 2]);
        var bonds = new double[table.BondCount];
        for (int k = 0; k < bonds.Length; k++)
            bonds[k] = Math.Abs(Vec3.Distance(At(table.BondAtoms[2 * k]), At(table.BondAtoms[2 * k + 1])) - table.BondIdeal[k]);
        var angles = new double[table.AngleCount];
        int[] a = table.AngleAtoms;
        for (int k = 0; k < angles.Length; k++)
            angles[k] = Math.Abs(Vec3.AngleDegrees(At(a[3 * k]), At(a[3 * k + 1]), At(a[3 * k + 2])) - table.AngleIdeal[k]);
        return (MedianToRms * Median(bonds), MedianToRms * Median(angles));
    }

    private static double Median(double[] values)
    {
        if (values.Length == 0)
            return 0;
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
