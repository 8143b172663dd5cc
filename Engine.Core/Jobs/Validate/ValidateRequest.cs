using Engine.Core.Maps;
using Engine.Core.Validation;
using Engine.Kernels;

namespace Engine.Core.Jobs.Validate;

/// <summary>What is to be validated, and how.</summary>
public sealed record ValidateRequest
{
    /// <summary>Model file; null to look at a map alone.</summary>
    public string? ModelPath { get; init; }

    /// <summary>Map file; null where half maps are averaged, or to look at a model alone.</summary>
    public string? MapPath { get; init; }

    /// <summary>Two half maps, or none. Beside a map they give the FSC; without a map their average is the map.</summary>
    public IReadOnlyList<string> HalfMapPaths { get; init; } = [];

    /// <summary>Mask file for the Fourier shell correlations; null = one is made.</summary>
    public string? MaskPath { get; init; }

    /// <summary>Model to compare with, such as the one before a refinement; or null.</summary>
    public string? ComparePath { get; init; }

    /// <summary>The <c>_stats.json</c> of the refinement that made the model; null = the one beside the model, if there is one.</summary>
    public string? RefinementPath { get; init; }

    /// <summary>Resolution d, Å; null = from the model file, else from the half maps.</summary>
    public double? Resolution { get; init; }

    /// <summary>Contour level for atom inclusion, map units; null = estimated.</summary>
    public double? Level { get; init; }

    /// <summary>Width of the Gaussian of the Q-score, Å.</summary>
    public double Sigma { get; init; } = QScoreAnalysis.DefaultSigma;

    /// <summary>Atom selection; "all" selects everything. Other atoms are treated as absent.</summary>
    public string Selection { get; init; } = "all";

    /// <summary>Restraint dictionaries.</summary>
    public IReadOnlyList<string> Dictionaries { get; init; } = [];

    /// <summary>A ligand that no dictionary knows is an error.</summary>
    public bool Strict { get; init; }

    /// <summary>Hydrogens at their protons instead of at their electron clouds.</summary>
    public bool Nuclear { get; init; }

    /// <summary>Resolutions of the atoms' own, for correlations beside the uniform ones; or null. Its uniform resolution is not used.</summary>
    public ResolutionRequest? LocalResolution { get; init; }

    /// <summary>How maps are read.</summary>
    public MapReadOptions MapOptions { get; init; } = new();

    /// <summary>Threads to use, 0 = one per core; the result does not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>Seed of the random phases of the corrected FSC.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Where the density comes from, for tables; null without a map.</summary>
    public string? MapName => MapPath ?? (HalfMapPaths.Count == 2 ? string.Join(" + ", HalfMapPaths) : null);

    /// <summary>All input files: model, model to compare with, map, half maps, mask, others.</summary>
    public IReadOnlyList<string> Files =>
        [.. new[] { ModelPath, ComparePath, MapPath }.Concat(HalfMapPaths).Append(MaskPath).Append(RefinementPath).OfType<string>().Concat(LocalResolution?.Files ?? []).Concat(Dictionaries)];

    /// <summary>Checks that the request makes sense.</summary>
    /// <exception cref="UsageException">It does not.</exception>
    public void Check()
    {
        if (ModelPath == null && MapName == null)
            throw new UsageException("nothing to validate: give a model, a map, or both");
        if (HalfMapPaths.Count is not (0 or 2))
            throw new UsageException($"--half-maps needs two files, {HalfMapPaths.Count} given");
        if (Resolution is { } d && !(d > 0.5 && d < 100))
            throw new UsageException(FormattableString.Invariant($"resolution {d}: give a value from 0.5 to 100 Å with -d"));
        if (!(Sigma > 0 && double.IsFinite(Sigma)))
            throw new UsageException(FormattableString.Invariant($"--sigma {Sigma}: give a number above 0 Å, such as 0.4"));
        if (Level is { } level && !double.IsFinite(level))
            throw new UsageException(FormattableString.Invariant($"--level {level}: give a finite density in map units"));
        if (MapName == null && (MaskPath ?? (Level == null ? null : "")) != null)
            throw new UsageException($"{(MaskPath != null ? "--mask" : "--level")}: no map is given; give one or leave the option out");
        if (ModelPath == null && (ComparePath != null || Level != null || RefinementPath != null || LocalResolution != null))
            throw new UsageException("--compare, --level, --refinement and local resolutions need a model; give one");
    }
}
