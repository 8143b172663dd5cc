namespace Engine.Kernels;

/// <summary>Grid sizes whose Fourier transform is fast: products of the primes 2, 3, 5 and 7.</summary>
public static class FourierSizes
{
    /// <summary>The smallest fast size that is not below <paramref name="n"/>.</summary>
    /// <param name="n">Points needed along an axis, 1 or more.</param>
    /// <param name="even">Ask for an even size.</param>
    /// <param name="seven">Allow the factor 7 beside 2, 3 and 5.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is below 1, or no such size fits into an int.</exception>
    public static int NextSmooth(int n, bool even = false, bool seven = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        long best = long.MaxValue;
        for (long sevens = 1; sevens < best; sevens *= 7)
        {
            for (long fives = sevens; fives < best; fives *= 5)
            {
                for (long threes = fives; threes < best; threes *= 3)
                {
                    long size = even ? 2 * threes : threes;
                    while (size < n)
                        size *= 2;
                    best = Math.Min(best, size);
                }
            }

            if (!seven)
                break;
        }

        return best <= int.MaxValue ? (int)best : throw new ArgumentOutOfRangeException(nameof(n), n, "no fast size of that kind fits into an int");
    }

    /// <summary>True for a product of the primes 2, 3, 5 and, if allowed, 7.</summary>
    /// <param name="n">Points along an axis, 1 or more.</param>
    /// <param name="seven">Allow the factor 7.</param>
    public static bool IsSmooth(int n, bool seven = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        foreach (int prime in (ReadOnlySpan<int>)[2, 3, 5, 7])
        {
            while (n % prime == 0 && (prime != 7 || seven))
                n /= prime;
        }

        return n == 1;
    }
}
