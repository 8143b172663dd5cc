namespace Engine.Core.Resolution;

/// <summary>
/// The fall-off of signal against noise: the ratio of their powers over the whole mask, SNR(s) = C(s)/(1 - C(s)), and by place times exp(-B s²/2), where B is what the atoms of the
/// place have more than the average (Å², negative where the map is better). The expected correlation at a place is SNR/(1 + SNR).
/// </summary>
public sealed class FallOffModel
{
    /// <summary>Correlations of the whole mask below this many standard errors say nothing about the signal.</summary>
    private const double Significance = 4;

    private const double LeastCorrelation = 0.01;
    private const int TailShells = 6;
    private const int Trials = 160;

    /// <summary>Fisher's z of larger correlations is not told apart.</summary>
    private const double LargestCorrelation = 0.98;

    private readonly double[] frequencies;
    private readonly double[] logarithms;

    private FallOffModel(double[] frequencies, double[] logarithms, int significant) => (this.frequencies, this.logarithms, SignificantShells) = (frequencies, logarithms, significant);

    /// <summary>Number of frequencies, from the lowest on, at which the whole mask holds signal; beyond them ln SNR goes on linear in s².</summary>
    public int SignificantShells { get; }

    /// <summary>Makes the model of the average place.</summary>
    /// <param name="frequencies">s, Å⁻¹, rising, two or more.</param>
    /// <param name="correlations">Correlation of the half maps over the whole mask.</param>
    /// <param name="coefficients">Independent coefficients behind each.</param>
    /// <returns>The model; null when fewer than two frequencies hold signal.</returns>
    public static FallOffModel? Create(double[] frequencies, double[] correlations, double[] coefficients)
    {
        int significant = 0;
        while (significant < correlations.Length && correlations[significant] > Math.Max(LeastCorrelation, Significance / Math.Sqrt(Math.Max(1, coefficients[significant]))))
            significant++;
        if (significant < 2)
            return null;
        var logarithms = new double[frequencies.Length];
        for (int k = 0; k < significant; k++)
        {
            double c = Math.Min(correlations[k], 0.9999);
            logarithms[k] = Math.Log(c / (1 - c));
        }

        GoOn(frequencies, logarithms, significant);
        return new(frequencies, logarithms, significant);
    }

    /// <summary>
    /// The model whose correlations, averaged over places of known resolution, are those that were measured on average. The ratio of the whole mask is an average over places and falls off less
    /// and less steeply where they differ; what is common to them is found by turns with their B.
    /// </summary>
    /// <param name="resolutions">Resolutions of the places by this model, Å.</param>
    /// <param name="means">Mean correlation of the places by frequency.</param>
    /// <param name="threshold">Correlation at the resolutions.</param>
    public FallOffModel Adjust(double[] resolutions, double[] means, double threshold)
    {
        // Places of about the same B count together.
        double[] bs = [.. resolutions.Select(d => Limit(1 / d, threshold))];
        double low = bs.Min(), width = Math.Max(1e-6, (bs.Max() - low) / Trials);
        var counts = new double[Trials + 1];
        foreach (double b in bs)
            counts[(int)Math.Round((b - low) / width)]++;
        var adjusted = new double[frequencies.Length];
        for (int k = 0; k < SignificantShells; k++)
        {
            double half = Square(frequencies[k]) / 2, down = -30, up = 30;
            while (up - down > 1e-6)
            {
                double middle = (down + up) / 2, sum = 0;
                for (int i = 0; i < counts.Length; i++)
                    sum += counts[i] * Logistic(middle - (low + i * width) * half);
                (down, up) = sum < means[k] * bs.Length ? (middle, up) : (down, middle);
            }

            adjusted[k] = down;
        }

        GoOn(frequencies, adjusted, SignificantShells);
        return new(frequencies, adjusted, SignificantShells);
    }

    /// <summary>Expected correlation of the half maps at a place.</summary>
    /// <param name="s">Å⁻¹; beyond the last frequency the value there is taken.</param>
    /// <param name="b">B of the place, Å².</param>
    public double Correlation(double s, double b) => Logistic(LogRatio(s) - b * s * s / 2);

    /// <summary>The B at which the expected correlation first falls below a threshold at a resolution; NaN when no B does that.</summary>
    /// <param name="d">Resolution, Å.</param>
    /// <param name="threshold">Correlation.</param>
    public double BAt(double d, double threshold)
    {
        double s = 1 / d, b = Limit(s, threshold);
        for (int k = 0; k < frequencies.Length && frequencies[k] < s; k++)
        {
            if (Limit(frequencies[k], threshold) < b)
                return double.NaN;
        }

        return b;
    }

