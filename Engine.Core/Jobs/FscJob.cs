using System.Diagnostics;
using Engine.Core.HalfMaps;
using Engine.Core.HalfMaps.Mtriage;
using Engine.Core.Maps;
using Engine.Core.Masks;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Models.Selection;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>Computes Fourier shell correlations from files.</summary>
public sealed class FscJob
{
    private const double HalfMapThreshold = 0.143;
    private const double ModelThreshold = 0.5;
    private static readonly double[] HalfMapThresholds = [0.5, HalfMapThreshold];
    private static readonly double[] ModelThresholds = [ModelThreshold, HalfMapThreshold, 0];

    private readonly Accelerator accelerator;
    private readonly FscRequest request;
    private readonly List<NamedFsc> curves = [];
    private readonly List<string> warnings = [];
    private readonly Dictionary<string, double> seconds = [];
    private long clock = Stopwatch.GetTimestamp();

    private FscJob(Accelerator accelerator, FscRequest request) => (this.accelerator, this.request) = (accelerator, request);

    /// <summary>Runs the job.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="request">What was asked for.</param>
    /// <exception cref="UsageException">Options contradict each other.</exception>
    /// <exception cref="InputException">A file is wrong, the maps do not belong together, or the mask is empty.</exception>
    public static FscReport Run(Accelerator accelerator, FscRequest request)
    {
        request.Check();
        return new FscJob(accelerator, request).Run();
    }

    private FscReport Run()
    {
        using DensityMap first = MapReader.Read(request.MapPaths[0], request.MapOptions);
        using DensityMap? second = request.MapPaths.Count == 2 ? MapReader.Read(request.MapPaths[1], request.MapOptions) : null;
        if (second != null)
            HalfMapPair.Check(first, second);
        using DensityMap? average = second == null ? null : MapAverage.Average(first, second);
        DensityMap map = average ?? first;
        if (!map.Grid.Cell.IsOrthogonal)
            throw new InputException($"{first.Name}: cell angles {map.Grid.Cell.Alpha}, {map.Grid.Cell.Beta}, {map.Grid.Cell.Gamma}: a Fourier shell correlation needs an orthogonal map; resample it first");
        warnings.AddRange(map.Warnings);
        (Model Model, bool[] Selection)? model = ReadModel();
        InputFingerprint[] prints = [.. request.Files.Select(InputFingerprint.Of)];
        Lap("read");
        return Run(map, second == null ? null : (first, second), model, null) with { Fingerprints = prints };
    }

    /// <summary>Computes the curves of maps that are read already; the report has no fingerprints.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="request">Choices; its files are not read.</param>
    /// <param name="map">The map, or the average of the half maps.</param>
    /// <param name="halves">Both half maps, or null.</param>
    /// <param name="model">Model with one flag per atom, or null.</param>
    /// <param name="mask">Mask that was read; null = made.</param>
    internal static FscReport Run(
        Accelerator accelerator, FscRequest request, DensityMap map, (DensityMap First, DensityMap Second)? halves, (Model Model, bool[] Selection)? model, SoftMask? mask) =>
        new FscJob(accelerator, request).Run(map, halves, model, mask);

    private FscReport Run(DensityMap map, (DensityMap First, DensityMap Second)? halves, (Model Model, bool[] Selection)? model, SoftMask? given)
    {
        SoftMask? mask = given ?? MakeMask(map, model);
        warnings.AddRange(mask?.Warnings ?? []);
        Lap("mask");
        ParticleVolume? particle = Particle(model) ?? (mask == null ? null : new(mask.Volume(map.Grid), "the mask"));
        (double? resolution, string? source, double? from, DirectionalFsc? directional) = halves is not { } pair ? default : HalfMaps(pair.First, pair.Second, mask, particle);
        if (model is { } m)
            WithModel(map, m.Model, m.Selection, mask, resolution);
        (MtriageSummary? plain, MtriageSummary? masked) = request.Mtriage ? Mtriage(map, halves, model, resolution) : default;
        return new(map.Grid, mask, curves, resolution, source, from, particle, directional, plain, masked, [], [.. warnings.Distinct()], seconds);
    }

    private (Model, bool[])? ReadModel()
    {
        if (request.ModelPath is not { } path)
            return null;
        Structure structure = StructureReader.Read(path);
        warnings.AddRange(structure.Warnings.Select(w => $"{structure.Name}: {w}"));
        bool[] selected = AtomSelection.Parse(request.Selection).Apply(structure.First);
        return selected.Contains(true) ? (structure.First, selected) : throw new InputException($"--select '{request.Selection}': no atom of {path} matches");
    }

    private SoftMask? MakeMask(DensityMap map, (Model Model, bool[] Selection)? model)
    {
        if (request.Mask == "none")
            return null;
        if (request.HasMaskFile)
            return MaskFile.Read(request.Mask, map, request.MapOptions);
        if (model is not { } m)
            return DensityMask.Create(accelerator, map);
        var mask = new SoftMask(
            ModelMask.Create(map.Grid, m.Model, m.Selection),
            FormattableString.Invariant($"within {ModelMask.DefaultRadius} Å of {m.Selection.Count(s => s)} atoms, edge {ModelMask.DefaultEdge} Å"), null, []);
        return mask.Fraction > 0 ? mask : throw new InputException($"{request.ModelPath}: no atom lies in the box of {map.Name}: check that they belong together, or the map's --origin");
    }

