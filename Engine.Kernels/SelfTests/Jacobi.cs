namespace Engine.Kernels.SelfTests;

/// <summary>Eigenvalues of symmetric 3 × 3 matrices by Jacobi rotations, for plain formulas.</summary>
internal static class Jacobi
{
    private const int Sweeps = 30;

    /// <summary>The smallest eigenvalue and its eigenvector of length 1.</summary>
    /// <param name="m">Symmetric; destroyed.</param>
    public static (double Value, Triple Vector) Smallest(double[,] m)
    {
        double[,] v = { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } };
        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            for (int p = 0; p < 2; p++)
            {
                for (int q = p + 1; q < 3; q++)
                    Rotate(m, v, p, q);
            }
        }

        int k = m[0, 0] <= m[1, 1] && m[0, 0] <= m[2, 2] ? 0 : m[1, 1] <= m[2, 2] ? 1 : 2;
        return (m[k, k], new(v[0, k], v[1, k], v[2, k]));
    }

    /// <summary>Makes one off-diagonal element 0.</summary>
    private static void Rotate(double[,] m, double[,] v, int p, int q)
    {
        if (m[p, q] == 0)
            return;
        double angle = 0.5 * Math.Atan2(2 * m[p, q], m[q, q] - m[p, p]), c = Math.Cos(angle), s = Math.Sin(angle);
        for (int k = 0; k < 3; k++)
            (m[k, p], m[k, q]) = (c * m[k, p] - s * m[k, q], s * m[k, p] + c * m[k, q]);
        for (int k = 0; k < 3; k++)
            (m[p, k], m[q, k]) = (c * m[p, k] - s * m[q, k], s * m[p, k] + c * m[q, k]);
        for (int k = 0; k < 3; k++)
            (v[k, p], v[k, q]) = (c * v[k, p] - s * v[k, q], s * v[k, p] + c * v[k, q]);
    }
}
