using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Core.Models.Selection;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>Which files and atoms a job works on.</summary>
public sealed record JobRequest
{
    /// <summary>Model file.</summary>
    public required string ModelPath { get; init; }

    /// <summary>Map file; null when half maps are given instead of it.</summary>
    public string? MapPath { get; init; }

    /// <summary>Two half maps, which are averaged where no map is given; empty when there are none.</summary>
    public IReadOnlyList<string> HalfMapPaths { get; init; } = [];

    /// <summary>Resolution d, Å.</summary>
    public required double Resolution { get; init; }

    /// <summary>Atom selection; "all" selects everything.</summary>
    public string Selection { get; init; } = "all";

    /// <summary>Restraint dictionaries.</summary>
    public IReadOnlyList<string> Dictionaries { get; init; } = [];

    /// <summary>Further files that the job reads; only their fingerprints are taken here.</summary>
    public IReadOnlyList<string> OtherFiles { get; init; } = [];

    /// <summary>A ligand that no dictionary knows is an error.</summary>
    public bool Strict { get; init; }

    /// <summary>What is done with half maps besides averaging them; null = nothing.</summary>
    public HalfMapOptions? HalfMaps { get; init; }

    /// <summary>Rounds of local scaling and refinement; null = none.</summary>
    public LocScaleCycleOptions? LocScale { get; init; }

    /// <summary>Resolutions of the atoms' own, for scores beside the uniform ones and for model-map targets; or null.</summary>
    public ResolutionRequest? LocalResolution { get; init; }

    /// <summary>How maps are read.</summary>
    public MapReadOptions MapOptions { get; init; } = new();
}

/// <summary>The files of a job, read and checked.</summary>
public sealed class JobInputs : IDisposable
{
    private JobInputs(Structure structure, DensityMap map, bool hasOwnMap, DensityMap[] halves, bool[] selected, IReadOnlyList<InputFingerprint> fingerprints)
    {
        (Structure, Map, HasOwnMap, Halves, Selected, Fingerprints) = (structure, map, hasOwnMap, halves, selected, fingerprints);
    }

    /// <summary>The model file.</summary>
    public Structure Structure { get; }

    /// <summary>The map, or the average of the half maps.</summary>
    public DensityMap Map { get; }

    /// <summary>True when <see cref="Map"/> is a file of its own and not the average of the half maps.</summary>
    public bool HasOwnMap { get; }

    /// <summary>Both half maps where <see cref="JobRequest.HalfMaps"/> asks for them, else empty.</summary>
    public IReadOnlyList<DensityMap> Halves { get; }

    /// <summary>True for selected atoms of the first model.</summary>
    public bool[] Selected { get; }

    /// <summary>All input files with their SHA-256, in the order model, map, half maps, local-resolution map, dictionaries, others.</summary>
    public IReadOnlyList<InputFingerprint> Fingerprints { get; }

    /// <summary>Warnings of the readers, file by file.</summary>
    public IReadOnlyList<string> Warnings => [.. Structure.Warnings.Select(w => $"{Structure.Name}: {w}"), .. Map.Warnings.Select(w => $"{Map.Name}: {w}")];

