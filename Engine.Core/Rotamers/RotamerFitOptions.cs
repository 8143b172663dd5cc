namespace Engine.Core.Rotamers;

/// <summary>How <see cref="RotamerFitter"/> weighs its evidence.</summary>
public sealed record RotamerFitOptions
{
    /// <summary>Weight of the map: what one side-chain atom in density as high as that of the main chain nearby is worth, in units of ln probability.</summary>
    public double MapWeight { get; init; } = 6;

    /// <summary>What a new rotamer must gain at least, in units of ln probability.</summary>
    public double LeastGain { get; init; } = 1.5;

    /// <summary>How much of the mean density (in units of the main chain's) may be lost when an outlier is mended.</summary>
    public double AllowedLoss { get; init; } = 0.1;

    /// <summary>Only outliers and side chains with poor density; false = all.</summary>
    public bool SuspectsOnly { get; init; }

    /// <summary>Side chains whose mean density is below this share of the median of their type are poor.</summary>
    public double PoorShare { get; init; } = 0.6;

    /// <summary>Side chains at whose atoms the model leaves more than this unexplained, in units of the density of a well placed atom, are poor (<see cref="SideChainView.Misfit"/>).</summary>
    public double LargestMisfit { get; init; } = 0.35;

    /// <summary>How often all residues are visited; later rounds see what their neighbours have become.</summary>
    public int Rounds { get; init; } = 3;
}
