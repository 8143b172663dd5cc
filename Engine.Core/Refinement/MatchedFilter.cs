using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.Refinement;

/// <summary>
/// The target map on a device: convolved with the image of an atom, mean 0 and standard deviation 1 over its box. The gradient of a least-squares fit of one atom is the
/// gradient of the map's overlap with the atom's image; without the convolution an atom climbs to the sharpest nearby peak, noise included. The image is
/// a Gaussian of B = 4 d², found on maps with known truth (docs/refinement.md): wider blurs neighbours into each other.
/// </summary>
public static class MatchedFilter
{
    private const int Piece = 1 << 22;
    private const double BlurPerResolutionSquared = 4;

    /// <summary>B of the atom image at a resolution, Å².</summary>
    /// <param name="resolution">d, Å.</param>
    public static double BlurFor(double resolution) => BlurPerResolutionSquared * resolution * resolution;

    /// <summary>Filters and scales a copy of a map and leaves it on the device.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="map">Density on an orthogonal grid; not changed.</param>
    /// <param name="blur">B of the filter, Å²; 0 = none.</param>
    /// <exception cref="NumericalException">The map is constant.</exception>
    public static DeviceBuffer<float> Upload(Accelerator accelerator, DensityMap map, double blur)
    {
        DeviceBuffer<float> voxels = accelerator.Upload(map.Values, "target map");
        MapStatistics statistics;
        if (blur > 0)
        {
            Blur(accelerator, map.Grid, voxels, blur);
            using var filtered = new DensityMap(map.Grid, new NativeBuffer<float>(map.Grid.VoxelCount, "filtered map"));
            accelerator.Download(voxels, filtered.Values);
            statistics = MapStatisticsCalculator.Compute(filtered);
            Scale(accelerator, filtered, statistics, map.Name, voxels);
            return voxels;
        }

        statistics = MapStatisticsCalculator.Compute(map);
        Scale(accelerator, map, statistics, map.Name, voxels);
        return voxels;
    }

    /// <summary>Filters and scales a copy of a map, in host memory.</summary>
    /// <param name="accelerator">Device for the work.</param>
    /// <param name="map">Density on an orthogonal grid; not changed.</param>
    /// <param name="blur">B of the filter, Å²; 0 = none.</param>
    /// <exception cref="NumericalException">The map is constant.</exception>
    public static DensityMap Filter(Accelerator accelerator, DensityMap map, double blur)
    {
        using DeviceBuffer<float> voxels = Upload(accelerator, map, blur);
        var values = new NativeBuffer<float>(map.Grid.VoxelCount, "filtered map");
        accelerator.Download(voxels, values);
        return new DensityMap(map.Grid, values) { Name = map.Name };
    }

    private static void Blur(Accelerator accelerator, MapGrid grid, DeviceBuffer<float> voxels, double blur)
    {
        using FourierPlan plan = accelerator.Fourier.CreatePlan(grid.Nx, grid.Ny, grid.Nz);
        using DeviceBuffer<float> half = accelerator.Allocate<float>(plan.HalfLength, "spectrum of the target map");
        var shape = new HalfSpaceShape(grid.Nx, grid.Ny, grid.Nz);
        plan.Forward(voxels, half);
        var filter = new FourierFilter { CellX = grid.Box.A, CellY = grid.Box.B, CellZ = grid.Box.C, Blur = -blur, KeepOrigin = true };
        accelerator.Fourier.Apply(half, shape, half, shape, filter);
        plan.Inverse(half, voxels);
    }

    private static void Scale(Accelerator accelerator, DensityMap source, MapStatistics statistics, string name, DeviceBuffer<float> voxels)
    {
        if (!(statistics.StandardDeviation > 0))
            throw new NumericalException($"{name}: the map is constant (value {statistics.Mean:G4}); refinement needs density");
        float mean = (float)statistics.Mean, scale = (float)(1 / statistics.StandardDeviation);
        var piece = new float[Math.Min(Piece, source.Grid.VoxelCount)];
        for (long at = 0; at < source.Grid.VoxelCount; at += Piece)
        {
            Span<float> values = source.Values.Slice(at, (int)Math.Min(Piece, source.Grid.VoxelCount - at));
            for (int i = 0; i < values.Length; i++)
                piece[i] = (values[i] - mean) * scale;
            accelerator.Upload((ReadOnlySpan<float>)piece.AsSpan(0, values.Length), voxels, at);
        }
    }
}
