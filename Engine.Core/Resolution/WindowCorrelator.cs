using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.Resolution;

/// <summary>
/// Fourier shell correlations of windows: both half maps times a round window with a raised-cosine edge of a quarter of its diameter, less their weighted means, transformed many
/// windows at a time. Part of a window may be outside the mask: with f the part of Σ w² inside, the signal-to-noise ratio inside is 1/f times that of the window,
/// C = C'/(C' + f (1 - C')) (particle-volume correction). Windows that reach over the edge of the box go on at its other side.
/// </summary>
internal sealed class WindowCorrelator
{
    private const double EdgePart = 0.25;
    private const double LeastInside = 0.05;
    private const long BatchFloats = 1 << 23;

    private readonly Accelerator accelerator;
    private readonly MapGrid grid;
    private readonly SampleGrid samples;
    private readonly float[]? mask;
    private readonly float[] window;
    private readonly int[] shells;
    private readonly double[] multiplicity;
    private readonly int nx;
    private readonly int ny;
    private readonly int nz;
    private readonly int first;

    /// <summary>Lays the windows.</summary>
    /// <param name="accelerator">Device for the transforms.</param>
    /// <param name="grid">Grid of the half maps.</param>
    /// <param name="samples">Middles of the windows.</param>
    /// <param name="mask">One value from 0 to 1 per voxel; null = 1 everywhere.</param>
    /// <param name="diameter">Diameter of the windows, Å.</param>
    /// <param name="range">Finest and coarsest resolution, Å.</param>
    /// <exception cref="UsageException">The window is larger than the map, or too small for the range of resolutions.</exception>
    public WindowCorrelator(Accelerator accelerator, MapGrid grid, SampleGrid samples, float[]? mask, double diameter, (double Finest, double Coarsest) range)
    {
        (this.accelerator, this.grid, this.samples, this.mask) = (accelerator, grid, samples, mask);
        (nx, ny, nz) = (Side(grid.Nx, grid.VoxelSize.X, diameter), Side(grid.Ny, grid.VoxelSize.Y, diameter), Side(grid.Nz, grid.VoxelSize.Z, diameter));
        window = Window(diameter);
        double width = 1 / Math.Max(nx * grid.VoxelSize.X, Math.Max(ny * grid.VoxelSize.Y, nz * grid.VoxelSize.Z));
        first = Math.Max(1, (int)Math.Round(1 / (range.Coarsest * width)));
        int last = (int)Math.Floor(1 / (range.Finest * width) + 0.5);
        if (last - first < 3)
            throw new UsageException(FormattableString.Invariant($"--window {diameter}: has only {Math.Max(0, last - first + 1)} Fourier shells from {range.Coarsest:0.#} to {range.Finest:0.##} Å: give a larger window"));
        (shells, multiplicity) = Shells(width, last);
        double squares = window.Sum(w => (double)w * w), fourth = window.Sum(w => (double)w * w * w * w), independent = squares * squares / fourth / window.Length;
        var counts = new double[last - first + 1];
        for (int i = 0; i < shells.Length; i++)
        {
            if (shells[i] >= 0)
                counts[shells[i]] += multiplicity[i] * independent;
        }

        double inside = mask == null ? grid.VoxelCount : mask.Sum(m => (double)m), windows = Math.Max(1, inside / squares);
        Axes = new(
            [.. Enumerable.Range(first, counts.Length).Select(k => k * width)], [.. counts.Select(c => c * windows)], counts, [.. counts.Select(_ => diameter / 2)]);
    }

    /// <summary>What is measured.</summary>
    public CurveAxes Axes { get; }

    /// <summary>Measures two half maps.</summary>
    /// <param name="half1">One half map.</param>
    /// <param name="half2">The other.</param>
    /// <param name="most">Measure no more windows than this, spread evenly; null = all.</param>
    /// <param name="progress">Gets the part that is done.</param>
    public LocalCurves Measure(DensityMap half1, DensityMap half2, int? most = null, Action<double>? progress = null)
    {
        int[] nodes = samples.Nodes;
        if (most is { } limit && nodes.Length > limit)
            nodes = [.. Enumerable.Range(0, limit).Select(i => nodes[(long)i * nodes.Length / limit])];
        int count = Axes.Frequencies.Length, voxels = nx * ny * nz, batch = (int)Math.Clamp(BatchFloats / (2 * voxels), 1, nodes.Length);
        float[][] local = [.. Enumerable.Range(0, count).Select(_ => new float[nodes.Length])];
        var sums = new double[nodes.Length][];
        using FourierPlan plan = accelerator.Fourier.CreatePlan(nx, ny, nz, 2 * batch);
        using DeviceBuffer<float> real = accelerator.Allocate<float>(plan.RealLength, "windows"), half = accelerator.Allocate<float>(plan.HalfLength, "their spectra");
        using NativeBuffer<float> values = new(plan.RealLength, "windows"), spectra = new(plan.HalfLength, "spectra of windows");
        long spectrum = plan.HalfLength / (2 * batch);
        for (int start = 0; start < nodes.Length; start += batch)
        {
            int n = Math.Min(batch, nodes.Length - start), at = start;
            var inside = new double[n];
            Parallel.For(0, n, i =>
            {
                (int x, int y, int z) = samples.Voxel(nodes[at + i]);
                inside[i] = Gather(half1, x, y, z, values.Slice(2L * i * voxels, voxels));
                Gather(half2, x, y, z, values.Slice((2L * i + 1) * voxels, voxels));
            });
            accelerator.Upload((ReadOnlySpan<float>)values.Slice(0, checked((int)plan.RealLength)), real);
            plan.Forward(real, half);
            accelerator.Download(half, spectra);
            Parallel.For(0, n, i =>
            {
                double[] sum = sums[at + i] = Sum(spectra.Slice(2 * i * spectrum, (int)spectrum), spectra.Slice((2 * i + 1) * spectrum, (int)spectrum));
                for (int k = 0; k < count; k++)
                    local[k][at + i] = (float)Inside(Correlation(sum, k), inside[i]);
            });
            progress?.Invoke((double)(start + n) / nodes.Length);
        }

        return new(Whole(local), local);
    }

