using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.Resolution;

/// <summary>How a map is filtered by its local resolution.</summary>
public sealed record LocalFilterOptions
{
    /// <summary>B applied everywhere, Å²: amplitudes are multiplied by exp(-B s²/4), negative = sharpened.</summary>
    public double B { get; init; }

    /// <summary>Half width of the low-pass edges in units of 1/d, 0 to below 1.</summary>
    public double Edge { get; init; } = 0.1;

    /// <summary>Ratio of the resolutions of neighbouring filters, above 1.</summary>
    public double Ratio { get; init; } = 1.04;

    /// <summary>Fall-off of signal against noise, for <see cref="Weight"/> and <see cref="UndoFallOff"/>; or null.</summary>
    public FallOffModel? FallOff { get; init; }

    /// <summary>Correlation at the local resolution, with <see cref="FallOff"/>.</summary>
    public double Threshold { get; init; } = 0.143;

    /// <summary>Multiply every frequency by C* = √(2 C/(1 + C)), C the correlation of the half maps expected there at that local resolution.</summary>
    public bool Weight { get; init; }

    /// <summary>Undo what the fall-off at a place has more or less than that of the whole mask: amplitudes times exp(b s²/4), b the B of the local resolution.</summary>
    public bool UndoFallOff { get; init; }

    /// <summary>Checks the numbers.</summary>
    /// <exception cref="UsageException">One is out of range.</exception>
    public void Check()
    {
        if (!(Edge is >= 0 and < 1))
            throw new UsageException(FormattableString.Invariant($"--edge {Edge}: give a number from 0 to below 1"));
        if (!(Ratio is >= 1.001 and <= 2))
            throw new UsageException(FormattableString.Invariant($"a ratio of filters of {Ratio}: give a number from 1.001 to 2"));
        if (!(Math.Abs(B) <= 2000))
            throw new UsageException(FormattableString.Invariant($"--sharpen {B}: give a B from -2000 to 2000 Å²"));
        if ((Weight || UndoFallOff) && FallOff == null)
            throw new UsageException("weights by local correlations need the two half maps and the fall-off estimate: give HALF1 HALF2 without --local-resolution");
    }
}

/// <summary>A locally filtered map.</summary>
/// <param name="Map">The map.</param>
/// <param name="Filters">Resolutions of the filters, Å, coarse to fine.</param>
/// <param name="Unresolved">Part of the voxels that have no local resolution and got the coarsest filter.</param>
public sealed record LocalFilterResult(DensityMap Map, IReadOnlyList<double> Filters, double Unresolved) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Map.Dispose();
}

/// <summary>
/// Low-pass filters every voxel of a map at its own resolution. A bank of filters, geometrically spaced in d, is run one after the other; each voxel gets its value from the two filters
/// next to its resolution, linear in 1/d.
/// </summary>
public static class LocalFilter
{
    private const double Coarsest = 1000;
    private const int NodesPerEdge = 128;

    /// <summary>Filters a map.</summary>
    /// <param name="accelerator">Device: five maps are on it at a time.</param>
    /// <param name="map">Map on an orthogonal grid; not changed.</param>
    /// <param name="resolutions">Resolution of every voxel, Å, on the same grid; 0 = none, filtered as the coarsest.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Gets lines about the progress of the work; or null.</param>
    /// <exception cref="InputException">The grids differ, or the resolutions are none.</exception>
    public static LocalFilterResult Apply(
        Accelerator accelerator, DensityMap map, DensityMap resolutions, LocalFilterOptions? options = null, Action<string>? progress = null)
    {
        options ??= new();
        options.Check();
        MapAverage.CheckSameGrid(map, resolutions);
        using NativeBuffer<float> places = Frequencies(resolutions, out double finest, out double coarsest, out double unresolved);
        double[] filters = Filters(finest, coarsest, options.Ratio);
        MapGrid grid = map.Grid;
        var shape = new HalfSpaceShape(grid.Nx, grid.Ny, grid.Nz);
        using FourierPlan plan = accelerator.Fourier.CreatePlan(grid.Nx, grid.Ny, grid.Nz);
        using DeviceBuffer<float> spectrum = accelerator.Allocate<float>(plan.HalfLength, "spectrum"), half = accelerator.Allocate<float>(plan.HalfLength, "filtered spectrum");
        using DeviceBuffer<float> filtered = accelerator.Upload(map.Values, "map"), place = accelerator.Upload(places, "local frequencies");
        using DeviceBuffer<float> sum = accelerator.Allocate<float>(plan.RealLength, "locally filtered map");
        plan.Forward(filtered, spectrum);
        for (int k = 0; k < filters.Length; k++)
        {
            accelerator.Fourier.Apply(spectrum, shape, half, shape, Filter(grid, filters[k], options));
            plan.Inverse(half, filtered);
            double below = k > 0 ? 1 / filters[k - 1] : double.NegativeInfinity, above = k + 1 < filters.Length ? 1 / filters[k + 1] : double.PositiveInfinity;
            accelerator.Voxels.AddBetween(place, (below, 1 / filters[k], above), filtered, sum, grid.VoxelCount);
            progress?.Invoke(FormattableString.Invariant($"filtering: {k + 1} of {filters.Length}, {filters[k]:0.##} Å"));
        }

        var values = new NativeBuffer<float>(grid.VoxelCount, "locally filtered map");
        accelerator.Download(sum, values);
        return new(new DensityMap(grid, values) { Name = $"locally filtered {map.Name}", Labels = map.Labels, Warnings = map.Warnings }, filters, unresolved);
    }

