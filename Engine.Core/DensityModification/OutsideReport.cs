using Engine.Core.HalfMaps;
using Engine.Kernels;

namespace Engine.Core.DensityModification;

/// <summary>What becomes of density outside of the mask in one range of resolution.</summary>
/// <param name="Coarse">Å.</param>
/// <param name="Fine">Å.</param>
/// <param name="Correlation">Correlation of the half maps outside of the mask.</param>
/// <param name="Scatter">Its standard deviation where there is noise alone.</param>
/// <param name="Kept">Part of that density's amplitude which the modified map has, in units of what the molecule keeps of its own; null where the half maps do not agree.</param>
public sealed record OutsideBand(double Coarse, double Fine, double Correlation, double Scatter, double? Kept);

/// <summary>
/// Density outside of the mask, such as a micelle or a flexible domain, and how much of it modification keeps. Half maps X_i have independent noise, so Σ Re X₁ X₂* is the power S of what is real there, and with
/// the modified halves D_i, whose noise comes from X_i, (Σ Re X₁ D₂* + Σ Re X₂ D₁*)/2S is the amplitude that is left of it: neither knows anything of the truth, and both are free of bias.
/// </summary>
/// <param name="Bands">Ranges of resolution, coarse to fine.</param>
public sealed record OutsideReport(IReadOnlyList<OutsideBand> Bands)
{
    private const double LeastCorrelation = 0.04;
    private const double SignificantScatters = 5;
    private const double MuchLost = 0.9;

    /// <summary>Borders of the ranges, Å; the finest is 1.2 d where that is finer than the last.</summary>
    private static readonly double[] Borders = [30, 16, 8, 5];

    /// <summary>Compares maps outside of a mask.</summary>
    /// <param name="outside">Mask of what is outside.</param>
    /// <param name="halves">Half spaces of the half maps, in the scale of the input, outside of the mask.</param>
    /// <param name="modified">The same of the modified half maps, in the same scale, their signal not weakened by weights.</param>
    /// <param name="resolution">d, Å.</param>
    public static OutsideReport Of(MaskedTransform outside, IReadOnlyList<DeviceBuffer<float>> halves, IReadOnlyList<DeviceBuffer<float>> modified, double resolution)
    {
        FscCurve original = outside.Correlate(halves[0], halves[1]), first = outside.Correlate(halves[0], modified[1]), second = outside.Correlate(halves[1], modified[0]);
        double[] borders = [.. Borders, .. 1.2 * resolution < Borders[^1] ? new[] { 1.2 * resolution } : []];
        return new([.. borders.Zip(borders.Skip(1)).Select(b => Band(original, first, second, b.First, b.Second, outside.IndependentFraction))]);
    }

    /// <summary>The range in which most is lost of density that is there without doubt; null where there is none.</summary>
    public OutsideBand? Worst => Bands.Where(b => b.Kept != null).MinBy(b => b.Kept);

    /// <summary>A warning where much of it is lost; or null.</summary>
    public string? Warning() => Worst is { Kept: < MuchLost and var kept } band
        ? FormattableString.Invariant($"there is density that counts as solvent, such as a micelle or a flexible domain, or the solvent content is too high: outside of the mask the half maps agree (FSC {band.Correlation:0.00} from {band.Coarse:0.#} to {band.Fine:0.#} Å), and the modified map has {kept:P0} of that amplitude: give a lower --solvent, a larger --mass, or --mask")
        : null;

    private static OutsideBand Band(FscCurve original, FscCurve first, FscCurve second, double coarse, double fine, double independent)
    {
        double common = 0, left = 0, power1 = 0, power2 = 0, n = 0;
        for (int k = 1; k < original.Count; k++)
        {
            if (original.Frequency(k) <= 1 / coarse || original.Frequency(k) > 1 / fine)
                continue;
            common += Product(original, k);
            left += (Product(first, k) + Product(second, k)) / 2;
            (power1, power2, n) = (power1 + original.FirstPower[k], power2 + original.SecondPower[k], n + original.Coefficients[k]);
        }

        // Of the coefficients of a real map half are independent.
        double correlation = power1 > 0 && power2 > 0 ? common / Math.Sqrt(power1 * power2) : 0, scatter = 1 / Math.Sqrt(Math.Max(1, n / 2 * independent));
        return new(coarse, fine, correlation, scatter, correlation > LeastCorrelation && correlation > SignificantScatters * scatter ? left / common : null);
    }

    private static double Product(FscCurve curve, int k) => curve.Correlation[k] * Math.Sqrt(curve.FirstPower[k] * curve.SecondPower[k]);
}
