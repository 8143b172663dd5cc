using Engine.Core.Maps;
using Engine.Core.Masks;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>What a mask is made from.</summary>
public enum MaskKind
{
    /// <summary>The atoms of a model.</summary>
    Model,

    /// <summary>Density above a threshold, or that varies more than the solvent.</summary>
    Density,

    /// <summary>Confidence by control of the false discovery rate.</summary>
    Confidence,
}

/// <summary>Which mask is wanted.</summary>
public sealed record MaskRequest
{
    /// <summary>Map file; null when half maps are given.</summary>
    public string? MapPath { get; init; }

    /// <summary>Two half maps, whose average is looked at; empty when a map is given.</summary>
    public IReadOnlyList<string> HalfMapPaths { get; init; } = [];

    /// <summary>Model for <see cref="MaskKind.Model"/>.</summary>
    public string? ModelPath { get; init; }

    /// <summary>Atoms that the mask goes round.</summary>
    public string Selection { get; init; } = "all";

    /// <summary>What it is made from.</summary>
    public MaskKind Kind { get; init; } = MaskKind.Density;

    /// <summary>Distance from atoms up to which the mask is 1, Å.</summary>
    public double Radius { get; init; } = ModelMask.DefaultRadius;

    /// <summary>Density threshold, map units; null = automatic.</summary>
    public double? Threshold { get; init; }

    /// <summary>Resolution to which the map is filtered before it is looked at, Å; null = as <see cref="DensityMaskOptions.LowPass"/>, none for confidence.</summary>
    public double? LowPass { get; init; }

    /// <summary>Least confidence.</summary>
    public double Level { get; init; } = ConfidenceMask.DefaultLevel;

    /// <summary>Where there is noise only; null = on the faces.</summary>
    public NoiseBox? Noise { get; init; }

    /// <summary>How far to grow, Å; null = 3, for models 0.</summary>
    public double? Dilate { get; init; }

    /// <summary>Width of the edge, Å.</summary>
    public double Edge { get; init; } = ModelMask.DefaultEdge;

    /// <summary>How maps are read.</summary>
    public MapReadOptions MapOptions { get; init; } = new();

    /// <summary>All input files.</summary>
    public IReadOnlyList<string> Files => [.. new[] { MapPath, ModelPath }.OfType<string>(), .. HalfMapPaths];

    /// <summary>Checks the numbers.</summary>
    /// <exception cref="UsageException">One is out of range.</exception>
    public void Check()
    {
        Require(Radius > 0 && Radius <= 100, "--radius", Radius, "from above 0 to 100 Å");
        Require(LowPass is null or (>= 0 and <= 1000), "--low-pass", LowPass ?? 0, "from 0 (none) to 1000 Å");
        Require(Level > 0 && Level < 1, "--fdr", 1 - Level, "a rate above 0 and below 1, such as 0.01");
        Require(Dilate is null or (>= -100 and <= 100), "--dilate", Dilate ?? 0, "from -100 to 100 Å");
        Require(Edge >= 0 && Edge <= 100, "--edge", Edge, "from 0 to 100 Å");
    }

    private static void Require(bool isRight, string option, double value, string range)
    {
        if (!isRight)
            throw new UsageException(FormattableString.Invariant($"{option} {value}: give {range}"));
    }
}
