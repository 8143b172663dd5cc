using Engine.Kernels;

namespace Engine.Core.DensityModification;

/// <summary>Voxels counted by density and by the probability that they are in the molecule: all that a fit of mixtures needs to know of a map.</summary>
internal sealed class DensityTally
{
    /// <summary>Bins of the density.</summary>
    public const int Bins = 4096;

    /// <summary>Steps of the probability: levels are at 0, 1/Steps, … 1.</summary>
    public const int Steps = 50;

    private const int Piece = 1 << 22;

    private DensityTally(double lowest, double width, long[] counts)
    {
        (Lowest, Width, Counts) = (lowest, width, counts);
        var byBin = new long[Bins];
        for (int i = 0; i < counts.Length; i++)
            byBin[i % Bins] += counts[i];
        Total = byBin.Sum();
        Mean = Enumerable.Range(0, Bins).Sum(b => byBin[b] * Center(b)) / Total;
        Variance = Enumerable.Range(0, Bins).Sum(b => byBin[b] * (Center(b) - Mean) * (Center(b) - Mean)) / Total;
    }

    /// <summary>Lowest density.</summary>
    public double Lowest { get; }

    /// <summary>Width of a bin.</summary>
    public double Width { get; }

    /// <summary>Voxels by level and bin: index level × <see cref="Bins"/> + bin.</summary>
    public long[] Counts { get; }

    /// <summary>Number of voxels.</summary>
    public long Total { get; }

    /// <summary>Mean density.</summary>
    public double Mean { get; }

    /// <summary>Variance of the density.</summary>
    public double Variance { get; }

    /// <summary>Density in the middle of a bin.</summary>
    public double Center(int bin) => Lowest + (bin + 0.5) * Width;

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
        float low = float.MaxValue, high = float.MinValue;
        using var densities = new NativeBuffer<float>(Math.Min(Piece, count), "densities to count");
        using var probabilities = new NativeBuffer<float>(densities.Length, "probabilities to count");
        ForPieces(accelerator, count, (map, densities), null, n =>
        {
            (float a, float b) = Range(densities.Slice(0, n));
            (low, high) = (Math.Min(low, a), Math.Max(high, b));
        });
        if (!(float.IsFinite(low) && float.IsFinite(high)))
            throw new NumericalException("the map has voxels that are no numbers: nothing can be learned from their distribution");
        if (!(high > low))
            throw new NumericalException(FormattableString.Invariant($"all voxels of the map are {low}: nothing can be learned from their distribution"));
        double width = ((double)high - low) / Bins;
        var counts = new long[(Steps + 1) * Bins];
        ForPieces(accelerator, count, (map, densities), (probability, probabilities), n => Count(densities, probabilities, n, low, 1 / width, counts));
        return new(low, width, counts);
    }

    private static void ForPieces(
        Accelerator accelerator, long count, (DeviceBuffer<float> From, NativeBuffer<float> To) first, (DeviceBuffer<float> From, NativeBuffer<float> To)? second, Action<int> body)
    {
        for (long at = 0; at < count; at += Piece)
        {
            int n = (int)Math.Min(Piece, count - at);
            accelerator.Download(first.From, first.To.Slice(0, n), at);
            if (second is { } s)
                accelerator.Download(s.From, s.To.Slice(0, n), at);
            body(n);
        }
    }

    /// <summary>Smallest and largest value; infinite where a value is not finite.</summary>
    private static (float Low, float High) Range(ReadOnlySpan<float> values)
    {
        float low = float.MaxValue, high = float.MinValue, bad = 0;
        foreach (float v in values)
        {
            (low, high) = (v < low ? v : low, v > high ? v : high);
            bad += v - v;
        }

        return bad == 0 ? (low, high) : (float.NegativeInfinity, float.PositiveInfinity);
    }

    /// <summary>Adds the voxels of a piece. Whole numbers add up to the same in any order.</summary>
    private static void Count(NativeBuffer<float> densities, NativeBuffer<float> probabilities, int n, float low, double scale, long[] counts)
    {
        const int Part = 1 << 18;
        Parallel.For(
            0,
            (n + Part - 1) / Part,
            () => new int[counts.Length],
            (part, _, own) =>
            {
                int length = Math.Min(Part, n - part * Part);
                ReadOnlySpan<float> rho = densities.Slice(part * Part, length), p = probabilities.Slice(part * Part, length);
                for (int i = 0; i < length; i++)
                {
                    int level = (int)(Math.Clamp(p[i], 0, 1) * Steps + 0.5f), bin = Math.Min(Bins - 1, (int)((rho[i] - (double)low) * scale));
                    own[level * Bins + bin]++;
                }

                return own;
            },
            own =>
            {
                lock (counts)
                {
                    for (int i = 0; i < own.Length; i++)
                        counts[i] += own[i];
                }
            });
    }
}
