using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.DensityModification;

/// <summary>
/// What two half maps X1, X2 and the maps Y1, Y2 made from each of them by map phasing have in common, by Fourier shell, all inside one and the same mask: solvent that one pair has
/// been rid of and the other has not would otherwise pass for a difference in quality.
/// </summary>
/// <param name="Original">X1 against X2, with their powers.</param>
/// <param name="Modified">Y1 against Y2, with their powers.</param>
/// <param name="Crossed">Mean of X1 against Y2 and X2 against Y1, by shell.</param>
/// <param name="Same">Mean of X1 against Y1 and X2 against Y2, by shell.</param>
public sealed record FourMapCorrelations(FscCurve Original, FscCurve Modified, double[] Crossed, double[] Same)
{
    /// <summary>Number of shells.</summary>
    public int Count => Original.Count;

    /// <summary>Part of the coefficients that are independent of each other inside the mask, 0 to 1; see <see cref="MaskedTransform.IndependentFraction"/>.</summary>
    public double IndependentFraction { get; init; } = 1;

    /// <summary>Measures the correlations.</summary>
    /// <param name="masked">Makes masked spectra.</param>
    /// <param name="x">Half spaces of the two half maps; not changed.</param>
    /// <param name="y">Half spaces of the two map-phasing maps, in the same order; not changed.</param>
    public static FourMapCorrelations Measure(MaskedTransform masked, IReadOnlyList<DeviceBuffer<float>> x, IReadOnlyList<DeviceBuffer<float>> y)
    {
        using DeviceBuffer<float> x1 = masked.Of(x[0]), x2 = masked.Of(x[1]), y1 = masked.Of(y[0]), y2 = masked.Of(y[1]);
        return new(
            masked.Correlate(x1, x2), masked.Correlate(y1, y2), Mean(masked.Correlate(x1, y2), masked.Correlate(x2, y1)), Mean(masked.Correlate(x1, y1), masked.Correlate(x2, y2)))
        {
            IndependentFraction = masked.IndependentFraction,
        };
    }

    private static double[] Mean(FscCurve a, FscCurve b) => [.. a.Correlation.Zip(b.Correlation, (p, q) => 0.5 * (p + q))];
}

/// <summary>Multiplies maps that are given by their spectra with a mask, on the device, and compares them by shell.</summary>
public sealed class MaskedTransform : IDisposable
{
    private readonly Accelerator accelerator;
    private readonly FourierPlan plan;
    private readonly HalfSpaceShape shape;
    private readonly FourierShells shells;
    private readonly DeviceBuffer<float> mask;
    private readonly DeviceBuffer<float> real;

    /// <summary>Takes the mask to the device.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="plan">Transform of the grid; not disposed.</param>
    /// <param name="grid">Grid of the maps.</param>
    /// <param name="mask">One value from 0 to 1 per voxel, x fastest.</param>
    public MaskedTransform(Accelerator accelerator, FourierPlan plan, MapGrid grid, float[] mask)
    {
        if (mask.LongLength != grid.VoxelCount)
            throw new ArgumentException($"{mask.LongLength} mask values for {grid.VoxelCount} voxels", nameof(mask));
        (this.accelerator, this.plan, shape, shells) = (accelerator, plan, new(grid.Nx, grid.Ny, grid.Nz), MapSpectrum.Shells(grid));
        this.mask = accelerator.Upload((ReadOnlySpan<float>)mask, "mask");
        real = accelerator.Allocate<float>(plan.RealLength, "map inside a mask");
        double squares = 0, fourths = 0;
        foreach (float m in mask)
        {
            double square = (double)m * m;
            (squares, fourths) = (squares + square, fourths + square * square);
        }

        IndependentFraction = fourths > 0 ? squares * squares / fourths / mask.LongLength : 0;
    }

    /// <summary>Part of the coefficients of noise inside the mask m that are independent of each other: (Σm²)²/(N Σm⁴).</summary>
    public double IndependentFraction { get; }

    /// <summary>The spectrum of a map inside the mask, as a new array.</summary>
    /// <param name="half">Half space of the map; not changed.</param>
    public DeviceBuffer<float> Of(DeviceBuffer<float> half)
    {
        DeviceBuffer<float> result = accelerator.Allocate<float>(plan.HalfLength, "spectrum inside a mask");
        accelerator.Fourier.Apply(half, shape, result, shape, Copy);
        plan.Inverse(result, real);
        accelerator.Voxels.Multiply(real, mask, real, plan.RealLength);
        plan.Forward(real, result);
        return result;
    }

    /// <summary>Correlation of two spectra by shell.</summary>
    /// <param name="a">Half space.</param>
    /// <param name="b">Half space.</param>
    public FscCurve Correlate(DeviceBuffer<float> a, DeviceBuffer<float> b) => Curve(accelerator, a, b, shape, shells);

    /// <summary>Correlation, inside the mask, of two maps.</summary>
    /// <param name="a">Half space of a map; not changed.</param>
    /// <param name="b">Half space of another; not changed.</param>
    public FscCurve Between(DeviceBuffer<float> a, DeviceBuffer<float> b)
    {
        using DeviceBuffer<float> first = Of(a), second = Of(b);
        return Correlate(first, second);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        real.Dispose();
        mask.Dispose();
    }

    /// <summary>Correlation of two spectra on a device by shell.</summary>
    internal static FscCurve Curve(Accelerator accelerator, DeviceBuffer<float> a, DeviceBuffer<float> b, HalfSpaceShape shape, FourierShells shells)
    {
        ShellSums sums = accelerator.Fourier.SumShells(a, b, shape, shells);
        return new(shells.Width, sums.Cross, sums.First, sums.Second, sums.Counts);
    }

    private RadialFilter Copy => new() { CellX = shells.CellX, CellY = shells.CellY, CellZ = shells.CellZ, Step = shells.Width, Table = [1], Beyond = 1 };
}
