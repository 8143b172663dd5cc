using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.Scoring;

/// <summary>A rectangular part of a periodic grid. Along an axis it is either the whole period (start 0, size N) or shorter than it.</summary>
/// <param name="StartX">First voxel along x, 0 to Nx - 1.</param>
/// <param name="StartY">First voxel along y, 0 to Ny - 1.</param>
/// <param name="StartZ">First voxel along z, 0 to Nz - 1.</param>
/// <param name="SizeX">Voxels along x, 1 to Nx; the window may run over the end of the axis and goes on at its start.</param>
/// <param name="SizeY">Voxels along y.</param>
/// <param name="SizeZ">Voxels along z.</param>
public readonly record struct VoxelWindow(int StartX, int StartY, int StartZ, int SizeX, int SizeY, int SizeZ)
{
    /// <summary>The whole grid.</summary>
    /// <param name="grid">A grid.</param>
    public static VoxelWindow Whole(MapGrid grid) => new(0, 0, 0, grid.Nx, grid.Ny, grid.Nz);

    /// <summary>The smallest window that holds a box of voxels given by unwrapped indices, both ends included.</summary>
    /// <param name="grid">A grid.</param>
    /// <param name="low">Lowest index along x, y, z; may be negative.</param>
    /// <param name="high">Highest index along x, y, z.</param>
    public static VoxelWindow Around(MapGrid grid, (int X, int Y, int Z) low, (int X, int Y, int Z) high)
    {
        (int startX, int sizeX) = Axis(low.X, high.X, grid.Nx);
        (int startY, int sizeY) = Axis(low.Y, high.Y, grid.Ny);
        (int startZ, int sizeZ) = Axis(low.Z, high.Z, grid.Nz);
        return new VoxelWindow(startX, startY, startZ, sizeX, sizeY, sizeZ);
    }

    private static (int Start, int Size) Axis(int low, int high, int n) =>
        (long)high - low + 1 >= n ? (0, n) : (PeriodicIndex.Wrap(low, n), high - low + 1);
}
