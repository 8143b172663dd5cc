using Engine.Core.Maps;

namespace Engine.Core.Resolution;

/// <summary>What is wrong with half maps that measure resolution.</summary>
public static class HalfMapChecks
{
    private const double ManyEqual = 0.05;

    /// <summary>Looks for half maps that were masked: a part of them has exactly one value.</summary>
    /// <param name="half1">One half map.</param>
    /// <param name="half2">The other.</param>
    /// <returns>Warnings, one line each.</returns>
    public static IEnumerable<string> Warnings(DensityMap half1, DensityMap half2)
    {
        foreach (DensityMap map in new[] { half1, half2 })
        {
            double part = ConstantPart(map);
            if (part > ManyEqual)
                yield return FormattableString.Invariant($"{map.Name}: {part:P0} of the voxels have exactly the same value: the map was masked. What correlates at the mask's edge looks like signal, and a threshold cannot be calibrated on zeros: give the half maps as they left the reconstruction");
        }
    }

    /// <summary>The part of a map's voxels that have exactly the value of its first voxel or of its middle row's first one, whichever is more.</summary>
    /// <param name="map">The map.</param>
    public static double ConstantPart(DensityMap map)
    {
        MapGrid g = map.Grid;
        float corner = map[0, 0, 0], side = map[0, g.Ny / 2, g.Nz / 2];
        long atCorner = 0, atSide = 0;
        for (long i = 0; i < map.Values.Length; i++)
        {
            float v = map.Values[i];
            atCorner += v == corner ? 1 : 0;
            atSide += v == side ? 1 : 0;
        }

        return (double)Math.Max(atCorner, atSide) / map.Values.Length;
    }
}
