using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.ModelMaps;

/// <summary>
/// The internal grid on which Gaussians are sampled: it fills the box of the target grid with a spacing of at most d/(2R), on FFT-friendly sizes, or is the
/// target grid itself where that is fine enough and not much larger.
/// </summary>
/// <param name="Nx">Points along x.</param>
/// <param name="Ny">Points along y.</param>
/// <param name="Nz">Points along z.</param>
/// <param name="Resolution">Resolution that the grid was made for, Å: d, or the target grid's Nyquist limit where d lies beyond it.</param>
/// <param name="Oversampling">R reached: resolution / (2 × largest spacing).</param>
public sealed record SplatGrid(int Nx, int Ny, int Nz, double Resolution, double Oversampling)
{
    private const double ReuseFactor = 1.5;

    /// <summary>Number of points.</summary>
    public long Count => (long)Nx * Ny * Nz;

    /// <summary>Chooses the grid.</summary>
    /// <param name="target">Target grid, orthogonal.</param>
    /// <param name="dMin">Resolution, Å.</param>
    /// <param name="oversampling">R, above 1.</param>
    public static SplatGrid Choose(MapGrid target, double dMin, double oversampling)
    {
        Vec3 voxel = target.VoxelSize;
        double d = Math.Max(dMin, 2 * Math.Min(voxel.X, Math.Min(voxel.Y, voxel.Z)));
        double spacing = d / (2 * oversampling) * (1 + 1e-9);
        (int nx, int ny, int nz) = (Points(target.Nx * voxel.X, spacing, even: true), Points(target.Ny * voxel.Y, spacing), Points(target.Nz * voxel.Z, spacing));
        if (voxel.X <= spacing && voxel.Y <= spacing && voxel.Z <= spacing && target.VoxelCount <= ReuseFactor * nx * ny * nz)
            (nx, ny, nz) = (target.Nx, target.Ny, target.Nz);
        double largest = Math.Max(target.Nx * voxel.X / nx, Math.Max(target.Ny * voxel.Y / ny, target.Nz * voxel.Z / nz));
        return new SplatGrid(nx, ny, nz, d, d / (2 * largest));
    }

    /// <summary>
    /// B to add to every atom so that the worst alias of a coefficient at the resolution limit is 1/Q of it:
    /// max(0, ln(Q) d²/(R (R - 1)) - B_min).
    /// </summary>
    /// <param name="q">Alias suppression.</param>
    /// <param name="bMin">Smallest B of the atoms, Å².</param>
    public double Blur(double q, double bMin) =>
        Math.Max(0, Math.Log(q) * Resolution * Resolution / (Oversampling * (Oversampling - 1)) - bMin);

    private static int Points(double edge, double spacing, bool even = false) => FourierSizes.NextSmooth((int)Math.Ceiling(edge / spacing), even);
}
