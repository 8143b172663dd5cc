using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.Sharpening;

/// <summary>What the automatic search makes largest.</summary>
public enum SharpeningMetric
{
    /// <summary>Adjusted surface area.</summary>
    Surface,

    /// <summary>Kurtosis.</summary>
    Kurtosis,
}

/// <summary>How the automatic search is done.</summary>
public sealed record SharpeningSearchOptions
{
    /// <summary>What is made largest.</summary>
    public SharpeningMetric Metric { get; init; } = SharpeningMetric.Surface;

    /// <summary>Weight of the number of regions in the adjusted surface area.</summary>
    public double RegionWeight { get; init; } = MapShape.DefaultRegionWeight;

    /// <summary>Lowest B_iso that the sharpened map may have, Å².</summary>
    public double Low { get; init; } = -100;

    /// <summary>Highest, Å².</summary>
    public double High { get; init; } = 300;

    /// <summary>Values of the first scan.</summary>
    public int Steps { get; init; } = 21;

    /// <summary>Part of the voxels that is molecule; null = from the map.</summary>
    public double? MoleculeFraction { get; init; }

    /// <summary>Checks the numbers.</summary>
    /// <exception cref="UsageException">One is out of range.</exception>
    public void Check()
    {
        if (!(Low < High && Low >= -1000 && High <= 2000) || Steps < 5)
            throw new UsageException(FormattableString.Invariant($"a search from {Low} to {High} Å² in {Steps} steps: give a range that rises, within -1000 to 2000 Å², and 5 steps or more"));
        if (!(RegionWeight >= 0))
            throw new UsageException(FormattableString.Invariant($"region weight {RegionWeight}: give 0 or more"));
        if (MoleculeFraction is { } f && !(f > 0 && f < 1))
            throw new UsageException(FormattableString.Invariant($"a solvent fraction of {1 - f}: give a number between 0 and 1"));
    }
}

/// <summary>One trial.</summary>
/// <param name="BIso">B_iso of the trial map, Å²: that of the map plus the B applied.</param>
/// <param name="B">B applied, Å².</param>
/// <param name="Surface">SA.</param>
/// <param name="Regions">R.</param>
/// <param name="AdjustedSurface">SA - w R.</param>
/// <param name="Kurtosis">Kurtosis.</param>
/// <param name="Score">What is made largest.</param>
public sealed record SharpeningTrial(double BIso, double B, double? Surface, double Regions, double? AdjustedSurface, double Kurtosis, double Score);

/// <summary>What a search found.</summary>
/// <param name="Metric">What was made largest.</param>
/// <param name="BIso">B_iso of the best map, Å².</param>
/// <param name="B">B to apply, Å²; negative sharpens.</param>
/// <param name="Trials">All trials in order of B.</param>
/// <param name="AtLimit">The best value lies at an end of the range.</param>
/// <param name="Contrast">Range of the scores of the first scan over the distance of neighbours from a smooth curve: near 1 the search found nothing.</param>
/// <param name="Spacing">Grid of the trial maps, Å.</param>
/// <param name="Molecule">What counted as molecule.</param>
public sealed record SharpeningSearchResult(
    SharpeningMetric Metric, double BIso, double B, IReadOnlyList<SharpeningTrial> Trials, bool AtLimit, double Contrast, double Spacing, MoleculeVolume Molecule);

/// <summary>
/// The B that makes a map most detailed without breaking it up, from the map and its resolution alone: trial maps with <see cref="SharpeningFactor.ToCut"/>, 21 values of B_iso from
/// -100 to 300 Å², then half steps round the best. Scores jump from one trial to the next, as regions join and part; the best value is therefore the top of a parabola
/// through the trials within two steps of the best.
/// </summary>
public static class SharpeningSearch
{
    /// <summary>Grid points per resolution of trial maps: the surface of contours is counted in voxels, so the grid must go with the resolution and not with the file.</summary>
    private const double PointsPerResolution = 3;
    private const double CropMargin = 3;
    private const double CropBelow = 0.6;
    private const int SmoothingHalfWidth = 1;

