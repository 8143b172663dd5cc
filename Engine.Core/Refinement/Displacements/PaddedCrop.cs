using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.Refinement.Displacements;

/// <summary>The part of a map round atoms, in a box whose sides suit Fourier transforms; beyond the faces of the map it is filled with 0 and marked so.</summary>
internal static class PaddedCrop
{
    /// <summary>An axis that is longer than needed by less than this factor is kept whole.</summary>
    private const double NearlyWhole = 1.25;

    /// <summary>Cuts the box; its voxels stay where they are in space.</summary>
    /// <param name="map">Map on an orthogonal grid.</param>
    /// <param name="positions">3N coordinates, Å; at least one atom.</param>
    /// <param name="margin">Least distance between atoms and faces, Å; less where a map is whole along an axis.</param>
    /// <param name="smallest">Least side of the box where the map has as much, Å.</param>
    /// <returns>Grid, voxels, and whether each voxel is one of the map.</returns>
    /// <exception cref="InputException">The map is not orthogonal.</exception>
    public static (MapGrid Grid, float[] Values, bool[] Inside) Around(DensityMap map, ReadOnlySpan<double> positions, double margin, double smallest)
    {
        MapGrid g = map.Grid;
        if (!g.Cell.IsOrthogonal)
            throw new InputException($"{map.Name}: map cell angles are not 90°: B factors need an orthogonal map; resample the map first");
        Vec3 v = g.VoxelSize;
        (int x0, int nx) = Axis(positions, 0, g.Origin.X, v.X, g.Nx, margin, smallest);
        (int y0, int ny) = Axis(positions, 1, g.Origin.Y, v.Y, g.Ny, margin, smallest);
        (int z0, int nz) = Axis(positions, 2, g.Origin.Z, v.Z, g.Nz, margin, smallest);
        MapGrid grid = g.Part((x0, y0, z0), (nx, ny, nz));
        var values = new float[grid.VoxelCount];
        var inside = new bool[grid.VoxelCount];
        int first = Math.Max(0, x0), count = Math.Min(g.Nx, x0 + nx) - first;
        for (int z = Math.Max(0, z0); z < Math.Min(g.Nz, z0 + nz); z++)
        {
            for (int y = Math.Max(0, y0); y < Math.Min(g.Ny, y0 + ny); y++)
            {
                int to = ((z - z0) * ny + y - y0) * nx + first - x0;
                map.Values.Slice(((long)z * g.Ny + y) * g.Nx + first, count).CopyTo(values.AsSpan(to, count));
                inside.AsSpan(to, count).Fill(true);
            }
        }

        return (grid, values, inside);
    }

    /// <summary>First voxel (may be negative) and a smooth number of voxels; atoms outside the map do not count.</summary>
    private static (int First, int Count) Axis(ReadOnlySpan<double> positions, int axis, double origin, double voxel, int size, double margin, double smallest)
    {
        double low = size - 1, high = 0;
        for (int i = axis; i < positions.Length; i += 3)
        {
            double p = Math.Clamp((positions[i] - origin) / voxel, 0, size - 1);
            (low, high) = (Math.Min(low, p), Math.Max(high, p));
        }

        int pad = (int)Math.Ceiling(margin / voxel), first = (int)Math.Floor(low) - pad, wanted = (int)Math.Ceiling(high) + pad - first + 1;
        int least = Math.Max(wanted, Math.Min(size, (int)Math.Ceiling(smallest / voxel)));
        if (first >= 0 && first + wanted <= size && size <= NearlyWhole * least)
            return (0, size);
        int count = FourierSizes.NextSmooth(least, axis == 0);
        int start = Math.Clamp(first - (count - wanted) / 2, 0, Math.Max(0, size - count));
        return (Math.Clamp(start, first + wanted - count, first), count);
    }
}
