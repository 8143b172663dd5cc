using Engine.Kernels.Likelihood;

namespace Engine.Core.DensityModification;

/// <summary>The distribution of the density of voxels as a sum of Gaussians.</summary>
/// <param name="Weights">Part of each Gaussian, 0 to 1; they add up to 1.</param>
/// <param name="Means">Mean densities, map units.</param>
/// <param name="Deviations">Standard deviations, map units, above 0.</param>
public sealed record GaussianMixture(double[] Weights, double[] Means, double[] Deviations)
{
    /// <summary>Number of Gaussians.</summary>
    public int Count => Weights.Length;

    /// <summary>Mean density.</summary>
    public double Mean => Weights.Zip(Means, (w, m) => w * m).Sum();

    /// <summary>Variance of the density: within the Gaussians and between them.</summary>
    public double Variance
    {
        get
        {
            double mean = Mean;
            return Enumerable.Range(0, Count).Sum(k => Weights[k] * (Deviations[k] * Deviations[k] + (Means[k] - mean) * (Means[k] - mean)));
        }
    }

    /// <summary>Probability density at a density.</summary>
    /// <param name="rho">Density, map units.</param>
    public double At(double rho)
    {
        double sum = 0;
        for (int k = 0; k < Count; k++)
        {
            double u = (rho - Means[k]) / Deviations[k];
            sum += Weights[k] / (Deviations[k] * Math.Sqrt(2 * Math.PI)) * Math.Exp(-0.5 * u * u);
        }

        return sum;
    }

    /// <summary>
    /// The distribution of a map with more noise, or less: a variance is added to every Gaussian. A histogram learned from the average of two half maps and used for one
    /// of them needs the difference of their noise variances.
    /// </summary>
    /// <param name="variance">Variance to add, squared map units; below 0 to take off, but no Gaussian loses more than three quarters of its own.</param>
    public GaussianMixture Broadened(double variance) =>
        this with { Deviations = [.. Deviations.Select(s => Math.Sqrt(Math.Max(s * s + variance, 0.25 * s * s)))] };

    /// <summary>The distribution with the variance of every Gaussian multiplied by a factor.</summary>
    /// <param name="factor">Factor, above 0.</param>
    public GaussianMixture Widened(double factor) => this with { Deviations = [.. Deviations.Select(s => s * Math.Sqrt(factor))] };

    /// <summary>The distribution of a map multiplied by a factor after a constant was added.</summary>
    /// <param name="factor">Factor, above 0.</param>
    /// <param name="offset">Constant added before, map units.</param>
    public GaussianMixture Scaled(double factor, double offset = 0) =>
        this with { Means = [.. Means.Select(m => factor * (m + offset))], Deviations = [.. Deviations.Select(s => factor * s)] };

    /// <summary>The Gaussians as kernels take them.</summary>
    internal IEnumerable<DensityComponent> Components() => Enumerable.Range(0, Count).Select(k => new DensityComponent(Weights[k], Means[k], Deviations[k]));
}
