using System.Diagnostics;
using Engine.Core.Chemistry;
using Engine.Core.DensityModification;
using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Core.Masks;
using Engine.Core.Resolution;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>Modifies the density of half maps: reads files, works on the molecule's box, takes the results back to the frame of the half maps.</summary>
public static class DensityModifyJob
{
    private const double FirstResolution = 3;
    private const float InsideMask = 0.5f;

    /// <summary>Runs the job.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="library">Restraint dictionaries, needed with a model.</param>
    /// <param name="progress">Gets lines about the progress of the work; or null.</param>
    /// <param name="cancel">Stops between steps; nothing is written before the end.</param>
    /// <exception cref="UsageException">Options contradict each other or are out of range.</exception>
    /// <exception cref="InputException">A file is wrong, or the maps do not suit.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static DensityModifyOutcome Run(Accelerator accelerator, DensityModifyRequest request, ComponentLibrary library, Action<string>? progress = null, CancellationToken cancel = default)
    {
        request.Check();
        long start = Stopwatch.GetTimestamp();
        Task<InputFingerprint>[] prints = [.. request.Files.Select(f => Task.Run(() => InputFingerprint.Of(f)))];
        using DensityMap half1 = MapReader.Read(request.Half1Path, request.MapOptions), half2 = MapReader.Read(request.Half2Path, request.MapOptions);
        using DensityMap? full = request.FullPath == null ? null : MapReader.Read(request.FullPath, request.MapOptions);
        var warnings = new List<string>(new[] { half1, half2, full }.OfType<DensityMap>().SelectMany(m => m.Warnings.Select(w => $"{m.Name}: {w}")));
        CheckMaps(half1, half2, full, warnings);
        SoftMask? mask = request.MaskPath == null ? null : MaskFile.Read(request.MaskPath, half1, request.MapOptions);
        warnings.AddRange(mask?.Warnings ?? []);
        ParticleVolume molecule = request.Size.In(half1.Grid);
        InputFingerprint[] fingerprints = [.. prints.Select(p => p.GetAwaiter().GetResult())];
        var seconds = new Dictionary<string, double> { ["read"] = Stopwatch.GetElapsedTime(start).TotalSeconds };
        start = Stopwatch.GetTimestamp();
        WorkingBox box = Box(accelerator, request, half1, half2, molecule);
        seconds["box"] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        cancel.ThrowIfCancellationRequested();
        using DensityMap cut1 = box.Cut(half1), cut2 = box.Cut(half2);
        using DensityMap? cutFull = full == null ? null : box.Cut(full);
        DensityModificationOptions options = request.Options with { Volume = molecule.Volume, Mask = mask == null ? null : box.Cut(mask.Values) };
        start = Stopwatch.GetTimestamp();
        (DensityModificationResult result, DensityKnowledgeReport? knowledge) = request.Knowledge.IsEmpty
            ? (DensityModifier.Run(accelerator, cut1, cut2, cutFull, options, progress, cancel), null)
            : new InformedModification(accelerator, options, progress).Run([cut1, cut2], cutFull, half1.Grid, request.Knowledge, library, cancel);
        try
        {
            foreach ((string stage, double value) in result.Seconds)
                seconds[stage] = value;
            warnings.AddRange(result.Warnings);
            if (knowledge != null)
                seconds["symmetry and models"] = Stopwatch.GetElapsedTime(start).TotalSeconds - result.Seconds.Values.Sum();
            start = Stopwatch.GetTimestamp();
            (DensityMap? local, double? threshold) = request.LocalResolution ? Local(accelerator, request, result, warnings, progress) : default;
            if (request.LocalResolution)
                seconds["local resolution"] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            return new(
                result, box, box.Back(result.Modified, "density-modified map", half1), box.Back(result.Halves[0], "density-modified half map 1", half1),
                box.Back(result.Halves[1], "density-modified half map 2", half2), box.Back(result.Initial, "initial map", half1),
                local == null ? null : box.Back(local, "local resolution", half1), threshold, molecule, mask?.Method ?? "from the local variance of the map", fingerprints,
                [.. warnings.Distinct()], seconds)
            {
                Knowledge = knowledge,
            };
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    private static void CheckMaps(DensityMap half1, DensityMap half2, DensityMap? full, List<string> warnings)
    {
        foreach (DensityMap map in new[] { half1, half2, full }.OfType<DensityMap>())
        {
            MapGrid g = map.Grid;
            if (!g.Cell.IsOrthogonal)
                throw new InputException(FormattableString.Invariant($"{map.Name}: cell angles {g.Cell.Alpha}, {g.Cell.Beta}, {g.Cell.Gamma}: density modification needs an orthogonal map; resample it first"));
            SharpenJob.ZeroFraction(map, []);
        }

        HalfMapPair.Check(half1, half2);
        if (full != null)
            MapAverage.CheckSameGrid(half1, full);
        warnings.AddRange(new[] { half1, half2 }.Where(HalfMapInspection.HasConstantCorners).Select(m =>
            $"{m.Name}: the corners are constant: the half map was masked, if only by a sphere; the molecule's surroundings must hold noise"));
    }

    private static WorkingBox Box(Accelerator accelerator, DensityModifyRequest request, DensityMap half1, DensityMap half2, ParticleVolume molecule)
    {
        if (!request.Box)
            return WorkingBox.All(half1.Grid);
        using DensityMap average = MapAverage.Average(half1, half2);
        return WorkingBox.Around(accelerator, average, request.Options.VolumeFactor * molecule.Volume, request.Options.Resolution ?? FirstResolution);
    }

    /// <summary>
    /// Local resolution of the modified half maps. Their correlation is too high, so it is not read off at 0.143 but at the value that it has, over the whole mask, at the corrected resolution.
    /// </summary>
    private static (DensityMap? Map, double? Threshold) Local(
        Accelerator accelerator, DensityModifyRequest request, DensityModificationResult result, List<string> warnings, Action<string>? progress)
    {
        const double LeastThreshold = 0.05, LargestThreshold = 0.9;
        double d = result.Cycles[^1].Errors.ResolutionAfter ?? result.Limit, threshold = result.Naive.At(1 / d);
        if (threshold is not (> LeastThreshold and < LargestThreshold))
        {
            warnings.Add(FormattableString.Invariant($"no local resolution: the modified half maps have an FSC of {threshold:0.00} at the corrected resolution, which is no threshold"));
            return (null, null);
        }

        float[] mask = [.. result.Mask.Select(m => m >= InsideMask ? m : 0)];
        var options = new LocalResolutionOptions { Threshold = threshold, Resolution = d, Finest = result.Limit, Seed = request.Seed };
        try
        {
            return (LocalResolution.Compute(accelerator, result.Halves[0], result.Halves[1], mask, options, progress).Map, threshold);
        }
        catch (EngineException e) when (e is InputException or UsageException)
        {
            warnings.Add($"no local resolution: {e.Message}");
            return (null, null);
        }
    }
}