    /// <summary>Searches.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="map">The map.</param>
    /// <param name="molecule">Where the molecule is.</param>
    /// <param name="mapB">B_iso of the map (Guinier), Å².</param>
    /// <param name="resolution">d, Å.</param>
    /// <param name="options">How.</param>
    public static SharpeningSearchResult Run(
        Accelerator accelerator, DensityMap map, MoleculeVolume molecule, double mapB, double resolution, SharpeningSearchOptions options)
    {
        options.Check();
        if (options.MoleculeFraction is { } given)
            molecule = molecule with { Fraction = given, Volume = given / molecule.Fraction * molecule.Volume };
        using DensityMap? cropped = Crop(map, molecule, CropMargin * resolution);
        using var plan = new SharpeningPlan(accelerator, cropped ?? map);
        using SharpeningPlan.TrialGrid grid = plan.Trials(resolution / PointsPerResolution);
        MapGrid g = grid.Grid;
        double voxels = molecule.Volume / (g.VoxelSize.X * g.VoxelSize.Y * g.VoxelSize.Z);
        SharpeningTrial Try(double bIso)
        {
            grid.Compute(SharpeningFactor.ToCut(bIso - mapB, resolution));
            MapShape shape = MapShape.Of(grid.Values, (g.Nx, g.Ny, g.Nz), voxels);
            double? adjusted = shape.AdjustedSurface(options.RegionWeight);
            return new(bIso, bIso - mapB, shape.Surface, shape.Regions, adjusted, shape.Kurtosis, options.Metric == SharpeningMetric.Kurtosis ? shape.Kurtosis : adjusted ?? double.NegativeInfinity);
        }

        double step = (options.High - options.Low) / (options.Steps - 1);
        var trials = new List<SharpeningTrial>();
        for (int i = 0; i < options.Steps; i++)
            trials.Add(Try(options.Low + i * step));
        double contrast = ContrastOf(trials);
        double centre = trials[BestSmoothed(trials)].BIso;
        for (int i = -3; i <= 3; i += 2)
        {
            double b = centre + 0.5 * i * step;
            if (b > options.Low && b < options.High)
                trials.Add(Try(b));
        }

        trials = [.. trials.OrderBy(t => t.BIso)];
        double best = Top([.. trials.Where(t => Math.Abs(t.BIso - centre) <= 2.01 * step)], centre);
        bool atLimit = best <= options.Low + 0.01 * step || best >= options.High - 0.01 * step;
        return new(options.Metric, best, best - mapB, trials, atLimit, contrast, Math.Max(g.VoxelSize.X, Math.Max(g.VoxelSize.Y, g.VoxelSize.Z)), molecule);
    }

    /// <summary>The part of the map round the molecule, where that saves work.</summary>
    private static DensityMap? Crop(DensityMap map, MoleculeVolume molecule, double margin)
    {
        DensityMap cropped = MapCrop.Around(map, [molecule.Low, molecule.High], margin);
        if (cropped.Grid.VoxelCount < CropBelow * map.Grid.VoxelCount)
            return cropped;
        cropped.Dispose();
        return null;
    }

    /// <summary>The trial whose score, averaged with its neighbours', is largest.</summary>
    private static int BestSmoothed(List<SharpeningTrial> trials)
    {
        double Smoothed(int i)
        {
            int low = Math.Max(0, i - SmoothingHalfWidth), high = Math.Min(trials.Count - 1, i + SmoothingHalfWidth);
            return trials.Skip(low).Take(high - low + 1).Average(t => t.Score);
        }

        return Enumerable.Range(0, trials.Count).MaxBy(Smoothed);
    }

    private static double ContrastOf(List<SharpeningTrial> trials)
    {
        double range = trials.Max(t => t.Score) - trials.Min(t => t.Score), jumps = 0;
        for (int i = 1; i < trials.Count - 1; i++)
            jumps += Math.Pow(trials[i].Score - 0.5 * (trials[i - 1].Score + trials[i + 1].Score), 2);
        double noise = Math.Sqrt(jumps / (1.5 * (trials.Count - 2)));
        return noise > 0 ? range / noise : 0;
    }

    /// <summary>Top of the parabola through trials, within their range; the best of them where it opens upwards.</summary>
    private static double Top(SharpeningTrial[] trials, double centre)
    {
        SharpeningTrial best = trials.MaxBy(t => t.Score)!;
        if (trials.Length < 4 || trials.Any(t => !double.IsFinite(t.Score)))
            return best.BIso;
        double n = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, y0 = 0, y1 = 0, y2 = 0;
        foreach (SharpeningTrial t in trials)
        {
            double x = t.BIso - centre, xx = x * x;
            (n, s1, s2, s3, s4) = (n + 1, s1 + x, s2 + xx, s3 + xx * x, s4 + xx * xx);
            (y0, y1, y2) = (y0 + t.Score, y1 + x * t.Score, y2 + xx * t.Score);
        }

        // Normal equations of a + b x + c x², by Cramer's rule for b and c.
        double det = n * (s2 * s4 - s3 * s3) - s1 * (s1 * s4 - s2 * s3) + s2 * (s1 * s3 - s2 * s2);
        double b = (n * (y1 * s4 - s3 * y2) - y0 * (s1 * s4 - s2 * s3) + s2 * (s1 * y2 - y1 * s2)) / det;
        double c = (n * (s2 * y2 - y1 * s3) - s1 * (s1 * y2 - y1 * s2) + y0 * (s1 * s3 - s2 * s2)) / det;
        return c < 0 ? Math.Clamp(centre - b / (2 * c), trials[0].BIso, trials[^1].BIso) : best.BIso;
    }
}
