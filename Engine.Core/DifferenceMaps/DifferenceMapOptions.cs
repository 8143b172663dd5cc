using Engine.Kernels;

namespace Engine.Core.DifferenceMaps;

/// <summary>How the coefficients of a difference map from half maps are weighted.</summary>
public enum DifferenceForm
{
    /// <summary>w (Fo - D Fc)/(√FSC_full rms Fo): the form of the publication.</summary>
    Published,

    /// <summary>w (Fo - D Fc)/√S: by the power of what the model lacks.</summary>
    Residual,
}

/// <summary>Choices of a difference map.</summary>
public sealed record DifferenceMapOptions
{
    /// <summary>Resolution d to which coefficients are used, Å.</summary>
    public required double Resolution { get; init; }

    /// <summary>Half-width of the raised-cosine edge of the resolution, as part of 1/d.</summary>
    public double Edge { get; init; } = 0.2;

    /// <summary>Edge of the boxes in which the model is scaled to the map, Å.</summary>
    public double BoxEdge { get; init; } = 30;

    /// <summary>Weighting with half maps.</summary>
    public DifferenceForm Form { get; init; } = DifferenceForm.Published;

    /// <summary>Height of the lowest peaks that are listed, σ.</summary>
    public double PeakLevel { get; init; } = 4;

    /// <summary>Distance from the nearest selected atom up to which peaks are listed, Å.</summary>
    public double PeakDistance { get; init; } = 8;

    /// <summary>Most peaks that are listed of each sign.</summary>
    public int MostPeaks { get; init; } = 100;

    /// <summary>Checks the numbers.</summary>
    /// <exception cref="UsageException">One is out of range.</exception>
    public void Check()
    {
        Require(Resolution is > 0.5 and < 100, "resolution", Resolution, "a value from 0.5 to 100 Å with -d");
        Require(Edge is >= 0 and <= 0.5, "--edge", Edge, "from 0 to 0.5");
        Require(BoxEdge is >= 10 and <= 1000, "--box", BoxEdge, "from 10 to 1000 Å");
        Require(PeakLevel is > 0 and < 1000, "--peak-level", PeakLevel, "a height above 0 σ");
        Require(PeakDistance is > 0 and <= 1000, "--peak-distance", PeakDistance, "from above 0 to 1000 Å");
        Require(MostPeaks is >= 0 and <= 100000, "--peaks", MostPeaks, "from 0 to 100000");
    }

    private static void Require(bool isRight, string option, double value, string range)
    {
        if (!isRight)
            throw new UsageException(FormattableString.Invariant($"{option} {value}: give {range}"));
    }
}
