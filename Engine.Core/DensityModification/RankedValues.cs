using Engine.Core.Maps;

namespace Engine.Core.DensityModification;

/// <summary>
/// Values of 0 or more by rank, to a part in 512 and linearly within that: floats that are not negative are ordered like the whole numbers with the same bits.
/// </summary>
internal sealed class RankedValues
{
    private const int Shift = 14;
    private const int Size = 1 << (31 - Shift);

    private readonly long[] counts;

    private RankedValues(long[] counts) => (this.counts, Count) = (counts, counts.Sum());

    /// <summary>Number of values.</summary>
    public long Count { get; }

    /// <summary>Counts values.</summary>
    /// <param name="values">Values, 0 or more.</param>
    /// <param name="mask">Values whose mask is above 0.5 count; null = all.</param>
    public static RankedValues Of(float[] values, float[]? mask)
    {
        var counts = new long[Size];
        FixedChunks.ForEach(values.LongLength, (_, start, length) =>
        {
            var own = new int[Size];
            for (long i = start; i < start + length; i++)
            {
                if (mask == null || mask[i] > 0.5f)
                    own[BitConverter.SingleToInt32Bits(values[i]) >> Shift]++;
            }

            lock (counts)
            {
                for (int bin = 0; bin < Size; bin++)
                    counts[bin] += own[bin];
            }
        });
        return new(counts);
    }

    /// <summary>The value that a number of others exceed.</summary>
    /// <param name="rank">Number of larger values.</param>
    public double FromTop(long rank)
    {
        long above = 0;
        for (int bin = Size - 1; bin >= 0; bin--)
        {
            if (above + counts[bin] > rank)
                return End(bin) - (End(bin) - Start(bin)) * ((double)(rank - above) / counts[bin]);
            above += counts[bin];
        }

        return 0;
    }

    /// <summary>About how many values exceed one.</summary>
    /// <param name="value">0 or more.</param>
    public double CountAbove(double value)
    {
        int bin = BitConverter.SingleToInt32Bits((float)value) >> Shift;
        double above = counts[bin] * (End(bin) - value) / (End(bin) - Start(bin));
        for (int higher = bin + 1; higher < Size; higher++)
            above += counts[higher];
        return above;
    }

    private static double Start(int bin) => BitConverter.Int32BitsToSingle(bin << Shift);

    private static double End(int bin) => BitConverter.Int32BitsToSingle((bin + 1) << Shift);
}
