namespace Engine.Kernels.Cpu;

/// <summary>Eigenvector of a symmetric 3×3 matrix by cyclic Jacobi rotations (Golub and Van Loan, Matrix Computations, 8.5): accurate also for close eigenvalues.</summary>
internal static class SymmetricEigen
{
    /// <summary>Unit eigenvector of the smallest eigenvalue.</summary>
    public static unsafe Point3 SmallestVector(double xx, double yy, double zz, double xy, double xz, double yz)
    {
        double* a = stackalloc double[9] { xx, xy, xz, xy, yy, yz, xz, yz, zz };
        double* v = stackalloc double[9] { 1, 0, 0, 0, 1, 0, 0, 0, 1 };
        double size = Math.Abs(xx) + Math.Abs(yy) + Math.Abs(zz);
        for (int sweep = 0; sweep < 30; sweep++)
        {
            if (Math.Abs(a[1]) + Math.Abs(a[2]) + Math.Abs(a[5]) <= 1e-16 * size)
                break;
            Rotate(a, v, 0, 1);
            Rotate(a, v, 0, 2);
            Rotate(a, v, 1, 2);
        }

        int least = a[0] <= a[4] ? (a[0] <= a[8] ? 0 : 2) : (a[4] <= a[8] ? 1 : 2);
        return new(v[least], v[3 + least], v[6 + least]);
    }

    private static unsafe void Rotate(double* a, double* v, int p, int q)
    {
        double apq = a[3 * p + q];
        if (apq == 0)
            return;
        double theta = (a[3 * q + q] - a[3 * p + p]) / (2 * apq);
        double t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1));
        double c = 1 / Math.Sqrt(t * t + 1), s = t * c;
        for (int k = 0; k < 3; k++)
        {
            double kp = a[3 * k + p], kq = a[3 * k + q];
            (a[3 * k + p], a[3 * k + q]) = (c * kp - s * kq, s * kp + c * kq);
        }

        for (int k = 0; k < 3; k++)
        {
            double pk = a[3 * p + k], qk = a[3 * q + k];
            (a[3 * p + k], a[3 * q + k]) = (c * pk - s * qk, s * pk + c * qk);
            double vp = v[3 * k + p], vq = v[3 * k + q];
            (v[3 * k + p], v[3 * k + q]) = (c * vp - s * vq, s * vp + c * vq);
        }
    }
}
