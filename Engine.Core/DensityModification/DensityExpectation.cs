using Engine.Core.Maps;
using Engine.Kernels;
using Engine.Kernels.Likelihood;

namespace Engine.Core.DensityModification;

/// <summary>
/// The density that one source, such as models or symmetry, expects in the voxels of one half map, with its uncertainty. The noise of the half map itself is not part of the uncertainty.
/// </summary>
/// <param name="Source">Where it comes from, for reports.</param>
/// <param name="Mean">Expected density per voxel, x fastest, on the scale of the half map.</param>
/// <param name="Variance">Its variance per voxel, 0 or more.</param>
/// <param name="Share">How likely the expectation holds where the molecule is, 0 to 1.</param>
public sealed record DensityExpectation(string Source, float[] Mean, float[] Variance, float[] Share)
{
    /// <summary>How likely an expectation holds where there is one: the rest is left to what is known of any molecule.</summary>
    public const double Trust = 0.9;

    /// <summary>Variances below this part of the noise's are not believed.</summary>
    private const double LeastVariance = 1e-3;

    /// <summary>Correlation with the half map where the expectation holds.</summary>
    public required double Correlation { get; init; }

    /// <summary>Part of the voxels with an expectation.</summary>
    public double Covered => Share.LongCount(s => s > 0) / (double)Share.LongLength;

    /// <summary>
    /// Joins two independent expectations: the product of their normal distributions where both exist, the one there is elsewhere.
    /// </summary>
    /// <param name="a">One.</param>
    /// <param name="b">Another, of the same half map.</param>
    /// <param name="noise">Variance of the half map's noise.</param>
    public static DensityExpectation Join(DensityExpectation a, DensityExpectation b, double noise)
    {
        long n = a.Mean.LongLength;
        float[] mean = new float[n], variance = new float[n], share = new float[n];
        double least = LeastVariance * noise;
        FixedChunks.ForEach(n, (_, start, length) =>
        {
            for (long i = start; i < start + length; i++)
            {
                double wa = a.Share[i] > 0 ? 1 / Math.Max(least, a.Variance[i]) : 0, wb = b.Share[i] > 0 ? 1 / Math.Max(least, b.Variance[i]) : 0;
                if (wa + wb == 0)
                    continue;
                mean[i] = (float)((wa * a.Mean[i] + wb * b.Mean[i]) / (wa + wb));
                variance[i] = (float)(1 / (wa + wb));
                share[i] = Math.Max(a.Share[i], b.Share[i]);
            }
        });
        return new($"{a.Source} and {b.Source}", mean, variance, share) { Correlation = Math.Max(a.Correlation, b.Correlation) };
    }

    /// <summary>
    /// The variance of an expectation: what the half map differs from it by, less what the noise explains. At least 0: an expectation that was fitted to the same half map follows
    /// part of its noise.
    /// </summary>
    /// <param name="density">Half map.</param>
    /// <param name="mean">Expected density.</param>
    /// <param name="share">Voxels with a share above 0 count.</param>
    /// <param name="noise">Variance of the half map's noise.</param>
    /// <returns>Variance, and the correlation of half map and expectation.</returns>
    /// <exception cref="NumericalException">No voxel counts, or values are no numbers.</exception>
    internal static (double Variance, double Correlation) Compare(float[] density, float[] mean, float[] share, double noise)
    {
        const int Numbers = 7;
        var sums = new double[FixedChunks.Count(density.LongLength)][];
        FixedChunks.ForEach(density.LongLength, (chunk, start, length) =>
        {
            var s = new double[Numbers];
            for (long i = start; i < start + length; i++)
            {
                if (share[i] <= 0)
                    continue;
                double x = density[i], y = mean[i], difference = x - y;
                s[0]++;
                s[1] += x;
                s[2] += y;
                s[3] += x * x;
                s[4] += y * y;
                s[5] += x * y;
                s[6] += difference * difference;
            }

            sums[chunk] = s;
        });
        double[] t = [.. Enumerable.Range(0, Numbers).Select(k => sums.Sum(s => s[k]))];
        double n = t[0], xx = t[3] - t[1] * t[1] / n, yy = t[4] - t[2] * t[2] / n, xy = t[5] - t[1] * t[2] / n;
        if (!(n > 0) || !double.IsFinite(xx + yy + xy))
            throw new NumericalException("density modification: there is no voxel with an expected density, or its values are no numbers");
        return (Math.Max(0, t[6] / n - noise), xx > 0 && yy > 0 ? xy / Math.Sqrt(xx * yy) : 0);
    }

    /// <summary>Takes the expectation to the device.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="noise">Variance of the half map's noise, above 0.</param>
    internal DeviceExpectation ToDevice(Accelerator accelerator, double noise)
    {
        float[] deviation = new float[Variance.LongLength];
        FixedChunks.ForEach(Variance.LongLength, (_, start, length) =>
        {
            for (long i = start; i < start + length; i++)
                deviation[i] = MathF.Sqrt(Variance[i]);
        });
        return new(
            accelerator.Upload<float>(Mean, "expected density"), accelerator.Upload<float>(deviation, "uncertainty of the expected density"),
            accelerator.Upload<float>(Share, "share of the expected density"), Math.Sqrt(noise));
    }
}

/// <summary>An expectation on the device.</summary>
/// <param name="mean">Mean per voxel.</param>
/// <param name="deviation">Standard deviation.</param>
/// <param name="share">Share.</param>
/// <param name="noise">Standard deviation of the half map's noise.</param>
internal sealed class DeviceExpectation(DeviceBuffer<float> mean, DeviceBuffer<float> deviation, DeviceBuffer<float> share, double noise) : IDisposable
{
    /// <summary>As the kernel takes it.</summary>
    public ExpectedDensities Values { get; } = new(mean, deviation, share, noise);

    /// <inheritdoc/>
    public void Dispose()
    {
        mean.Dispose();
        deviation.Dispose();
        share.Dispose();
    }
}
