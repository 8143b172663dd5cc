using System.Diagnostics;
using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Core.Resolution;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>How a locally filtered map is sharpened.</summary>
public enum LocalSharpening
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By the B that the user gives.</summary>
    Given,

    /// <summary>By the Guinier slope of what the half maps have in common.</summary>
    Auto,

    /// <summary>By that slope, and by what the fall-off of every place differs from the average.</summary>
    Local,
}

/// <summary>What locally filtered map is wanted.</summary>
public sealed record LocalFilterRequest
{
    /// <summary>The map to filter; null = the average of the half maps.</summary>
    public string? MapPath { get; init; }

    /// <summary>Half maps, mask and options of the local resolution; null when only a map is given.</summary>
    public LocalResolutionRequest? Halves { get; init; }

    /// <summary>A local-resolution map; null = computed from the half maps.</summary>
    public string? ResolutionPath { get; init; }

    /// <summary>How to sharpen.</summary>
    public LocalSharpening Sharpening { get; init; }

    /// <summary>B to apply, Å², when it is given.</summary>
    public double B { get; init; }

    /// <summary>Weight by C*.</summary>
    public bool Weight { get; init; }

    /// <summary>Half width of the low-pass edges in units of 1/d.</summary>
    public double Edge { get; init; } = 0.1;

    /// <summary>How maps are read.</summary>
    public MapReadOptions MapOptions { get; init; } = new();

    /// <summary>All files that are read.</summary>
    public IReadOnlyList<string> Files => [.. new[] { MapPath }.OfType<string>(), .. Halves?.Files ?? [], .. new[] { ResolutionPath }.OfType<string>()];

    /// <summary>Checks what can be checked without reading files.</summary>
    /// <exception cref="UsageException">Options contradict each other.</exception>
    public void Check()
    {
        if ((MapPath == null) == (Halves == null))
            throw new UsageException("give one map, or the two half maps");
        if (Halves == null && ResolutionPath == null)
            throw new UsageException($"{MapPath}: one map has no local resolution of its own: give --local-resolution MAP, or the two half maps");
        if (Halves == null && Sharpening is LocalSharpening.Auto or LocalSharpening.Local)
            throw new UsageException("--sharpen auto and --sharpen local need the two half maps: give them, or a B in Å²");
        if ((Weight || Sharpening == LocalSharpening.Local) && (ResolutionPath != null || Halves?.Options.Estimate == CrossingEstimate.First))
            throw new UsageException("--weight and --sharpen local need the fall-off that is fitted to the half maps: leave out --local-resolution and --estimate first");
    }
}

/// <summary>A locally filtered map and from what it was made.</summary>
/// <param name="Filtered">The map.</param>
/// <param name="B">B applied everywhere, Å².</param>
/// <param name="Resolution">Distribution of the local resolutions.</param>
/// <param name="Local">How the local resolution was computed; null when it was read. Its map is freed.</param>
/// <param name="Fingerprints">Input files.</param>
/// <param name="Warnings">What the user should know, one line each.</param>
/// <param name="Seconds">Seconds by stage.</param>
public sealed record LocalFilterOutcome(
    LocalFilterResult Filtered, double B, LocalResolutionSummary Resolution, LocalResolutionOutcome? Local, IReadOnlyList<InputFingerprint> Fingerprints, IReadOnlyList<string> Warnings,
    IReadOnlyDictionary<string, double> Seconds) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Filtered.Dispose();
        Local?.Dispose();
    }
}

/// <summary>Filters a map by its local resolution, from files.</summary>
public static class LocalFilterJob
{
    /// <summary>Runs the job.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="progress">Gets lines about the progress of the work; or null.</param>
    /// <exception cref="UsageException">Options contradict each other or are out of range.</exception>
    /// <exception cref="InputException">A file is wrong, or the files do not fit together.</exception>
    public static LocalFilterOutcome Run(Accelerator accelerator, LocalFilterRequest request, Action<string>? progress = null)
    {
        request.Check();
        var warnings = new List<string>();
        using LocalResolutionHalves? halves = request.Halves == null ? null : LocalResolutionHalves.Read(request.Halves);
        if (halves != null)
            HalfMapPair.Check(halves.Half1, halves.Half2);
        using DensityMap map = halves == null ? MapReader.Read(request.MapPath!, request.MapOptions) : MapAverage.Average(halves.Half1, halves.Half2);
        warnings.AddRange(map.Warnings.Select(w => $"{map.Name}: {w}"));
        if (!map.Grid.Cell.IsOrthogonal)
            throw new InputException($"{map.Name}: the cell is not orthogonal; this command needs a 90° box: resample the map first");
        LocalResolutionOutcome? local = null;
        DensityMap? read = null;
        try
        {
            if (request.ResolutionPath is { } path)
                warnings.AddRange((read = MapReader.Read(path, request.MapOptions with { AllowConstant = true })).Warnings.Select(w => $"{path}: {w}"));
            else
                local = LocalResolutionJob.Run(accelerator, request.Halves!, halves!, progress);
            return Filter(accelerator, request, halves, map, read ?? local!.Result.Map, local, warnings, progress);
        }
        catch
        {
            local?.Dispose();
            throw;
        }
        finally
        {
            read?.Dispose();
        }
    }

    private static LocalFilterOutcome Filter(
        Accelerator accelerator, LocalFilterRequest request, LocalResolutionHalves? halves, DensityMap map, DensityMap resolutions, LocalResolutionOutcome? local, List<string> warnings,
        Action<string>? progress)
    {
        long start = Stopwatch.GetTimestamp();
        double b = request.Sharpening switch
        {
            LocalSharpening.Given => request.B,
            LocalSharpening.Auto or LocalSharpening.Local => GuinierB(accelerator, halves!, local),
            _ => 0,
        };
        var options = new LocalFilterOptions
        {
            B = b,
            Edge = request.Edge,
            FallOff = local?.Result.FallOff,
            Threshold = request.Halves?.Options.Threshold ?? new LocalResolutionOptions().Threshold,
            Weight = request.Weight,
            UndoFallOff = request.Sharpening == LocalSharpening.Local,
        };
        LocalFilterResult filtered = LocalFilter.Apply(accelerator, map, resolutions, options, progress);
        var seconds = new Dictionary<string, double>(local?.Seconds ?? new Dictionary<string, double>()) { ["filter"] = Stopwatch.GetElapsedTime(start).TotalSeconds };
        LocalResolutionSummary summary = local?.Result.Summary ?? LocalResolutionSummary.Of(resolutions);
        InputFingerprint[] prints = [.. request.Files.Select(InputFingerprint.Of)];
        warnings.AddRange(local?.Warnings ?? []);
        return new(filtered, b, summary, local, prints, [.. warnings.Distinct()], seconds);
    }

    private static double GuinierB(Accelerator accelerator, LocalResolutionHalves halves, LocalResolutionOutcome? local)
    {
        if (local != null)
            return FscWeightedMap.GuinierB(local.Result.Halves);
        using MapSpectrum first = MapSpectrum.Of(accelerator, halves.Half1), second = MapSpectrum.Of(accelerator, halves.Half2);
        return FscWeightedMap.GuinierB(first.Correlate(second));
    }
}