    /// <summary>The factor of a frequency in the filter of a resolution.</summary>
    /// <param name="s">Å⁻¹.</param>
    /// <param name="d">Resolution of the filter, Å.</param>
    /// <param name="options">B, edge and weights.</param>
    internal static double Factor(double s, double d, LocalFilterOptions options)
    {
        double inner = (1 - options.Edge) / d, outer = (1 + options.Edge) / d;
        if (s >= outer && outer > inner)
            return 0;
        double factor = s <= inner ? 1 : 0.5 + 0.5 * Math.Cos(Math.PI * (s - inner) / (outer - inner));
        double b = options.FallOff?.BAt(d, options.Threshold) ?? 0;
        b = double.IsNaN(b) ? 0 : b;
        if (options.Weight)
        {
            double c = options.FallOff!.Correlation(s, b);
            factor *= Math.Sqrt(2 * c / (1 + c));
        }

        return factor * Math.Exp(-(options.B - (options.UndoFallOff ? b : 0)) * s * s / 4);
    }

    /// <summary>Resolutions from the coarsest down to the finest in equal ratios, none larger than the one asked for.</summary>
    internal static double[] Filters(double finest, double coarsest, double ratio)
    {
        int steps = (int)Math.Ceiling(Math.Log(coarsest / finest) / Math.Log(ratio) - 1e-6);
        return steps <= 0 ? [finest] : [.. Enumerable.Range(0, steps + 1).Select(k => k == steps ? finest : coarsest * Math.Pow(finest / coarsest, (double)k / steps))];
    }

    private static RadialFilter Filter(MapGrid grid, double d, LocalFilterOptions options)
    {
        double end = (1 + options.Edge) / d, edge = Math.Max(options.Edge, 0.01);
        RadialFilter filter = RadialFilter.Of((grid.Box.A, grid.Box.B, grid.Box.C), end, (int)Math.Ceiling(NodesPerEdge / edge), s => Factor(s, d, options));
        return filter;
    }

    private static NativeBuffer<float> Frequencies(DensityMap resolutions, out double finest, out double coarsest, out double unresolved)
    {
        var places = new NativeBuffer<float>(resolutions.Grid.VoxelCount, "local frequencies");
        (double low, double high, long none) = (double.PositiveInfinity, 0, 0);
        for (long i = 0; i < places.Length; i++)
        {
            float d = resolutions.Values[i];
            if (!(d is >= 0 and < (float)Coarsest))
            {
                places.Dispose();
                throw new InputException(FormattableString.Invariant($"{resolutions.Name}: voxel {i} has the value {d}: a local-resolution map holds resolutions in Å, and 0 where there is none"));
            }

            if (d == 0)
            {
                none++;
                continue;
            }

            (low, high) = (Math.Min(low, d), Math.Max(high, d));
            places[i] = 1 / d;
        }

        if (high == 0)
        {
            places.Dispose();
            throw new InputException($"{resolutions.Name}: is 0 everywhere: no voxel has a local resolution");
        }

        (finest, coarsest, unresolved) = (low, high, (double)none / places.Length);
        return places;
    }
}
