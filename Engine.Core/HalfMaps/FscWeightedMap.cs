using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.HalfMaps;

/// <summary>A target map made from two half maps.</summary>
/// <param name="Map">The filtered average.</param>
/// <param name="SharpeningB">B applied, Å²: amplitudes were multiplied by exp(-B s²/4), negative = sharpened.</param>
/// <param name="CutOff">Resolution from which all coefficients are 0, Å; null when none is.</param>
public sealed record FscWeightedResult(DensityMap Map, double SharpeningB, double? CutOff);

/// <summary>
/// The average of two half maps with every shell weighted by what the halves agree on: C* = √(2C/(1+C)), C their FSC inside the mask (Rosenthal and Henderson
/// 2003, J. Mol. Biol. 333, 721), zero beyond the first shell where C &lt; 0.0001, and a common sharpening. The result is a target for refinement; the halves
/// themselves, which test it, stay as they are.
/// </summary>
public static class FscWeightedMap
{
    private const double LeastCorrelation = 1e-4;
    private const double HalfMapThreshold = 0.143;

    /// <summary>Makes the map.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="pair">Half maps and mask.</param>
    /// <param name="sharpeningB">B to apply, Å²; null = the Guinier slope of the signal from 10 Å to the resolution, 0 when that range holds fewer than 5 shells.</param>
    public static FscWeightedResult Build(Accelerator accelerator, HalfMapPair pair, double? sharpeningB = null)
    {
        using DensityMap average = MapAverage.Average(pair.Half1, pair.Half2);
        double b = sharpeningB ?? GuinierB(pair.Masked);
        (double[] weights, int end) = Weights(pair.Masked);
        using MapSpectrum spectrum = MapSpectrum.Of(accelerator, average);
        for (int k = 0; k < weights.Length; k++)
            weights[k] *= Math.Exp(-b * Math.Pow(pair.Masked.Frequency(k), 2) / 4);
        spectrum.Scale(weights);
        return new(spectrum.ToMap(accelerator, $"weighted {average.Name}", average), b, end < weights.Length ? 1 / pair.Masked.Frequency(end) : null);
    }

    /// <summary>
    /// The B that makes the amplitudes of the signal level: four times the slope of ln√(signal power) against s², from 10 Å to where the FSC is 0.143. The power of
    /// the signal is what the halves have in common, so that noise does not flatten the slope.
    /// </summary>
    /// <param name="halves">FSC of the half maps inside the mask.</param>
    /// <returns>B to apply, Å²; negative for maps that fall off.</returns>
    public static double GuinierB(FscCurve halves)
    {
        double limit = halves.Crossing(HalfMapThreshold).Resolution ?? 1 / halves.Frequency(halves.Count - 1);
        return -(GuinierFit.OfSignal(halves, limit)?.B ?? 0);
    }

    /// <summary>C* by shell, and the first shell that has none.</summary>
    /// <param name="halves">FSC of the half maps.</param>
    /// <returns>One weight per shell, 1 for shell 0; the number of shells when none is below the limit.</returns>
    public static (double[] Weights, int End) Weights(FscCurve halves)
    {
        var weights = new double[halves.Count];
        weights[0] = 1;
        for (int k = 1; k < weights.Length; k++)
        {
            double c = halves.Correlation[k];
            if (c < LeastCorrelation)
                return (weights, k);
            weights[k] = Math.Sqrt(2 * c / (1 + c));
        }

        return (weights, weights.Length);
    }
}
