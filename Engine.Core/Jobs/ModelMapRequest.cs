using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>What model map is wanted.</summary>
public sealed record ModelMapRequest
{
    /// <summary>Model file.</summary>
    public required string ModelPath { get; init; }

    /// <summary>A map whose grid is taken; or null.</summary>
    public string? LikePath { get; init; }

    /// <summary>Voxel size of a box round the model, Å; or null.</summary>
    public double? Voxel { get; init; }

    /// <summary>Distance from the outermost atoms to the box's faces, Å; null is max(10 Å, 3 d).</summary>
    public double? Margin { get; init; }

    /// <summary>Resolution of the atoms.</summary>
    public required ResolutionRequest Resolution { get; init; }

    /// <summary>How to compute the map.</summary>
    public ModelMapKind Kind { get; init; }

    /// <summary>Edge, accuracy, radius, builder and wrapping of atom images; the edge holds for the exact methods too.</summary>
    public ImageMapOptions Images { get; init; } = new();

    /// <summary>Form factors.</summary>
    public ScatteringTable Scattering { get; init; } = ScatteringTable.Electron;

    /// <summary>Atom selection.</summary>
    public string Selection { get; init; } = "all";

    /// <summary>How maps are read.</summary>
    public MapReadOptions MapOptions { get; init; } = new();

    /// <summary>Checks what can be checked without reading files.</summary>
    /// <exception cref="UsageException">Options contradict each other or are out of range.</exception>
    public void Check()
    {
        if (LikePath == null && Voxel == null)
            throw new UsageException("give --like MAP for its grid, or --voxel SIZE for a box round the model");
        if (LikePath != null && (Voxel != null || Margin != null))
            throw new UsageException("give --like MAP or --voxel and --margin, not both");
        if (Voxel is { } v && !(v >= 0.05 && v <= 20))
            throw new UsageException(FormattableString.Invariant($"--voxel {v}: give a size from 0.05 to 20 Å"));
        if (Margin is { } m && !(m >= 0 && m <= 1000))
            throw new UsageException(FormattableString.Invariant($"--margin {m}: give 0 to 1000 Å"));
        if (Resolution.IsLocal && Kind is not (ModelMapKind.Auto or ModelMapKind.Shells or ModelMapKind.Bins))
            throw new UsageException($"--method {Kind.Name()} has one resolution for all atoms; use shells or bins with local resolutions");
        if (!Images.Wrap && Kind is ModelMapKind.Fourier or ModelMapKind.Bins)
            throw new UsageException($"--no-wrap: the box of --method {Kind.Name()} is periodic; use --method shells");
    }
}
