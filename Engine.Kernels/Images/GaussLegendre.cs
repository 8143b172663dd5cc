namespace Engine.Kernels;

/// <summary>Gauss-Legendre quadrature: nodes are the roots of the Legendre polynomial, by Newton's method from Tricomi's estimate.</summary>
public static class GaussLegendre
{
    /// <summary>Nodes and weights on an interval, ascending.</summary>
    /// <param name="count">Number of nodes, 1 or more.</param>
    /// <param name="from">Lower end.</param>
    /// <param name="to">Upper end.</param>
    public static (double[] Nodes, double[] Weights) Nodes(int count, double from, double to)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var nodes = new double[count];
        var weights = new double[count];
        double middle = (from + to) / 2, half = (to - from) / 2;
        for (int i = 0; i < count; i++)
        {
            double x = -Math.Cos(Math.PI * (i + 0.75) / (count + 0.5)), slope = 0;
            for (int step = 0; step < 100; step++)
            {
                (double value, slope) = Legendre(count, x);
                double dx = value / slope;
                x -= dx;
                if (Math.Abs(dx) < 1e-15)
                    break;
            }

            (_, slope) = Legendre(count, x);
            nodes[i] = middle + half * x;
            weights[i] = half * 2 / ((1 - x * x) * slope * slope);
        }

        return (nodes, weights);
    }

    /// <summary>P_n(x) and its derivative, |x| below 1.</summary>
    private static (double Value, double Slope) Legendre(int n, double x)
    {
        double before = 1, value = x;
        for (int k = 2; k <= n; k++)
            (before, value) = (value, ((2 * k - 1) * x * value - (k - 1) * before) / k);
        return (value, n * (x * value - before) / (x * x - 1));
    }
}
