using Engine.Core.HalfMaps;
using Engine.Core.Sharpening;
using Engine.Kernels;

namespace Engine.Core.DensityModification;

/// <summary>Fits and takes off the dependence of the fall-off on direction, of spectra on a device.</summary>
internal static class AnisotropyRemoval
{
    /// <summary>Fits it to the mean of two half maps from 10 Å to where their shells hold more signal than noise.</summary>
    /// <param name="combiner">Device and grid.</param>
    /// <param name="halves">Half spaces.</param>
    /// <param name="unmasked">Their FSC.</param>
    /// <param name="resolution">d, Å.</param>
    /// <returns>Null when too few coefficients lie in the range.</returns>
    public static AnisotropyFit? Fit(ShellCombiner combiner, DeviceBuffer<float>[] halves, FscCurve unmasked, double resolution)
    {
        const double EvenShare = 1.0 / 3;
        double finest = Math.Max(resolution, unmasked.Crossing(EvenShare).Resolution ?? resolution);
        if (GuinierFit.OfSignal(unmasked, finest) is not { } guinier)
            return null;
        using DeviceBuffer<float> mean = combiner.Mean(halves[0], halves[1]);
        using MapSpectrum spectrum = MapSpectrum.From(combiner.Accelerator, combiner.Grid, mean);
        return AnisotropyFit.Of(spectrum, guinier.B, finest);
    }

    /// <summary>Takes it off.</summary>
    /// <param name="combiner">Device and grid.</param>
    /// <param name="fit">What was fitted.</param>
    /// <param name="half">Half space; changed.</param>
    public static void Remove(ShellCombiner combiner, AnisotropyFit fit, DeviceBuffer<float> half) => Apply(combiner, fit, half);

    /// <summary>Puts it back.</summary>
    /// <param name="combiner">Device and grid.</param>
    /// <param name="fit">What was taken off.</param>
    /// <param name="half">Half space; changed.</param>
    public static void Restore(ShellCombiner combiner, AnisotropyFit fit, DeviceBuffer<float> half) => Apply(combiner, fit with { Deviatoric = [.. fit.Deviatoric.Select(b => -b)] }, half);

    private static void Apply(ShellCombiner combiner, AnisotropyFit fit, DeviceBuffer<float> half)
    {
        using MapSpectrum spectrum = MapSpectrum.From(combiner.Accelerator, combiner.Grid, half);
        fit.Remove(spectrum);
        const int Piece = 1 << 26;
        for (long at = 0; at < spectrum.Values.Length; at += Piece)
            combiner.Accelerator.Upload((ReadOnlySpan<float>)spectrum.Values.Slice(at, (int)Math.Min(Piece, spectrum.Values.Length - at)), half, at);
    }
}
