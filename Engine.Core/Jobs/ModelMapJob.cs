using System.Diagnostics;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Models.Selection;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>A model map, how it was made, and from what.</summary>
/// <param name="Map">The map.</param>
/// <param name="Report">How it was made.</param>
/// <param name="Fingerprints">Input files.</param>
/// <param name="Warnings">What the user should know, one line each.</param>
/// <param name="Seconds">Seconds by stage.</param>
public sealed record ModelMapOutcome(
    DensityMap Map, ModelMapReport Report, IReadOnlyList<InputFingerprint> Fingerprints, IReadOnlyList<string> Warnings,
    IReadOnlyDictionary<string, double> Seconds) : IDisposable
{
    /// <summary>Frees the map.</summary>
    public void Dispose() => Map.Dispose();
}

/// <summary>Computes the map that a model predicts.</summary>
public static class ModelMapJob
{
    private const double LeastMargin = 10;

    /// <summary>Runs the job.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="request">What was asked for.</param>
    /// <exception cref="UsageException">Options contradict each other or are out of range.</exception>
    /// <exception cref="InputException">A file is wrong, or the selection matches nothing.</exception>
    public static ModelMapOutcome Run(Accelerator accelerator, ModelMapRequest request)
    {
        request.Check();
        var warnings = new List<string>();
        var seconds = new Dictionary<string, double>();
        long start = Stopwatch.GetTimestamp();
        Structure structure = StructureReader.Read(request.ModelPath);
        warnings.AddRange(structure.Warnings.Select(w => $"{structure.Name}: {w}"));
        Model model = structure.First;
        bool[] selected = AtomSelection.Parse(request.Selection).Apply(model);
        if (!selected.Contains(true))
            throw new InputException($"--select '{request.Selection}': no atom of {request.ModelPath} matches");
        MapGrid grid = Grid(request, model, selected, warnings);
        AtomResolutions resolutions = request.Resolution.Resolve(structure, request.MapOptions, request.LikePath == null ? null : grid, warnings);
        if (request.Resolution.Column == ResolutionColumn.B)
            DropDisplacements(model);
        string[] files = [request.ModelPath, .. request.LikePath == null ? [] : new[] { request.LikePath }, .. request.Resolution.Files];
        InputFingerprint[] prints = [.. files.Select(InputFingerprint.Of)];
        seconds["read"] = Stopwatch.GetElapsedTime(start).TotalSeconds;

        ModelMapWork work = request.Kind.IsAdHoc()
            ? AdHocWork.Run(accelerator, request, model, selected, grid)
            : MethodWork.Run(accelerator, request, model, selected, resolutions, grid, warnings);
        foreach ((string stage, double value) in work.Seconds)
            seconds[stage] = value;
        warnings.AddRange(work.Warnings);
        return new ModelMapOutcome(work.Map, work.Report, prints, [.. warnings.Distinct()], seconds);
    }

    private static MapGrid Grid(ModelMapRequest request, Model model, bool[] selected, List<string> warnings)
    {
        if (request.LikePath is { } path)
        {
            MapGrid like = MapReader.ReadGrid(path, request.MapOptions, warnings);
            return like.Cell.IsOrthogonal
                ? like
                : throw new InputException(FormattableString.Invariant($"{path}: the cell is not orthogonal (angles {like.Cell.Alpha} {like.Cell.Beta} {like.Cell.Gamma}); a model map needs a 90° box"));
        }

        double margin = request.Margin ?? Math.Max(LeastMargin, 3 * request.Resolution.Resolution);
        return MapBox.Around(model.Atoms.Where((_, i) => selected[i]).Select(a => a.Position), request.Voxel!.Value, margin);
    }

    private static void DropDisplacements(Model model)
    {
        foreach (Atom atom in model.Atoms)
            (atom.BIso, atom.UAniso) = (0, null);
    }
}

/// <summary>What the computation itself gives.</summary>
/// <param name="Map">The map.</param>
/// <param name="Report">How it was made.</param>
/// <param name="Warnings">What the user should know.</param>
/// <param name="Seconds">Seconds by stage.</param>
internal sealed record ModelMapWork(DensityMap Map, ModelMapReport Report, IReadOnlyList<string> Warnings, IReadOnlyDictionary<string, double> Seconds);
