namespace Engine.Kernels.Fft;

/// <summary>Splits a transform length into the butterflies' lengths.</summary>
internal static class RadixFactors
{
    /// <summary>The largest prime with a butterfly. Up to here a direct sum costs less than half of Bluestein's algorithm.</summary>
    public const int LargestPrime = 31;

    private static ReadOnlySpan<int> OddPrimes => [31, 29, 23, 19, 17, 13, 11, 7, 5, 3];

    /// <summary>True when all prime factors of a length have butterflies.</summary>
    /// <param name="length">1 or more.</param>
    public static bool Cover(int length)
    {
        foreach (int prime in OddPrimes)
        {
            while (length % prime == 0)
                length /= prime;
        }

        return int.IsPow2(length);
    }

    /// <summary>The radices, in the order of the stages; empty for length 1.</summary>
    /// <param name="length">A product of primes up to <see cref="LargestPrime"/>.</param>
    public static int[] Of(int length)
    {
        List<int> radices = [];
        foreach (int prime in OddPrimes)
        {
            for (; length % prime == 0; length /= prime)
                radices.Add(prime);
        }

        int twos = int.Log2(length);
        if (1 << twos != length)
            throw new ArgumentOutOfRangeException(nameof(length), $"has a prime factor above {LargestPrime}");

        // Fewest passes over the block: eights, and what is left as 2, 4, or 4 × 4 instead of 8 × 2.
        int fours = (twos % 3) switch { 2 => 1, 1 when twos > 1 => 2, _ => 0 };
        radices.AddRange(Enumerable.Repeat(8, (twos - 2 * fours) / 3));
        radices.AddRange(Enumerable.Repeat(4, fours));
        if (twos == 1)
            radices.Add(2);
        return [.. radices];
    }
}
