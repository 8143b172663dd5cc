namespace Engine.Core.Rotamers;

/// <summary>How <see cref="RotamerFitter"/> weighs its evidence.</summary>
public sealed record RotamerFitOptions
{
    /// <summary>Factor of the map's weight, whose scale is the noise of the density: 1 when errors of neighbouring atoms were independent.</summary>
    public double MapWeight { get; init; } = 1;

    /// <summary>How much of the density of other side chains is taken off while their places are not known yet, in the first round.</summary>
    public double UnknownShare { get; init; } = 0.3;

    /// <summary>How much the carboxyl oxygens of Asp and Glu count: they often have little or negative density in cryo-EM maps.</summary>
    public double CarboxylateWeight { get; init; } = 0.3;

    /// <summary>What a new rotamer must gain at least, in units of ln probability.</summary>
    public double LeastGain { get; init; } = 1.5;

    /// <summary>How much of the density (in units of what a right side chain has) may be lost when an outlier is mended.</summary>
    public double AllowedLoss { get; init; } = 0.1;

    /// <summary>Only outliers and side chains with poor density; false = all.</summary>
    public bool SuspectsOnly { get; init; }

    /// <summary>Side chains whose mean density is below this share of the median of their type are poor.</summary>
    public double PoorShare { get; init; } = 0.6;

    /// <summary>Side chains at whose atoms the model leaves more than this unexplained, in units of the density of a well placed atom, are poor (<see cref="ResidualDensity.Misfit"/>).</summary>
    public double LargestMisfit { get; init; } = 0.35;

    /// <summary>How often all residues are visited; later rounds see what their neighbours have become.</summary>
    public int Rounds { get; init; } = 3;
}
