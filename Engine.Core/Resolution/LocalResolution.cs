using System.Diagnostics;
using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.Resolution;

/// <summary>A local-resolution map and how it was made.</summary>
/// <param name="Map">Resolution of every voxel of the mask, Å; 0 elsewhere.</param>
/// <param name="Resolution">Resolution of the half maps inside the mask, Å.</param>
/// <param name="Shells">What was measured, by frequency.</param>
/// <param name="Summary">Distribution of the voxels' resolutions.</param>
/// <param name="FallOff">The fall-off of signal against noise; null where resolutions are first crossings.</param>
/// <param name="Halves">FSC of the half maps inside the mask.</param>
/// <param name="Samples">Number of places where correlations were measured.</param>
/// <param name="Warnings">What the user should know, one line each.</param>
/// <param name="Seconds">Seconds by stage.</param>
public sealed record LocalResolutionResult(
    DensityMap Map, double Resolution, IReadOnlyList<LocalResolutionShell> Shells, LocalResolutionSummary Summary, FallOffModel? FallOff, FscCurve Halves, int Samples,
    IReadOnlyList<string> Warnings, IReadOnlyDictionary<string, double> Seconds) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Map.Dispose();
}

/// <summary>Local resolution from two half maps. See docs/local-resolution.md.</summary>
public sealed class LocalResolution
{
    private const double StepsPerRadius = 4;
    private const double StepsPerWindow = 8;
    private const double WindowPerResolution = 9;
    private const int CalibrationWindows = 512;
    private const double ManyAtLimit = 0.1;

    /// <summary>How often the fall-off of the whole mask is adjusted to those of the places.</summary>
    private const int Turns = 6;

    /// <summary>Places that take part in it, spread evenly.</summary>
    private const int TurnPlaces = 20_000;

    private readonly Accelerator accelerator;
    private readonly LocalResolutionOptions options;
    private readonly Action<string>? progress;
    private readonly List<string> warnings = [];
    private readonly Dictionary<string, double> seconds = [];
    private long clock = Stopwatch.GetTimestamp();

    private LocalResolution(Accelerator accelerator, LocalResolutionOptions options, Action<string>? progress) =>
        (this.accelerator, this.options, this.progress) = (accelerator, options, progress);

    /// <summary>Computes the resolution of every voxel of a mask.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="half1">One half map, not masked, on an orthogonal grid; not changed.</param>
    /// <param name="half2">The other, on the same grid.</param>
    /// <param name="mask">One value from 0 to 1 per voxel, x fastest: correlations are weighted by it, and voxels above 0 get a resolution; null = the whole box.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <param name="progress">Gets lines about the progress of the work; or null.</param>
    /// <exception cref="InputException">The grids differ or are not orthogonal, both maps hold the same values, the mask is empty, or the half maps agree nowhere.</exception>
    /// <exception cref="UsageException">An option is out of range, or a window or sphere is larger than the map.</exception>
    public static LocalResolutionResult Compute(
        Accelerator accelerator, DensityMap half1, DensityMap half2, float[]? mask, LocalResolutionOptions? options = null, Action<string>? progress = null)
    {
        options ??= new();
        options.Check();
        CheckMask(half1, mask);
        return new LocalResolution(accelerator, options, progress).Run(half1, half2, mask);
    }

    private static void CheckMask(DensityMap map, float[]? mask)
    {
        if (mask == null)
            return;
        if (mask.LongLength != map.Grid.VoxelCount)
            throw new ArgumentException($"{mask.LongLength} mask values for {map.Grid.VoxelCount} voxels", nameof(mask));
        if (Array.Exists(mask, m => !(m is >= 0 and <= 1)))
            throw new InputException("the mask holds values outside of 0 to 1: make one with 'cryoengine mask'");
        if (!Array.Exists(mask, m => m > 0))
            throw new InputException("the mask is 0 everywhere: no voxel is left to give a resolution to");
    }

