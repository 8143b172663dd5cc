namespace Engine.Core.DensityModification;

/// <summary>Expectation and maximisation for two mixtures whose shares are known voxel by voxel. Densities are in units of the map's standard deviation about its mean.</summary>
internal sealed class MixtureFit
{
    private const int MostIterations = 400;
    private const double Tolerance = 1e-7;
    private const double LeastVariance = 1e-4;
    private const double LeastShare = 1e-6;
    private const int MostComponents = 5;
    private const double Tiny = 1e-300;

    private readonly DensityTally tally;
    private readonly double[] places;
    private readonly int moleculeCount;
    private readonly int count;
    private readonly double[] weights;
    private readonly double[] means;
    private readonly double[] variances;
    private readonly double[][] heights;

    private MixtureFit(DensityTally tally, double[] places, int molecule, int solvent)
    {
        (this.tally, this.places, moleculeCount, count) = (tally, places, molecule, molecule + solvent);
        (weights, means, variances) = (new double[count], new double[count], new double[count]);
        heights = [.. Enumerable.Range(0, count).Select(_ => new double[DensityTally.Bins])];
        Start(0, molecule, p => p);
        Start(molecule, count, p => 1 - p);
    }

    /// <summary>Fits all allowed numbers of Gaussians and takes the best, or the largest numbers.</summary>
    /// <param name="tally">Voxels.</param>
    /// <param name="options">Numbers of Gaussians.</param>
    public static DensityHistograms Best(DensityTally tally, DensityFitOptions options)
    {
        if (options.MoleculeComponents is < 1 or > MostComponents || options.SolventComponents is < 1 or > MostComponents)
            throw new ArgumentException($"{options.MoleculeComponents} and {options.SolventComponents} Gaussians: 1 to {MostComponents} are possible", nameof(options));
        if (!(options.IndependentFraction is > 0 and <= 1))
            throw new ArgumentException($"an independent fraction of {options.IndependentFraction}", nameof(options));
        double scale = 1 / Math.Sqrt(tally.Variance);
        double[] places = [.. Enumerable.Range(0, DensityTally.Bins).Select(b => (tally.Center(b) - tally.Mean) * scale)];
        double voxels = tally.Total * options.IndependentFraction, best = double.PositiveInfinity;
        DensityHistograms? chosen = null;
        for (int m = options.FixedComponents ? options.MoleculeComponents : 1; m <= options.MoleculeComponents; m++)
        {
            for (int s = options.FixedComponents ? options.SolventComponents : 1; s <= options.SolventComponents; s++)
            {
                DensityHistograms fit = new MixtureFit(tally, places, m, s).Run();
                double criterion = (3 * (m + s) - 2) * Math.Log(voxels) - 2 * voxels * fit.LogLikelihood;
                if (chosen == null || criterion < best)
                    (best, chosen) = (criterion, fit);
            }
        }

        return chosen!;
    }

    private DensityHistograms Run()
    {
        double before = double.NegativeInfinity, likelihood = 0;
        int round = 0;
        bool isConverged = false;
        for (; round < MostIterations && !isConverged; round++)
        {
            likelihood = Step();
            isConverged = likelihood - before < Tolerance;
            before = likelihood;
        }

        return new(Mixture(0, moleculeCount), Mixture(moleculeCount, count)) { LogLikelihood = likelihood, Iterations = round, IsConverged = isConverged };
    }

    /// <summary>Gaussians of equal weight at even quantiles of the densities of a class.</summary>
    private void Start(int first, int end, Func<double, double> share)
    {
        double[] byBin = new double[DensityTally.Bins];
        for (int i = 0; i < tally.Counts.Length; i++)
            byBin[i % DensityTally.Bins] += tally.Counts[i] * share((double)(i / DensityTally.Bins) / DensityTally.Steps);
        double total = byBin.Sum();
        double mean = byBin.Zip(places, (n, z) => n * z).Sum() / total, variance = byBin.Zip(places, (n, z) => n * (z - mean) * (z - mean)).Sum() / total;
        int n = end - first, bin = 0;
        double below = 0;
        for (int k = 0; k < n; k++)
        {
            while (bin < DensityTally.Bins - 1 && below + byBin[bin] < (k + 0.5) / n * total)
                below += byBin[bin++];
            (weights[first + k], means[first + k]) = (1.0 / n, n == 1 ? mean : places[bin]);
            variances[first + k] = Math.Max(LeastVariance, variance / n);
        }
    }

    /// <summary>One round; returns the mean log-likelihood before it.</summary>
    private double Step()
    {
        double[] molecule = Sum(0, moleculeCount), solvent = Sum(moleculeCount, count), inMolecule = new double[DensityTally.Bins], inSolvent = new double[DensityTally.Bins];
        double likelihood = 0;
        for (int level = 0; level <= DensityTally.Steps; level++)
        {
            double p = (double)level / DensityTally.Steps;
            ReadOnlySpan<long> counts = tally.Counts.AsSpan(level * DensityTally.Bins, DensityTally.Bins);
            for (int b = 0; b < counts.Length; b++)
            {
                if (counts[b] == 0)
                    continue;
                double m = p * molecule[b], all = m + (1 - p) * solvent[b], n = counts[b];
                likelihood += n * Math.Log(all);
                inMolecule[b] += n * m / all;
                inSolvent[b] += n * (1 - m / all);
            }
        }

        Move(0, moleculeCount, molecule, inMolecule);
        Move(moleculeCount, count, solvent, inSolvent);
        return likelihood / tally.Total;
    }

    /// <summary>The density of a mixture by bin; nowhere 0, so that far bins belong to somebody.</summary>
    private double[] Sum(int first, int end)
    {
        double[] sum = new double[DensityTally.Bins];
        for (int k = first; k < end; k++)
        {
            double height = weights[k] / Math.Sqrt(2 * Math.PI * variances[k]);
            for (int b = 0; b < sum.Length; b++)
            {
                double u = places[b] - means[k];
                sum[b] += heights[k][b] = height * Math.Exp(-0.5 * u * u / variances[k]) + Tiny;
            }
        }

        return sum;
    }

    private void Move(int first, int end, double[] mixture, double[] voxels)
    {
        double total = Math.Max(voxels.Sum(), Tiny);
        for (int k = first; k < end; k++)
        {
            double n = 0, sum = 0, squares = 0;
            for (int b = 0; b < voxels.Length; b++)
            {
                double share = voxels[b] * heights[k][b] / mixture[b];
                n += share;
                sum += share * places[b];
                squares += share * places[b] * places[b];
            }

            weights[k] = n / total;
            if (n < LeastShare * tally.Total)
                continue;
            means[k] = sum / n;
            variances[k] = Math.Max(LeastVariance, squares / n - means[k] * means[k]);
        }
    }

    /// <summary>The Gaussians of a class in map units, by rising mean.</summary>
    private GaussianMixture Mixture(int first, int end)
    {
        double unit = Math.Sqrt(tally.Variance), total = weights.AsSpan(first, end - first).ToArray().Sum();
        int[] order = [.. Enumerable.Range(first, end - first).OrderBy(k => means[k])];
        return new(
            [.. order.Select(k => weights[k] / total)], [.. order.Select(k => tally.Mean + unit * means[k])], [.. order.Select(k => unit * Math.Sqrt(variances[k]))]);
    }
}
