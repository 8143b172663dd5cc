using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.Simulation;
using Engine.Kernels;
using Engine.Kernels.Cpu;
using Engine.Tests.Scoring;

namespace Engine.Tests.Resolution;

/// <summary>
/// Half maps with known local resolution: the signal is a Gaussian field whose power falls as A exp(-B s²/2), A relative to white noise of variance 1 per voxel, with one B in the lower half
/// of the box along z and another in the upper. The correlation of the halves is SNR/(1 + SNR), so that it is 0.143 = 1/7 at d = √(B/(2 ln 6A)).
/// </summary>
internal sealed class TwoZones : IDisposable
{
    private const double Strength = 400;

    /// <summary>Makes the maps.</summary>
    /// <param name="grid">Orthogonal grid with cubic voxels.</param>
    /// <param name="lower">Resolution of the lower half, Å.</param>
    /// <param name="upper">Resolution of the upper half, Å.</param>
    /// <param name="seed">Seed.</param>
    public TwoZones(MapGrid grid, double lower, double upper, ulong seed = 1)
    {
        using var accelerator = new CpuAccelerator(1);
        Truth = Field(accelerator, grid, B(lower), seed, Math.Sqrt(Strength));
        using DensityMap other = Field(accelerator, grid, B(upper), seed, Math.Sqrt(Strength));
        for (long i = grid.VoxelCount / 2; i < grid.VoxelCount; i++)
            Truth.Values[i] = other.Values[i];
        Half1 = Field(accelerator, grid, 0, seed + 1, 1);
        Half2 = Field(accelerator, grid, 0, seed + 2, 1);
        for (long i = 0; i < grid.VoxelCount; i++)
        {
            Half1.Values[i] += Truth.Values[i];
            Half2.Values[i] += Truth.Values[i];
        }
    }

    public DensityMap Truth { get; }

    public DensityMap Half1 { get; }

    public DensityMap Half2 { get; }

    /// <summary>A grid of voxels of 1 Å.</summary>
    public static MapGrid Grid(int nx, int ny, int nz) => TestGrid.Make(nx, ny, nz, new Vec3(1, 1, 1));

    /// <summary>The B of a resolution.</summary>
    public static double B(double d) => 2 * d * d * Math.Log(6 * Strength);

    public void Dispose()
    {
        Truth.Dispose();
        Half1.Dispose();
        Half2.Dispose();
    }

    private static DensityMap Field(Accelerator accelerator, MapGrid grid, double b, ulong seed, double amplitude)
    {
        var random = new RandomSource(seed);
        var values = new NativeBuffer<float>(grid.VoxelCount, "field");
        for (long i = 0; i < values.Length; i++)
            values[i] = (float)(amplitude * random.NextNormal());
        using FourierPlan plan = accelerator.Fourier.CreatePlan(grid.Nx, grid.Ny, grid.Nz);
        using DeviceBuffer<float> real = accelerator.Upload(values, "field"), half = accelerator.Allocate<float>(plan.HalfLength, "field");
        plan.Forward(real, half);
        var shape = new HalfSpaceShape(grid.Nx, grid.Ny, grid.Nz);

        // The root of the power exp(-B s²/2).
        accelerator.Fourier.Apply(half, shape, half, shape, RadialFilter.Of((grid.Box.A, grid.Box.B, grid.Box.C), 1, 4000, s => Math.Exp(-b * s * s / 4)));
        plan.Inverse(half, real);
        accelerator.Download(real, values);
        return new DensityMap(grid, values) { Name = "field" };
    }
}
