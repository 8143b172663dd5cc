namespace Engine.Kernels.Fft;

/// <summary>Splits a transform length into the butterflies' lengths.</summary>
internal static class RadixFactors
{
    /// <summary>The radices, in the order of the stages; empty for length 1.</summary>
    /// <param name="length">A product of 2, 3, 5 and 7.</param>
    public static int[] Of(int length)
    {
        List<int> radices = [];
        foreach (int prime in (ReadOnlySpan<int>)[7, 5, 3])
        {
            for (; length % prime == 0; length /= prime)
                radices.Add(prime);
        }

        int twos = int.Log2(length);
        if (1 << twos != length)
            throw new ArgumentOutOfRangeException(nameof(length), "not a product of 2, 3, 5 and 7");

        // Fewest passes over the block: eights, and what is left as 2, 4, or 4 × 4 instead of 8 × 2.
        int fours = (twos % 3) switch { 2 => 1, 1 when twos > 1 => 2, _ => 0 };
        radices.AddRange(Enumerable.Repeat(8, (twos - 2 * fours) / 3));
        radices.AddRange(Enumerable.Repeat(4, fours));
        if (twos == 1)
            radices.Add(2);
        return [.. radices];
    }
}