    /// <summary>Reads everything, the files side by side.</summary>
    /// <param name="request">What to read.</param>
    /// <exception cref="InputException">A file is wrong, or the selection matches nothing.</exception>
    public static JobInputs Read(JobRequest request)
    {
        if (!(request.Resolution > 0.5 && request.Resolution < 100))
            throw new UsageException($"resolution {request.Resolution}: give a value from 0.5 to 100 Å with -d");
        AtomSelection selection = AtomSelection.Parse(request.Selection);
        bool hasOwnMap = request.MapPath != null;
        string[] maps = [.. new[] { request.MapPath }.OfType<string>(), .. request.HalfMapPaths];
        Task<InputFingerprint>[] prints =
            [.. new[] { request.ModelPath }.Concat(maps).Concat(request.LocalResolution?.Files ?? []).Concat(request.Dictionaries).Concat(request.OtherFiles).Select(p => Task.Run(() => InputFingerprint.Of(p)))];
        Task<Structure> structure = Task.Run(() => StructureReader.Read(request.ModelPath));
        DensityMap[] halves = request.HalfMapPaths.Count == 0 ? [] : ReadHalves(request.HalfMapPaths[0], request.HalfMapPaths[1], request.MapOptions);
        DensityMap map = request.MapPath is { } path ? MapReader.Read(path, request.MapOptions) : AverageOf(ref halves, request.HalfMaps != null);
        try
        {
            Structure read = structure.GetAwaiter().GetResult();
            if (!map.Grid.Cell.IsOrthogonal)
                throw new InputException($"{map.Name}: the cell is not orthogonal (angles {map.Grid.Cell.Alpha} {map.Grid.Cell.Beta} {map.Grid.Cell.Gamma}); this command needs a 90° box");
            bool[] selected = selection.Apply(read.First);
            if (!selected.Contains(true))
                throw new InputException($"--select '{request.Selection}': no atom of {request.ModelPath} matches");
            WarnOutside(read, map, selected);
            return new JobInputs(read, map, hasOwnMap, halves, selected, [.. prints.Select(p => p.GetAwaiter().GetResult())]);
        }
        catch
        {
            map.Dispose();
            DisposeAll(halves);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Map.Dispose();
        DisposeAll(Halves);
    }

    /// <summary>Reads two half maps side by side.</summary>
    internal static DensityMap[] ReadHalves(string path1, string path2, MapReadOptions options)
    {
        Task<DensityMap> other = Task.Run(() => MapReader.Read(path2, options));
        DensityMap first = MapReader.Read(path1, options);
        try
        {
            return [first, other.GetAwaiter().GetResult()];
        }
        catch
        {
            first.Dispose();
            throw;
        }
    }

    /// <summary>The average; the halves are freed where they are not kept.</summary>
    private static DensityMap AverageOf(ref DensityMap[] halves, bool keep)
    {
        DensityMap? average = null;
        try
        {
            if (keep)
                HalfMapPair.Check(halves[0], halves[1]);
            return average = MapAverage.Average(halves[0], halves[1]);
        }
        finally
        {
            if (!keep || average == null)
            {
                DisposeAll(halves);
                halves = [];
            }
        }
    }

    private static void DisposeAll(IEnumerable<DensityMap> maps)
    {
        foreach (DensityMap map in maps)
            map.Dispose();
    }

    /// <summary>True for a place outside the box of an orthogonal map.</summary>
    internal static bool IsOutside(MapGrid grid, Geometry.Vec3 place)
    {
        Geometry.Vec3 p = place - grid.Origin, size = new(grid.Nx * grid.VoxelSize.X, grid.Ny * grid.VoxelSize.Y, grid.Nz * grid.VoxelSize.Z);
        return p.X < 0 || p.Y < 0 || p.Z < 0 || p.X > size.X || p.Y > size.Y || p.Z > size.Z;
    }

    /// <summary>Warns of atoms outside the box.</summary>
    /// <exception cref="InputException">All are outside.</exception>
    internal static void WarnOutside(Structure structure, DensityMap map, bool[] selected)
    {
        Geometry.Vec3 low = map.Grid.Origin;
        int outside = 0, count = 0;
        for (int i = 0; i < selected.Length; i++)
        {
            if (!selected[i])
                continue;
            count++;
            if (IsOutside(map.Grid, structure.First.Atoms[i].Position))
                outside++;
        }

        if (outside == count)
        {
            throw new InputException(
                $"{structure.Name}: no selected atom lies inside the map {map.Name}, whose box starts at ({low.X:F1}, {low.Y:F1}, {low.Z:F1}) Å; " +
                "do map and model belong together, and are the map's ORIGIN and NSTART words right?");
        }

        if (outside > 0)
            structure.Warnings.Add($"{outside} of {count} selected atoms lie outside the map's box and see no density");
    }
}
