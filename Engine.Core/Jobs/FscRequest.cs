using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>Which Fourier shell correlations are wanted.</summary>
public sealed record FscRequest
{
    /// <summary>Two half maps; or one map, to be compared with a model.</summary>
    public required IReadOnlyList<string> MapPaths { get; init; }

    /// <summary>Model to compare with the map or with the average of the half maps; null = none.</summary>
    public string? ModelPath { get; init; }

    /// <summary>Atoms of the model that count.</summary>
    public string Selection { get; init; } = "all";

    /// <summary>Mask: auto (round the model, else from the density), none, or a file.</summary>
    public string Mask { get; init; } = "auto";

    /// <summary>Resolution, Å, which sets the smoothing of mtriage's mask; null = found.</summary>
    public double? Resolution { get; init; }

    /// <summary>Mass of the particle, kDa; null = from the sequence, the model, or the mask.</summary>
    public double? Mass { get; init; }

    /// <summary>FASTA file of the particle; null = none.</summary>
    public string? SequencePath { get; init; }

    /// <summary>Compute resolutions along all directions.</summary>
    public bool Directional { get; init; } = true;

    /// <summary>Compute mtriage's summary.</summary>
    public bool Mtriage { get; init; } = true;

    /// <summary>Seed of the random phases.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How maps are read.</summary>
    public MapReadOptions MapOptions { get; init; } = new();

    /// <summary>True when the mask is a file.</summary>
    public bool HasMaskFile => Mask is not ("auto" or "none");

    /// <summary>All input files.</summary>
    public IReadOnlyList<string> Files => [.. MapPaths, .. new[] { ModelPath, HasMaskFile ? Mask : null, SequencePath }.OfType<string>()];

    /// <summary>Checks that the files go together and the numbers are in range.</summary>
    /// <exception cref="UsageException">They are not.</exception>
    public void Check()
    {
        if (MapPaths.Count is < 1 or > 2)
            throw new UsageException($"{MapPaths.Count} maps given: give two half maps, or one map with --model MODEL");
        if (MapPaths.Count == 1 && ModelPath == null)
            throw new UsageException("one map given: give two half maps, or --model MODEL to compare the map with");
        if (Resolution is not (null or (> 0.5 and < 100)))
            throw new UsageException($"resolution {Resolution}: give a value from 0.5 to 100 Å with -d");
        if (Mass != null && SequencePath != null)
            throw new UsageException("--mass and --sequence: give one of them");
    }
}
