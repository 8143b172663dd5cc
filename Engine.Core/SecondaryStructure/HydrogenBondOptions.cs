namespace Engine.Core.SecondaryStructure;

/// <summary>How hydrogen bonds of helices, sheets and base pairs are restrained.</summary>
public sealed record HydrogenBondOptions
{
    /// <summary>Resolution from which on the restraints are worth having by default, Å: better maps show the peptides themselves.</summary>
    public const double DefaultFrom = 3.0;

    /// <summary>N-O distance of a backbone bond, Å.</summary>
    public double Ideal { get; init; } = 2.9;

    /// <summary>σ of backbone distances, Å.</summary>
    public double Sigma { get; init; } = 0.05;

    /// <summary>Longest backbone bond that is restrained, Å.</summary>
    public double Longest { get; init; } = 3.5;

    /// <summary>Longest bond of a base pair that is restrained, Å.</summary>
    public double LongestBase { get; init; } = 3.4;

    /// <summary>Excess of a distance at which its term lets go, Å.</summary>
    public double DistanceLimit { get; init; } = 0.4;

    /// <summary>Deviation of an angle at which its term lets go, degrees.</summary>
    public double AngleLimit { get; init; } = 20;

    /// <summary>Restrain the angles of backbone bonds too.</summary>
    public bool Angles { get; init; } = true;

    /// <summary>Hold the two bases of a pair in one plane.</summary>
    public bool BasePairPlanes { get; init; }

    /// <summary>σ of base-pair planes, Å.</summary>
    public double BasePairPlaneSigma { get; init; } = 0.176;

    /// <summary>Hold paired bases parallel, and stacked ones.</summary>
    public bool Parallel { get; init; } = true;

    /// <summary>σ of paired bases (sine of the angle between them).</summary>
    public double PairSigma { get; init; } = 0.0335;

    /// <summary>σ of stacked bases.</summary>
    public double StackSigma { get; init; } = 0.027;

    /// <summary>True when the restraints are worth having at a resolution.</summary>
    /// <param name="resolution">d, Å.</param>
    public static bool IsDefaultAt(double resolution) => resolution > DefaultFrom;
}
