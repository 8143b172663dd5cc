using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.Sharpening;

/// <summary>What the automatic search makes largest.</summary>
public enum SharpeningMetric
{
    /// <summary>Expected correlation with atoms at rest.</summary>
    Correlation,

    /// <summary>Adjusted surface area.</summary>
    Surface,

    /// <summary>Kurtosis.</summary>
    Kurtosis,
}

/// <summary>How the automatic search is done.</summary>
public sealed record SharpeningSearchOptions
{
    /// <summary>What is made largest.</summary>
    public SharpeningMetric Metric { get; init; } = SharpeningMetric.Correlation;

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
/// <param name="Correlation">Expected correlation with atoms at rest.</param>
/// <param name="Surface">SA.</param>
/// <param name="Regions">R.</param>
/// <param name="AdjustedSurface">SA - w R.</param>
/// <param name="Kurtosis">Kurtosis.</param>
/// <param name="Score">What is made largest.</param>
public sealed record SharpeningTrial(double BIso, double B, double? Correlation, double? Surface, double Regions, double? AdjustedSurface, double Kurtosis, double Score);

/// <summary>What a search found.</summary>
/// <param name="Metric">What was made largest.</param>
/// <param name="BIso">B_iso of the best map, Å².</param>
/// <param name="B">B to apply, Å²; negative sharpens.</param>
/// <param name="Trials">All trials in order of B.</param>
/// <param name="AtLimit">The best value lies at an end of the range.</param>
/// <param name="Contrast">Range of the scores of the first scan over the distance of neighbours from a smooth curve: near 1 the search found nothing.</param>
/// <param name="Spacing">Grid of the trial maps, Å.</param>
/// <param name="Molecule">What counted as molecule.</param>
/// <param name="NoiseShare">Part of the power inside the molecule that is noise, by the map's solvent; 0 for masked maps.</param>
/// <param name="Best">B_iso of the best map by each metric, Å²; null where one says nothing.</param>
public sealed record SharpeningSearchResult(
    SharpeningMetric Metric, double BIso, double B, IReadOnlyList<SharpeningTrial> Trials, bool AtLimit, double Contrast, double Spacing, MoleculeVolume Molecule,
    double NoiseShare, BestByMetric Best);

/// <summary>B_iso of the best map by each metric, Å².</summary>
/// <param name="Correlation">Expected correlation.</param>
/// <param name="Surface">Adjusted surface area.</param>
/// <param name="Kurtosis">Kurtosis.</param>
public sealed record BestByMetric(double? Correlation, double? Surface, double? Kurtosis);

/// <summary>
/// The B that shows a map's detail best, from the map and its resolution alone: 21 trial maps with B_iso from -100 to 300 Å² (<see cref="SharpeningFactor.ToCut"/>), and three
/// metrics of them. The default is the expected correlation with atoms at rest (<see cref="ExpectedCorrelation"/>), a smooth curve whose top is found exactly. Adjusted surface area and kurtosis
/// (<see cref="MapShape"/>) jump from one trial to the next, as regions join and part: trials half-way between those round the best are added, and the best value is the top of a parabola through the
/// trials within two steps.
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
    /// <param name="expected">Signal and noise of the map; null when they could not be measured.</param>
    /// <param name="mapB">B_iso of the map (Guinier), Å².</param>
    /// <param name="resolution">d, Å.</param>
    /// <param name="options">How.</param>
    public static SharpeningSearchResult Run(
        Accelerator accelerator, DensityMap map, MoleculeVolume molecule, ExpectedCorrelation? expected, double mapB, double resolution, SharpeningSearchOptions options)
    {
        options.Check();
        if (options.MoleculeFraction is { } given)
            molecule = molecule with { Fraction = given, Volume = given / molecule.Fraction * molecule.Volume };
        using DensityMap? cropped = Crop(map, molecule, CropMargin * resolution);
        using var plan = new SharpeningPlan(accelerator, cropped ?? map);
        using SharpeningPlan.TrialGrid grid = plan.Trials(resolution / PointsPerResolution);
        MapGrid g = grid.Grid;
        double voxels = molecule.Volume / (g.VoxelSize.X * g.VoxelSize.Y * g.VoxelSize.Z), step = (options.High - options.Low) / (options.Steps - 1);
        SharpeningTrial Try(double bIso)
        {
            grid.Compute(SharpeningFactor.ToCut(bIso - mapB, resolution));
            MapShape shape = MapShape.Of(grid.Values, (g.Nx, g.Ny, g.Nz), voxels);
            var trial = new SharpeningTrial(
                bIso, bIso - mapB, expected?.At(bIso - mapB), shape.Surface, shape.Regions, shape.AdjustedSurface(options.RegionWeight), shape.Kurtosis, 0);
            return trial with { Score = Score(trial, options.Metric) };
        }

        List<SharpeningTrial> trials = [.. Enumerable.Range(0, options.Steps).Select(i => Try(options.Low + i * step))];
        double contrast = ContrastOf(trials), centre = trials[BestSmoothed(trials, options.Metric)].BIso;
        if (options.Metric != SharpeningMetric.Correlation)
        {
            double[] halfSteps = [.. new[] { -1.5, -0.5, 0.5, 1.5 }.Select(i => centre + i * step).Where(b => b > options.Low && b < options.High)];
            trials = [.. trials.Concat(halfSteps.Select(Try)).OrderBy(t => t.BIso)];
        }

        double? Best(SharpeningMetric metric) => metric == SharpeningMetric.Correlation
            ? mapB + expected?.Best(options.Low - mapB, options.High - mapB)
            : Top(trials, metric, trials[BestSmoothed(trials, metric)].BIso, 2.01 * step);
        var best = new BestByMetric(Best(SharpeningMetric.Correlation), Best(SharpeningMetric.Surface), Best(SharpeningMetric.Kurtosis));
        double chosen = Best(options.Metric) ?? throw new InputException(FormattableString.Invariant(
            $"{map.Name}: no B stands out by {options.Metric.ToString().ToLowerInvariant()}; give another --metric or the B to apply with --b"));
        bool atLimit = chosen <= options.Low + 0.01 * step || chosen >= options.High - 0.01 * step;
        return new(
            options.Metric, chosen, chosen - mapB, trials, atLimit, contrast, Math.Max(g.VoxelSize.X, Math.Max(g.VoxelSize.Y, g.VoxelSize.Z)), molecule, expected?.NoiseShare ?? 0, best);
    }

