using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.DensityModification;

/// <summary>Scales and combines spectra on the device by tables with one number per Fourier shell, linear between shells and 0 beyond the last.</summary>
internal sealed class ShellCombiner(Accelerator accelerator, MapGrid grid)
{
    private readonly HalfSpaceShape shape = new(grid.Nx, grid.Ny, grid.Nz);
    private readonly FourierShells shells = MapSpectrum.Shells(grid);

    /// <summary>Grid of the maps.</summary>
    public MapGrid Grid => grid;

    /// <summary>Device.</summary>
    public Accelerator Accelerator => accelerator;

    /// <summary>Correlation of two spectra by shell.</summary>
    public FscCurve Correlate(DeviceBuffer<float> a, DeviceBuffer<float> b) => MaskedTransform.Curve(accelerator, a, b, shape, shells);

    /// <summary>Multiplies a spectrum by a table.</summary>
    public void Scale(DeviceBuffer<float> half, double[] table) => accelerator.Fourier.Apply(half, shape, half, shape, Filter(table, false));

    /// <summary>Divides a spectrum by a table, exactly as <see cref="Scale"/> multiplies with it: also between shells, where the reciprocal of a line is not a line. 0 where the table is.</summary>
    public void Unscale(DeviceBuffer<float> half, double[] table)
    {
        const int Fineness = 128;
        RadialFilter forward = Filter(table, false);
        double end = (table.Length - 1) * shells.Width, inside = end * (1 - 1e-12);
        double Reciprocal(double s) => forward.At(Math.Min(s, inside)) is > 0 and var t ? 1 / t : 0;
        accelerator.Fourier.Apply(half, shape, half, shape, RadialFilter.Of((shells.CellX, shells.CellY, shells.CellZ), end, Fineness * (table.Length - 1), Reciprocal));
    }

    /// <summary>A spectrum times a table, as a new array.</summary>
    public DeviceBuffer<float> Scaled(DeviceBuffer<float> half, double[] table)
    {
        DeviceBuffer<float> result = accelerator.Allocate<float>(2 * shape.Count, "scaled spectrum");
        accelerator.Fourier.Apply(half, shape, result, shape, Filter(table, false));
        return result;
    }

    /// <summary>The mean of two spectra, as a new array.</summary>
    public DeviceBuffer<float> Mean(DeviceBuffer<float> a, DeviceBuffer<float> b)
    {
        DeviceBuffer<float> result = accelerator.Allocate<float>(2 * shape.Count, "mean of two spectra");
        accelerator.Voxels.Combine(0.5, a, 0.5, b, 0, null, result, 2 * shape.Count);
        return result;
    }

    /// <summary>(1 - u) X + u Y/k times a factor by shell, as a new array.</summary>
    /// <param name="x">Spectrum of the original map.</param>
    /// <param name="y">Spectrum of the map-phasing map.</param>
    /// <param name="errors">Weights and scales.</param>
    /// <param name="factor">Gets a shell.</param>
    public DeviceBuffer<float> Combine(DeviceBuffer<float> x, DeviceBuffer<float> y, ErrorModel errors, Func<ErrorShell, double> factor)
    {
        DeviceBuffer<float> result = Scaled(x, errors.OriginalTable(factor));
        accelerator.Fourier.Apply(y, shape, result, shape, Filter(errors.ModifiedTable(factor), true));
        return result;
    }

    /// <summary>Standard deviation of the average of two half maps, from their shells.</summary>
    /// <param name="halves">FSC of the half maps, with their powers.</param>
    public double Deviation(FscCurve halves)
    {
        double power = Enumerable.Range(1, halves.Count - 1)
            .Sum(k => (halves.FirstPower[k] + halves.SecondPower[k] + 2 * halves.Correlation[k] * Math.Sqrt(halves.FirstPower[k] * halves.SecondPower[k])) / 4);
        return Math.Sqrt(Math.Max(0, power)) / grid.VoxelCount;
    }

    private RadialFilter Filter(double[] table, bool accumulate) =>
        new() { CellX = shells.CellX, CellY = shells.CellY, CellZ = shells.CellZ, Step = shells.Width, Table = table, Accumulate = accumulate };
}
