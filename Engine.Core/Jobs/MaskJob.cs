using Engine.Core.Maps;
using Engine.Core.Masks;
using Engine.Core.Models;
using Engine.Core.Models.Selection;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>A mask on the grid of its map.</summary>
/// <param name="Mask">The mask.</param>
/// <param name="Grid">Its grid.</param>
/// <param name="Fingerprints">Input files.</param>
/// <param name="Warnings">What the user should know, one line each.</param>
public sealed record MaskOutcome(SoftMask Mask, MapGrid Grid, IReadOnlyList<InputFingerprint> Fingerprints, IReadOnlyList<string> Warnings)
{
    /// <summary>The mask as a map, to be written.</summary>
    public DensityMap ToMap()
    {
        var values = new NativeBuffer<float>(Grid.VoxelCount, "the mask");
        Mask.Values.CopyTo(values.Slice(0, Mask.Values.Length));
        return new(Grid, values) { Name = "mask" };
    }
}

/// <summary>Makes masks from files.</summary>
public static class MaskJob
{
    /// <summary>Runs the job.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="request">What was asked for.</param>
    /// <exception cref="UsageException">A number is out of range.</exception>
    /// <exception cref="InputException">A file is wrong, the selection matches nothing, or there is nothing to put a mask round.</exception>
    public static MaskOutcome Run(Accelerator accelerator, MaskRequest request)
    {
        request.Check();
        var warnings = new List<string>();
        if (request.Kind == MaskKind.Model)
        {
            string path = request.MapPath ?? request.HalfMapPaths[0];
            MapGrid grid = MapReader.ReadGrid(path, request.MapOptions, warnings);
            SoftMask mask = OfModel(request, path, grid);
            return Outcome(request, mask, grid, warnings);
        }

        using DensityMap map = ReadMap(request);
        warnings.AddRange(map.Warnings);
        SoftMask made = request.Kind == MaskKind.Density ? OfDensity(accelerator, request, map) : OfConfidence(accelerator, request, map);
        return Outcome(request, made, map.Grid, warnings);
    }

    private static MaskOutcome Outcome(MaskRequest request, SoftMask mask, MapGrid grid, List<string> warnings) =>
        new(mask, grid, [.. request.Files.Select(InputFingerprint.Of)], [.. warnings, .. mask.Warnings]);

    private static DensityMap ReadMap(MaskRequest request)
    {
        if (request.MapPath is { } path)
            return MapReader.Read(path, request.MapOptions);
        using DensityMap half1 = MapReader.Read(request.HalfMapPaths[0], request.MapOptions), half2 = MapReader.Read(request.HalfMapPaths[1], request.MapOptions);
        return MapAverage.Average(half1, half2);
    }

    private static SoftMask OfModel(MaskRequest request, string mapPath, MapGrid grid)
    {
        if (!grid.Cell.IsOrthogonal)
            throw new InputException($"{mapPath}: the cell is not orthogonal (angles {grid.Cell.Alpha} {grid.Cell.Beta} {grid.Cell.Gamma}); a mask needs a 90° box");
        Structure structure = StructureReader.Read(request.ModelPath!);
        bool[] selected = AtomSelection.Parse(request.Selection).Apply(structure.First);
        if (!selected.Contains(true))
            throw new InputException($"--select '{request.Selection}': no atom of {request.ModelPath} matches");
        double grow = request.Dilate ?? 0, radius = request.Radius + grow;
        if (!(radius > 0))
            throw new UsageException(FormattableString.Invariant($"--dilate {grow}: with --radius {request.Radius} nothing is left; give more than {-request.Radius}"));
        var mask = new SoftMask(
            ModelMask.Create(grid, structure.First, selected, radius, request.Edge),
            FormattableString.Invariant($"within {radius:0.##} Å of {selected.Count(s => s)} atoms, edge {request.Edge:0.##} Å"), null, [.. structure.Warnings.Select(w => $"{structure.Name}: {w}")]);
        return mask.Fraction > 0
            ? mask
            : throw new InputException($"{request.ModelPath}: no atom lies in the box of {mapPath}: check that they belong together, or the map's --origin");
    }

    private static SoftMask OfDensity(Accelerator accelerator, MaskRequest request, DensityMap map)
    {
        var defaults = new DensityMaskOptions();
        return DensityMask.Create(accelerator, map, new() { Threshold = request.Threshold, LowPass = request.LowPass, Dilate = request.Dilate ?? defaults.Dilate, Edge = request.Edge });
    }

    private static SoftMask OfConfidence(Accelerator accelerator, MaskRequest request, DensityMap map)
    {
        NoiseBox[]? boxes = request.Noise == null ? null : [request.Noise];
        double grow = request.Dilate ?? new DensityMaskOptions().Dilate;
        if (request.LowPass is not > 0)
            return ConfidenceMask.Create(map, request.Level, boxes, grow, request.Edge);

        // Whether a map was masked shows before it is filtered only.
        NoiseLevel.Measure(map, boxes);
        using DensityMap filtered = DensityMask.LowPass(accelerator, map, request.LowPass.Value);
        return ConfidenceMask.Create(filtered, request.Level, boxes, grow, request.Edge);
    }
}
