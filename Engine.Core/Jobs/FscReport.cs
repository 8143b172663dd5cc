using System.Globalization;
using Engine.Core.HalfMaps;
using Engine.Core.HalfMaps.Mtriage;
using Engine.Core.Maps;
using Engine.Core.Masks;

namespace Engine.Core.Jobs;

/// <summary>One Fourier shell correlation with its crossings.</summary>
/// <param name="Name">What is compared: unmasked, masked, randomized, corrected, particle, model_unmasked or model_masked.</param>
/// <param name="Curve">The curve.</param>
/// <param name="Crossings">Where it falls below 0.5 and 0.143; of models also 0.</param>
/// <param name="Average">Mean over the coefficients up to the resolution; null for curves of half maps.</param>
public sealed record NamedFsc(string Name, FscCurve Curve, IReadOnlyList<FscCrossing> Crossings, double? Average)
{
    /// <summary>The first crossing of a threshold, Å; null when the curve stays above, or the threshold was not looked at.</summary>
    /// <param name="threshold">FSC value.</param>
    public double? Resolution(double threshold) => Crossings.FirstOrDefault(c => Math.Abs(c.Threshold - threshold) < 1e-9)?.Resolution;
}

/// <summary>All Fourier shell correlations of some maps.</summary>
/// <param name="Grid">Grid of the maps.</param>
/// <param name="Mask">Mask; null = none.</param>
/// <param name="Curves">Curves, on the same shells.</param>
/// <param name="Resolution">Resolution of the half maps: where the corrected FSC, without a mask the unmasked one, falls below 0.143, Å; null without half maps or crossing.</param>
/// <param name="ResolutionSource">Which curve the resolution comes from; null without half maps.</param>
/// <param name="RandomizedFrom">Resolution from which phases were made random, Å; null where none were.</param>
/// <param name="Particle">Volume of the particle; null when it is not known.</param>
/// <param name="Directional">Resolution by direction; null when not computed.</param>
/// <param name="MtriageUnmasked">mtriage's resolutions without mask; null when not computed.</param>
/// <param name="MtriageMasked">The same with its own mask round the model; null without a model.</param>
/// <param name="Fingerprints">Input files.</param>
/// <param name="Warnings">What the user should know, one line each.</param>
/// <param name="Seconds">Seconds by stage.</param>
public sealed record FscReport(
    MapGrid Grid, SoftMask? Mask, IReadOnlyList<NamedFsc> Curves, double? Resolution, string? ResolutionSource, double? RandomizedFrom, ParticleVolume? Particle,
    DirectionalFsc? Directional, MtriageSummary? MtriageUnmasked, MtriageSummary? MtriageMasked, IReadOnlyList<InputFingerprint> Fingerprints,
    IReadOnlyList<string> Warnings, IReadOnlyDictionary<string, double> Seconds)
{
    /// <summary>A curve by its name; null when it was not computed.</summary>
    /// <param name="name">Name, such as masked.</param>
    public NamedFsc? this[string name] => Curves.FirstOrDefault(c => c.Name == name);

    /// <summary>The curves as lines of comma-separated values, with a header line.</summary>
    public IEnumerable<string> CsvLines()
    {
        FscCurve first = Curves[0].Curve;
        yield return $"shell,frequency,resolution,coefficients,{string.Join(",", Curves.Select(c => c.Name))}";
        for (int k = 1; k < first.Count; k++)
        {
            int shell = k;
            yield return string.Create(CultureInfo.InvariantCulture, $"{k},{first.Frequency(k):G8},{1 / first.Frequency(k):G8},{first.Coefficients[k]},")
                + string.Join(",", Curves.Select(c => c.Curve.Correlation[shell].ToString("G8", CultureInfo.InvariantCulture)));
        }
    }
}
