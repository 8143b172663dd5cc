using Engine.Core.Geometry;
using Engine.Core.LocScale;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Ncs;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>Where a map is scaled.</summary>
public enum LocScaleMask
{
    /// <summary>Round the atoms of the model where there is one and nothing else is scaled, else <see cref="Density"/>.</summary>
    Default,

    /// <summary>Found from the density.</summary>
    Density,

    /// <summary>Voxels that stand out of the noise (false discovery rate).</summary>
    Confidence,

    /// <summary>A file.</summary>
    File,
}

/// <summary>What local scaling is wanted.</summary>
public sealed record LocScaleRequest
{
    /// <summary>The map, or two half maps, which are averaged.</summary>
    public required IReadOnlyList<string> MapPaths { get; init; }

    /// <summary>Model that the reference map is made from; or null.</summary>
    public string? ModelPath { get; init; }

    /// <summary>Reference map; or null.</summary>
    public string? ReferencePath { get; init; }

    /// <summary>There is no reference, and none is wanted.</summary>
    public bool NoReference { get; init; }

    /// <summary>Atoms of the model to use.</summary>
    public string Selection { get; init; } = "all";

    /// <summary>Resolution of the map, Å; null = from the half maps, if needed.</summary>
    public double? Resolution { get; init; }

    /// <summary>Refine B factors before the reference map is made.</summary>
    public bool RefineB { get; init; } = true;

    /// <summary>Radius over which B factors are averaged, Å; 0 = none.</summary>
    public double AverageRadius { get; init; }

    /// <summary>Form factors.</summary>
    public ScatteringTable Scattering { get; init; } = ScatteringTable.Electron;

    /// <summary>Kind of mask.</summary>
    public LocScaleMask Mask { get; init; }

    /// <summary>Mask file for <see cref="LocScaleMask.File"/>.</summary>
    public string? MaskPath { get; init; }

    /// <summary>Symmetry to average the result over: a point group, a file of operators, or from-model; null = none.</summary>
    public string? Symmetry { get; init; }

    /// <summary>Where the axes of a point group meet, Å; null = the voxel n/2 along every axis.</summary>
    public Vec3? SymmetryCentre { get; init; }

    /// <summary>How maps are read.</summary>
    public MapReadOptions MapOptions { get; init; } = new();

    /// <summary>Window, target and mode.</summary>
    public LocScaleOptions Options { get; init; } = new();

    /// <summary>All files that are read.</summary>
    public IEnumerable<string> Files => MapPaths.Concat(new[] { ModelPath, ReferencePath, MaskPath, IsSymmetryFile ? Symmetry : null }.OfType<string>());

    private bool IsSymmetryFile => Symmetry is { } s && s != LocScaleSymmetry.FromModel && SymmetryOperators.PointGroup(s, Vec3.Zero) == null;

    /// <summary>Checks what can be checked without reading files.</summary>
    /// <exception cref="UsageException">Options contradict each other.</exception>
    public void Check()
    {
        if (MapPaths.Count is < 1 or > 2)
            throw new UsageException($"{MapPaths.Count} maps given: give one map, or two half maps");
        int sources = (ModelPath != null ? 1 : 0) + (ReferencePath != null ? 1 : 0) + (NoReference ? 1 : 0);
        if (sources != 1)
            throw new UsageException(sources == 0 ? "give --model MODEL, --reference MAP or --no-reference" : "give only one of --model, --reference and --no-reference");
        if (Symmetry == LocScaleSymmetry.FromModel && ModelPath == null)
            throw new UsageException("--symmetry from-model: give the model with --model");
        if (SymmetryCentre != null && (Symmetry == null || IsSymmetryFile || Symmetry == LocScaleSymmetry.FromModel))
            throw new UsageException("--symmetry-centre is for point groups: give --symmetry C4, D7, T, O or I");
        if (ModelPath != null && RefineB && Resolution == null && MapPaths.Count == 1)
            throw new UsageException("B factors are refined at the map's resolution: give it with -d, or --no-refine-b to take those of the model");
        if (Options.Target != LocScaleTarget.Reference && Resolution == null && MapPaths.Count == 1)
            throw new UsageException($"{(NoReference ? "--no-reference" : "--hybrid")}: the resolution of the map must be known: give it with -d");
        if (Resolution is { } d && !(d > 0.5 && d < 100))
            throw new UsageException(FormattableString.Invariant($"resolution {d}: give a value from 0.5 to 100 Å with -d"));
        if (!(AverageRadius >= 0 && AverageRadius <= 1000))
            throw new UsageException(FormattableString.Invariant($"--average-b {AverageRadius}: give 0 to 1000 Å"));
    }
}
