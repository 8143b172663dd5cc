namespace Engine.Core.Refinement.Flips;

/// <summary>How <see cref="PeptideFlipper"/> finds and judges peptides.</summary>
public sealed record PeptideFlipOptions
{
    /// <summary>Angles that are tried, degrees.</summary>
    public IReadOnlyList<double> Angles { get; init; } = [180, 120, -120, 60, -60];

    /// <summary>A carbonyl oxygen is in poor density when its density, in units of the main chain's nearby, is below this share of the median of all.</summary>
    public double PoorShare { get; init; } = 0.5;

    /// <summary>Iterations of the minimiser per trial.</summary>
    public int Iterations { get; init; } = 60;

    /// <summary>What a turned peptide must gain at least, in units of the target (a negative log-likelihood).</summary>
    public double LeastGain { get; init; } = 5;

    /// <summary>The same where a Ramachandran outlier goes away.</summary>
    public double LeastGainForOutliers { get; init; }

    /// <summary>
    /// Mend what is left at the end: only Ramachandran outliers are suspects, the unturned peptide is a candidate like the others, and the candidate with the fewest outliers wins. The
    /// problem should have a strong Ramachandran potential.
    /// </summary>
    public bool MendOutliers { get; init; }

    /// <summary>How much worse the target of a mended peptide may be.</summary>
    public double MendingLoss { get; init; } = 80;

    /// <summary>Weight of the electrostatic energy of hydrogen bonds, per kcal/mol.</summary>
    public double HydrogenBondWeight { get; init; } = 1;

    /// <summary>Share of the density at the main chain around the peptide that may be lost.</summary>
    public double AllowedLoss { get; init; } = 0.05;
}
