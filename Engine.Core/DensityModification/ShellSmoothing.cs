namespace Engine.Core.DensityModification;

/// <summary>Running means and exponential tails of curves by Fourier shell.</summary>
internal static class ShellSmoothing
{
    private const int TailShells = 8;
    private const double LeastFall = 0.02;

    /// <summary>Running mean over an odd number of shells; near the ends over as many as there are on the shorter side. Shell 0 and what lies beyond the last shell take no part.</summary>
    /// <param name="values">One value per shell, from shell 0 on.</param>
    /// <param name="last">Last shell that takes part; beyond it values stay.</param>
    /// <param name="width">Number of shells, odd.</param>
    public static double[] Mean(IReadOnlyList<double> values, int last, int width)
    {
        double[] smooth = [.. values];
        for (int k = 1; k <= last; k++)
        {
            int reach = Math.Min(width / 2, Math.Min(k - 1, last - k)), low = k - reach;
            double sum = 0;
            for (int i = low; i <= k + reach; i++)
                sum += values[i];
            smooth[k] = sum / (2 * reach + 1);
        }

        return smooth;
    }

    /// <summary>Replaces the end of a curve by an exponential in s that is fitted to the last shells before it, and never rises.</summary>
    /// <param name="values">One positive value per shell; changed.</param>
    /// <param name="from">First shell to replace.</param>
    public static void ExponentialTail(double[] values, int from)
    {
        if (from < 2 || from >= values.Length)
            return;
        (double X, double Y)[] points = [.. Enumerable.Range(Math.Max(1, from - TailShells), from - Math.Max(1, from - TailShells)).Where(k => values[k] > 0).Select(k => ((double)k, Math.Log(values[k])))];
        double slope = -LeastFall;
        if (points.Length >= 3)
        {
            double x = points.Average(p => p.X), y = points.Average(p => p.Y);
            slope = Math.Min(slope, points.Sum(p => (p.X - x) * (p.Y - y)) / points.Sum(p => (p.X - x) * (p.X - x)));
        }

        double start = values[from - 1];
        for (int k = from; k < values.Length; k++)
            values[k] = start * Math.Exp(slope * (k - from + 1));
    }
}
