using Engine.Kernels;

namespace Engine.Core.HalfMaps;

/// <summary>
/// The FSC inside a mask with the part taken off that the mask itself makes (Chen and co-workers 2013, Ultramicroscopy 135, 24). The phases of both halves are made
/// random beyond the shell r₀ where the unmasked FSC falls below 0.8; what still correlates inside the mask is the mask's doing:
/// FSC_true = (FSC_masked - FSC_random)/(1 - FSC_random) from shell r₀ + 2 on, FSC_masked below, as in RELION's postprocessing. FSC_random is the mean of three
/// randomisations.
/// </summary>
/// <param name="Curve">FSC_true.</param>
/// <param name="Randomized">FSC_random by shell, that of the mean of the randomisations; FSC_masked below r₀.</param>
/// <param name="FirstShell">r₀.</param>
/// <param name="Warnings">What is doubtful, one line each.</param>
public sealed record CorrectedFsc(FscCurve Curve, double[] Randomized, int FirstShell, IReadOnlyList<string> Warnings)
{
    /// <summary>Unmasked FSC below which phases are made random.</summary>
    public const double RandomizeBelow = 0.8;

    private const int Randomizations = 3;
    private const int KeptShells = 2;

    // 1 - FSC_random below this leaves nothing to divide by; FSC_random above the other at the resolution asks for a softer mask.
    private const double LeastRest = 0.05;
    private const double LargeAtResolution = 0.1;
    private const double HalfMapThreshold = 0.143;

    /// <summary>Corrects a masked FSC.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="half1">Coefficients of a half map, unmasked.</param>
    /// <param name="half2">Those of the other.</param>
    /// <param name="mask">Soft mask, one value per voxel.</param>
    /// <param name="unmasked">FSC of the whole boxes.</param>
    /// <param name="masked">FSC inside the mask.</param>
    /// <param name="seed">Seed of the random phases.</param>
    public static CorrectedFsc Compute(Accelerator accelerator, MapSpectrum half1, MapSpectrum half2, float[] mask, FscCurve unmasked, FscCurve masked, ulong seed)
    {
        int first = FirstBelow(unmasked);
        var random = new double[masked.Count];
        for (int i = 0; i < Randomizations; i++)
        {
            using MapSpectrum a = Masked(accelerator, half1, mask, first, seed + (ulong)(2 * i)), b = Masked(accelerator, half2, mask, first, seed + (ulong)(2 * i + 1));
            FscCurve curve = a.Correlate(b);
            for (int k = 0; k < random.Length; k++)
                random[k] += curve.Correlation[k] / Randomizations;
        }

        var corrected = new double[masked.Count];
        for (int k = 0; k < corrected.Length; k++)
        {
            if (k < first)
                random[k] = masked.Correlation[k];
            double rest = 1 - random[k];
            corrected[k] = k < first + KeptShells ? masked.Correlation[k] : rest >= LeastRest ? (masked.Correlation[k] - random[k]) / rest : 0;
        }

        FscCurve result = masked.With(corrected);
        return new(result, random, first, [.. Doubts(result, random, first)]);
    }

    private static MapSpectrum Masked(Accelerator accelerator, MapSpectrum half, float[] mask, int first, ulong seed)
    {
        using MapSpectrum random = PhaseRandomization.Apply(half, first, seed);
        using Maps.DensityMap map = random.ToMap(accelerator, "map with random phases");
        return MapSpectrum.Of(accelerator, map, mask);
    }

    /// <summary>The first shell from 1 on below the limit; the one after the last when there is none.</summary>
    private static int FirstBelow(FscCurve unmasked)
    {
        for (int k = 1; k < unmasked.Count; k++)
        {
            if (unmasked.Correlation[k] < RandomizeBelow)
                return k;
        }

        return unmasked.Count;
    }

    private static IEnumerable<string> Doubts(FscCurve corrected, double[] random, int first)
    {
        if (first == corrected.Count)
        {
            yield return FormattableString.Invariant($"the unmasked FSC stays above {RandomizeBelow} to the end: no phases were made random, and the masked FSC was not corrected");
            yield break;
        }

        int tight = Array.FindIndex(random, Math.Min(random.Length, first + KeptShells), r => 1 - r < LeastRest);
        if (tight >= 0)
        {
            yield return FormattableString.Invariant(
                $"the mask is too tight: with random phases the FSC is still {random[tight]:F2} at {1 / corrected.Frequency(tight):F2} Å, so the corrected FSC is set to 0 there; use a mask with a wider edge");
            yield break;
        }

        if (corrected.Crossing(HalfMapThreshold).Resolution is { } d)
        {
            int k = Math.Min(random.Length - 1, (int)Math.Round(1 / d / corrected.Width));
            if (k >= first + KeptShells && random[k] > LargeAtResolution)
                yield return FormattableString.Invariant($"the mask adds {random[k]:F2} to the FSC at {d:F2} Å: the masked FSC misleads there, the corrected one does not; a softer mask would need less correction");
        }
    }
}
