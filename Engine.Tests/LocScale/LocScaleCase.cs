using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Kernels;
using Engine.Tests.Scoring;

namespace Engine.Tests.LocScale;

/// <summary>Maps for tests, and the rule restated with whole transforms in double precision.</summary>
internal static class LocScaleCase
{
    /// <summary>A map of noise, smoother than white, on a constant.</summary>
    public static DensityMap Noise(MapGrid grid, int seed, double constant = 0)
    {
        using DensityMap white = TestGrid.RandomMap(grid, seed);
        var values = new NativeBuffer<float>(grid.VoxelCount, "test map");
        for (int z = 0; z < grid.Nz; z++)
        {
            for (int y = 0; y < grid.Ny; y++)
            {
                for (int x = 0; x < grid.Nx; x++)
                {
                    double sum = 0;
                    for (int k = 0; k < 8; k++)
                        sum += white[(x + (k & 1)) % grid.Nx, (y + (k >> 1 & 1)) % grid.Ny, (z + (k >> 2)) % grid.Nz];
                    values[(z * grid.Ny + y) * grid.Nx + x] = (float)(sum + constant);
                }
            }
        }

        return new DensityMap(grid, values) { Name = $"noise {seed}" };
    }

    /// <summary>A grid of cubic voxels.</summary>
    public static MapGrid Grid(int nx, int ny, int nz, double voxel = 1) => TestGrid.Make(nx, ny, nz, new Vec3(voxel, voxel, voxel));

    /// <summary>1 within a distance, in voxels, of the centre of a grid.</summary>
    public static float[] Ball(MapGrid grid, double radius)
    {
        var mask = new float[grid.VoxelCount];
        for (int i = 0; i < mask.Length; i++)
        {
            double x = i % grid.Nx - grid.Nx / 2, y = i / grid.Nx % grid.Ny - grid.Ny / 2, z = i / grid.Nx / grid.Ny - grid.Nz / 2;
            mask[i] = x * x + y * y + z * z <= radius * radius ? 1 : 0;
        }

        return mask;
    }

    /// <summary>The values of a map.</summary>
    public static float[] Values(DensityMap map) => map.Values.Slice(0, (int)map.Values.Length).ToArray();

    /// <summary>The rule for one voxel whose window lies inside the map.</summary>
    public static double Expected(DensityMap map, DensityMap reference, int voxel, int side, bool octant)
    {
        MapGrid g = map.Grid;
        var window = new ReferenceWindow(Values(map), g.Nx, g.Ny, voxel, side);
        double[] own = window.Profile(octant), other = new ReferenceWindow(Values(reference), g.Nx, g.Ny, voxel, side).Profile(octant);
        return window.Central([.. own.Select((a, r) => double.IsFinite(other[r] / a) ? other[r] / a : 0)]);
    }

    /// <summary>A map with a border of its mean outside a mask on every side.</summary>
    public static DensityMap Pad(DensityMap map, float[] mask, int border)
    {
        MapGrid g = map.Grid, larger = Grid(g.Nx + 2 * border, g.Ny + 2 * border, g.Nz + 2 * border, g.VoxelSize.X);
        float[] outside = [.. Values(map).Where((_, i) => mask[i] <= 0.5f)];
        var values = new NativeBuffer<float>(larger.VoxelCount, "test map");
        values.Slice(0, (int)values.Length).Fill((float)outside.Average(v => (double)v));
        var padded = new DensityMap(larger, values);
        for (int i = 0; i < g.VoxelCount; i++)
            padded[i % g.Nx + border, i / g.Nx % g.Ny + border, i / g.Nx / g.Ny + border] = map.Values[i];
        return padded;
    }
}
