namespace Engine.Kernels;

/// <summary>Transform lengths that are fast.</summary>
public static class FourierSizes
{
    /// <summary>The smallest length of at least n whose prime factors are 2, 3, 5 (and 7).</summary>
    /// <param name="n">1 or more.</param>
    /// <param name="even">Require an even length.</param>
    /// <param name="seven">Allow the factor 7.</param>
    public static int NextSmooth(int n, bool even = false, bool seven = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        while ((even && n % 2 != 0) || !IsSmooth(n, seven))
            n = checked(n + 1);
        return n;
    }

    /// <summary>True when the prime factors of n are 2, 3, 5 (and 7).</summary>
    /// <param name="n">1 or more.</param>
    /// <param name="seven">Allow the factor 7.</param>
    public static bool IsSmooth(int n, bool seven = true)
    {
        ReadOnlySpan<int> primes = seven ? [2, 3, 5, 7] : [2, 3, 5];
        foreach (int p in primes)
        {
            while (n % p == 0)
                n /= p;
        }

        return n == 1;
    }
}
