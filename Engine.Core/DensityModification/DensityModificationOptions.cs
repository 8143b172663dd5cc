using Engine.Core.Sharpening;
using Engine.Kernels;
using Engine.Kernels.Likelihood;

namespace Engine.Core.DensityModification;

/// <summary>By what the shells of the recombined map are multiplied to make them as likely as possible.</summary>
public enum FinalWeight
{
    /// <summary>CC_ref: the factor of the best map, as a figure of merit.</summary>
    CcRef,

    /// <summary>CC_ref²: the Wiener filter, least mean square error where the amplitudes are right.</summary>
    Wiener,

    /// <summary>Nothing.</summary>
    None,
}

/// <summary>The amplitudes that the result gets, before its weight.</summary>
public enum OutputScale
{
    /// <summary>Those of the signal in the input: for refinement, since B factors of models belong to that map.</summary>
    Original,

    /// <summary>Those of a sharpened map, see <see cref="DensityModificationOptions.ScaleExponent"/>: to look at and to build into.</summary>
    Sharpened,
}

/// <summary>One half map on its way through map phasing, for those who know what density to expect.</summary>
/// <param name="Half">0 or 1.</param>
/// <param name="Cycle">Cycle, from 1.</param>
/// <param name="Spectrum">Coefficients of the working half map; not to be changed.</param>
/// <param name="Phasing">Makes the density of coefficients.</param>
/// <param name="Probability">Where the molecule is.</param>
/// <param name="Limit">Finest resolution of the modification, Å.</param>
/// <param name="Anisotropy">Dependence of the fall-off on direction that was taken off the half map; null when none was.</param>
public sealed record ExpectationInput(
    int Half, int Cycle, DeviceBuffer<float> Spectrum, MapPhasing Phasing, MoleculeProbability Probability, double Limit, AnisotropyFit? Anisotropy);

/// <summary>How density is modified.</summary>
public sealed record DensityModificationOptions
{
    /// <summary>Volume of the molecule, Å³; above 0.</summary>
    public double Volume { get; init; }

    /// <summary>Resolution d of the half maps, Å; null = where their FSC inside the mask falls below 0.143.</summary>
    public double? Resolution { get; init; }

    /// <summary>Where the molecule may be, and where maps are compared: one value from 0 to 1 per voxel; null = found from the local variance.</summary>
    public float[]? Mask { get; init; }

    /// <summary>Most cycles; fewer are done when one more improves the corrected resolution by less than 0.02 Å.</summary>
    public int Cycles { get; init; } = 1;

    /// <summary>Finest resolution of the modification relative to d.</summary>
    public double LimitFactor { get; init; } = 0.833;

    /// <summary>The volume in which density varies like that of a molecule, relative to the volume of its atoms.</summary>
    public double VolumeFactor { get; init; } = 1.3;

    /// <summary>Take off the dependence of the fall-off on direction first.</summary>
    public bool RemoveAnisotropy { get; init; } = true;

    /// <summary>How errors are estimated.</summary>
    public ErrorModelOptions Errors { get; init; } = new();

    /// <summary>What weights the shells of the result.</summary>
    public FinalWeight Weight { get; init; }

    /// <summary>Amplitudes of the result before that weight.</summary>
    public OutputScale Scale { get; init; }

    /// <summary>Amplitudes of a sharpened result: 0 = those of B = 10 d, 1 = the same for all shells, between them their weighted geometric mean.</summary>
    public double ScaleExponent { get; init; } = 0.5;

    /// <summary>B added to the result, Å².</summary>
    public double Blur { get; init; }

    /// <summary>Gives the density to expect from models or symmetry, which the caller keeps until the next call; or null.</summary>
    public Func<ExpectationInput, ExpectedDensities?>? Expectation { get; init; }

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="UsageException">An option is out of range.</exception>
    public void Check()
    {
        if (Resolution is { } d && !(d is > 0.5 and < 100))
            throw new UsageException(FormattableString.Invariant($"resolution {d}: give a value from 0.5 to 100 Å with -d"));
        if (Cycles is < 1 or > 10)
            throw new UsageException($"--cycles {Cycles}: give a number from 1 to 10");
        if (!(LimitFactor is >= 0.5 and <= 1))
            throw new UsageException(FormattableString.Invariant($"--limit-factor {LimitFactor}: give a number from 0.5 to 1"));
        if (!(VolumeFactor is >= 0.5 and <= 5))
            throw new UsageException(FormattableString.Invariant($"--volume-factor {VolumeFactor}: give a number from 0.5 to 5"));
        if (!(ScaleExponent is >= 0 and <= 1))
            throw new UsageException(FormattableString.Invariant($"--scale-exponent {ScaleExponent}: give a number from 0 (B = 10 d) to 1 (level amplitudes)"));
        if (!(Math.Abs(Blur) <= 1000))
            throw new UsageException(FormattableString.Invariant($"--blur {Blur}: give a B from -1000 to 1000 Å²"));
        if (!(Errors.LargestWeight is >= 0 and <= 2))
            throw new UsageException(FormattableString.Invariant($"--largest-weight {Errors.LargestWeight}: give a number from 0 to 2"));
    }
}
