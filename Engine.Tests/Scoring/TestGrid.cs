using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Tests.Scoring;

/// <summary>Small grids and maps for tests.</summary>
internal static class TestGrid
{
    public static MapGrid Make(int nx, int ny, int nz, Vec3 voxel, Vec3 origin = default) => new()
    {
        Nx = nx,
        Ny = ny,
        Nz = nz,
        Cell = new UnitCell(nx * voxel.X, ny * voxel.Y, nz * voxel.Z),
        Sampling = (nx, ny, nz),
        Origin = origin,
        OriginWords = origin,
    };

    public static DensityMap RandomMap(MapGrid grid, int seed)
    {
        var random = new Random(seed);
        var values = new NativeBuffer<float>(grid.VoxelCount, "test map");
        for (long i = 0; i < values.Length; i++)
            values[i] = (float)(random.NextDouble() * 2 - 1);
        return new DensityMap(grid, values) { Name = "random" };
    }

    public static NativeBuffer<float> Buffer(params float[] values)
    {
        var buffer = new NativeBuffer<float>(values.Length, "test values");
        values.CopyTo(buffer.Slice(0, values.Length));
        return buffer;
    }

    public static Vec3[] RandomPositions(MapGrid grid, int count, int seed, double beyond = 0.3)
    {
        var random = new Random(seed);
        double Coordinate(double origin, double edge) => origin + edge * (random.NextDouble() * (1 + 2 * beyond) - beyond);
        return [.. Enumerable.Range(0, count).Select(_ => new Vec3(
            Coordinate(grid.Origin.X, grid.Box.A), Coordinate(grid.Origin.Y, grid.Box.B), Coordinate(grid.Origin.Z, grid.Box.C)))];
    }

    /// <summary>Squared distance of a voxel to the nearest periodic image of a point.</summary>
    public static double DistanceSquared(MapGrid grid, int x, int y, int z, Vec3 point)
    {
        Vec3 v = grid.VoxelSize, r = point - grid.Origin;
        return Square(x * v.X - r.X, grid.Box.A) + Square(y * v.Y - r.Y, grid.Box.B) + Square(z * v.Z - r.Z, grid.Box.C);

        static double Square(double d, double edge)
        {
            d -= edge * Math.Round(d / edge);
            return d * d;
        }
    }

    public static IEnumerable<(int X, int Y, int Z)> Voxels(MapGrid grid)
    {
        for (int z = 0; z < grid.Nz; z++)
        {
            for (int y = 0; y < grid.Ny; y++)
            {
                for (int x = 0; x < grid.Nx; x++)
                    yield return (x, y, z);
            }
        }
    }
}
