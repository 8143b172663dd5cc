using Engine.Core.Maps;
using Engine.Core.Sharpening;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>How a map is sharpened.</summary>
public enum SharpenRoute
{
    /// <summary>By what is given: half maps, a model, or the automatic search.</summary>
    Default,

    /// <summary>A given B.</summary>
    B,

    /// <summary>To a given B_iso.</summary>
    BIso,

    /// <summary>To B_iso 0 (Guinier).</summary>
    Guinier,

    /// <summary>C* and the Guinier B of the signal.</summary>
    HalfMaps,

    /// <summary>C* and all shells to the same amplitude.</summary>
    HalfMapShells,

    /// <summary>To the amplitudes of a model, weighted by its correlation with the map.</summary>
    Model,

    /// <summary>Search for the best B.</summary>
    Auto,
}

/// <summary>What is to be sharpened, and how.</summary>
public sealed record SharpenRequest
{
    /// <summary>A map, or two half maps.</summary>
    public required IReadOnlyList<string> MapPaths { get; init; }

    /// <summary>Model file; or null.</summary>
    public string? ModelPath { get; init; }

    /// <summary>Route <see cref="SharpenRoute.Model"/>: aim at the amplitudes of the model's atoms at rest (B = 0) instead of those with the B factors of the file.</summary>
    public bool ModelAtRest { get; init; } = true;

    /// <summary>Atoms of the model that count.</summary>
    public string Selection { get; init; } = "all";

    /// <summary>Resolution d, Å; null = from the half maps.</summary>
    public double? Resolution { get; init; }

    /// <summary>How.</summary>
    public SharpenRoute Route { get; init; }

    /// <summary>B to apply (route <see cref="SharpenRoute.B"/>) or B_iso to reach (route <see cref="SharpenRoute.BIso"/>), Å².</summary>
    public double B { get; init; }

    /// <summary>Remove the anisotropy of the fall-off first.</summary>
    public bool Anisotropic { get; init; }

    /// <summary>Resolution of a low-pass filter, Å; 0 = none; null = the resolution where one is known.</summary>
    public double? LowPass { get; init; }

    /// <summary>Half-map mask: a file, "auto" or "none"; null = round the model where there is one, else auto.</summary>
    public string? Mask { get; init; }

    /// <summary>Automatic search.</summary>
    public SharpeningSearchOptions Search { get; init; } = new();

    /// <summary>How maps are read.</summary>
    public MapReadOptions MapOptions { get; init; } = new();

    /// <summary>The route that is taken.</summary>
    public SharpenRoute Chosen => Route != SharpenRoute.Default ? Route
        : MapPaths.Count == 2 ? SharpenRoute.HalfMaps
        : ModelPath != null ? SharpenRoute.Model : SharpenRoute.Auto;

    /// <summary>Checks what can be checked without reading files.</summary>
    /// <exception cref="UsageException">Options contradict each other or are out of range.</exception>
    public void Check()
    {
        if (MapPaths.Count is < 1 or > 2)
            throw new UsageException($"{MapPaths.Count} maps: give one map, or two half maps");
        if (Chosen is SharpenRoute.HalfMaps or SharpenRoute.HalfMapShells && MapPaths.Count != 2)
            throw new UsageException("--route half-maps: one map is given; give both half maps");
        if (Chosen == SharpenRoute.Model && ModelPath == null)
            throw new UsageException("--route model: no model is given; add --model MODEL");
        if (Resolution is { } d && !(d > 0.5 && d < 100))
            throw new UsageException(FormattableString.Invariant($"resolution {d}: give a value from 0.5 to 100 Å with -d"));
        if (Resolution == null && MapPaths.Count == 1 && Chosen != SharpenRoute.B)
            throw new UsageException("a single map does not tell its resolution: give it with -d");
        if (LowPass is { } low && !(low >= 0 && low < 1000))
            throw new UsageException(FormattableString.Invariant($"--low-pass {low}: give a resolution in Å, or none"));
        if (!(Math.Abs(B) <= 1000))
            throw new UsageException(FormattableString.Invariant($"a B of {B} Å²: give a value from -1000 to 1000"));
        if (Mask != null && MapPaths.Count != 2)
            throw new UsageException("--mask: only the correlation of half maps needs one; give two half maps or leave it out");
    }
}
