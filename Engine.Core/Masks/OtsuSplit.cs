namespace Engine.Core.Masks;

/// <summary>Two classes of values, split where the variance between their means is largest (Otsu 1979).</summary>
/// <param name="Threshold">Largest value of the lower class.</param>
/// <param name="Lower">Mean of the lower class.</param>
/// <param name="Upper">Mean of the upper class.</param>
internal sealed record OtsuSplit(double Threshold, double Lower, double Upper)
{
    private const int Bins = 1024;

    /// <summary>Splits values by a histogram of 1024 bins.</summary>
    /// <param name="values">Values, not all the same.</param>
    public static OtsuSplit Of(ReadOnlySpan<float> values)
    {
        float low = float.MaxValue, high = float.MinValue;
        foreach (float v in values)
            (low, high) = (Math.Min(low, v), Math.Max(high, v));
        double width = ((double)high - low) / Bins;
        var counts = new long[Bins];
        foreach (float v in values)
            counts[Math.Min(Bins - 1, (int)((v - low) / width))]++;
        double total = 0, all = values.Length;
        for (int b = 0; b < Bins; b++)
            total += counts[b] * (b + 0.5);
        double below = 0, sum = 0, best = -1;
        (double Split, double Lower, double Upper) chosen = default;
        for (int b = 0; b < Bins - 1; b++)
        {
            below += counts[b];
            sum += counts[b] * (b + 0.5);
            if (below == 0 || below == all)
                continue;
            double lower = sum / below, upper = (total - sum) / (all - below), between = below * (all - below) * (upper - lower) * (upper - lower);
            if (between > best)
                (best, chosen) = (between, (b + 1, lower, upper));
        }

        return new(low + chosen.Split * width, low + chosen.Lower * width, low + chosen.Upper * width);
    }
}
