namespace Engine.Core.ModelMaps;

/// <summary>Eigenvalues of symmetric 3×3 matrices stored as 11 22 33 12 13 23, by cyclic Jacobi rotations.</summary>
internal static class SymmetricMatrix3
{
    private const int MaxSweeps = 50;

    /// <summary>Eigenvalues and eigenvectors.</summary>
    /// <param name="m">Six numbers.</param>
    /// <returns>Three eigenvalues, in no order, and a row-major matrix with the eigenvectors as columns.</returns>
    public static (double[] Values, double[] Vectors) Decompose(ReadOnlySpan<double> m)
    {
        double[] a = [m[0], m[3], m[4], m[3], m[1], m[5], m[4], m[5], m[2]];
        double[] v = [1, 0, 0, 0, 1, 0, 0, 0, 1];
        double scale = Math.Abs(a[0]) + Math.Abs(a[4]) + Math.Abs(a[8]) + Math.Abs(a[1]) + Math.Abs(a[2]) + Math.Abs(a[5]);
        for (int sweep = 0; sweep < MaxSweeps && Math.Abs(a[1]) + Math.Abs(a[2]) + Math.Abs(a[5]) > 1e-16 * scale; sweep++)
        {
            Rotate(a, v, 0, 1);
            Rotate(a, v, 0, 2);
            Rotate(a, v, 1, 2);
        }

        return ([a[0], a[4], a[8]], v);
    }

    /// <summary>The matrix with given eigenvalues and eigenvectors.</summary>
    /// <param name="values">Eigenvalues.</param>
    /// <param name="vectors">Row-major matrix with the eigenvectors as columns.</param>
    public static double[] Compose(ReadOnlySpan<double> values, ReadOnlySpan<double> vectors)
    {
        var m = new double[6];
        ReadOnlySpan<(int I, int J)> at = [(0, 0), (1, 1), (2, 2), (0, 1), (0, 2), (1, 2)];
        for (int k = 0; k < 6; k++)
        {
            for (int e = 0; e < 3; e++)
                m[k] += values[e] * vectors[at[k].I * 3 + e] * vectors[at[k].J * 3 + e];
        }

        return m;
    }

    private static void Rotate(double[] a, double[] v, int p, int q)
    {
        double apq = a[p * 3 + q];
        if (apq == 0)
            return;
        double theta = (a[q * 3 + q] - a[p * 3 + p]) / (2 * apq);
        double t = Math.CopySign(1 / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1)), theta);
        double c = 1 / Math.Sqrt(t * t + 1), s = t * c;
        for (int k = 0; k < 3; k++)
            (a[k * 3 + p], a[k * 3 + q]) = (c * a[k * 3 + p] - s * a[k * 3 + q], s * a[k * 3 + p] + c * a[k * 3 + q]);
        for (int k = 0; k < 3; k++)
        {
            (a[p * 3 + k], a[q * 3 + k]) = (c * a[p * 3 + k] - s * a[q * 3 + k], s * a[p * 3 + k] + c * a[q * 3 + k]);
            (v[k * 3 + p], v[k * 3 + q]) = (c * v[k * 3 + p] - s * v[k * 3 + q], s * v[k * 3 + p] + c * v[k * 3 + q]);
        }
    }
}
