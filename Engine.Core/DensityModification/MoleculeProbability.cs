using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.DensityModification;

/// <summary>
/// How likely every voxel is in the molecule, from a map and the known content of the box: where the density varies more than elsewhere. The local variance is taken over
/// a Gaussian as wide as a ball of radius 2 d, about the local mean; the voxels with the largest variance that make up the volume of the molecule get 1, the others 0;
/// that is smoothed by a Gaussian of standard deviation d/2 and cut to 0.02 .. 0.98 (after Wang 1985, Methods Enzymol. 115, 90, and Terwilliger 2000, Acta Cryst. D56, 965).
/// </summary>
public sealed class MoleculeProbability : IDisposable
{
    /// <summary>Smallest probability of either class.</summary>
    public const double Least = 0.02;

    /// <summary>Standard deviation of the Gaussian whose second moment is that of a ball of radius 1: 1/√5.</summary>
    private const double BallToGaussian = 0.4472135954999579;

    private const double RadiusFactor = 2;
    private const double EdgeFactor = 0.5;

    private MoleculeProbability(DeviceBuffer<float> values, double fraction, SolventBoundary boundary, IReadOnlyList<string> warnings) =>
        (Values, Fraction, Boundary, Warnings) = (values, fraction, boundary, warnings);

    /// <summary>Probability per voxel on the device, <see cref="Least"/> to 1 - <see cref="Least"/>, x fastest.</summary>
    public DeviceBuffer<float> Values { get; }

    /// <summary>Mean of the probability.</summary>
    public double Fraction { get; }

    /// <summary>How clearly the local variance tells molecule from solvent.</summary>
    public SolventBoundary Boundary { get; }

    /// <summary>What is doubtful, one line each.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Finds the molecule.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="map">Density per voxel, x fastest; kept.</param>
    /// <param name="grid">Its grid, orthogonal.</param>
    /// <param name="resolution">d, Å.</param>
    /// <param name="solventFraction">Part of the box that is solvent, above 0 and below 1.</param>
    /// <param name="mask">Where the molecule may be: one value from 0 to 1 per voxel; null = anywhere. The volume of the molecule is looked for inside.</param>
    /// <exception cref="UsageException">A solvent fraction that cannot be, or a molecule larger than the mask.</exception>
    /// <exception cref="NumericalException">The map is constant or has values that are no numbers.</exception>
    public static MoleculeProbability Find(
        Accelerator accelerator, DeviceBuffer<float> map, MapGrid grid, double resolution, double solventFraction, float[]? mask = null)
    {
        long n = grid.VoxelCount;
        if (!(solventFraction is > 0 and < 1))
            throw new UsageException(FormattableString.Invariant($"a solvent fraction of {solventFraction:G3}: give one above 0 and below 1"));
        if (map.Length < n || (mask != null && mask.LongLength != n))
            throw new ArgumentException($"{map.Length} densities and {mask?.LongLength ?? n} mask values for {n} voxels", nameof(mask));
        long wanted = Math.Max(1, (long)Math.Round((1 - solventFraction) * n)), room = mask == null ? n : mask.LongCount(m => m > 0.5f);
        if (wanted > room)
            throw new UsageException(FormattableString.Invariant($"the molecule is {1 - solventFraction:P1} of the box and the mask {(double)room / n:P1}: give a larger mask, or a larger solvent fraction"));
        using var smoother = new GaussianSmoother(accelerator, grid);
        DeviceBuffer<float> values = accelerator.Allocate<float>(n, "probability of the molecule");
        try
        {
            float[] deviations = LocalDeviation(accelerator, map, values, n, smoother, BallToGaussian * RadiusFactor * resolution);
            SolventBoundary boundary = SolventBoundary.Of(deviations, mask, wanted);
            FixedChunks.ForEach(n, (_, start, length) =>
            {
                for (long i = start; i < start + length; i++)
                    deviations[i] = deviations[i] > boundary.Threshold && (mask == null || mask[i] > 0.5f) ? 1 : 0;
            });
            accelerator.Upload<float>(deviations, values);
            smoother.Apply(values, EdgeFactor * resolution);
            return new(values, Clamp(accelerator, values, deviations), boundary, boundary.Warnings(solventFraction));
        }
        catch
        {
            values.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Values.Dispose();

    /// <summary>√(⟨ρ²⟩ - ⟨ρ⟩²) over a Gaussian round every voxel, of a map on the device.</summary>
    private static float[] LocalDeviation(Accelerator accelerator, DeviceBuffer<float> map, DeviceBuffer<float> squares, long n, GaussianSmoother smoother, double sigma)
    {
        MapSums sums = accelerator.Voxels.Sums(map, map, null, n);
        double mean = sums.Observed / n, variance = sums.ObservedSquared / n - mean * mean;
        if (!double.IsFinite(variance) || !(variance > 1e-12 * mean * mean))
            throw new NumericalException("the map is constant or has voxels that are no numbers: there is no molecule to find");
        using DeviceBuffer<float> means = accelerator.Allocate<float>(n, "local mean");

        // The overall mean is taken off first: differences of large numbers would lose digits.
        accelerator.Voxels.Combine(1, map, 0, map, -mean, null, means, n);
        accelerator.Voxels.Multiply(means, means, squares, n);
        smoother.Apply(squares, sigma);
        smoother.Apply(means, sigma);
        accelerator.Voxels.Multiply(means, means, means, n);
        accelerator.Voxels.Combine(1, squares, -1, means, 0, null, squares, n);
        var values = new float[n];
        accelerator.Download(squares, values);
        FixedChunks.ForEach(n, (_, start, length) =>
        {
            foreach (ref float v in values.AsSpan((int)start, length))
                v = MathF.Sqrt(Math.Max(0, v));
        });
        return values;
    }

    /// <summary>Cuts values to the allowed range; returns their mean.</summary>
    private static double Clamp(Accelerator accelerator, DeviceBuffer<float> values, float[] work)
    {
        accelerator.Download(values, work);
        var sums = new double[FixedChunks.Count(work.LongLength)];
        FixedChunks.ForEach(work.LongLength, (chunk, start, length) =>
        {
            double sum = 0;
            foreach (ref float v in work.AsSpan((int)start, length))
            {
                v = Math.Clamp(v, (float)Least, (float)(1 - Least));
                sum += v;
            }

            sums[chunk] = sum;
        });
        accelerator.Upload<float>(work, values);
        return sums.Sum() / work.LongLength;
    }
}
