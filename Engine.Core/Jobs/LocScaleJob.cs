using System.Diagnostics;
using Engine.Core.HalfMaps;
using Engine.Core.LocScale;
using Engine.Core.Maps;
using Engine.Core.Masks;
using Engine.Core.Models;
using Engine.Core.Models.Selection;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>A locally scaled map, and what it was made from.</summary>
/// <param name="Result">Map, local B map, profiles.</param>
/// <param name="Reference">Reference map from a model; null for other targets.</param>
/// <param name="Mask">Mask.</param>
/// <param name="Resolution">Resolution that was used, Å; null for none.</param>
/// <param name="Fingerprints">Input files.</param>
/// <param name="Seconds">Seconds by stage.</param>
/// <param name="Warnings">What the user should know, one line each.</param>
public sealed record LocScaleOutcome(
    LocScaleResult Result, LocScaleReferenceMap? Reference, SoftMask Mask, double? Resolution, IReadOnlyList<InputFingerprint> Fingerprints,
    IReadOnlyDictionary<string, double> Seconds, IReadOnlyList<string> Warnings) : IDisposable
{
    /// <summary>Frees the maps.</summary>
    public void Dispose()
    {
        Result.Dispose();
        Reference?.Dispose();
    }
}

/// <summary>Scales a map locally: reads files, makes mask and reference, scales.</summary>
public static class LocScaleJob
{
    private const double HalfMapThreshold = 0.143;

    /// <summary>Runs the job.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="cancel">Stops early; a checkpoint stays.</param>
    /// <exception cref="UsageException">Options contradict each other or are out of range.</exception>
    /// <exception cref="InputException">A file is wrong, or does not suit.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static LocScaleOutcome Run(Accelerator accelerator, LocScaleRequest request, CancellationToken cancel = default)
    {
        request.Check();
        var warnings = new List<string>();
        var seconds = new Dictionary<string, double>();
        long start = Stopwatch.GetTimestamp();
        InputFingerprint[] prints = [.. request.Files.Select(InputFingerprint.Of)];
        (DensityMap map, double? resolution) = ReadMap(accelerator, request);
        using DensityMap read = map;
        Structure? structure = request.ModelPath == null ? null : StructureReader.Read(request.ModelPath);
        bool[] selected = structure == null ? [] : Select(structure, request, warnings);
        seconds["read"] = Stopwatch.GetElapsedTime(start).TotalSeconds;

        start = Stopwatch.GetTimestamp();
        SoftMask mask = Mask(accelerator, request, map, structure?.First, selected);
        warnings.AddRange(mask.Warnings);
        seconds["mask"] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        LocScaleReferenceMap? reference = null;
        try
        {
            if (structure != null)
            {
                // Without refinement the resolution is not used.
                var options = new LocScaleReferenceOptions
                {
                    Resolution = resolution ?? 2 * map.Grid.VoxelSize.X,
                    RefineB = request.RefineB,
                    AverageRadius = request.AverageRadius,
                    Scattering = request.Scattering,
                };
                reference = LocScaleReference.Build(accelerator, map, structure.First, selected, options, cancel);
                warnings.AddRange(reference.Warnings);
                Add(seconds, reference.Seconds);
            }

            using DensityMap? file = request.ReferencePath == null ? null : MapReader.Read(request.ReferencePath, request.MapOptions);
            LocScaleOptions scaling = request.Options with { Resolution = resolution, CheckpointSetup = Setup(request, prints), Symmetry = LocScaleSymmetry.Of(request, map.Grid, structure) };
            LocScaleResult result = LocScaler.Scale(accelerator, map, reference?.Map ?? file, mask.Values, scaling, cancel);
            Add(seconds, result.Seconds);
            return new(result, reference, mask, resolution, prints, seconds, [.. result.Warnings, .. warnings.Distinct()]);
        }
        catch
        {
            reference?.Dispose();
            throw;
        }
    }

    private static void Add(Dictionary<string, double> to, IReadOnlyDictionary<string, double> from)
    {
        foreach ((string stage, double value) in from)
            to[stage] = value;
    }

    private static Dictionary<string, string> Setup(LocScaleRequest request, InputFingerprint[] prints)
    {
        var setup = new Dictionary<string, string>
        {
            ["program version"] = typeof(LocScaleJob).Assembly.GetName().Version?.ToString() ?? "0",
            ["selection"] = request.Selection,
            ["refined B"] = FormattableString.Invariant($"{request.RefineB} {request.AverageRadius}"),
            ["mask"] = FormattableString.Invariant($"{request.Mask} {request.Options.Threshold}"),
        };
        for (int i = 0; i < prints.Length; i++)
            setup[$"SHA-256 of input file {i + 1}"] = prints[i].Sha256[..16];
        return setup;
    }

    /// <summary>The map and its resolution: as given, or where the FSC of half maps falls below 0.143.</summary>
    private static (DensityMap Map, double? Resolution) ReadMap(Accelerator accelerator, LocScaleRequest request)
    {
        DensityMap first = MapReader.Read(request.MapPaths[0], request.MapOptions);
        if (request.MapPaths.Count == 1)
            return (first, request.Resolution);
        using (first)
        {
            using DensityMap second = MapReader.Read(request.MapPaths[1], request.MapOptions);
            HalfMapPair.Check(first, second);
            double? resolution = request.Resolution;
            if (resolution == null)
            {
                using MapSpectrum a = MapSpectrum.Of(accelerator, first), b = MapSpectrum.Of(accelerator, second);
                resolution = a.Correlate(b).Crossing(HalfMapThreshold).Resolution ?? 2 * first.Grid.VoxelSize.X;
            }

            return (MapAverage.Average(first, second), resolution);
        }
    }

    private static bool[] Select(Structure structure, LocScaleRequest request, List<string> warnings)
    {
        warnings.AddRange(structure.Warnings.Select(w => $"{structure.Name}: {w}"));
        bool[] selected = AtomSelection.Parse(request.Selection).Apply(structure.First);
        return selected.Contains(true) ? selected : throw new InputException($"--select '{request.Selection}': no atom of {request.ModelPath} matches");
    }

    private static SoftMask Mask(Accelerator accelerator, LocScaleRequest request, DensityMap map, Model? model, bool[] selected) => request.Mask switch
    {
        LocScaleMask.File => MaskFile.Read(request.MaskPath!, map, request.MapOptions),
        LocScaleMask.Confidence => ConfidenceMask.Create(map),
        LocScaleMask.Default when model != null && request.Options.Target == LocScaleTarget.Reference => new(
            ModelMask.Create(map.Grid, model, selected), FormattableString.Invariant($"{ModelMask.DefaultRadius:0.#} Å round atoms, edge {ModelMask.DefaultEdge:0.#} Å"), null, []),
        _ => DensityMask.Create(accelerator, map),
    };
}
