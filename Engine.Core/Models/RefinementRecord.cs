namespace Engine.Core.Models;

/// <summary>What a refinement says about itself in the files it writes. Values that are null are left out.</summary>
public sealed record RefinementRecord
{
    /// <summary>Program name.</summary>
    public string Program { get; init; } = "cryoengine";

    /// <summary>Program version.</summary>
    public required string Version { get; init; }

    /// <summary>Resolution of the map, Å.</summary>
    public double? Resolution { get; init; }

    /// <summary>What was optimised, such as "sigma-scaled map value".</summary>
    public string? TargetCriteria { get; init; }

    /// <summary>Mean isotropic B factor, Å².</summary>
    public double? MeanB { get; init; }

    /// <summary>One line about the result, such as the correlation in the mask.</summary>
    public string? Details { get; init; }

    /// <summary>Deviations from ideal geometry, one per kind of restraint.</summary>
    public IReadOnlyList<RestraintDeviation> Deviations { get; init; } = [];
}

/// <summary>Deviation of one kind of restraint from its ideal values.</summary>
/// <param name="Type">Name of the kind, such as "bond" or "angle".</param>
/// <param name="Rmsd">Root mean square deviation, Å or degrees.</param>
/// <param name="Count">Number of restraints.</param>
public sealed record RestraintDeviation(string Type, double Rmsd, int Count);
