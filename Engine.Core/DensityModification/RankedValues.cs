namespace Engine.Core.DensityModification;

/// <summary>Values of 0 or more by rank, to the precision of a part in 8192: floats that are not negative are ordered like the whole numbers with the same bits.</summary>
internal sealed class RankedValues
{
    private const int Shift = 10;
    private const int Size = 1 << (31 - Shift);

    private readonly int[] counts;

    private RankedValues(int[] counts, long count) => (this.counts, Count) = (counts, count);

    /// <summary>Number of values.</summary>
    public long Count { get; }

    /// <summary>Counts values.</summary>
    /// <param name="values">Values, 0 or more.</param>
    /// <param name="mask">Values whose mask is above 0.5 count; null = all.</param>
    public static RankedValues Of(float[] values, float[]? mask)
    {
        var counts = new int[Size];
        long count = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (mask != null && !(mask[i] > 0.5f))
                continue;
            counts[BitConverter.SingleToInt32Bits(values[i]) >> Shift]++;
            count++;
        }

        return new(counts, count);
    }

    /// <summary>The value that a number of others exceed.</summary>
    /// <param name="rank">Number of larger values, to the precision of the bins.</param>
    public double FromTop(long rank)
    {
        long above = 0;
        for (int bin = Size - 1; bin >= 0; bin--)
        {
            above += counts[bin];
            if (above > rank)
                return BitConverter.Int32BitsToSingle(bin << Shift);
        }

        return 0;
    }

    /// <summary>How many values exceed one, to the precision of the bins.</summary>
    /// <param name="value">0 or more.</param>
    public long CountAbove(double value)
    {
        long above = 0;
        for (int bin = (BitConverter.SingleToInt32Bits((float)value) >> Shift) + 1; bin < Size; bin++)
            above += counts[bin];
        return above;
    }
}