    private LocalResolutionResult Run(DensityMap half1, DensityMap half2, float[]? mask)
    {
        FscCurve unmasked, masked;
        using (var pair = new HalfMapPair(accelerator, half1, half2, mask ?? Ones(half1.Grid)))
            (unmasked, masked) = (pair.Unmasked, pair.Masked);
        warnings.AddRange(new[] { half1, half2 }.Where(HalfMapInspection.HasConstantCorners).Select(m =>
            $"{m.Name}: the corners are constant: the half map was masked. What correlates at the mask's edge looks like signal, and a threshold cannot be calibrated on zeros: give the half maps as they left the reconstruction"));
        var noise = new NoiseSpectrum(unmasked);
        if (noise.IsCut)
            warnings.Add(FormattableString.Invariant($"the half maps hold nothing beyond {noise.Finest:0.##} Å: they were filtered, and no finer resolution can be found"));
        double resolution = options.Resolution ?? GlobalResolution(half1, masked);
        Stage("global");
        (CurveAxes axes, LocalCurves curves, PhaseCalibration calibration, SampleGrid samples) = options.Method == LocalResolutionMethod.Shells
            ? MeasureShells(half1, half2, mask, unmasked, noise, resolution)
            : MeasureWindows(half1, half2, mask, unmasked, noise, resolution);
        calibration.Apply(curves);
        FallOffModel? model = null;
        double[] resolutions;
        if (options.Estimate == CrossingEstimate.FallOff)
        {
            model = FallOffModel.Create(axes.Frequencies, curves.Whole, axes.WholeCoefficients) ?? throw NoSignal(half1, half2);
            model = Adjust(model, curves.Local, axes.LocalCoefficients);
            resolutions = model.Fit(curves.Local, axes.LocalCoefficients, options.Threshold);
        }
        else
        {
            resolutions = FallOffModel.FirstCrossings(axes.Frequencies, curves.Local, options.Threshold);
        }

        WarnAtLimits(resolutions, axes.Frequencies);
        DensityMap map = samples.Interpolate(resolutions, "local resolution");
        LocalResolutionSummary summary = LocalResolutionSummary.Of(map);
        Stage("estimate");
        return new(map, resolution, Table(axes, curves, calibration), summary, model, masked, samples.Nodes.Length, [.. warnings.Distinct()], seconds);
    }

    private static InputException NoSignal(DensityMap half1, DensityMap half2) =>
        new($"{half1.Name} and {half2.Name} agree at no resolution inside the mask: are they the two halves of one reconstruction, and does the mask lie on the molecule?");

    private static float[] Ones(MapGrid grid)
    {
        var ones = new float[grid.VoxelCount];
        Array.Fill(ones, 1);
        return ones;
    }

    private static LocalResolutionShell[] Table(CurveAxes axes, LocalCurves curves, PhaseCalibration calibration) => [.. axes.Frequencies.Select((s, k) =>
    {
        (double mean, double deviation) = PhaseCalibration.Moments(curves.Local[k]);
        return new LocalResolutionShell(
            s, 1 / s, axes.Radii[k], axes.LocalCoefficients[k], curves.Whole[k], mean, deviation, calibration.Means[k], calibration.Deviations[k]);
    })];

    /// <summary>Brings the fall-off of the mask and those of its places into agreement.</summary>
    private FallOffModel Adjust(FallOffModel model, float[][] local, double[] coefficients)
    {
        int count = Math.Min(TurnPlaces, local[0].Length);
        float[][] places = [.. local.Select(values => Enumerable.Range(0, count).Select(i => values[(long)i * values.Length / count]).ToArray())];
        double[] means = [.. places.Select(c => PhaseCalibration.Moments(c).Mean)];
        for (int turn = 0; turn < Turns; turn++)
            model = model.Adjust(model.Fit(places, coefficients, options.Threshold), means, options.Threshold);
        return model;
    }

    private double GlobalResolution(DensityMap half1, FscCurve masked)
    {
        if (masked.Crossing(options.Threshold).Resolution is double d)
            return d;
        double nyquist = 1 / masked.Frequency(masked.Count - 1);
        if (!(masked.Correlation.Skip(1).Take(3).Any(c => c >= options.Threshold)))
            throw new InputException($"{half1.Name}: the half maps agree at no resolution inside the mask: are they the two halves of one reconstruction?");
        warnings.Add(FormattableString.Invariant($"the FSC of the half maps stays above {options.Threshold} up to the Nyquist limit: {nyquist:0.##} Å is taken as their resolution, and finer local ones cannot be found"));
        return nyquist;
    }

    private (CurveAxes, LocalCurves, PhaseCalibration, SampleGrid) MeasureShells(
        DensityMap half1, DensityMap half2, float[]? mask, FscCurve unmasked, NoiseSpectrum noise, double resolution)
    {
        MapGrid grid = half1.Grid;
        ResolutionShell[] shells = ResolutionShells.Create(grid, options, resolution, Math.Max(noise.Finest, 1 / unmasked.Frequency(unmasked.Count - 1)), warnings);
        double radius = shells.Min(s => s.Radius);
        var samples = new SampleGrid(grid, options.Step ?? radius / StepsPerRadius, mask);
        double inside = (mask == null ? grid.VoxelCount : mask.Sum(m => (double)m)) * grid.VoxelSize.X * grid.VoxelSize.Y * grid.VoxelSize.Z;
        double[] local = [.. shells.Select(s => s.Coefficients)];
        var axes = new CurveAxes(
            [.. shells.Select(s => s.Frequency)], [.. shells.Select(s => s.Coefficients * inside / (4 * Math.PI / 3 * Math.Pow(s.Radius, 3)))], local, [.. shells.Select(s => s.Radius)]);
        using var correlator = new BandPassCorrelator(accelerator, grid, samples, mask);
        using MapSpectrum first = MapSpectrum.Of(accelerator, half1), second = MapSpectrum.Of(accelerator, half2);
        LocalCurves curves = MeasureShells(correlator, first, second, noise, shells, "correlating");
        Stage("correlate");
        PhaseCalibration calibration = PhaseCalibration.None(shells.Length);
        if (options.Calibrate)
        {
            int start = PhaseCalibration.FirstShell(unmasked);
            using MapSpectrum random1 = PhaseRandomization.Apply(first, start, options.Seed), random2 = PhaseRandomization.Apply(second, start, options.Seed + 1);
            LocalCurves random = MeasureShells(correlator, random1, random2, noise, shells, "calibrating");
            calibration = PhaseCalibration.From(random, axes.Frequencies, unmasked.Frequency(start), unmasked.Width + shells[0].Width / 2);
            Stage("calibrate");
        }

        return (axes, curves, calibration, samples);
    }

