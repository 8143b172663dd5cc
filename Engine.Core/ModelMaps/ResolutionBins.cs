namespace Engine.Core.ModelMaps;

/// <summary>
/// Resolutions d_1 &lt; … &lt; d_K in equal geometric steps. A map at a resolution between two of them is replaced by the blend of both maps that is linear in 1/d.
/// </summary>
public sealed class ResolutionBins
{
    /// <summary>Largest ratio of neighbours, where <see cref="MaxCount"/> allows it.</summary>
    public const double LargestStep = 1.06;

    /// <summary>Largest number of bins.</summary>
    public const int MaxCount = 24;

    private readonly double[] values;

    /// <summary>Chooses the bins for a range of resolutions; one when both are equal.</summary>
    /// <param name="finest">Finest resolution, Å, above 0.</param>
    /// <param name="coarsest">Coarsest resolution, Å, not below the finest.</param>
    public ResolutionBins(double finest, double coarsest)
    {
        if (!(finest > 0 && finest <= coarsest) || !double.IsFinite(coarsest))
            throw new ArgumentException($"resolutions from {finest} to {coarsest} Å");
        double range = Math.Log(coarsest / finest);
        int steps = Math.Min(MaxCount - 1, (int)Math.Ceiling(range / Math.Log(LargestStep) - 1e-9));
        values = [.. Enumerable.Range(0, steps + 1).Select(k => k == steps ? coarsest : finest * Math.Exp(range * k / steps))];
        values[0] = finest;
    }

    /// <summary>The resolutions, Å, ascending.</summary>
    public IReadOnlyList<double> Values => values;

    /// <summary>Number of bins.</summary>
    public int Count => values.Length;

    /// <summary>Ratio of neighbours; 1 for one bin.</summary>
    public double Step => Count == 1 ? 1 : values[1] / values[0];

    /// <summary>
    /// The lower one of the two bins around a resolution, the weight q of the upper one, and dq/dd (Å⁻¹). The lower one has weight 1 - q. Resolutions outside the
    /// range belong to the bin at its end, with dq/dd = 0.
    /// </summary>
    /// <param name="d">Resolution, Å.</param>
    public (int Bin, double Weight, double Slope) Locate(double d)
    {
        if (Count == 1 || d < values[0])
            return (0, 0, 0);
        if (d > values[^1])
            return (Count - 2, 1, 0);
        int bin = Array.BinarySearch(values, d);
        bin = Math.Min(bin < 0 ? ~bin - 1 : bin, Count - 2);
        double width = 1 / values[bin] - 1 / values[bin + 1];
        return (bin, (1 / values[bin] - 1 / d) / width, 1 / (d * d * width));
    }
}
