using Engine.Core.Geometry;

namespace Engine.Core.Restraints;

/// <summary>Deviations of single terms from their targets, on the host.</summary>
internal static class TermGeometry
{
    /// <summary>Position of an atom in a 3N array, Å.</summary>
    public static Vec3 At(ReadOnlySpan<double> positions, int atom) => new(positions[3 * atom], positions[3 * atom + 1], positions[3 * atom + 2]);

    /// <summary>Deviation of a torsion, degrees, wrapped to half a period on either side (period 0 and 1: ±180°).</summary>
    public static double TorsionDelta(double angle, double ideal, int period)
    {
        double turn = 360.0 / Math.Max(1, period);
        double delta = Math.IEEERemainder(angle - ideal, turn);
        return double.IsNaN(delta) ? 0 : delta;
    }

    /// <summary>Distances of atoms from their least-squares plane, Å.</summary>
    /// <param name="positions">3N coordinates.</param>
    /// <param name="atoms">Atoms of the plane, at least three.</param>
    /// <param name="distances">Receives one signed distance per atom.</param>
    public static void PlaneDistances(ReadOnlySpan<double> positions, ReadOnlySpan<int> atoms, Span<double> distances)
    {
        Vec3 mean = Vec3.Zero;
        foreach (int a in atoms)
            mean += At(positions, a);
        mean /= atoms.Length;
        double xx = 0, xy = 0, xz = 0, yy = 0, yz = 0, zz = 0;
        foreach (int a in atoms)
        {
            Vec3 d = At(positions, a) - mean;
            xx += d.X * d.X;
            xy += d.X * d.Y;
            xz += d.X * d.Z;
            yy += d.Y * d.Y;
            yz += d.Y * d.Z;
            zz += d.Z * d.Z;
        }

        Vec3 normal = SmallestEigenvector(xx, xy, xz, yy, yz, zz);
        for (int k = 0; k < atoms.Length; k++)
            distances[k] = Vec3.Dot(At(positions, atoms[k]) - mean, normal);
    }

    /// <summary>Unit eigenvector of the smallest eigenvalue of a symmetric 3×3 matrix, by cyclic Jacobi rotations.</summary>
    internal static Vec3 SmallestEigenvector(double xx, double xy, double xz, double yy, double yz, double zz)
    {
        Span<double> a = [xx, xy, xz, xy, yy, yz, xz, yz, zz];
        Span<double> v = [1, 0, 0, 0, 1, 0, 0, 0, 1];
        double scale = xx + yy + zz;
        for (int sweep = 0; sweep < 30 && Math.Abs(a[1]) + Math.Abs(a[2]) + Math.Abs(a[5]) > 1e-15 * scale; sweep++)
        {
            Rotate(a, v, 0, 1);
            Rotate(a, v, 0, 2);
            Rotate(a, v, 1, 2);
        }

        int k = a[0] <= a[4] ? (a[0] <= a[8] ? 0 : 2) : (a[4] <= a[8] ? 1 : 2);
        return new Vec3(v[k], v[3 + k], v[6 + k]);
    }

    private static void Rotate(Span<double> a, Span<double> v, int p, int q)
    {
        double apq = a[3 * p + q];
        if (apq == 0)
            return;
        double theta = (a[3 * q + q] - a[3 * p + p]) / (2 * apq);
        double t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1));
        double c = 1 / Math.Sqrt(t * t + 1), s = t * c;
        for (int k = 0; k < 3; k++)
        {
            double akp = a[3 * k + p], akq = a[3 * k + q];
            a[3 * k + p] = c * akp - s * akq;
            a[3 * k + q] = s * akp + c * akq;
        }

        for (int k = 0; k < 3; k++)
        {
            double apk = a[3 * p + k], aqk = a[3 * q + k];
            a[3 * p + k] = c * apk - s * aqk;
            a[3 * q + k] = s * apk + c * aqk;
            double vkp = v[3 * k + p], vkq = v[3 * k + q];
            v[3 * k + p] = c * vkp - s * vkq;
            v[3 * k + q] = s * vkp + c * vkq;
        }
    }
}
