using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.Resolution;

/// <summary>Correlation of two half maps in one band.</summary>
/// <param name="Whole">Over the mask.</param>
/// <param name="Local">By sample, in the sphere round it.</param>
internal sealed record BandCorrelation(double Whole, float[] Local);

/// <summary>
/// Correlates band-passed half maps inside spheres. With a and b the half maps within the band and m the mask, C(x) = Σ m a b / √(Σ m a² Σ m b²) over the sphere round x; the sums are
/// convolutions, made by Fourier transforms of the products and of the sphere, G(w) = 3 (sin w - w cos w)/w³ with w = 2π R s, and read off on a coarser grid. The mask
/// weights products in real space: its edge does not print into the Fourier coefficients, so that it cannot make the half maps correlate.
/// </summary>
internal sealed class BandPassCorrelator : IDisposable
{
    private const int NodesPerWidth = 48;
    private const int NodesPerPeriod = 64;

    /// <summary>Part of the mean power below which a sphere holds nothing but rounding errors.</summary>
    private const double Rounding = 1e-5;

    private readonly Accelerator accelerator;
    private readonly MapGrid grid;
    private readonly SampleGrid samples;
    private readonly HalfSpaceShape shape;
    private readonly FourierPlan plan;
    private readonly FourierPlan coarsePlan;
    private readonly DeviceBuffer<float> half;
    private readonly DeviceBuffer<float> coarseHalf;
    private readonly DeviceBuffer<float>[] maps;
    private readonly DeviceBuffer<float> product;
    private readonly DeviceBuffer<float>[] averages;
    private readonly DeviceBuffer<float>? weights;

    /// <summary>Allocates work space: about seven maps on the device.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="grid">Grid of the half maps.</param>
    /// <param name="samples">Where correlations are wanted.</param>
    /// <param name="mask">One value from 0 to 1 per voxel; null = 1 everywhere.</param>
    public BandPassCorrelator(Accelerator accelerator, MapGrid grid, SampleGrid samples, float[]? mask)
    {
        (this.accelerator, this.grid, this.samples) = (accelerator, grid, samples);
        shape = new(grid.Nx, grid.Ny, grid.Nz);
        plan = accelerator.Fourier.CreatePlan(grid.Nx, grid.Ny, grid.Nz);
        coarsePlan = accelerator.Fourier.CreatePlan(samples.Shape.Nx, samples.Shape.Ny, samples.Shape.Nz);
        half = accelerator.Allocate<float>(plan.HalfLength, "spectrum within a band");
        coarseHalf = accelerator.Allocate<float>(coarsePlan.HalfLength, "spectrum of averages");
        maps = [Real("half map 1 within a band"), Real("half map 2 within a band")];
        product = Real("products of half maps");
        averages = [.. Enumerable.Range(0, 3).Select(_ => accelerator.Allocate<float>(coarsePlan.RealLength, "local averages"))];
        weights = mask == null ? null : accelerator.Upload((ReadOnlySpan<float>)mask, "mask");
    }

    /// <summary>Correlates two half maps in one band.</summary>
    /// <param name="first">Coefficients of one half map, on the device.</param>
    /// <param name="second">Coefficients of the other.</param>
    /// <param name="noise">Makes the noise white.</param>
    /// <param name="shell">The band and its sphere.</param>
    public BandCorrelation Correlate(DeviceBuffer<float> first, DeviceBuffer<float> second, NoiseSpectrum noise, ResolutionShell shell)
    {
        RadialFilter band = Band(noise, shell), sphere = Sphere(shell.Radius);
        BandPass(first, maps[0], band);
        BandPass(second, maps[1], band);
        MapSums sums = accelerator.Voxels.Sums(maps[0], maps[1], weights, grid.VoxelCount);
        Average(maps[0], maps[1], sphere, averages[0]);
        Average(maps[0], maps[0], sphere, averages[1]);
        Average(maps[1], maps[1], sphere, averages[2]);
        (double powerA, double powerB) = (sums.ObservedSquared, sums.CalculatedSquared);
        double whole = powerA > 0 && powerB > 0 ? sums.Product / Math.Sqrt(powerA * powerB) : 0;
        accelerator.Voxels.Correlate(
            new(averages[0], averages[1], averages[2]), (Rounding * powerA / grid.VoxelCount, Rounding * powerB / grid.VoxelCount), averages[0], coarsePlan.RealLength);
        var coarse = new float[coarsePlan.RealLength];
        accelerator.Download(averages[0], coarse);
        return new(whole, samples.Take(coarse));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (DeviceBuffer<float> buffer in (DeviceBuffer<float>[])[half, coarseHalf, .. maps, product, .. averages])
            buffer.Dispose();
        weights?.Dispose();
        plan.Dispose();
        coarsePlan.Dispose();
    }

    /// <summary>The transform of a sphere of volume 1.</summary>
    /// <param name="w">2π R s.</param>
    internal static double Ball(double w) => w < 0.01 ? 1 - w * w / 10 : 3 * (Math.Sin(w) - w * Math.Cos(w)) / (w * w * w);

    private DeviceBuffer<float> Real(string purpose) => accelerator.Allocate<float>(plan.RealLength, purpose);

    private (double X, double Y, double Z) Cell => (grid.Box.A, grid.Box.B, grid.Box.C);

    private RadialFilter Band(NoiseSpectrum noise, ResolutionShell shell)
    {
        double end = shell.Frequency + shell.Width;
        return RadialFilter.Of(Cell, end, (int)Math.Ceiling(end / shell.Width * NodesPerWidth), s => s == 0 ? 0 : shell.Window(s) * noise.Factor(s));
    }

    /// <summary>The sphere, up to the corner of the coarse grid's Fourier space, with the factor between transforms of both sizes.</summary>
    private RadialFilter Sphere(double radius)
    {
        (double x, double y, double z) = samples.Step;
        double end = 0.5 * Math.Sqrt(1 / (x * x) + 1 / (y * y) + 1 / (z * z)), scale = (double)coarsePlan.RealLength / plan.RealLength;
        return RadialFilter.Of(Cell, end, (int)Math.Ceiling(end * radius * NodesPerPeriod), s => scale * Ball(2 * Math.PI * radius * s));
    }

    private void BandPass(DeviceBuffer<float> spectrum, DeviceBuffer<float> map, RadialFilter band)
    {
        accelerator.Fourier.Apply(spectrum, shape, half, shape, band);
        plan.Inverse(half, map);
    }

    private void Average(DeviceBuffer<float> a, DeviceBuffer<float> b, RadialFilter sphere, DeviceBuffer<float> average)
    {
        accelerator.Voxels.Multiply(a, b, product, grid.VoxelCount);
        if (weights != null)
            accelerator.Voxels.Multiply(product, weights, product, grid.VoxelCount);
        plan.Forward(product, half);
        accelerator.Fourier.Apply(half, shape, coarseHalf, samples.Shape, sphere);
        coarsePlan.Inverse(coarseHalf, average);
    }
}