    private static double Correlation(double[] sums, int k) => sums[3 * k + 1] > 0 && sums[3 * k + 2] > 0 ? sums[3 * k] / Math.Sqrt(sums[3 * k + 1] * sums[3 * k + 2]) : 0;

    private static double Inside(double c, double part) => c > 0 ? c / (c + Math.Max(LeastInside, part) * (1 - c)) : c;

    private static int Side(int voxels, double size, double diameter)
    {
        int side = FourierSizes.NextSmooth((int)Math.Ceiling(diameter / size - 1e-9), even: true);
        return side <= voxels
            ? side
            : throw new UsageException(FormattableString.Invariant($"--window {diameter}: the window is larger than the map, which has {voxels} voxels of {size:0.###} Å along an axis: give at most {voxels / 2 * 2 * size:0.#}"));
    }

    /// <summary>The mean over the samples of Fisher's z, as a correlation.</summary>
    private static double[] Whole(float[][] local) =>
        [.. local.Select(values => Math.Tanh(values.Sum(v => Math.Atanh(Math.Clamp(v, -0.999, 0.999))) / Math.Max(1, values.Length)))];

    private float[] Window(double diameter)
    {
        var values = new float[nx * ny * nz];
        double outer = diameter / 2, inner = outer - EdgePart * diameter;
        for (int i = 0; i < values.Length; i++)
        {
            double x = (i % nx - nx / 2) * grid.VoxelSize.X, y = (i / nx % ny - ny / 2) * grid.VoxelSize.Y, z = (i / nx / ny - nz / 2) * grid.VoxelSize.Z;
            double t = Math.Clamp((Math.Sqrt(x * x + y * y + z * z) - inner) / (outer - inner), 0, 1);
            values[i] = (float)(0.5 + 0.5 * Math.Cos(Math.PI * t));
        }

        return values;
    }

    /// <summary>The shell of every coefficient, from 0 for the first in use, -1 for none, and how often it counts.</summary>
    private (int[] Shells, double[] Multiplicity) Shells(double width, int last)
    {
        int hx = nx / 2 + 1;
        var shell = new int[hx * ny * nz];
        var weight = new double[shell.Length];
        for (int i = 0; i < shell.Length; i++)
        {
            int h = i % hx, y = i / hx % ny, z = i / hx / ny, k = 2 * y > ny ? y - ny : y, l = 2 * z > nz ? z - nz : z;
            double sx = h / (nx * grid.VoxelSize.X), sy = k / (ny * grid.VoxelSize.Y), sz = l / (nz * grid.VoxelSize.Z);
            int index = (int)(Math.Sqrt(sx * sx + sy * sy + sz * sz) / width + 0.5 + 1e-9);
            shell[i] = index >= first && index <= last ? index - first : -1;
            weight[i] = h == 0 || 2 * h == nx ? 1 : 2;
        }

        return (shell, weight);
    }

    /// <summary>Cuts a window out of a half map; returns the part of it that is inside the mask.</summary>
    private double Gather(DensityMap map, int cx, int cy, int cz, Span<float> to)
    {
        double total = 0, level = 0, squares = 0, inside = 0;
        for (int z = 0, i = 0; z < nz; z++)
        {
            int gz = Wrap(cz + z - nz / 2, grid.Nz);
            for (int y = 0; y < ny; y++)
            {
                long row = ((long)gz * grid.Ny + Wrap(cy + y - ny / 2, grid.Ny)) * grid.Nx;
                ReadOnlySpan<float> from = map.Values.Slice(row, grid.Nx);
                for (int x = 0; x < nx; x++, i++)
                {
                    int gx = Wrap(cx + x - nx / 2, grid.Nx);
                    float w = window[i];
                    to[i] = from[gx];
                    total += w;
                    level += w * from[gx];
                    squares += w * w;
                    inside += mask == null ? w * w : (double)w * w * mask[row + gx];
                }
            }
        }

        float mean = (float)(level / total);
        for (int i = 0; i < to.Length; i++)
            to[i] = window[i] * (to[i] - mean);
        return inside / squares;
    }

    private static int Wrap(int index, int count) => index < 0 ? index + count : index >= count ? index - count : index;

    private double[] Sum(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sums = new double[3 * Axes.Frequencies.Length];
        for (int i = 0; i < shells.Length; i++)
        {
            int k = 3 * shells[i];
            if (k < 0)
                continue;
            double m = multiplicity[i], ar = a[2 * i], ai = a[2 * i + 1], br = b[2 * i], bi = b[2 * i + 1];
            sums[k] += m * (ar * br + ai * bi);
            sums[k + 1] += m * (ar * ar + ai * ai);
            sums[k + 2] += m * (br * br + bi * bi);
        }

        return sums;
    }
}
