using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.DensityModification;

/// <summary>
/// Two histograms of the density of a map, one weighted by the probability p that a voxel is in the molecule, one by 1 - p: all that a fit of mixtures needs to know.
/// Densities are in units of the map's standard deviation about its mean, ±40 of them in 4096 bins; voxels beyond are left out.
/// </summary>
internal sealed class DensityTally
{
    /// <summary>Bins of the density.</summary>
    public const int Bins = 4096;

    /// <summary>Weights are counted in steps of one over this: whole numbers add up to the same in any order.</summary>
    private const int Unit = 10_000;

    private const double Reach = 40;
    private const int Piece = 1 << 22;

    private DensityTally(double mean, double deviation, long[] molecule, long[] solvent)
    {
        (Mean, Deviation) = (mean, deviation);
        Molecule = [.. molecule.Select(n => (double)n / Unit)];
        Solvent = [.. solvent.Select(n => (double)n / Unit)];
        Places = [.. Enumerable.Range(0, Bins).Select(b => ((b + 0.5) / Bins - 0.5) * 2 * Reach)];
    }

    /// <summary>Mean density of the map.</summary>
    public double Mean { get; }

    /// <summary>Standard deviation of the density.</summary>
    public double Deviation { get; }

    /// <summary>Σ p by bin.</summary>
    public double[] Molecule { get; }

    /// <summary>Σ (1 - p) by bin.</summary>
    public double[] Solvent { get; }

    /// <summary>Density in the middle of every bin, standard deviations from the mean.</summary>
    public double[] Places { get; }

    /// <summary>Counts the voxels of a map.</summary>
    /// <param name="accelerator">Device of the arrays.</param>
    /// <param name="map">Densities.</param>
    /// <param name="probability">Probabilities from 0 to 1.</param>
    /// <param name="count">Number of voxels, 1 or more.</param>
    /// <exception cref="NumericalException">A value that is not a number, or all the same.</exception>
    public static DensityTally Of(Accelerator accelerator, DeviceBuffer<float> map, DeviceBuffer<float> probability, long count)
    {
        if (count < 1 || map.Length < count || probability.Length < count)
            throw new ArgumentException($"arrays of {map.Length} and {probability.Length} voxels for {count}", nameof(count));
        MapSums sums = accelerator.Voxels.Sums(map, probability, null, count);
        double mean = sums.Observed / count, variance = sums.ObservedSquared / count - mean * mean;
        if (!double.IsFinite(variance) || !double.IsFinite(sums.Calculated))
            throw new NumericalException("the map or the probabilities have voxels that are no numbers: nothing can be learned from their distribution");
        if (!(variance > 1e-12 * mean * mean))
            throw new NumericalException(FormattableString.Invariant($"all voxels of the map are {mean:G4}: nothing can be learned from their distribution"));
        using var densities = new NativeBuffer<float>(Math.Min(Piece, count), "densities to count");
        using var probabilities = new NativeBuffer<float>(densities.Length, "probabilities to count");
        long[] molecule = new long[Bins], solvent = new long[Bins];
        for (long at = 0; at < count; at += Piece)
        {
            int n = (int)Math.Min(Piece, count - at);
            accelerator.Download(map, densities.Slice(0, n), at);
            accelerator.Download(probability, probabilities.Slice(0, n), at);
            Count(densities, probabilities, n, mean, 1 / Math.Sqrt(variance), molecule, solvent);
        }

        if (molecule.Sum() == 0 || solvent.Sum() == 0)
            throw new NumericalException("no voxel has a probability to be in the molecule, or none to be in the solvent: nothing can be learned of their densities");
        return new(mean, Math.Sqrt(variance), molecule, solvent);
    }

    private static void Count(NativeBuffer<float> densities, NativeBuffer<float> probabilities, int n, double mean, double scale, long[] molecule, long[] solvent)
    {
        const double PerUnit = Bins / (2 * Reach);
        float factor = (float)(scale * PerUnit), offset = (float)(0.5 * Bins - mean * scale * PerUnit);
        FixedChunks.ForEach(n, (_, start, length) =>
        {
            long[] inside = new long[Bins], all = new long[Bins];
            ReadOnlySpan<float> rho = densities.Slice(start, length), p = probabilities.Slice(start, length);
            for (int i = 0; i < length; i++)
            {
                float bin = rho[i] * factor + offset;
                if (bin is < 0 or >= Bins)
                    continue;
                inside[(int)bin] += (int)(Math.Clamp(p[i], 0, 1) * Unit + 0.5f);
                all[(int)bin]++;
            }

            lock (molecule)
            {
                for (int b = 0; b < Bins; b++)
                {
                    molecule[b] += inside[b];
                    solvent[b] += Unit * all[b] - inside[b];
                }
            }
        });
    }
}
