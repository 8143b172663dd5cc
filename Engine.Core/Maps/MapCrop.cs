using Engine.Core.Geometry;
using Engine.Kernels;

namespace Engine.Core.Maps;

/// <summary>The part of a map that surrounds a model.</summary>
public static class MapCrop
{
    /// <summary>Copies the voxels within a margin of the positions' bounding box; the voxels stay where they are in space. The box ends at the map's faces.</summary>
    /// <param name="map">Map on an orthogonal grid.</param>
    /// <param name="positions">Positions, Å; at least one.</param>
    /// <param name="margin">Å, 0 or more.</param>
    public static DensityMap Around(DensityMap map, IEnumerable<Vec3> positions, double margin)
    {
        MapGrid g = map.Grid;
        Vec3 low = new(double.MaxValue, double.MaxValue, double.MaxValue), high = -low;
        foreach (Vec3 p in positions)
        {
            low = new Vec3(Math.Min(low.X, p.X), Math.Min(low.Y, p.Y), Math.Min(low.Z, p.Z));
            high = new Vec3(Math.Max(high.X, p.X), Math.Max(high.Y, p.Y), Math.Max(high.Z, p.Z));
        }

        (int x, int nx) = Axis(low.X - g.Origin.X, high.X - g.Origin.X, margin, g.VoxelSize.X, g.Nx);
        (int y, int ny) = Axis(low.Y - g.Origin.Y, high.Y - g.Origin.Y, margin, g.VoxelSize.Y, g.Ny);
        (int z, int nz) = Axis(low.Z - g.Origin.Z, high.Z - g.Origin.Z, margin, g.VoxelSize.Z, g.Nz);
        MapGrid grid = g.Part((x, y, z), (nx, ny, nz));
        var values = new NativeBuffer<float>(grid.VoxelCount, "cropped map");
        for (int k = 0; k < nz; k++)
        {
            for (int j = 0; j < ny; j++)
                map.Values.Slice(((long)(z + k) * g.Ny + y + j) * g.Nx + x, nx).CopyTo(values.Slice(((long)k * ny + j) * nx, nx));
        }

        return new DensityMap(grid, values) { Name = map.Name };
    }

    private static (int First, int Count) Axis(double low, double high, double margin, double voxel, int size)
    {
        int first = Math.Clamp((int)Math.Floor((low - margin) / voxel), 0, size - 1);
        int last = Math.Clamp((int)Math.Ceiling((high + margin) / voxel), first, size - 1);
        return (first, last - first + 1);
    }
}
