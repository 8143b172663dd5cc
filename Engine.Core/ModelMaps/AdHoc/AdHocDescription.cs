namespace Engine.Core.ModelMaps.AdHoc;

/// <summary>How an ad hoc map was made, for the files that describe results.</summary>
public sealed record AdHocDescription
{
    /// <summary>Name of the formula.</summary>
    public required string Formula { get; init; }

    /// <summary>The formula in one line.</summary>
    public required string Definition { get; init; }

    /// <summary>Where it comes from.</summary>
    public required string Source { get; init; }

    /// <summary>What it leaves out of account.</summary>
    public required string Ignores { get; init; }

    /// <summary>Resolution d, Å.</summary>
    public required double Resolution { get; init; }

    /// <summary>Width of the Gaussian that stands for the resolution, as a B factor, Å².</summary>
    public required double EquivalentB { get; init; }

    /// <summary>Standard deviation of that Gaussian along one axis, Å.</summary>
    public required double Sigma { get; init; }

    /// <summary>Form factors; null for formulas without.</summary>
    public string? Scattering { get; init; }

    /// <summary>Number of atoms.</summary>
    public required int AtomCount { get; init; }

    /// <summary>Integral of the map over space: the sum of the weights, with form factors that of o f(0).</summary>
    public required double TotalWeight { get; init; }

    /// <summary>Unit of the weights; the map is in this unit per Å³.</summary>
    public required string Unit { get; init; }

    /// <summary>Largest radius at which an atom is cut off, Å.</summary>
    public required double CutOff { get; init; }

    /// <summary>True when density wraps around the box.</summary>
    public required bool Periodic { get; init; }
}
