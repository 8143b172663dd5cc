using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.DifferenceMaps;

/// <summary>One Fourier shell of a weighted difference map.</summary>
/// <param name="Resolution">1/s, Å.</param>
/// <param name="Fsc">FSC of the half maps inside the mask.</param>
/// <param name="D">Scale of the model.</param>
/// <param name="NoisePart">Part of the power of Fo - D Fc that is noise, 0 to 1.</param>
/// <param name="Weight">Factor of Fo - D Fc.</param>
public sealed record DifferenceShell(double Resolution, double Fsc, double D, double NoisePart, double Weight);

/// <summary>
/// The weighted difference of half maps and a model (Yamashita and co-workers 2021, Acta Cryst. D77, 1282). In every Fourier shell, of maps inside a mask: Fo = (F1 + F2)/2 with noise σ² = var(F1 -
/// F2)/4; D = Σ Re(Fo Fc*)/Σ|Fc|²; S = mean |Fo - D Fc|² - σ², not below 0; w = S/(S + σ²). The statistics are those inside the mask, the coefficients those of the whole maps, so that density outside the
/// mask shows as well. Where another map than the average is looked at, Fo is that map, and σ² is multiplied by k², k = Σ Re(Fo Fa*)/Σ|Fa|² with the average Fa.
/// </summary>
internal static class NoiseWeightedDifference
{
    /// <summary>Mean FSC with the average of the halves that a map of the same data reaches.</summary>
    private const double LeastLikeness = 0.5;

    /// <summary>Computes the map, in arbitrary units, and its shells.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="halves">Both half maps.</param>
    /// <param name="observed">Map that stands for Fo; null = the average.</param>
    /// <param name="model">Atoms.</param>
    /// <param name="selection">One flag per atom.</param>
    /// <param name="mask">Soft mask, one value per voxel.</param>
    /// <param name="options">Resolution and weighting.</param>
    /// <exception cref="InputException">The half maps do not agree anywhere, or the map is not like them.</exception>
    public static (DensityMap Map, IReadOnlyList<DifferenceShell> Shells) Compute(
        Accelerator accelerator, (DensityMap First, DensityMap Second) halves, DensityMap? observed, Model model, bool[] selection, float[] mask, DifferenceMapOptions options)
    {
        using DensityMap? average = observed == null ? MapAverage.Average(halves.First, halves.Second) : null;
        DensityMap map = observed ?? average!;
        List<DifferenceShell> shells = Shells(accelerator, halves, map, model, selection, mask, options);
        if (shells.All(s => s.Weight == 0))
            throw new InputException($"{halves.First.Name} and {halves.Second.Name} do not agree in any Fourier shell: they are no half maps of one reconstruction");
        double[] weights = [0, .. shells.Select(s => s.Weight)], scaled = [0, .. shells.Select(s => s.Weight * s.D)];
        using MapSpectrum whole = MapSpectrum.Of(accelerator, map), calculated = ModelFsc.Spectrum(accelerator, map.Grid, model, selection, null, null);
        whole.Scale(weights);
        calculated.Scale(scaled);
        using MapSpectrum difference = whole.Plus(-1, calculated);
        return (difference.ToMap(accelerator, "difference map"), shells);
    }

    private static List<DifferenceShell> Shells(
        Accelerator accelerator, (DensityMap First, DensityMap Second) pair, DensityMap map, Model model, bool[] selection, float[] mask, DifferenceMapOptions options)
    {
        using MapSpectrum first = MapSpectrum.Of(accelerator, pair.First, mask), second = MapSpectrum.Of(accelerator, pair.Second, mask), observed = MapSpectrum.Of(accelerator, map, mask);
        using MapSpectrum calculated = ModelFsc.Spectrum(accelerator, map.Grid, model, selection, mask, null), sum = first.Plus(1, second);
        FscCurve halves = first.Correlate(second), fit = observed.Correlate(calculated), likeness = observed.Correlate(sum);
        RequireLikeness(likeness, map, options.Resolution);
        FourierFilter window = new FourierFilter { CellX = 1, CellY = 1, CellZ = 1 }.CutAt(options.Resolution, options.Edge);
        var shells = new List<DifferenceShell>();
        bool isOver = false;
        for (int k = 1; k < halves.Count; k++)
        {
            double s = halves.Frequency(k), n = Math.Max(1, halves.Coefficients[k]), cross = halves.Correlation[k] * Math.Sqrt(halves.FirstPower[k] * halves.SecondPower[k]);
            double scale = likeness.SecondPower[k] > 0 ? 2 * likeness.Correlation[k] * Math.Sqrt(likeness.FirstPower[k] / likeness.SecondPower[k]) : 0;
            double noise = scale * scale * (halves.FirstPower[k] + halves.SecondPower[k] - 2 * cross) / 4 / n, power = fit.FirstPower[k] / n, model2 = fit.SecondPower[k] / n;
            double agreement = fit.Correlation[k] * Math.Sqrt(fit.FirstPower[k] * fit.SecondPower[k]) / n, d = model2 > 0 ? Math.Max(0, agreement / model2) : 0;
            double rest = power - 2 * d * agreement + d * d * model2, signal = Math.Max(0, rest - noise), fsc = halves.Correlation[k];

            // Beyond the first shell without agreement there is noise only.
            isOver |= fsc <= 0 || scale <= 0;
            double weight = isOver || !(signal > 0) ? 0 : window.Window(s) * Factor(signal, noise, power, fsc, options.Form);
            shells.Add(new(1 / s, fsc, d, rest > 0 ? Math.Min(1, noise / rest) : 1, weight));
        }

        return shells;
    }

    /// <summary>Requires that a map and the average of the halves correlate to the resolution, shell by shell on the mean.</summary>
    private static void RequireLikeness(FscCurve likeness, DensityMap map, double resolution)
    {
        double sum = 0, count = 0;
        for (int k = 1; k < likeness.Count && likeness.Frequency(k) <= 1 / resolution; k++)
            (sum, count) = (sum + likeness.Coefficients[k] * likeness.Correlation[k], count + likeness.Coefficients[k]);
        if (count > 0 && sum / count < LeastLikeness)
            throw new InputException(FormattableString.Invariant($"{map.Name}: its mean FSC with the average of the half maps is {sum / count:F2}: it was not made from them; leave it away, or give its own half maps"));
    }

    private static double Factor(double signal, double noise, double power, double fsc, DifferenceForm form)
    {
        double w = signal / (signal + noise);
        return form == DifferenceForm.Residual ? w / Math.Sqrt(signal) : w / Math.Sqrt(2 * fsc / (1 + fsc) * power);
    }
}
