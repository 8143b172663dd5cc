using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.HalfMaps;

/// <summary>The Fourier coefficients of a map, or of a map times a soft mask, in host memory. The box of the grid (N × voxel) is the cell.</summary>
public sealed class MapSpectrum : IDisposable
{
    private MapSpectrum(MapGrid grid, NativeBuffer<float> values) => (Grid, Values) = (grid, values);

    /// <summary>Grid of the map.</summary>
    public MapGrid Grid { get; }

    /// <summary>Half space, Nz × Ny × (Nx/2+1) complex numbers, plain transform with exp(-2πi h·x).</summary>
    public NativeBuffer<float> Values { get; }

    /// <summary>
    /// Transforms a map. With a mask, the level of the surroundings (the mean weighted by 1 - mask) is taken off before the map is multiplied by the mask, so that an offset of
    /// the map does not print the shape of the mask into the coefficients.
    /// </summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="map">Map on an orthogonal grid; not changed.</param>
    /// <param name="mask">One value from 0 to 1 per voxel, x fastest; null = none.</param>
    /// <param name="keepLevel">Multiply the map by the mask as it is, without taking off the level of the surroundings.</param>
    /// <exception cref="InputException">The grid is not orthogonal.</exception>
    public static MapSpectrum Of(Accelerator accelerator, DensityMap map, float[]? mask = null, bool keepLevel = false)
    {
        MapGrid grid = map.Grid;
        if (!grid.Cell.IsOrthogonal)
            throw new InputException($"{map.Name}: cell angles {grid.Cell.Alpha}, {grid.Cell.Beta}, {grid.Cell.Gamma}: a Fourier shell correlation needs an orthogonal map; resample it first");
        using FourierPlan plan = accelerator.Fourier.CreatePlan(grid.Nx, grid.Ny, grid.Nz);
        using DeviceBuffer<float> half = accelerator.Allocate<float>(plan.HalfLength, "spectrum");
        if (mask == null)
        {
            using DeviceBuffer<float> real = accelerator.Upload(map.Values, "map");
            plan.Forward(real, half);
        }
        else
        {
            using NativeBuffer<float> product = Masked(map, mask, keepLevel);
            using DeviceBuffer<float> real = accelerator.Upload(product, "masked map");
            plan.Forward(real, half);
        }

        var values = new NativeBuffer<float>(plan.HalfLength, "spectrum");
        accelerator.Download(half, values);
        return new(grid, values);
    }

    /// <summary>Coefficients from a device.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="grid">Grid of the map.</param>
    /// <param name="half">Half space.</param>
    internal static MapSpectrum From(Accelerator accelerator, MapGrid grid, DeviceBuffer<float> half)
    {
        var values = new NativeBuffer<float>(2 * new HalfSpaceShape(grid.Nx, grid.Ny, grid.Nz).Count, "spectrum");
        accelerator.Download(half, values);
        return new(grid, values);
    }

    /// <summary>The map of these coefficients.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="name">Name of the map.</param>
    /// <param name="like">Map whose labels and warnings it gets; null = none.</param>
    public DensityMap ToMap(Accelerator accelerator, string name, DensityMap? like = null)
    {
        using FourierPlan plan = accelerator.Fourier.CreatePlan(Grid.Nx, Grid.Ny, Grid.Nz);
        using DeviceBuffer<float> half = accelerator.Upload(Values, "spectrum"), real = accelerator.Allocate<float>(plan.RealLength, "map of a spectrum");
        plan.Inverse(half, real);
        var values = new NativeBuffer<float>(Grid.VoxelCount, "map of a spectrum");
        accelerator.Download(real, values);
        return new(Grid, values) { Name = name, Labels = like?.Labels ?? [], Warnings = like?.Warnings ?? [] };
    }

    /// <summary>A copy whose rows a function changes.</summary>
    /// <param name="change">Gets a row and its coefficients, one complex number per index along x from 0; runs for rows of different planes at once.</param>
    internal MapSpectrum Changed(Action<FourierRow, float[]> change)
    {
        var copy = new NativeBuffer<float>(Values.Length, "changed spectrum");
        int width = 2 * (Grid.Nx / 2 + 1);
        Parallel.For(0, Grid.Nz, z =>
        {
            var row = new float[width];
            foreach (FourierRow at in FourierRow.OfPlane(Grid, z))
            {
                Values.Slice(at.Offset, width).CopyTo(row);
                change(at, row);
                row.CopyTo(copy.Slice(at.Offset, width));
            }
        });
        return new(Grid, copy);
    }

    /// <summary>Fourier shell correlation with another map on the same grid.</summary>
    /// <param name="other">The other map's coefficients.</param>
    /// <exception cref="ArgumentException">The grids have different sizes.</exception>
    public FscCurve Correlate(MapSpectrum other)
    {
        MapGrid g = Grid;
        if ((g.Nx, g.Ny, g.Nz) != (other.Grid.Nx, other.Grid.Ny, other.Grid.Nz))
            throw new ArgumentException($"spectra of {g.Nx} {g.Ny} {g.Nz} and {other.Grid.Nx} {other.Grid.Ny} {other.Grid.Nz}", nameof(other));
        FourierShells shells = Shells(g);
        ShellSums sums = shells.Sum(Values, other.Values, new(g.Nx, g.Ny, g.Nz));
        return new FscCurve(shells.Width, sums.Cross, sums.First, sums.Second, sums.Counts);
    }

