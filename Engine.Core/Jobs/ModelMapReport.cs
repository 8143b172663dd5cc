namespace Engine.Core.Jobs;

/// <summary>How a model map was made: everything needed to make it again, and what it is good for.</summary>
public sealed record ModelMapReport
{
    /// <summary>The way it was computed: shells, fourier, bins, gaussian, molmap, emready, cryofit or demo-emfit.</summary>
    public required string Method { get; init; }

    /// <summary>Why this way, when the choice was automatic; else null.</summary>
    public string? Choice { get; init; }

    /// <summary>Estimated seconds of the ways that were compared.</summary>
    public IReadOnlyDictionary<string, double> Estimates { get; init; } = new Dictionary<string, double>();

    /// <summary>What built the radial profiles: matrix or shells; null for other methods.</summary>
    public string? Builder { get; init; }

    /// <summary>Why this builder; null for other methods.</summary>
    public string? BuilderChoice { get; init; }

    /// <summary>Terms of the decomposition, or points of the quadrature.</summary>
    public int? Terms { get; init; }

    /// <summary>Nodes of a radial profile.</summary>
    public int? Nodes { get; init; }

    /// <summary>Different profiles.</summary>
    public int? Profiles { get; init; }

    /// <summary>Radius of the images in units of each atom's resolution.</summary>
    public double? Radius { get; init; }

    /// <summary>Largest radius of an image, Å.</summary>
    public double? LargestRadius { get; init; }

    /// <summary>Half width of the resolution edge in units of 1/d; 0 is sharp; null where the method has no edge.</summary>
    public double? Edge { get; init; }

    /// <summary>Wanted rms error over the map's standard deviation.</summary>
    public double? Accuracy { get; init; }

    /// <summary>Estimated rms error over the map's standard deviation.</summary>
    public double? EstimatedError { get; init; }

    /// <summary>Resolutions of the bins, Å; empty for other methods.</summary>
    public IReadOnlyList<double> Bins { get; init; } = [];

    /// <summary>What the method leaves out of account; empty when nothing.</summary>
    public string Ignores { get; init; } = "";

    /// <summary>Source of the formula; empty for the engine's own methods.</summary>
    public string Formula { get; init; } = "";

    /// <summary>Where the resolutions come from.</summary>
    public required string ResolutionSource { get; init; }

    /// <summary>Finest resolution of an atom, Å.</summary>
    public required double ResolutionFinest { get; init; }

    /// <summary>Median resolution of the atoms, Å.</summary>
    public required double ResolutionMedian { get; init; }

    /// <summary>Coarsest resolution of an atom, Å.</summary>
    public required double ResolutionCoarsest { get; init; }

    /// <summary>Form factors; null where the method has none.</summary>
    public string? Scattering { get; init; }

    /// <summary>Unit of the map's values.</summary>
    public required string Unit { get; init; }

    /// <summary>Atoms that scatter.</summary>
    public required int Atoms { get; init; }

    /// <summary>The box repeats.</summary>
    public required bool Wrap { get; init; }
}
