namespace Engine.Kernels;

/// <summary>
/// Where a grid of voxels lies in space. Voxel (0,0,0) is at <c>Origin</c>; the grid index of a position x (Å) is
/// u = ToGrid (x - Origin), with ToGrid a row-major 3×3 matrix in voxels per Å (diagonal for an orthogonal cell).
/// Values are stored x fastest: index = (z Ny + y) Nx + x.
/// </summary>
/// <param name="Nx">Voxels along x.</param>
/// <param name="Ny">Voxels along y.</param>
/// <param name="Nz">Voxels along z.</param>
/// <param name="OriginX">Position of voxel (0,0,0), Å.</param>
/// <param name="OriginY">Position of voxel (0,0,0), Å.</param>
/// <param name="OriginZ">Position of voxel (0,0,0), Å.</param>
/// <param name="ToGrid">Nine numbers, row major, voxels per Å.</param>
/// <param name="Periodic">True when the grid repeats in all directions.</param>
public readonly record struct GridFrame(
    int Nx, int Ny, int Nz, double OriginX, double OriginY, double OriginZ, double[] ToGrid, bool Periodic)
{
    /// <summary>Number of voxels.</summary>
    public long VoxelCount => (long)Nx * Ny * Nz;

    /// <summary>True when the axes are along x, y and z.</summary>
    public bool IsOrthogonal => ToGrid[1] == 0 && ToGrid[2] == 0 && ToGrid[3] == 0 && ToGrid[5] == 0 && ToGrid[6] == 0 && ToGrid[7] == 0;

    /// <summary>An orthogonal frame.</summary>
    /// <param name="nx">Voxels along x.</param>
    /// <param name="ny">Voxels along y.</param>
    /// <param name="nz">Voxels along z.</param>
    /// <param name="originX">Position of voxel (0,0,0), Å.</param>
    /// <param name="originY">Position of voxel (0,0,0), Å.</param>
    /// <param name="originZ">Position of voxel (0,0,0), Å.</param>
    /// <param name="voxelX">Voxel size, Å.</param>
    /// <param name="voxelY">Voxel size, Å.</param>
    /// <param name="voxelZ">Voxel size, Å.</param>
    /// <param name="periodic">True when the grid repeats.</param>
    public static GridFrame Orthogonal(
        int nx, int ny, int nz, double originX, double originY, double originZ, double voxelX, double voxelY, double voxelZ, bool periodic) =>
        new(nx, ny, nz, originX, originY, originZ, [1 / voxelX, 0, 0, 0, 1 / voxelY, 0, 0, 0, 1 / voxelZ], periodic);
}
