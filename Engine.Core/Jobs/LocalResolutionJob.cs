using System.Diagnostics;
using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Core.Masks;
using Engine.Core.Models;
using Engine.Core.Resolution;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>A local-resolution map, what it says about a model, and from what it was made.</summary>
/// <param name="Result">The map and how it was computed.</param>
/// <param name="Mask">How the mask was made.</param>
/// <param name="MaskFraction">Part of the box inside the mask.</param>
/// <param name="Structure">The model; null without one.</param>
/// <param name="Atoms">Its atoms' resolutions; null without a model.</param>
/// <param name="Fingerprints">Input files.</param>
/// <param name="Warnings">What the user should know, one line each.</param>
/// <param name="Seconds">Seconds by stage.</param>
public sealed record LocalResolutionOutcome(
    LocalResolutionResult Result, string Mask, double MaskFraction, Structure? Structure, AtomResolutionSummary? Atoms, IReadOnlyList<InputFingerprint> Fingerprints,
    IReadOnlyList<string> Warnings, IReadOnlyDictionary<string, double> Seconds) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Result.Dispose();
}

/// <summary>Computes local resolution from files.</summary>
public static class LocalResolutionJob
{
    /// <summary>Growth of the automatic mask beyond the threshold, Å. Correlations are weighted by the mask: solvent inside it makes resolutions look coarser.</summary>
    private const double AutoDilate = 0;

    /// <summary>Width of the automatic mask's edge, Å.</summary>
    private const double AutoEdge = 3;

    /// <summary>Runs the job.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="progress">Gets lines about the progress of the work; or null.</param>
    /// <exception cref="InputException">A file is wrong, or the files do not fit together.</exception>
    /// <exception cref="UsageException">An option is out of range.</exception>
    public static LocalResolutionOutcome Run(Accelerator accelerator, LocalResolutionRequest request, Action<string>? progress = null)
    {
        using LocalResolutionHalves halves = LocalResolutionHalves.Read(request);
        return Run(accelerator, request, halves, progress);
    }

    /// <summary>Runs the job on half maps that were read already.</summary>
    internal static LocalResolutionOutcome Run(Accelerator accelerator, LocalResolutionRequest request, LocalResolutionHalves halves, Action<string>? progress)
    {
        request.Options.Check();
        var warnings = new List<string>(halves.Warnings);
        var seconds = new Dictionary<string, double> { ["read"] = halves.Seconds };
        long start = Stopwatch.GetTimestamp();
        HalfMapPair.Check(halves.Half1, halves.Half2);
        (float[]? mask, string method) = Mask(accelerator, request, halves, warnings);
        double fraction = mask == null ? 1 : mask.Sum(m => (double)m) / mask.LongLength;
        seconds["mask"] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        LocalResolutionResult result = LocalResolution.Compute(accelerator, halves.Half1, halves.Half2, mask, request.Options, progress);
        try
        {
            warnings.AddRange(result.Warnings);
            foreach ((string stage, double value) in result.Seconds)
                seconds[stage] = value;
            AtomResolutionSummary? atoms = halves.Structure == null ? null : AtomResolutionSummary.Of(halves.Structure.First, result.Map);
            if (atoms is { Missing: > 0 })
                warnings.Add($"{atoms.Missing} of {atoms.Values.Length} atoms lie outside the mask and have no local resolution");
            return new(result, method, fraction, halves.Structure, atoms, halves.Fingerprints, [.. warnings.Distinct()], seconds);
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    private static (float[]? Mask, string Method) Mask(Accelerator accelerator, LocalResolutionRequest request, LocalResolutionHalves halves, List<string> warnings)
    {
        if (request.Mask == LocalResolutionRequest.NoMask)
            return (null, "none");
        SoftMask mask;
        if (request.MaskPath is { } path)
        {
            mask = MaskFile.Read(path, halves.Half1, request.MapOptions);
        }
        else
        {
            using DensityMap average = MapAverage.Average(halves.Half1, halves.Half2);
            mask = DensityMask.Create(accelerator, average, new DensityMaskOptions { Dilate = AutoDilate, Edge = AutoEdge });
        }

        warnings.AddRange(mask.Warnings);
        return (mask.Values, mask.Method);
    }
}

/// <summary>The files of a local-resolution job.</summary>
internal sealed class LocalResolutionHalves : IDisposable
{
    private LocalResolutionHalves(DensityMap half1, DensityMap half2, Structure? structure, InputFingerprint[] fingerprints, double seconds) =>
        (Half1, Half2, Structure, Fingerprints, Seconds) = (half1, half2, structure, fingerprints, seconds);

    public DensityMap Half1 { get; }

    public DensityMap Half2 { get; }

    public Structure? Structure { get; }

    public IReadOnlyList<InputFingerprint> Fingerprints { get; }

    public double Seconds { get; }

    public IEnumerable<string> Warnings => new[] { (Half1.Name, Half1.Warnings), (Half2.Name, Half2.Warnings), (Structure?.Name ?? "", (IReadOnlyList<string>?)Structure?.Warnings ?? []) }
        .SelectMany(f => f.Item2.Select(w => $"{f.Item1}: {w}"));

    public static LocalResolutionHalves Read(LocalResolutionRequest request)
    {
        long start = Stopwatch.GetTimestamp();
        Task<InputFingerprint>[] prints = [.. request.Files.Select(f => Task.Run(() => InputFingerprint.Of(f)))];
        DensityMap half1 = MapReader.Read(request.Half1Path, request.MapOptions);
        DensityMap? half2 = null;
        try
        {
            half2 = MapReader.Read(request.Half2Path, request.MapOptions);
            Structure? structure = request.ModelPath == null ? null : StructureReader.Read(request.ModelPath);
            InputFingerprint[] fingerprints = [.. prints.Select(p => p.GetAwaiter().GetResult())];
            return new(half1, half2, structure, fingerprints, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        catch
        {
            half1.Dispose();
            half2?.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Half1.Dispose();
        Half2.Dispose();
    }
}
