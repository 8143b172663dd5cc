namespace Engine.Core.Masks;

/// <summary>The upper tail of the normal distribution.</summary>
internal static class NormalTail
{
    private const double SeriesEnd = 3;

    /// <summary>1 - Φ(z), to about 1e-13 of its value.</summary>
    /// <param name="z">Standard deviations above the mean, 0 or more.</param>
    public static double Above(double z)
    {
        double density = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
        if (z < SeriesEnd)
        {
            // Φ(z) - 1/2 = φ(z) (z + z³/3 + z⁵/(3·5) + ...).
            double term = z, sum = z;
            for (int k = 3; term > 1e-17 * sum; k += 2)
                sum += term *= z * z / k;
            return 0.5 - density * sum;
        }

        // φ(z)/(z + 1/(z + 2/(z + 3/(z + ...)))), from the inside out.
        double fraction = z;
        for (int k = 120; k > 0; k--)
            fraction = z + k / fraction;
        return density / fraction;
    }

    /// <summary>The z above which the tail is smaller than a probability.</summary>
    /// <param name="probability">Above 0, below 0.5.</param>
    public static double Quantile(double probability)
    {
        double low = 0, high = 40;
        for (int i = 0; i < 60; i++)
        {
            double middle = 0.5 * (low + high);
            (low, high) = Above(middle) > probability ? (middle, high) : (low, middle);
        }

        return low;
    }
}
