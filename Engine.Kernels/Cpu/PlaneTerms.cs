using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels.Cpu;

/// <summary>
/// Planes: E = Σ w dist² to the best plane, which passes through the weighted centroid, normal to the eigenvector of the smallest eigenvalue of the
/// weighted covariance. There the plane's own change does not count, so the gradient is 2 w dist n.
/// </summary>
internal static unsafe class PlaneTerms
{
    /// <summary>Returns the energy of a range of planes; writes gradients unless <paramref name="slots"/> is null.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Range(PlaneBatch planes, double* padded, double* slots, int first, int last)
    {
        double sum = 0;
        for (int p = first; p < last; p++)
        {
            int start = planes.Start[p], end = planes.Start[p + 1];
            if (end == start)
                continue;
            Vector256<double> centre = Centroid(planes, padded, start, end);
            Vector256<double> normal = Normal(planes, padded, start, end, centre);
            for (int k = start; k < end; k++)
            {
                Vector256<double> r = Vector256.Load(padded + 4L * planes.Atoms[k]) - centre;
                double distance = Vector256.Dot(r, normal), pull = planes.Weights[k] * distance;
                sum += pull * distance;
                if (slots != null)
                    (2 * pull * normal).Store(slots + 4L * (planes.FirstSlot + k));
            }
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Vector256<double> Centroid(PlaneBatch planes, double* padded, int start, int end)
    {
        Vector256<double> sum = default;
        double total = 0;
        for (int k = start; k < end; k++)
        {
            sum = LaneMath.MultiplyAdd(Vector256.Create(planes.Weights[k]), Vector256.Load(padded + 4L * planes.Atoms[k]), sum);
            total += planes.Weights[k];
        }

        return sum / total;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Vector256<double> Normal(PlaneBatch planes, double* padded, int start, int end, Vector256<double> centre)
    {
        // Rows of Σ w r rᵀ.
        Vector256<double> row0 = default, row1 = default, row2 = default;
        for (int k = start; k < end; k++)
        {
            Vector256<double> r = Vector256.Load(padded + 4L * planes.Atoms[k]) - centre, scaled = planes.Weights[k] * r;
            row0 = LaneMath.MultiplyAdd(Vector256.Create(r[0]), scaled, row0);
            row1 = LaneMath.MultiplyAdd(Vector256.Create(r[1]), scaled, row1);
            row2 = LaneMath.MultiplyAdd(Vector256.Create(r[2]), scaled, row2);
        }

        (double x, double y, double z) = SymmetricEigen.SmallestVector(row0[0], row1[1], row2[2], row0[1], row0[2], row1[2]);
        return Vector256.Create(x, y, z, 0);
    }
}
