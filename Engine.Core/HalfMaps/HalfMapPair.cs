using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.HalfMaps;

/// <summary>
/// Two half maps on one grid with the soft mask that all comparisons use, and what they say about each other: FSC with and without the mask, resolutions at 0.143.
/// Owns neither map.
/// </summary>
public sealed class HalfMapPair : IDisposable
{
    private readonly Accelerator accelerator;
    private readonly MapSpectrum first;
    private readonly MapSpectrum second;

    /// <summary>Compares two half maps.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="half1">One half map.</param>
    /// <param name="half2">The other, on the same grid.</param>
    /// <param name="mask">Soft mask, one value from 0 to 1 per voxel, such as <see cref="SoftAtomMask"/>.</param>
    /// <exception cref="InputException">The grids differ, are not orthogonal, or both maps hold the same values.</exception>
    public HalfMapPair(Accelerator accelerator, DensityMap half1, DensityMap half2, float[] mask)
    {
        Check(half1, half2);
        (this.accelerator, Half1, Half2, Mask) = (accelerator, half1, half2, mask);
        using (MapSpectrum whole1 = MapSpectrum.Of(accelerator, half1), whole2 = MapSpectrum.Of(accelerator, half2))
            Unmasked = whole1.Correlate(whole2);
        first = MapSpectrum.Of(accelerator, half1, mask);
        second = MapSpectrum.Of(accelerator, half2, mask);
        Masked = first.Correlate(second);
        double squares = mask.Sum(m => (double)m * m), fourth = mask.Sum(m => (double)m * m * m * m);
        IndependentFraction = fourth > 0 ? squares * squares / fourth / mask.Length : 0;
    }

    /// <summary>One half map.</summary>
    public DensityMap Half1 { get; }

    /// <summary>The other half map.</summary>
    public DensityMap Half2 { get; }

    /// <summary>Soft mask, one value per voxel.</summary>
    public float[] Mask { get; }

    /// <summary>FSC of the whole boxes.</summary>
    public FscCurve Unmasked { get; }

    /// <summary>FSC inside the mask.</summary>
    public FscCurve Masked { get; }

    /// <summary>The part of the masked coefficients that are independent of each other: (Σm²)²/(N Σm⁴).</summary>
    public double IndependentFraction { get; }

    /// <summary>Correlation of the halves inside the mask over all shells: the part of a half's power that is signal.</summary>
    public double Correlation =>
        Masked.Correlation.Select((c, k) => c * Math.Sqrt(Masked.FirstPower[k] * Masked.SecondPower[k])).Skip(1).Sum()
        / Math.Max(double.Epsilon, Math.Sqrt(Masked.FirstPower.Skip(1).Sum() * Masked.SecondPower.Skip(1).Sum()));

    /// <summary>
    /// FSC that the noise-free map would have with one half map, √FSC(half 1, half 2): no model can be expected to exceed it but by fitting the half's noise.
    /// </summary>
    public double[] Expected() => [.. Masked.Correlation.Select(c => Math.Sqrt(Math.Max(0, c)))];

    /// <summary>Fourier shell correlations, inside the mask, of a model with both half maps.</summary>
    /// <param name="model">Atoms.</param>
    /// <param name="selection">One flag per atom: true where it scatters.</param>
    /// <param name="scattering">Form factors; electrons when null.</param>
    public (FscCurve First, FscCurve Second) WithModel(Model model, bool[] selection, ScatteringTable? scattering = null)
    {
        using MapSpectrum calculated = ModelFsc.Spectrum(accelerator, Half1.Grid, model, selection, Mask, scattering);
        return (calculated.Correlate(first), calculated.Correlate(second));
    }

    /// <summary>Fourier shell correlation, inside the mask, of two models of the same atoms.</summary>
    /// <param name="one">A model.</param>
    /// <param name="other">The same atoms elsewhere.</param>
    /// <param name="selection">One flag per atom: true where it scatters.</param>
    /// <param name="scattering">Form factors; electrons when null.</param>
    public FscCurve Between(Model one, Model other, bool[] selection, ScatteringTable? scattering = null)
    {
        using MapSpectrum a = ModelFsc.Spectrum(accelerator, Half1.Grid, one, selection, Mask, scattering);
        using MapSpectrum b = ModelFsc.Spectrum(accelerator, Half1.Grid, other, selection, Mask, scattering);
        return a.Correlate(b);
    }

    /// <summary>Fourier shell correlation, inside the mask, of a model with the average of both halves.</summary>
    /// <inheritdoc cref="WithModel" path="/param"/>
    public FscCurve WithAverage(Model model, bool[] selection, ScatteringTable? scattering = null)
    {
        using MapSpectrum calculated = ModelFsc.Spectrum(accelerator, Half1.Grid, model, selection, Mask, scattering);
        using DensityMap average = MapAverage.Average(Half1, Half2);
        using MapSpectrum full = MapSpectrum.Of(accelerator, average, Mask);
        return calculated.Correlate(full);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        first.Dispose();
        second.Dispose();
    }

    /// <summary>Checks that two maps can be half maps of one reconstruction.</summary>
    /// <param name="half1">One map.</param>
    /// <param name="half2">The other.</param>
    /// <exception cref="InputException">The grids differ, or both maps hold the same values.</exception>
    public static void Check(DensityMap half1, DensityMap half2)
    {
        MapAverage.CheckSameGrid(half1, half2);
        if (IsSame(half1, half2))
            throw new InputException($"{half1.Name} and {half2.Name} hold the same values: give the two independent half maps");
    }

    private static bool IsSame(DensityMap a, DensityMap b)
    {
        const int Piece = 1 << 24;
        for (long at = 0; at < a.Grid.VoxelCount; at += Piece)
        {
            int n = (int)Math.Min(Piece, a.Grid.VoxelCount - at);
            if (!a.Values.Slice(at, n).SequenceEqual(b.Values.Slice(at, n)))
                return false;
        }

        return true;
    }
}