    /// <summary>This spectrum plus a factor times another on the same grid.</summary>
    /// <param name="factor">Factor.</param>
    /// <param name="other">The other map's coefficients.</param>
    internal MapSpectrum Plus(double factor, MapSpectrum other)
    {
        var sum = new NativeBuffer<float>(Values.Length, "sum of spectra");
        long row = Values.Length / Grid.Nz;
        float f = (float)factor;
        Parallel.For(0, Grid.Nz, z =>
        {
            ReadOnlySpan<float> a = Values.Slice(z * row, (int)row), b = other.Values.Slice(z * row, (int)row);
            Span<float> to = sum.Slice(z * row, (int)row);
            for (int i = 0; i < to.Length; i++)
                to[i] = a[i] + f * b[i];
        });
        return new(Grid, sum);
    }

    /// <summary>Multiplies every coefficient by a weight that is linear in s between shells and 0 beyond the last one.</summary>
    /// <param name="weights">One weight per shell, from shell 0 on.</param>
    internal void Scale(double[] weights)
    {
        MapGrid g = Grid;
        int hx = g.Nx / 2 + 1;
        double width = ShellWidth(g);
        Parallel.For(0, g.Nz, z =>
        {
            foreach (FourierRow at in FourierRow.OfPlane(g, z))
            {
                Span<float> row = Values.Slice(at.Offset, 2 * hx);
                for (int x = 0; x < hx; x++)
                {
                    double u = Math.Sqrt(at.Squared(x)) / width;
                    int k = (int)u;
                    float w = k + 1 < weights.Length ? (float)(weights[k] + (u - k) * (weights[k + 1] - weights[k])) : 0;
                    row[2 * x] *= w;
                    row[2 * x + 1] *= w;
                }
            }
        });
    }

    /// <summary>Width of the shells of a grid: one over the longest edge of its box, Å⁻¹.</summary>
    internal static double ShellWidth(MapGrid grid) => 1 / Math.Max(grid.Box.A, Math.Max(grid.Box.B, grid.Box.C));

    /// <summary>Number of shells of a grid, up to the Nyquist frequency of the coarsest axis.</summary>
    internal static int ShellCount(MapGrid grid)
    {
        double coarsest = Math.Max(grid.VoxelSize.X, Math.Max(grid.VoxelSize.Y, grid.VoxelSize.Z));
        return (int)(0.5 / coarsest / ShellWidth(grid) + 1e-6) + 1;
    }

    /// <summary>The shells of a grid.</summary>
    internal static FourierShells Shells(MapGrid grid) => new(grid.Box.A, grid.Box.B, grid.Box.C, ShellWidth(grid), ShellCount(grid));

    /// <inheritdoc/>
    public void Dispose() => Values.Dispose();

    /// <summary>The shell of a coefficient.</summary>
    /// <param name="squared">s², Å⁻².</param>
    /// <param name="width">Width of a shell, Å⁻¹.</param>
    internal static int Shell(double squared, double width) => FourierShells.IndexOf(squared, width);

    private static NativeBuffer<float> Masked(DensityMap map, float[] mask, bool keepLevel)
    {
        if (mask.LongLength != map.Grid.VoxelCount)
            throw new ArgumentException($"{mask.LongLength} mask values for {map.Grid.VoxelCount} voxels", nameof(mask));
        float offset = keepLevel ? 0 : Level(map, mask);
        var product = new NativeBuffer<float>(mask.Length, "masked map");
        FixedChunks.ForEach(mask.Length, (_, start, length) =>
        {
            ReadOnlySpan<float> values = map.Values.Slice(start, length), weights = mask.AsSpan((int)start, length);
            Span<float> to = product.Slice(start, length);
            for (int i = 0; i < length; i++)
                to[i] = (values[i] - offset) * weights[i];
        });
        return product;
    }

    /// <summary>The mean of a map weighted by 1 - mask; 0 where hardly anything is outside.</summary>
    private static float Level(DensityMap map, float[] mask)
    {
        var sums = new (double Level, double Outside)[FixedChunks.Count(mask.Length)];
        FixedChunks.ForEach(mask.Length, (chunk, start, length) =>
        {
            ReadOnlySpan<float> values = map.Values.Slice(start, length), weights = mask.AsSpan((int)start, length);
            double level = 0, outside = 0;
            for (int i = 0; i < length; i++)
            {
                level += (1.0 - weights[i]) * values[i];
                outside += 1.0 - weights[i];
            }

            sums[chunk] = (level, outside);
        });
        double all = sums.Sum(s => s.Outside);
        return all > 0.01 * mask.Length ? (float)(sums.Sum(s => s.Level) / all) : 0;
    }
}
