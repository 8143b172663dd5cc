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
/// mask shows as well.
/// </summary>
internal static class NoiseWeightedDifference
{
    /// <summary>Computes the map, in arbitrary units, and its shells.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="half1">One half map.</param>
    /// <param name="half2">The other.</param>
    /// <param name="model">Atoms.</param>
    /// <param name="selection">One flag per atom.</param>
    /// <param name="mask">Soft mask, one value per voxel.</param>
    /// <param name="options">Resolution and weighting.</param>
    /// <exception cref="InputException">The half maps do not agree anywhere.</exception>
    public static (DensityMap Map, IReadOnlyList<DifferenceShell> Shells) Compute(
        Accelerator accelerator, DensityMap half1, DensityMap half2, Model model, bool[] selection, float[] mask, DifferenceMapOptions options)
    {
        List<DifferenceShell> shells = Shells(accelerator, half1, half2, model, selection, mask, options);
        if (shells.All(s => s.Weight == 0))
            throw new InputException($"{half1.Name} and {half2.Name} do not agree in any Fourier shell: they are no half maps of one reconstruction");
        double[] weights = [0, .. shells.Select(s => s.Weight)], scaled = [0, .. shells.Select(s => s.Weight * s.D)];
        using DensityMap average = MapAverage.Average(half1, half2);
        using MapSpectrum observed = MapSpectrum.Of(accelerator, average), calculated = ModelFsc.Spectrum(accelerator, half1.Grid, model, selection, null, null);
        observed.Scale(weights);
        calculated.Scale(scaled);
        using MapSpectrum difference = observed.Plus(-1, calculated);
        return (difference.ToMap(accelerator, "difference map"), shells);
    }

    private static List<DifferenceShell> Shells(
        Accelerator accelerator, DensityMap half1, DensityMap half2, Model model, bool[] selection, float[] mask, DifferenceMapOptions options)
    {
        using MapSpectrum first = MapSpectrum.Of(accelerator, half1, mask), second = MapSpectrum.Of(accelerator, half2, mask);
        using MapSpectrum calculated = ModelFsc.Spectrum(accelerator, half1.Grid, model, selection, mask, null), sum = first.Plus(1, second);
        FscCurve halves = first.Correlate(second), fit = sum.Correlate(calculated);
        FourierFilter window = new FourierFilter { CellX = 1, CellY = 1, CellZ = 1 }.CutAt(options.Resolution, options.Edge);
        var shells = new List<DifferenceShell>();
        bool isOver = false;
        for (int k = 1; k < halves.Count; k++)
        {
            double s = halves.Frequency(k), n = Math.Max(1, halves.Coefficients[k]), cross = halves.Correlation[k] * Math.Sqrt(halves.FirstPower[k] * halves.SecondPower[k]);
            double noise = (halves.FirstPower[k] + halves.SecondPower[k] - 2 * cross) / 4 / n, power = fit.FirstPower[k] / 4 / n, model2 = fit.SecondPower[k] / n;
            double agreement = fit.Correlation[k] * Math.Sqrt(fit.FirstPower[k] * fit.SecondPower[k]) / 2 / n, d = model2 > 0 ? Math.Max(0, agreement / model2) : 0;
            double rest = power - 2 * d * agreement + d * d * model2, signal = Math.Max(0, rest - noise), fsc = halves.Correlation[k];

            // Beyond the first shell without agreement there is noise only.
            isOver |= fsc <= 0;
            double weight = isOver || !(signal > 0) ? 0 : window.Window(s) * Factor(signal, noise, power, fsc, options.Form);
            shells.Add(new(1 / s, fsc, d, rest > 0 ? Math.Min(1, noise / rest) : 1, weight));
        }

        return shells;
    }

    private static double Factor(double signal, double noise, double power, double fsc, DifferenceForm form)
    {
        double w = signal / (signal + noise);
        return form == DifferenceForm.Residual ? w / Math.Sqrt(signal) : w / Math.Sqrt(2 * fsc / (1 + fsc) * power);
    }
}
