using Engine.Core.Maps;

namespace Engine.Core.Plots;

/// <summary>A picture of a slab of a map, looked at along z: mean density through the slab, dark where it is high.</summary>
public static class MapSection
{
    /// <summary>Draws the slab.</summary>
    /// <param name="map">Map.</param>
    /// <param name="first">First section, from 0.</param>
    /// <param name="count">Number of sections.</param>
    /// <param name="low">Mean density that is white, standard deviations of the map from its mean.</param>
    /// <param name="high">Mean density that is black.</param>
    /// <returns>A PNG file, one pixel per voxel, y upwards.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The slab leaves the map.</exception>
    public static byte[] Png(DensityMap map, int first, int count, double low, double high)
    {
        MapGrid g = map.Grid;
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first + count, g.Nz, nameof(count));
        MapStatistics statistics = MapStatisticsCalculator.Summarize(map).Statistics;
        var pixels = new byte[g.Nx * g.Ny];
        for (int y = 0; y < g.Ny; y++)
        {
            for (int x = 0; x < g.Nx; x++)
            {
                double sum = 0;
                for (int z = first; z < first + count; z++)
                    sum += map[x, y, z];
                double value = (sum / count - statistics.Mean) / statistics.StandardDeviation;
                pixels[(g.Ny - 1 - y) * g.Nx + x] = (byte)Math.Round(255 * (1 - Math.Clamp((value - low) / (high - low), 0, 1)));
            }
        }

        return GreyPng.Encode(pixels, g.Nx, g.Ny);
    }
}
