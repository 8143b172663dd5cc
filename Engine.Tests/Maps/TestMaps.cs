using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Tests.Maps;

/// <summary>Maps in memory for tests.</summary>
public static class TestMaps
{
    /// <summary>A map with values by a function of the voxel.</summary>
    public static DensityMap Create(MapGrid grid, Func<int, int, int, float> value)
    {
        NativeBuffer<float> values = new(grid.VoxelCount, "a test");
        DensityMap map = new(grid, values) { Name = "test map" };
        for (int z = 0; z < grid.Nz; z++)
        {
            for (int y = 0; y < grid.Ny; y++)
            {
                for (int x = 0; x < grid.Nx; x++)
                    map[x, y, z] = value(x, y, z);
            }
        }

        return map;
    }

    /// <summary>A grid that is its own cell.</summary>
    public static MapGrid Grid(int nx, int ny, int nz, double voxel = 1.25) => new()
    {
        Nx = nx,
        Ny = ny,
        Nz = nz,
        Cell = new UnitCell(nx * voxel, ny * voxel, nz * voxel),
        Sampling = (nx, ny, nz),
        Origin = Vec3.Zero,
    };

    /// <summary>Reproducible noise.</summary>
    public static float Noise(int x, int y, int z) => MathF.Sin(12.9898f * x + 78.233f * y + 37.719f * z);
}
