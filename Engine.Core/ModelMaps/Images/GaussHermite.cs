namespace Engine.Core.ModelMaps;

/// <summary>
/// Gauss-Hermite quadrature of a normal distribution of variance 1: Σ w_q g(x_q) ≈ ∫ g(x) exp(-x²/2)/√(2π) dx. Nodes are the roots of the
/// normalised Hermite polynomial, found by Newton's method with deflation.
/// </summary>
internal static class GaussHermite
{
    /// <summary>Largest number of nodes.</summary>
    public const int Largest = 40;

    private static readonly (double[] X, double[] W)?[] Cache = new (double[], double[])?[Largest + 1];

    /// <summary>Nodes, symmetric about 0, and weights, which add up to 1.</summary>
    /// <param name="count">1 to <see cref="Largest"/>.</param>
    public static (double[] Nodes, double[] Weights) Nodes(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Largest);
        lock (Cache)
            return Cache[count] ??= Compute(count);
    }

    private static (double[], double[]) Compute(int n)
    {
        var x = new double[n];
        var w = new double[n];
        int found = 0;
        for (int k = 0; k < (n + 1) / 2; k++)
        {
            // From the outermost root inwards: with the known roots divided out, Newton's method converges from outside of the next one.
            double z = n % 2 == 1 && k == n / 2 ? 0 : k == 0 ? Math.Sqrt(4 * n + 2) : Math.Abs(x[found - 1]) - 0.01;
            for (int step = 0; step < 100 && z != 0; step++)
            {
                (double value, double slope) = Polynomial(n, z);
                if (value == 0)
                    break;
                double ratio = slope / value;
                for (int j = 0; j < found; j++)
                    ratio -= 1 / (z - x[j]);
                z -= 1 / ratio;
                if (Math.Abs(1 / ratio) < 1e-14 * z)
                    break;
            }

            x[found++] = z;
            if (z != 0)
                x[found++] = -z;
        }

        for (int k = 0; k < n; k++)
        {
            (_, double slope) = Polynomial(n, x[k]);
            w[k] = 1 / (slope * slope);
        }

        Array.Sort(x, w);
        return (x, w);
    }

    /// <summary>The Hermite polynomial He_n / sqrt(n!) and its derivative.</summary>
    private static (double Value, double Slope) Polynomial(int n, double x)
    {
        double before = 0, value = 1;
        for (int k = 1; k <= n; k++)
            (before, value) = (value, (x * value - Math.Sqrt(k - 1) * before) / Math.Sqrt(k));
        return (value, Math.Sqrt(n) * before);
    }
}
