using Engine.Core.Models;

namespace Engine.Core.Validation;

/// <summary>What Q-score deposited structures have at a resolution.</summary>
/// <param name="Value">Mean Q-score of the archive at this resolution.</param>
/// <param name="Low">Lower end of the usual range.</param>
/// <param name="High">Upper end of the usual range.</param>
public sealed record ExpectedQScore(double Value, double Low, double High)
{
    /// <summary>Finest resolution of the structures behind the curves, Å.</summary>
    public const double Finest = 1;

    /// <summary>Coarsest resolution at which the curves still fall, Å.</summary>
    public const double Coarsest = 10;

    /// <summary>
    /// The expected mean Q-score of a model: cubic fits to the structures of the EMDB (Pintilie and co-workers 2020, Nat. Methods 17, 328, for σ 0.6; MapQ's later fit for σ 0.4).
    /// </summary>
    /// <param name="resolution">d, Å.</param>
    /// <param name="sigma">Width of the reference Gaussian, Å.</param>
    /// <returns>Null for other widths than 0.4 and 0.6 Å, and for resolutions outside 1 to 10 Å.</returns>
    public static ExpectedQScore? At(double resolution, double sigma)
    {
        if (!(resolution is >= Finest and <= Coarsest))
            return null;
        double d = resolution;
        if (Is(sigma, 0.6))
            return Around((((-0.0019064058 * d) + 0.0499875375) * d - 0.4513945578) * d + 1.5361860733, 0.1, 0.1);
        return Is(sigma, 0.4) ? Around((((-0.0016 * d) + 0.0434) * d - 0.3956) * d + 1.3606, 0.15, 0.085) : null;
    }

    /// <summary>The expected mean Q-score of residues of one class: linear fits of MapQ.</summary>
    /// <param name="kind">Class of the residues.</param>
    /// <param name="resolution">d, Å.</param>
    /// <param name="sigma">Width of the reference Gaussian, Å.</param>
    /// <returns>Null where there is no fit for the class and width.</returns>
    public static double? At(ResidueClass kind, double resolution, double sigma)
    {
        if (!(resolution is >= Finest and <= Coarsest))
            return null;
        (double slope, double start)? line = (kind, Is(sigma, 0.6), Is(sigma, 0.4)) switch
        {
            (ResidueClass.Protein, true, _) => (-0.1775, 1.1192),
            (ResidueClass.Nucleic, true, _) => (-0.1377, 0.9973),
            (ResidueClass.Ion, true, _) => (-0.1103, 1.0795),
            (ResidueClass.Water, true, _) => (-0.0895, 1.0001),
            (ResidueClass.Protein, _, true) => (-0.1866, 1.1242),
            (ResidueClass.Nucleic, _, true) => (-0.1465, 0.9436),
            _ => null,
        };
        return line is { } l ? l.slope * resolution + l.start : null;
    }

    private static ExpectedQScore Around(double value, double below, double above) => new(value, value - below, value + above);

    private static bool Is(double sigma, double published) => Math.Abs(sigma - published) < 1e-9;
}
