using Engine.Core.Geometry;
using Engine.Kernels;

namespace Engine.Core.Maps;

/// <summary>A map grid made to hold a model.</summary>
public static class MapBox
{
    /// <summary>
    /// The grid of cubic voxels round some positions: its first voxel lies on a multiple of the voxel size, its sizes suit Fourier transforms, and it reaches
    /// at least the margin beyond the outermost positions.
    /// </summary>
    /// <param name="positions">Positions, Å; at least one.</param>
    /// <param name="voxel">Voxel size, Å, above 0.</param>
    /// <param name="margin">Distance from the outermost positions to the box's faces, Å, 0 or more.</param>
    /// <exception cref="UsageException">The box would have more than 2³¹ voxels.</exception>
    public static MapGrid Around(IEnumerable<Vec3> positions, double voxel, double margin)
    {
        Vec3 low = new(double.MaxValue, double.MaxValue, double.MaxValue), high = -low;
        foreach (Vec3 p in positions)
        {
            low = new Vec3(Math.Min(low.X, p.X), Math.Min(low.Y, p.Y), Math.Min(low.Z, p.Z));
            high = new Vec3(Math.Max(high.X, p.X), Math.Max(high.Y, p.Y), Math.Max(high.Z, p.Z));
        }

        (double x, int nx) = Axis(low.X, high.X, voxel, margin);
        (double y, int ny) = Axis(low.Y, high.Y, voxel, margin);
        (double z, int nz) = Axis(low.Z, high.Z, voxel, margin);
        if ((double)nx * ny * nz > int.MaxValue)
            throw new UsageException(FormattableString.Invariant($"a box of {nx} x {ny} x {nz} voxels of {voxel} Å is too large: take a larger --voxel or a smaller --margin"));
        var origin = new Vec3(x, y, z);
        return new MapGrid
        {
            Nx = nx,
            Ny = ny,
            Nz = nz,
            Cell = new UnitCell(nx * voxel, ny * voxel, nz * voxel),
            Sampling = (nx, ny, nz),
            Origin = origin,
            OriginWords = origin,
        };
    }

    private static (double Origin, int Count) Axis(double low, double high, double voxel, double margin)
    {
        double first = Math.Floor((low - margin) / voxel + 1e-9), last = Math.Ceiling((high + margin) / voxel - 1e-9), needed = last - first + 1;
        if (!(needed < 100_000))
            throw new UsageException(FormattableString.Invariant($"a box of {needed:0} voxels along one axis is too large: take a larger --voxel, or check the coordinates"));
        int count = FourierSizes.NextSmooth((int)needed, even: true);
        return ((first - (count - (int)needed) / 2) * voxel, count);
    }
}
