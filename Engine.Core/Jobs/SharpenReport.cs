using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Core.Sharpening;

namespace Engine.Core.Jobs;

/// <summary>One shell of a sharpened map.</summary>
/// <param name="Frequency">s, Å⁻¹.</param>
/// <param name="Resolution">1/s, Å.</param>
/// <param name="Before">Root of the mean power of the input.</param>
/// <param name="After">The same of the output.</param>
/// <param name="Factor">Factor applied, without anisotropy.</param>
public sealed record SharpenShell(double Frequency, double Resolution, double Before, double After, double Factor);

/// <summary>What the half maps said.</summary>
/// <param name="Masked">Resolution at FSC 0.143 inside the mask, Å.</param>
/// <param name="Unmasked">The same of the whole boxes.</param>
/// <param name="Mask">The mask.</param>
/// <param name="SignalB">Guinier B of the signal, Å²: what falls off apart from noise.</param>
/// <param name="NoiseBefore">Part of the average's power inside the mask, from 10 Å on, that is noise.</param>
/// <param name="NoiseAfter">The same of the output.</param>
public sealed record SharpenHalfMaps(double? Masked, double? Unmasked, string Mask, double? SignalB, double NoiseBefore, double NoiseAfter);

/// <summary>What was done to a map.</summary>
public sealed record SharpenReport
{
    /// <summary>Route that was taken.</summary>
    public required SharpenRoute Route { get; init; }

    /// <summary>Resolution used, Å; null when none was known.</summary>
    public double? Resolution { get; init; }

    /// <summary>Where the resolution comes from.</summary>
    public string ResolutionSource { get; init; } = "";

    /// <summary>Low-pass filter, Å; null when none.</summary>
    public double? LowPass { get; init; }

    /// <summary>Overall B applied, Å²: amplitudes times exp(-B s²/4), negative sharpens; for routes that scale shells the one that comes nearest.</summary>
    public double BApplied { get; init; }

    /// <summary>B_iso of the input (Guinier), Å²; null when too few shells define one.</summary>
    public double? BIsoBefore { get; init; }

    /// <summary>B_iso of the output, Å².</summary>
    public double? BIsoAfter { get; init; }

    /// <summary>Part of the input's voxels that are exactly zero.</summary>
    public double ZeroFraction { get; init; }

    /// <summary>Guinier line of the input.</summary>
    public GuinierFit? GuinierBefore { get; init; }

    /// <summary>Guinier line of the output.</summary>
    public GuinierFit? GuinierAfter { get; init; }

    /// <summary>Half maps; null without.</summary>
    public SharpenHalfMaps? HalfMaps { get; init; }

    /// <summary>Anisotropy of the input; null when not asked for.</summary>
    public AnisotropyFit? Anisotropy { get; init; }

    /// <summary>The search; null when none was done.</summary>
    public SharpeningSearchResult? Search { get; init; }

    /// <summary>How sharp the input is.</summary>
    public required SharpnessVerdict Input { get; init; }

    /// <summary>How sharp the output is.</summary>
    public required SharpnessVerdict Result { get; init; }

    /// <summary>Amplitudes by shell.</summary>
    public IReadOnlyList<SharpenShell> Shells { get; init; } = [];
}

/// <summary>A sharpened map, what was done, and from what.</summary>
/// <param name="Map">The map.</param>
/// <param name="Report">What was done.</param>
/// <param name="Fingerprints">Input files.</param>
/// <param name="Warnings">What the user should know, one line each.</param>
/// <param name="Seconds">Seconds by stage.</param>
public sealed record SharpenOutcome(
    DensityMap Map, SharpenReport Report, IReadOnlyList<InputFingerprint> Fingerprints, IReadOnlyList<string> Warnings, IReadOnlyDictionary<string, double> Seconds) : IDisposable
{
    /// <summary>Frees the map.</summary>
    public void Dispose() => Map.Dispose();
}
