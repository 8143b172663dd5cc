using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.DensityModification;

/// <summary>Averages over a Gaussian, of voxels on the device: the box repeats.</summary>
internal sealed class GaussianSmoother : IDisposable
{
    private readonly Accelerator accelerator;
    private readonly FourierPlan plan;
    private readonly DeviceBuffer<float> half;
    private readonly RadialFilter filter;
    private readonly HalfSpaceShape shape;

    /// <summary>Prepares.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="grid">An orthogonal grid.</param>
    /// <param name="sigma">Standard deviation of the Gaussian, Å.</param>
    public GaussianSmoother(Accelerator accelerator, MapGrid grid, double sigma)
    {
        const double SmallestFactor = 1e-9;
        const int Intervals = 4000;
        this.accelerator = accelerator;
        plan = accelerator.Fourier.CreatePlan(grid.Nx, grid.Ny, grid.Nz);
        half = accelerator.Allocate<float>(plan.HalfLength, "spectrum to smooth");
        shape = new(grid.Nx, grid.Ny, grid.Nz);
        double rate = 2 * Math.PI * Math.PI * sigma * sigma;
        filter = RadialFilter.Of((grid.Box.A, grid.Box.B, grid.Box.C), Math.Sqrt(-Math.Log(SmallestFactor) / rate), Intervals, s => Math.Exp(-rate * s * s));
    }

    /// <summary>Replaces values by their averages.</summary>
    /// <param name="values">One value per voxel.</param>
    public void Apply(DeviceBuffer<float> values)
    {
        plan.Forward(values, half);
        accelerator.Fourier.Apply(half, shape, half, shape, filter);
        plan.Inverse(half, values);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        half.Dispose();
        plan.Dispose();
    }
}
