using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.Masks;

/// <summary>Averages of values over the surroundings of every voxel, by Fourier transforms: the box repeats.</summary>
public static class LocalAverage
{
    /// <summary>Standard deviation of the Gaussian whose second moment is that of a ball of radius 1: 1/√5.</summary>
    private const double BallToGaussian = 0.4472135954999579;

    /// <summary>Replaces values by their average over a Gaussian: their transform is multiplied by exp(-2π² σ² s²).</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="grid">An orthogonal grid.</param>
    /// <param name="values">One value per voxel, x fastest.</param>
    /// <param name="sigma">Standard deviation σ of the Gaussian, Å.</param>
    public static void Gaussian(Accelerator accelerator, MapGrid grid, float[] values, double sigma) =>
        Filter(accelerator, grid, values, new FourierFilter { CellX = grid.Box.A, CellY = grid.Box.B, CellZ = grid.Box.C, Blur = -8 * Math.PI * Math.PI * sigma * sigma, KeepOrigin = true });

    /// <summary>Replaces values by their average over surroundings as wide as a ball, with weights that fall smoothly: a Gaussian with the ball's second moment.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="grid">An orthogonal grid.</param>
    /// <param name="values">One value per voxel, x fastest.</param>
    /// <param name="radius">Radius of the ball, Å.</param>
    public static void Ball(Accelerator accelerator, MapGrid grid, float[] values, double radius) => Gaussian(accelerator, grid, values, BallToGaussian * radius);

    /// <summary>Takes values through a filter in Fourier space.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="grid">An orthogonal grid.</param>
    /// <param name="values">One value per voxel, x fastest.</param>
    /// <param name="filter">The filter.</param>
    internal static void Filter(Accelerator accelerator, MapGrid grid, float[] values, FourierFilter filter)
    {
        using FourierPlan plan = accelerator.Fourier.CreatePlan(grid.Nx, grid.Ny, grid.Nz);
        using DeviceBuffer<float> real = accelerator.Upload((ReadOnlySpan<float>)values, "values to average"), half = accelerator.Allocate<float>(plan.HalfLength, "their spectrum");
        plan.Forward(real, half);
        var shape = new HalfSpaceShape(grid.Nx, grid.Ny, grid.Nz);
        accelerator.Fourier.Apply(half, shape, half, shape, filter);
        plan.Inverse(half, real);
        accelerator.Download(real, (Span<float>)values);
    }
}
