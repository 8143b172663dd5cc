namespace Engine.Core.DensityModification;

/// <summary>
/// Expectation and maximisation for one mixture of Gaussians and a histogram (Dempster, Laird and Rubin 1977, J. R. Stat. Soc. B 39, 1). Densities are in units of the
/// map's standard deviation about its mean.
/// </summary>
internal sealed class MixtureFit
{
    private const int MostIterations = 400;
    private const int CheckEvery = 10;
    private const double Tolerance = 1e-6;
    private const double LeastVariance = 1e-4;
    private const double LeastWeight = 1e-6;
    private const double Tiny = 1e-300;

    private readonly (double Place, double Count)[] bins;
    private readonly double total;
    private readonly double[] weights;
    private readonly double[] means;
    private readonly double[] variances;

    private MixtureFit(double[] places, double[] counts, int gaussians)
    {
        bins = [.. places.Zip(counts).Where(b => b.Second > 0)];
        total = counts.Sum();
        (weights, means, variances) = (new double[gaussians], new double[gaussians], new double[gaussians]);
        Start();
    }

    /// <summary>Mean log-likelihood of a voxel.</summary>
    private double LogLikelihood { get; set; } = double.NegativeInfinity;

    /// <summary>Fits all allowed numbers of Gaussians and takes the best, or the largest number.</summary>
    /// <param name="tally">The map's mean and unit.</param>
    /// <param name="counts">One of its histograms.</param>
    /// <param name="most">Largest number of Gaussians.</param>
    /// <param name="options">Whether there is a choice, and how much evidence the voxels are.</param>
    public static GaussianMixture Best(DensityTally tally, double[] counts, int most, DensityFitOptions options)
    {
        double best = double.PositiveInfinity;
        MixtureFit? chosen = null;
        for (int n = options.FixedComponents ? most : 1; n <= most; n++)
        {
            var fit = new MixtureFit(tally.Places, counts, n);
            fit.Run();
            double voxels = fit.total * options.IndependentFraction, criterion = (3 * n - 1) * Math.Log(Math.Max(voxels, 1)) - 2 * voxels * fit.LogLikelihood;
            if (chosen == null || criterion < best)
                (best, chosen) = (criterion, fit);
        }

        return chosen!.Mixture().Scaled(tally.Deviation, tally.Mean / tally.Deviation);
    }

    /// <summary>Rounds until ten of them gain less than the tolerance per voxel.</summary>
    private void Run()
    {
        for (int round = 0; round < MostIterations; round++)
        {
            double now = Improve();
            if (round % CheckEvery != 0)
                continue;
            bool isConverged = now - LogLikelihood < Tolerance;
            LogLikelihood = now;
            if (isConverged)
                return;
        }
    }

    /// <summary>Gaussians of equal weight at even quantiles.</summary>
    private void Start()
    {
        double mean = bins.Sum(b => b.Place * b.Count) / total, variance = bins.Sum(b => b.Count * (b.Place - mean) * (b.Place - mean)) / total, below = 0;
        int n = weights.Length, bin = 0;
        for (int k = 0; k < n; k++)
        {
            while (bin < bins.Length - 1 && below + bins[bin].Count < (k + 0.5) / n * total)
                below += bins[bin++].Count;
            (weights[k], means[k], variances[k]) = (1.0 / n, n == 1 ? mean : bins[bin].Place, Math.Max(LeastVariance, variance / n));
        }
    }

    /// <summary>One round; returns the mean log-likelihood before it.</summary>
    private double Improve()
    {
        int n = weights.Length;
        double[] voxels = new double[n], sums = new double[n], squares = new double[n], parts = new double[n];
        double likelihood = 0;
        foreach ((double place, double count) in bins)
        {
            // Nowhere 0, so that far bins belong to somebody.
            double all = 0;
            for (int k = 0; k < n; k++)
            {
                double u = place - means[k];
                all += parts[k] = weights[k] / Math.Sqrt(2 * Math.PI * variances[k]) * Math.Exp(-0.5 * u * u / variances[k]) + Tiny;
            }

            likelihood += count * Math.Log(all);
            for (int k = 0; k < n; k++)
            {
                double share = count * parts[k] / all;
                voxels[k] += share;
                sums[k] += share * place;
                squares[k] += share * place * place;
            }
        }

        for (int k = 0; k < n; k++)
        {
            weights[k] = voxels[k] / total;
            if (weights[k] < LeastWeight)
                continue;
            means[k] = sums[k] / voxels[k];
            variances[k] = Math.Max(LeastVariance, squares[k] / voxels[k] - means[k] * means[k]);
        }

        return likelihood / total;
    }

    /// <summary>The Gaussians by rising mean.</summary>
    private GaussianMixture Mixture()
    {
        int[] order = [.. Enumerable.Range(0, weights.Length).OrderBy(k => means[k])];
        double sum = weights.Sum();
        return new([.. order.Select(k => weights[k] / sum)], [.. order.Select(k => means[k])], [.. order.Select(k => Math.Sqrt(variances[k]))]);
    }
}
