using Engine.Core.DensityModification;
using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>Which half maps are to be modified, and how.</summary>
public sealed record DensityModifyRequest
{
    /// <summary>One half map.</summary>
    public required string Half1Path { get; init; }

    /// <summary>The other half map.</summary>
    public required string Half2Path { get; init; }

    /// <summary>Map of all particles in place of the average of the halves; or null.</summary>
    public string? FullPath { get; init; }

    /// <summary>Mask of the molecule; null = found.</summary>
    public string? MaskPath { get; init; }

    /// <summary>Size of the molecule.</summary>
    public required MoleculeSize Size { get; init; }

    /// <summary>How density is modified; volume and mask come from the fields above.</summary>
    public DensityModificationOptions Options { get; init; } = new();

    /// <summary>Work on the part of the map round the molecule where that is much smaller.</summary>
    public bool Box { get; init; } = true;

    /// <summary>Compute the local resolution of the modified half maps.</summary>
    public bool LocalResolution { get; init; } = true;

    /// <summary>Seed of the random phases that local resolution is calibrated with.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How maps are read.</summary>
    public MapReadOptions MapOptions { get; init; } = new();

    /// <summary>All input files.</summary>
    public IReadOnlyList<string> Files => [Half1Path, Half2Path, .. new[] { FullPath, MaskPath, Size.SequencePath }.OfType<string>()];

    /// <summary>Checks what can be checked without reading files.</summary>
    /// <exception cref="UsageException">An option is out of range.</exception>
    public void Check()
    {
        Size.Check();
        Options.Check();
        if (Path.GetFullPath(Half1Path) == Path.GetFullPath(Half2Path))
            throw new UsageException($"{Half1Path}: given twice: give the two independent half maps");
    }
}