    private static double Score(SharpeningTrial trial, SharpeningMetric metric) => metric switch
    {
        SharpeningMetric.Correlation => trial.Correlation,
        SharpeningMetric.Kurtosis => trial.Kurtosis,
        _ => trial.AdjustedSurface,
    } ?? double.NegativeInfinity;

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
    private static int BestSmoothed(List<SharpeningTrial> trials, SharpeningMetric metric)
    {
        double Smoothed(int i)
        {
            int low = Math.Max(0, i - SmoothingHalfWidth), high = Math.Min(trials.Count - 1, i + SmoothingHalfWidth);
            return trials.Skip(low).Take(high - low + 1).Average(t => Score(t, metric));
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

    /// <summary>Top of the parabola through the trials near a place, within their range; the best of them where it opens upwards; null when a score is missing.</summary>
    private static double? Top(List<SharpeningTrial> all, SharpeningMetric metric, double centre, double reach)
    {
        (double X, double Y)[] trials = [.. all.Where(t => Math.Abs(t.BIso - centre) <= reach).Select(t => (t.BIso - centre, Score(t, metric)))];
        if (trials.Any(t => !double.IsFinite(t.Y)))
            return null;
        double best = centre + trials.MaxBy(t => t.Y).X;
        if (trials.Length < 4)
            return best;
        double n = trials.Length, s1 = trials.Sum(t => t.X), s2 = trials.Sum(t => t.X * t.X), s3 = trials.Sum(t => t.X * t.X * t.X), s4 = trials.Sum(t => Math.Pow(t.X, 4));
        double y0 = trials.Sum(t => t.Y), y1 = trials.Sum(t => t.X * t.Y), y2 = trials.Sum(t => t.X * t.X * t.Y);

        // Normal equations of a + b x + c x², by Cramer's rule for b and c.
        double det = n * (s2 * s4 - s3 * s3) - s1 * (s1 * s4 - s2 * s3) + s2 * (s1 * s3 - s2 * s2);
        double b = (n * (y1 * s4 - s3 * y2) - y0 * (s1 * s4 - s2 * s3) + s2 * (s1 * y2 - y1 * s2)) / det;
        double c = (n * (s2 * y2 - y1 * s3) - s1 * (s1 * y2 - y1 * s2) + y0 * (s1 * s3 - s2 * s2)) / det;
        return c < 0 ? centre + Math.Clamp(-b / (2 * c), trials.Min(t => t.X), trials.Max(t => t.X)) : best;
    }
}
