using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.DensityModification;

/// <summary>Averages over Gaussians, of voxels on the device: the box repeats.</summary>
internal sealed class GaussianSmoother : IDisposable
{
    private const double SmallestFactor = 1e-9;
    private const int Intervals = 4000;

    private readonly Accelerator accelerator;
    private readonly (double X, double Y, double Z) cell;
    private readonly FourierPlan plan;
    private readonly DeviceBuffer<float> half;
    private readonly HalfSpaceShape shape;

    /// <summary>Prepares.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="grid">An orthogonal grid.</param>
    public GaussianSmoother(Accelerator accelerator, MapGrid grid)
    {
        (this.accelerator, cell, shape) = (accelerator, (grid.Box.A, grid.Box.B, grid.Box.C), new(grid.Nx, grid.Ny, grid.Nz));
        plan = accelerator.Fourier.CreatePlan(grid.Nx, grid.Ny, grid.Nz);
        half = accelerator.Allocate<float>(plan.HalfLength, "spectrum to smooth");
    }

    /// <summary>Replaces values by their averages: their transform is multiplied by exp(-2π² σ² s²).</summary>
    /// <param name="values">One value per voxel.</param>
    /// <param name="sigma">Standard deviation σ of the Gaussian, Å, above 0.</param>
    public void Apply(DeviceBuffer<float> values, double sigma)
    {
        double rate = 2 * Math.PI * Math.PI * sigma * sigma;
        plan.Forward(values, half);
        accelerator.Fourier.Apply(half, shape, half, shape, RadialFilter.Of(cell, Math.Sqrt(-Math.Log(SmallestFactor) / rate), Intervals, s => Math.Exp(-rate * s * s)));
        plan.Inverse(half, values);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        half.Dispose();
        plan.Dispose();
    }
}