    /// <summary>Fits B to the correlations of places, by least squares of Fisher's z = artanh C, weighted by the coefficients.</summary>
    /// <param name="correlations">By frequency, one value per place.</param>
    /// <param name="coefficients">Independent coefficients of a place by frequency.</param>
    /// <param name="threshold">Correlation at the resolution.</param>
    /// <returns>Resolution of each place, Å, within the range of the frequencies.</returns>
    public double[] Fit(float[][] correlations, double[] coefficients, double threshold)
    {
        (double[] steps, double[] bs) = TrialFallOffs(threshold);
        int shells = frequencies.Length;
        var expected = new double[bs.Length * shells];
        var squares = new double[bs.Length];
        for (int t = 0; t < bs.Length; t++)
        {
            for (int k = 0; k < shells; k++)
            {
                double z = FisherZ(Correlation(frequencies[k], bs[t]));
                expected[t * shells + k] = coefficients[k] * z;
                squares[t] += coefficients[k] * z * z;
            }
        }

        var resolutions = new double[correlations[0].Length];
        Parallel.For(0, (resolutions.Length + 1023) / 1024, block =>
        {
            var observed = new double[shells];
            var costs = new double[bs.Length];
            for (int i = 1024 * block; i < Math.Min(resolutions.Length, 1024 * (block + 1)); i++)
            {
                for (int k = 0; k < shells; k++)
                    observed[k] = FisherZ(correlations[k][i]);
                for (int t = 0; t < costs.Length; t++)
                {
                    double product = 0;
                    for (int k = 0; k < shells; k++)
                        product += expected[t * shells + k] * observed[k];
                    costs[t] = squares[t] - 2 * product;
                }

                resolutions[i] = 1 / Minimum(costs, steps);
            }
        });
        return resolutions;
    }

    /// <summary>Where correlations first fall below a threshold, linear between frequencies.</summary>
    /// <param name="frequencies">Å⁻¹, rising.</param>
    /// <param name="correlations">By frequency, one value per place.</param>
    /// <param name="threshold">Correlation.</param>
    /// <returns>Resolution of each place, Å, within the range of the frequencies.</returns>
    public static double[] FirstCrossings(double[] frequencies, float[][] correlations, double threshold)
    {
        var resolutions = new double[correlations[0].Length];
        for (int i = 0; i < resolutions.Length; i++)
        {
            int k = 0;
            while (k < frequencies.Length && correlations[k][i] >= threshold)
                k++;
            double s = k == 0 ? frequencies[0] : frequencies[^1];
            if (k > 0 && k < frequencies.Length)
            {
                double above = correlations[k - 1][i], below = correlations[k][i];
                s = frequencies[k - 1] + (above - threshold) / (above - below) * (frequencies[k] - frequencies[k - 1]);
            }

            resolutions[i] = 1 / s;
        }

        return resolutions;
    }

    private static double Square(double s) => s * s;

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));

    private static double FisherZ(double c) => Math.Atanh(Math.Clamp(c, -LargestCorrelation, LargestCorrelation));

    /// <summary>Continues ln SNR beyond the significant frequencies, linear in s², never rising.</summary>
    private static void GoOn(double[] frequencies, double[] logarithms, int significant)
    {
        double slope = Math.Min(0, Slope(frequencies, logarithms, Math.Max(0, significant - TailShells), significant));
        for (int k = significant; k < frequencies.Length; k++)
            logarithms[k] = logarithms[significant - 1] + slope * (Square(frequencies[k]) - Square(frequencies[significant - 1]));
    }

    private static double Slope(double[] frequencies, double[] values, int from, int to)
    {
        double x = 0, y = 0, xx = 0, xy = 0;
        int n = to - from;
        for (int k = from; k < to; k++)
            (x, y) = (x + Square(frequencies[k]) / n, y + values[k] / n);
        for (int k = from; k < to; k++)
        {
            double dx = Square(frequencies[k]) - x;
            (xx, xy) = (xx + dx * dx, xy + dx * (values[k] - y));
        }

        return xx > 0 ? xy / xx : 0;
    }

    /// <summary>The frequency of the least cost: a parabola through the best trial and its neighbours.</summary>
    private static double Minimum(double[] costs, double[] steps)
    {
        int best = 0;
        for (int t = 1; t < costs.Length; t++)
            best = costs[t] < costs[best] ? t : best;
        if (best == 0 || best == costs.Length - 1)
            return steps[best];
        double left = costs[best - 1] - costs[best], right = costs[best + 1] - costs[best];
        double shift = left + right > 0 ? 0.5 * (left - right) / (left + right) : 0;
        return shift < 0 ? steps[best] + shift * (steps[best] - steps[best - 1]) : steps[best] + shift * (steps[best + 1] - steps[best]);
    }

    /// <summary>Frequencies, equidistant, and the B at which the correlation first falls below the threshold there. Frequencies that no B leads to are left out.</summary>
    private (double[] Frequencies, double[] Bs) TrialFallOffs(double threshold)
    {
        var steps = new List<double>();
        var bs = new List<double>();
        double least = double.PositiveInfinity;
        for (int t = 0; t <= Trials; t++)
        {
            double s = frequencies[0] + (frequencies[^1] - frequencies[0]) * t / Trials, b = Limit(s, threshold);
            if (!(b < least))
                continue;
            least = b;
            steps.Add(s);
            bs.Add(b);
        }

        return ([.. steps], [.. bs]);
    }

    /// <summary>The B at which the expected correlation at a frequency is the threshold.</summary>
    private double Limit(double s, double threshold) => 2 * (LogRatio(s) - Math.Log(threshold / (1 - threshold))) / (s * s);

    private double LogRatio(double s)
    {
        if (s <= frequencies[0])
            return logarithms[0];
        if (s >= frequencies[^1])
            return logarithms[^1];
        int k = Array.BinarySearch(frequencies, s);
        k = k >= 0 ? Math.Min(k, frequencies.Length - 2) : ~k - 1;
        double part = (s - frequencies[k]) / (frequencies[k + 1] - frequencies[k]);
        return logarithms[k] + part * (logarithms[k + 1] - logarithms[k]);
    }
}
