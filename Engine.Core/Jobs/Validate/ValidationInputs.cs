using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Core.Masks;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Models.Selection;
using Engine.Kernels;

namespace Engine.Core.Jobs.Validate;

/// <summary>The files of a validation, read and checked. It owns the maps.</summary>
public sealed class ValidationInputs : IDisposable
{
    private readonly List<DensityMap> owned = [];

    private ValidationInputs()
    {
    }

    /// <summary>The model; selected atoms of its first model only. Null without a model.</summary>
    public Structure? Structure { get; private set; }

    /// <summary>The model to compare with, in the same way; null without.</summary>
    public Structure? Before { get; private set; }

    /// <summary>The map, or the average of the half maps; null without a map.</summary>
    public DensityMap? Map { get; private set; }

    /// <summary>Both half maps; null without.</summary>
    public (DensityMap First, DensityMap Second)? Halves { get; private set; }

    /// <summary>Mask of the user; null without.</summary>
    public SoftMask? Mask { get; private set; }

    /// <summary>Resolutions of the atoms' own; null without.</summary>
    public Func<double, List<string>, AtomResolutions>? LocalResolutions { get; private set; }

    /// <summary>Input files with their SHA-256.</summary>
    public IReadOnlyList<InputFingerprint> Fingerprints { get; private set; } = [];

    /// <summary>Warnings of the readers, file by file.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Reads everything, the files side by side.</summary>
    /// <param name="request">What to read.</param>
    /// <exception cref="UsageException">Options contradict each other.</exception>
    /// <exception cref="InputException">A file is wrong, or the selection matches nothing.</exception>
    public static ValidationInputs Read(ValidateRequest request)
    {
        request.Check();
        Task<InputFingerprint>[] prints = [.. request.Files.Select(p => Task.Run(() => InputFingerprint.Of(p)))];
        Task<Structure>? model = request.ModelPath is { } path ? Task.Run(() => StructureReader.Read(path)) : null;
        Task<Structure>? before = request.ComparePath is { } other ? Task.Run(() => StructureReader.Read(other)) : null;
        var inputs = new ValidationInputs();
        try
        {
            inputs.ReadMaps(request);
            inputs.Structure = inputs.Select(model?.GetAwaiter().GetResult(), request, true);
            inputs.Before = inputs.Select(before?.GetAwaiter().GetResult(), request, false);
            inputs.Fingerprints = [.. prints.Select(p => p.GetAwaiter().GetResult())];
            return inputs;
        }
        catch
        {
            inputs.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (DensityMap map in owned)
            map.Dispose();
        owned.Clear();
    }

    private void ReadMaps(ValidateRequest request)
    {
        DensityMap[] halves = request.HalfMapPaths.Count == 2 ? JobInputs.ReadHalves(request.HalfMapPaths[0], request.HalfMapPaths[1], request.MapOptions) : [];
        owned.AddRange(halves);
        if (halves.Length == 2)
        {
            HalfMapPair.Check(halves[0], halves[1]);
            Halves = (halves[0], halves[1]);
        }

        Map = request.MapPath is { } path ? MapReader.Read(path, request.MapOptions) : halves.Length == 2 ? MapAverage.Average(halves[0], halves[1]) : null;
        if (Map == null)
            return;
        owned.Add(Map);
        if (!Map.Grid.Cell.IsOrthogonal)
            throw new InputException($"{Map.Name}: the cell is not orthogonal (angles {Map.Grid.Cell.Alpha} {Map.Grid.Cell.Beta} {Map.Grid.Cell.Gamma}); this command needs a 90° box");
        if (request.MapPath != null && halves.Length == 2)
            MapAverage.CheckSameGrid(Map, halves[0]);
        Mask = request.MaskPath is { } mask ? MaskFile.Read(mask, Map, request.MapOptions) : null;
        Warnings.AddRange(Map.Warnings.Select(w => $"{Map.Name}: {w}").Concat(Mask?.Warnings ?? []));
    }

    private Structure? Select(Structure? whole, ValidateRequest request, bool isMain)
    {
        if (whole == null)
            return null;
        bool[] selected = AtomSelection.Parse(request.Selection).Apply(whole.First);
        if (!selected.Contains(true))
            throw new InputException($"--select '{request.Selection}': no atom of {whole.Name} matches");
        if (whole.Models.Count > 1)
            Warnings.Add($"{whole.Name} has {whole.Models.Count} models: only the first one is looked at");
        if (Map != null)
            JobInputs.WarnOutside(whole, Map, selected);
        Warnings.AddRange(whole.Warnings.Select(w => $"{whole.Name}: {w}"));
        if (isMain && request.LocalResolution is { IsLocal: true } source)
            LocalResolutions = (d, warnings) => (source with { Resolution = d }).Resolve(whole, request.MapOptions, Map?.Grid, warnings).Of(selected);
        return StructureCopy.Keep(whole, selected);
    }
}