    private ParticleVolume? Particle((Model Model, bool[] Selection)? model)
    {
        if (request.Mass is { } mass)
            return ParticleVolume.OfMass(mass);
        return request.SequencePath is { } path ? ParticleVolume.OfSequence(path) : model is { } m ? ParticleVolume.OfModel(m.Model, m.Selection) : null;
    }

    private (double? Resolution, string Source, double? From, DirectionalFsc? Directional) HalfMaps(DensityMap first, DensityMap second, SoftMask? mask, ParticleVolume? particle)
    {
        using MapSpectrum whole1 = MapSpectrum.Of(accelerator, first), whole2 = MapSpectrum.Of(accelerator, second);
        FscCurve unmasked = whole1.Correlate(whole2);
        warnings.AddRange(HalfMapInspection.Look(first, second, unmasked));
        Add("unmasked", unmasked, HalfMapThresholds);
        Lap("unmasked");
        FscCurve best = unmasked;
        string source = "unmasked";
        double? from = null;
        DirectionalFsc? directional = null;
        if (mask != null)
        {
            using MapSpectrum masked1 = MapSpectrum.Of(accelerator, first, mask.Values), masked2 = MapSpectrum.Of(accelerator, second, mask.Values);
            FscCurve masked = masked1.Correlate(masked2);
            Add("masked", masked, HalfMapThresholds);
            Lap("masked");
            CorrectedFsc corrected = CorrectedFsc.Compute(accelerator, whole1, whole2, mask.Values, unmasked, masked, request.Seed);
            warnings.AddRange(corrected.Warnings);
            Add("randomized", masked.With(corrected.Randomized), []);
            Add("corrected", corrected.Curve, HalfMapThresholds);
            from = corrected.FirstShell < unmasked.Count ? 1 / unmasked.Frequency(corrected.FirstShell) : null;
            (best, source) = (corrected.Curve, "corrected");
            Lap("random phases");
            directional = request.Directional ? DirectionalFsc.Compute(masked1, masked2) : null;
        }
        else
        {
            directional = request.Directional ? DirectionalFsc.Compute(whole1, whole2) : null;
        }

        Lap("directions");
        AddParticle(unmasked, first.Grid, particle);
        foreach (NamedFsc curve in curves.Where(c => c.Crossings.Count > 0))
        {
            if (HalfMapInspection.Plateau(curve.Curve, HalfMapThreshold, $"{curve.Name} FSC") is { } doubt)
                warnings.Add(doubt);
        }

        return (best.Crossing(HalfMapThreshold).Resolution, source, from, directional);
    }

    private void AddParticle(FscCurve unmasked, MapGrid grid, ParticleVolume? particle)
    {
        if (particle == null)
            return;
        double box = grid.Box.A * grid.Box.B * grid.Box.C;
        if (particle.Volume >= box)
            warnings.Add(FormattableString.Invariant($"{particle.Source}: a volume of {particle.Volume:0} Å³ is more than the box holds ({box:0} Å³): no FSC of the particle's volume"));
        else
            Add("particle", particle.Apply(unmasked, box), HalfMapThresholds);
    }

    private void WithModel(DensityMap map, Model model, bool[] selection, SoftMask? mask, double? resolution)
    {
        (FscCurve unmasked, FscCurve? masked) = ModelFsc.Pair(accelerator, map, model, selection, mask?.Values);
        double to = request.Resolution ?? resolution ?? (masked ?? unmasked).Crossing(ModelThreshold).Resolution ?? 0;
        Add("model_unmasked", unmasked, ModelThresholds, to > 0 ? unmasked.Average(to) : null);
        if (masked != null)
            Add("model_masked", masked, ModelThresholds, to > 0 ? masked.Average(to) : null);
        Lap("model");
    }

    private (MtriageSummary Unmasked, MtriageSummary? Masked) Mtriage(
        DensityMap map, (DensityMap, DensityMap)? halves, (Model Model, bool[] Selection)? model, double? resolution)
    {
        using var analysis = new MtriageAnalysis(accelerator, map, halves);
        if (model is not { } m)
        {
            MtriageSummary alone = analysis.Run(null, null);
            Lap("mtriage");
            return (alone, null);
        }

        analysis.SetModel(m.Model, m.Selection);
        MtriageSummary unmasked = analysis.Run(null, null);
        double smoothing = 2 * (request.Resolution ?? resolution ?? unmasked.D99 ?? 3);
        float[] mask = ModelMask.Smooth(accelerator, map.Grid, ScatteringAtoms.Create(m.Model, m.Selection, ScatteringTable.Electron), smoothing);
        MtriageSummary masked = analysis.Run(mask, smoothing);
        Lap("mtriage");
        return (unmasked, masked);
    }

    private void Add(string name, FscCurve curve, double[] thresholds, double? average = null) => curves.Add(new(name, curve, [.. thresholds.Select(curve.Crossing)], average));

    private void Lap(string stage)
    {
        seconds[stage] = Stopwatch.GetElapsedTime(clock).TotalSeconds;
        clock = Stopwatch.GetTimestamp();
    }
}
