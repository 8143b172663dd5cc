using Engine.Core.Maps;
using Engine.Core.Scoring;
using Engine.Kernels;

namespace Engine.Core.Sharpening;

/// <summary>What a trial map looks like.</summary>
/// <param name="Surface">SA: voxels in the one-voxel shells of the largest regions over voxels in these regions; null when fewer than one region stands out.</param>
/// <param name="Regions">R: number of regions over the number of voxels that the contour holds.</param>
/// <param name="Kurtosis">⟨(ρ - ⟨ρ⟩)⁴⟩/⟨(ρ - ⟨ρ⟩)²⟩² over all voxels.</param>
public sealed record MapShape(double? Surface, double Regions, double Kurtosis)
{
    /// <summary>The published weight of the number of regions: the constant of phenix.auto_sharpen's code.</summary>
    public const double DefaultRegionWeight = 30;

    /// <summary>The part of the molecule's volume that the contour holds.</summary>
    public const double Contoured = 0.20;

    private const double TopPart = 0.30;
    private const int MostRegions = 30;

    /// <summary>
    /// Adjusted surface area (Terwilliger and co-workers 2018, Acta Cryst. D74, 545): SA - w R. Detail makes surface; noise breaks the contour into many pieces.
    /// </summary>
    /// <param name="regionWeight">w.</param>
    public double? AdjustedSurface(double regionWeight) => Surface - regionWeight * Regions;

    /// <summary>Measures a map.</summary>
    /// <param name="values">Map, x fastest.</param>
    /// <param name="size">Voxels along x, y, z.</param>
    /// <param name="moleculeVoxels">Voxels that are molecule.</param>
    public static MapShape Of(NativeBuffer<float> values, (int X, int Y, int Z) size, double moleculeVoxels)
    {
        double target = Contoured * moleculeVoxels;
        long wanted = Math.Clamp((long)Math.Round(target), 1, values.Length);
        ConnectedRegions regions = ConnectedRegions.Above(values, size, HighestVoxels.Threshold(values, wanted));
        long volume = 0, surface = 0;
        for (int i = 0; i < Math.Min(MostRegions, regions.Volumes.Length) && volume < TopPart * target; i++)
        {
            volume += regions.Volumes[i];
            surface += regions.Surface(i);
        }

        return new(volume > 0 ? (double)surface / volume : null, regions.Volumes.Length / Math.Max(1, target), KurtosisOf(values));
    }

    private static double KurtosisOf(NativeBuffer<float> values)
    {
        double mean = MapStatisticsCalculator.Summarize(values).Statistics.Mean;
        var sums = new (double Second, double Fourth)[FixedChunks.Count(values.Length)];
        FixedChunks.ForEach(values.Length, (chunk, start, length) =>
        {
            double second = 0, fourth = 0;
            foreach (float v in values.Slice(start, length))
            {
                double square = (v - mean) * (v - mean);
                second += square;
                fourth += square * square;
            }

            sums[chunk] = (second, fourth);
        });
        double m2 = sums.Sum(s => s.Second) / values.Length, m4 = sums.Sum(s => s.Fourth) / values.Length;
        return m2 > 0 ? m4 / (m2 * m2) : 0;
    }
}
