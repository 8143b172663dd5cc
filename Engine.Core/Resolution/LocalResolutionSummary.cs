using Engine.Core.Maps;

namespace Engine.Core.Resolution;

/// <summary>A bar of a histogram.</summary>
/// <param name="From">Lower end, Å.</param>
/// <param name="To">Upper end, Å.</param>
/// <param name="Count">Voxels in it; the upper end belongs to the next bar.</param>
public sealed record ResolutionBin(double From, double To, long Count);

/// <summary>How the resolutions of a map's voxels are distributed.</summary>
/// <param name="Voxels">Voxels with a resolution.</param>
/// <param name="Median">Å.</param>
/// <param name="Percentile5">5 % of the voxels are finer, Å.</param>
/// <param name="Percentile95">5 % of the voxels are coarser, Å.</param>
/// <param name="Mean">Å.</param>
/// <param name="Finest">Å.</param>
/// <param name="Coarsest">Å.</param>
/// <param name="Histogram">Bars of equal width.</param>
public sealed record LocalResolutionSummary(
    long Voxels, double Median, double Percentile5, double Percentile95, double Mean, double Finest, double Coarsest, IReadOnlyList<ResolutionBin> Histogram)
{
    private const int MostBins = 60;

    private static readonly double[] Widths = [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10];

    /// <summary>Summarises a local-resolution map; voxels of value 0 have no resolution.</summary>
    /// <param name="map">Resolutions, Å, 0 outside the mask.</param>
    public static LocalResolutionSummary Of(DensityMap map)
    {
        var values = new List<float>();
        for (long i = 0; i < map.Values.Length; i++)
        {
            if (map.Values[i] > 0)
                values.Add(map.Values[i]);
        }

        return Of([.. values]);
    }

    /// <summary>Summarises resolutions.</summary>
    /// <param name="values">Å; sorted by the call. At least one.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static LocalResolutionSummary Of(float[] values)
    {
        if (values.Length == 0)
            throw new ArgumentException("no resolutions to summarise", nameof(values));
        Array.Sort(values);
        return new(
            values.Length, Percentile(values, 0.5), Percentile(values, 0.05), Percentile(values, 0.95), values.Sum(v => (double)v) / values.Length, values[0], values[^1], Bins(values));
    }

    /// <summary>A percentile of sorted values, linear between neighbours.</summary>
    /// <param name="sorted">Values in rising order, at least one.</param>
    /// <param name="part">0 to 1.</param>
    public static double Percentile(ReadOnlySpan<float> sorted, double part)
    {
        double at = part * (sorted.Length - 1);
        int i = Math.Min((int)at, Math.Max(0, sorted.Length - 2));
        return sorted.Length == 1 ? sorted[0] : sorted[i] + (at - i) * (sorted[i + 1] - sorted[i]);
    }

    private static ResolutionBin[] Bins(float[] sorted)
    {
        double range = sorted[^1] - sorted[0], width = Array.Find(Widths, w => range / w < MostBins - 1);
        width = width > 0 ? width : Math.Ceiling(range / (MostBins - 1));
        long first = (long)Math.Floor(sorted[0] / width + 1e-9);
        var counts = new long[(long)Math.Floor(sorted[^1] / width + 1e-9) - first + 1];
        foreach (float v in sorted)
            counts[(long)Math.Floor(v / width + 1e-9) - first]++;
        return [.. counts.Select((c, i) => new ResolutionBin((first + i) * width, (first + i + 1) * width, c))];
    }
}
