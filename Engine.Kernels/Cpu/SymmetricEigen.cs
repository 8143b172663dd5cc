using System.Runtime.CompilerServices;

namespace Engine.Kernels.Cpu;

/// <summary>The direction in which a symmetric, positive semidefinite 3×3 matrix is smallest.</summary>
internal static unsafe class SymmetricEigen
{
    /// <summary>Below this ratio of λ0λ1 + λ0λ2 + λ1λ2 to the squared trace the adjugate has lost too many digits (nearly collinear atoms).</summary>
    private const double WellConditioned = 1e-8;

    /// <summary>
    /// Unit eigenvector of the smallest eigenvalue. It is the eigenvector of the largest eigenvalue of the adjugate; repeated squaring makes that
    /// one dominate, doubling the digits each time, without a trigonometric function. NaN where an element is NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (double X, double Y, double Z) SmallestVector(double xx, double yy, double zz, double xy, double xz, double yz)
    {
        double trace = xx + yy + zz;
        double a = yy * zz - yz * yz, b = xx * zz - xz * xz, c = xx * yy - xy * xy;
        double d = xz * yz - xy * zz, e = xy * yz - xz * yy, f = xy * xz - xx * yz;
        double sum = a + b + c;
        if (sum <= WellConditioned * trace * trace)
            return Jacobi(xx, yy, zz, xy, xz, yz);
        bool converged = false;
        for (int round = 0; round < 60; round++)
        {
            // The trace is kept at 1. The square's trace then is 1 - 2ε when a fraction ε belongs to other eigenvectors, so one round more suffices.
            double scale = 1 / sum;
            (a, b, c, d, e, f) = (a * scale, b * scale, c * scale, d * scale, e * scale, f * scale);
            if (converged)
                break;
            (a, b, c, d, e, f) = (
                a * a + d * d + e * e, b * b + d * d + f * f, c * c + e * e + f * f, d * (a + b) + e * f, e * (a + c) + d * f, f * (b + c) + d * e);
            sum = a + b + c;
            converged = sum > 1 - 1e-9;
        }

        (double x, double y, double z) = a >= b && a >= c ? (a, d, e) : b >= c ? (d, b, f) : (e, f, c);
        double length = Math.Sqrt(x * x + y * y + z * z);
        return (x / length, y / length, z / length);
    }

    /// <summary>
    /// Eigenvalues on the diagonal of <paramref name="a"/>, unit eigenvectors in the columns of <paramref name="v"/>, by cyclic Jacobi rotations (Golub and Van Loan,
    /// Matrix Computations, 8.5).
    /// </summary>
    /// <param name="a">Symmetric matrix, nine numbers, overwritten.</param>
    /// <param name="v">Receives nine numbers.</param>
    /// <returns>The column of the smallest eigenvalue.</returns>
    public static int Diagonalise(double* a, double* v)
    {
        for (int k = 0; k < 9; k++)
            v[k] = k % 4 == 0 ? 1 : 0;
        double size = a[0] + a[4] + a[8];
        for (int sweep = 0; sweep < 30; sweep++)
        {
            if (Math.Abs(a[1]) + Math.Abs(a[2]) + Math.Abs(a[5]) <= 1e-30 * size)
                break;
            Rotate(a, v, 0, 1);
            Rotate(a, v, 0, 2);
            Rotate(a, v, 1, 2);
        }

        return a[0] <= a[4] ? (a[0] <= a[8] ? 0 : 2) : (a[4] <= a[8] ? 1 : 2);
    }

    /// <summary>Slower than the adjugate, accurate for every spread of eigenvalues.</summary>
    private static (double X, double Y, double Z) Jacobi(double xx, double yy, double zz, double xy, double xz, double yz)
    {
        double* a = stackalloc double[9] { xx, xy, xz, xy, yy, yz, xz, yz, zz };
        double* v = stackalloc double[9];
        int least = Diagonalise(a, v);
        return (v[least], v[3 + least], v[6 + least]);
    }

    private static void Rotate(double* a, double* v, int p, int q)
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
