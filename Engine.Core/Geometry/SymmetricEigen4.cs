namespace Engine.Core.Geometry;

/// <summary>Eigenvectors of symmetric 4×4 matrices by cyclic Jacobi rotations (Golub and Van Loan, Matrix Computations, 8.5).</summary>
public static class SymmetricEigen4
{
    private const int N = 4;
    private const int MostSweeps = 40;

    /// <summary>Largest eigenvalue and its unit eigenvector.</summary>
    /// <param name="matrix">16 numbers, row by row; only finite ones.</param>
    /// <param name="vector">Receives 4 numbers.</param>
    /// <exception cref="ArgumentException">A length is wrong.</exception>
    public static double Largest(ReadOnlySpan<double> matrix, Span<double> vector)
    {
        if (matrix.Length != N * N || vector.Length != N)
            throw new ArgumentException($"a 4×4 matrix and a vector of 4 are needed, not {matrix.Length} and {vector.Length} numbers");
        Span<double> a = stackalloc double[N * N];
        Span<double> v = stackalloc double[N * N];
        matrix.CopyTo(a);
        v.Clear();
        for (int i = 0; i < N; i++)
            v[N * i + i] = 1;
        for (int sweep = 0; sweep < MostSweeps && OffDiagonal(a) > 0; sweep++)
        {
            for (int p = 0; p < N - 1; p++)
            {
                for (int q = p + 1; q < N; q++)
                    Rotate(a, v, p, q);
            }
        }

        int best = 0;
        for (int i = 1; i < N; i++)
        {
            if (a[N * i + i] > a[N * best + best])
                best = i;
        }

        for (int i = 0; i < N; i++)
            vector[i] = v[N * i + best];
        return a[N * best + best];
    }

    /// <summary>Sum of the elements beside the diagonal, 0 when they are below rounding.</summary>
    private static double OffDiagonal(ReadOnlySpan<double> a)
    {
        double off = 0, on = 0;
        for (int p = 0; p < N; p++)
        {
            on += Math.Abs(a[N * p + p]);
            for (int q = 0; q < N; q++)
                off += p == q ? 0 : Math.Abs(a[N * p + q]);
        }

        return off <= 1e-30 * on ? 0 : off;
    }

    private static void Rotate(Span<double> a, Span<double> v, int p, int q)
    {
        double apq = a[N * p + q];
        if (apq == 0)
            return;
        double theta = (a[N * q + q] - a[N * p + p]) / (2 * apq);
        double t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1));
        double c = 1 / Math.Sqrt(t * t + 1), s = t * c;
        for (int k = 0; k < N; k++)
        {
            double kp = a[N * k + p], kq = a[N * k + q];
            (a[N * k + p], a[N * k + q]) = (c * kp - s * kq, s * kp + c * kq);
        }

        for (int k = 0; k < N; k++)
        {
            double pk = a[N * p + k], qk = a[N * q + k];
            (a[N * p + k], a[N * q + k]) = (c * pk - s * qk, s * pk + c * qk);
            double vp = v[N * k + p], vq = v[N * k + q];
            (v[N * k + p], v[N * k + q]) = (c * vp - s * vq, s * vp + c * vq);
        }
    }
}