    private LocalCurves MeasureShells(
        BandPassCorrelator correlator, MapSpectrum first, MapSpectrum second, NoiseSpectrum noise, ResolutionShell[] shells, string what)
    {
        using DeviceBuffer<float> one = accelerator.Upload(first.Values, "spectrum of half map 1"), other = accelerator.Upload(second.Values, "spectrum of half map 2");
        var whole = new double[shells.Length];
        var local = new float[shells.Length][];
        for (int k = 0; k < shells.Length; k++)
        {
            (whole[k], local[k]) = correlator.Correlate(one, other, noise, shells[k]);
            progress?.Invoke(FormattableString.Invariant($"{what}: shell {k + 1} of {shells.Length}, {shells[k].Resolution:0.##} Å"));
        }

        return new(whole, local);
    }

    private (CurveAxes, LocalCurves, PhaseCalibration, SampleGrid) MeasureWindows(
        DensityMap half1, DensityMap half2, float[]? mask, FscCurve unmasked, NoiseSpectrum noise, double resolution)
    {
        MapGrid grid = half1.Grid;
        double shortest = Math.Min(grid.Box.A, Math.Min(grid.Box.B, grid.Box.C)), wanted = WindowPerResolution * resolution, diameter = options.Window ?? wanted;
        if (options.Window == null && wanted > 0.8 * shortest)
        {
            diameter = 0.8 * shortest;
            warnings.Add(FormattableString.Invariant($"the map is small: windows of {diameter:0.#} Å in place of {wanted:0.#} Å"));
        }

        var samples = new SampleGrid(grid, options.Step ?? diameter / StepsPerWindow, mask);
        (double, double) range = ResolutionShells.Range(grid, options, resolution, Math.Max(noise.Finest, 1 / unmasked.Frequency(unmasked.Count - 1)));
        var correlator = new WindowCorrelator(accelerator, grid, samples, mask, diameter, range);
        LocalCurves curves = correlator.Measure(half1, half2, null, part => progress?.Invoke(FormattableString.Invariant($"correlating windows: {part:P0}")));
        Stage("correlate");
        PhaseCalibration calibration = PhaseCalibration.None(correlator.Axes.Frequencies.Length);
        if (options.Calibrate)
        {
            int start = PhaseCalibration.FirstShell(unmasked);
            using DensityMap random1 = Randomized(half1, start, options.Seed), random2 = Randomized(half2, start, options.Seed + 1);
            calibration = PhaseCalibration.From(
                correlator.Measure(random1, random2, CalibrationWindows), correlator.Axes.Frequencies, unmasked.Frequency(start), unmasked.Width + 1 / diameter);
            Stage("calibrate");
        }

        return (correlator.Axes, curves, calibration, samples);
    }

    private DensityMap Randomized(DensityMap map, int start, ulong seed)
    {
        using MapSpectrum spectrum = MapSpectrum.Of(accelerator, map), random = PhaseRandomization.Apply(spectrum, start, seed);
        return random.ToMap(accelerator, map.Name);
    }

    private void WarnAtLimits(double[] resolutions, double[] frequencies)
    {
        double finest = 1 / frequencies[^1], coarsest = 1 / frequencies[0];
        int fine = resolutions.Count(d => d <= finest * 1.001), coarse = resolutions.Count(d => d >= coarsest / 1.001);
        if (fine > ManyAtLimit * resolutions.Length)
            warnings.Add(FormattableString.Invariant($"{(double)fine / resolutions.Length:P0} of the places are as fine as can be found, {finest:0.##} Å: their true resolution may be finer (--finest, or a finer voxel)"));
        if (coarse > ManyAtLimit * resolutions.Length)
            warnings.Add(FormattableString.Invariant($"{(double)coarse / resolutions.Length:P0} of the places are as coarse as can be found, {coarsest:0.#} Å: a tighter mask leaves solvent out"));
    }

    private void Stage(string name)
    {
        long now = Stopwatch.GetTimestamp();
        seconds[name] = Stopwatch.GetElapsedTime(clock, now).TotalSeconds;
        clock = now;
    }
}
