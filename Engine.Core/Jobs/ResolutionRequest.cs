using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>Where in a model file local resolutions are kept.</summary>
public enum ResolutionColumn
{
    /// <summary>The B column.</summary>
    B,

    /// <summary>_atom_site.local_resolution of an mmCIF file.</summary>
    Property,
}

/// <summary>The resolution of a job's atoms: one for all, or local ones from a map, the model file, or the user by chain.</summary>
public sealed record ResolutionRequest
{
    /// <summary>Resolution of all atoms, or of those without a local one, Å.</summary>
    public required double Resolution { get; init; }

    /// <summary>A local-resolution map.</summary>
    public string? MapPath { get; init; }

    /// <summary>The column of the model file.</summary>
    public ResolutionColumn? Column { get; init; }

    /// <summary>Resolutions by author chain id, Å.</summary>
    public IReadOnlyDictionary<string, double> Chains { get; init; } = new Dictionary<string, double>();

    /// <summary>True when atoms have resolutions of their own.</summary>
    public bool IsLocal => MapPath != null || Column != null || Chains.Count > 0;

    /// <summary>Files that are read besides the model.</summary>
    public IReadOnlyList<string> Files => MapPath == null ? [] : [MapPath];

    /// <summary>The resolution of each atom of a structure's first model.</summary>
    /// <param name="structure">Structure as read.</param>
    /// <param name="options">How maps are read.</param>
    /// <param name="like">Grid of the job's map, to tell the user when the local-resolution map has another; or null.</param>
    /// <param name="warnings">Gets what the user should know.</param>
    /// <exception cref="UsageException">More than one source is given, or a resolution is out of range.</exception>
    public AtomResolutions Resolve(Structure structure, MapReadOptions options, MapGrid? like, List<string> warnings)
    {
        if ((MapPath != null ? 1 : 0) + (Column != null ? 1 : 0) + (Chains.Count > 0 ? 1 : 0) > 1)
            throw new UsageException("give one of --local-resolution, --resolution-from and --chain-resolution, not several");
        Check("-d", Resolution);
        foreach ((string chain, double d) in Chains)
            Check($"--chain-resolution {chain}", d);
        AtomResolutions resolutions = Read(structure, options, like, warnings);
        warnings.AddRange(resolutions.Warnings);
        return resolutions;
    }

    private static void Check(string option, double d)
    {
        if (!(d > 0.5 && d < 100))
            throw new UsageException(FormattableString.Invariant($"{option} {d}: give a resolution from 0.5 to 100 Å"));
    }

    private AtomResolutions Read(Structure structure, MapReadOptions options, MapGrid? like, List<string> warnings)
    {
        if (Column == ResolutionColumn.B)
            return AtomResolutions.FromB(structure.First, Resolution);
        if (Column == ResolutionColumn.Property)
            return AtomResolutions.FromProperty(structure, Resolution);
        if (Chains.Count > 0)
            return AtomResolutions.FromChains(structure.First, Chains, Resolution);
        if (MapPath == null)
            return AtomResolutions.Uniform(structure.First, Resolution);
        using DensityMap map = MapReader.Read(MapPath, options with { VoxelSize = null, AllowConstant = true });
        warnings.AddRange(map.Warnings.Select(w => $"{map.Name}: {w}"));
        if (like != null && !SameGrid(map.Grid, like))
            warnings.Add($"{map.Name}: the local-resolution map has another grid than the map; it is interpolated at the atoms");
        return AtomResolutions.FromMap(structure.First, map, Resolution);
    }

    private static bool SameGrid(MapGrid a, MapGrid b) =>
        (a.Nx, a.Ny, a.Nz) == (b.Nx, b.Ny, b.Nz) && Geometry.Vec3.Distance(a.Origin, b.Origin) < 0.01 * a.VoxelSize.X
        && Geometry.Vec3.Distance(a.VoxelSize, b.VoxelSize) < 1e-3 * a.VoxelSize.X;
}
