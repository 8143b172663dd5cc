namespace Engine.Kernels.Fft;

/// <summary>Roots of unity.</summary>
internal static class Roots
{
    /// <summary>Sine and cosine of 2π × <paramref name="numerator"/> / <paramref name="denominator"/>, exact for whole eighths of a turn.</summary>
    /// <param name="numerator">Any whole number.</param>
    /// <param name="denominator">1 or more.</param>
    public static (double Sin, double Cos) Turn(long numerator, long denominator)
    {
        long turn = numerator % denominator;
        if (turn < 0)
            turn += denominator;

        // Octants: angle = octant × 45° + rest, rest in [0°, 45°).
        (long octant, long rest) = Math.DivRem(8 * turn, denominator);
        bool mirrored = octant % 2 == 1;
        double angle = Math.PI / 4 * (mirrored ? denominator - rest : rest) / denominator;
        (double s, double c) = Math.SinCos(angle);
        return octant switch
        {
            0 => (s, c),
            1 => (c, s),
            2 => (c, -s),
            3 => (s, -c),
            4 => (-s, -c),
            5 => (-c, -s),
            6 => (-c, s),
            _ => (-s, c),
        };
    }
}
