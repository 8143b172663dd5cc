using Engine.Core.Geometry;
using Engine.Kernels;

namespace Engine.Core.Maps;

/// <summary>Minimum, maximum, mean and standard deviation over all voxels, in double precision.</summary>
/// <param name="Minimum">Smallest value.</param>
/// <param name="Maximum">Largest value.</param>
/// <param name="Mean">Mean.</param>
/// <param name="StandardDeviation">Root mean square deviation from the mean.</param>
public readonly record struct MapStatistics(double Minimum, double Maximum, double Mean, double StandardDeviation);

/// <summary>
/// A density map in host memory, axes always x, y, z. Voxel (0,0,0) lies at <see cref="MapGrid.Origin"/>; voxel size = cell / sampling.
/// Values are stored x fastest: index = (z Ny + y) Nx + x.
/// </summary>
public sealed class DensityMap : IDisposable
{
    /// <summary>Describes a map; takes ownership of the values.</summary>
    public DensityMap(MapGrid grid, NativeBuffer<float> values)
    {
        if (values.Length != grid.VoxelCount)
            throw new ArgumentException($"{values.Length} values for {grid.VoxelCount} voxels", nameof(values));
        (Grid, Values) = (grid, values);
    }

    /// <summary>Size and place of the grid.</summary>
    public MapGrid Grid { get; }

    /// <summary>Voxel values, x fastest.</summary>
    public NativeBuffer<float> Values { get; }

    /// <summary>Path of the file it was read from, or a name.</summary>
    public string Name { get; init; } = "";

    /// <summary>What was odd about the file, one line each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Text labels of the file, at most ten.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Value of one voxel.</summary>
    public float this[int x, int y, int z]
    {
        get => Values[((long)z * Grid.Ny + y) * Grid.Nx + x];
        set => Values[((long)z * Grid.Ny + y) * Grid.Nx + x] = value;
    }

    /// <summary>Frees the values.</summary>
    public void Dispose() => Values.Dispose();
}

/// <summary>Size and place of a map's grid; axes are x, y, z whatever the order in the file.</summary>
public sealed record MapGrid
{
    /// <summary>Voxels along x.</summary>
    public required int Nx { get; init; }

    /// <summary>Voxels along y.</summary>
    public required int Ny { get; init; }

    /// <summary>Voxels along z.</summary>
    public required int Nz { get; init; }

    /// <summary>The cell that <see cref="Sampling"/> divides.</summary>
    public required UnitCell Cell { get; init; }

    /// <summary>MX, MY, MZ: intervals along the cell edges.</summary>
    public required (int X, int Y, int Z) Sampling { get; init; }

    /// <summary>NSTART words by axis x, y, z.</summary>
    public (int X, int Y, int Z) Start { get; init; }

    /// <summary>ORIGIN words (MRC2014 words 50 to 52), Å.</summary>
    public Vec3 OriginWords { get; init; }

    /// <summary>Position of voxel (0,0,0), Å: from NSTART where it is not zero, else from ORIGIN.</summary>
    public required Vec3 Origin { get; init; }

    /// <summary>Number of voxels.</summary>
    public long VoxelCount => (long)Nx * Ny * Nz;

    /// <summary>Voxel size along the cell edges, Å.</summary>
    public Vec3 VoxelSize => new(Cell.A / Sampling.X, Cell.B / Sampling.Y, Cell.C / Sampling.Z);

    /// <summary>The box of this grid as a cell of its own (edges N × voxel, angles of the cell).</summary>
    public UnitCell Box => new(Nx * VoxelSize.X, Ny * VoxelSize.Y, Nz * VoxelSize.Z, Cell.Alpha, Cell.Beta, Cell.Gamma);

    /// <summary>The grid of a box of voxels of this one, orthogonal, as a cell of its own; it may reach beyond.</summary>
    /// <param name="first">Its first voxel, in voxels of this grid.</param>
    /// <param name="size">Its size, voxels.</param>
    public MapGrid Part((int X, int Y, int Z) first, (int X, int Y, int Z) size)
    {
        Vec3 v = VoxelSize, origin = Origin + new Vec3(first.X * v.X, first.Y * v.Y, first.Z * v.Z);
        return new()
        {
            Nx = size.X,
            Ny = size.Y,
            Nz = size.Z,
            Cell = new UnitCell(size.X * v.X, size.Y * v.Y, size.Z * v.Z),
            Sampling = size,
            Origin = origin,
            OriginWords = origin,
        };
    }

    /// <summary>The frame that kernels use.</summary>
    /// <param name="periodic">Treat the box as repeating.</param>
    public GridFrame Frame(bool periodic)
    {
        double[] f = Box.Fractionalization;
        return new(
            Nx, Ny, Nz, Origin.X, Origin.Y, Origin.Z,
            [f[0] * Nx, f[1] * Nx, f[2] * Nx, f[3] * Ny, f[4] * Ny, f[5] * Ny, f[6] * Nz, f[7] * Nz, f[8] * Nz], periodic);
    }
}
