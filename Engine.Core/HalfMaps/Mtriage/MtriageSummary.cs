using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.HalfMaps.Mtriage;

/// <summary>
/// Resolutions of a map, of half maps and of a model against a map, by the rules of mtriage (Afonine and co-workers 2018, Acta Cryst. D74, 814; cctbx 2022), all Å.
/// Null where something is not given, or a curve does not cross.
/// </summary>
/// <param name="D99">Of the map.</param>
/// <param name="D99Half1">Of the first half map.</param>
/// <param name="D99Half2">Of the second.</param>
/// <param name="DFsc">FSC of the half maps 0.143.</param>
/// <param name="DFscModel05">FSC of model and map 0.5.</param>
/// <param name="DFscModel0143">FSC of model and map 0.143.</param>
/// <param name="DFscModel0">FSC of model and map 0.</param>
/// <param name="DModel">Resolution at which the model's map is most like the map, with the B below.</param>
/// <param name="DModelB0">The same with all B factors 0.</param>
/// <param name="BIsoOverall">B of all atoms with which the model's map is most like the map, Å².</param>
/// <param name="RadiusSmooth">Smoothing of the mask, Å; null without one.</param>
public sealed record MtriageSummary(
    double? D99, double? D99Half1, double? D99Half2, double? DFsc, double? DFscModel05, double? DFscModel0143, double? DFscModel0, double? DModel, double? DModelB0,
    double? BIsoOverall, double? RadiusSmooth);

/// <summary>Computes <see cref="MtriageSummary"/>.</summary>
/// <param name="accelerator">Device.</param>
/// <param name="map">The map.</param>
/// <param name="halves">Both half maps, or null.</param>
public sealed class MtriageAnalysis(Accelerator accelerator, DensityMap map, (DensityMap First, DensityMap Second)? halves) : IDisposable
{
    private readonly Lazy<MtriageBins> bins = new(() => MtriageBins.Of(map.Grid));
    private MapSpectrum? calculated;
    private MapSpectrum? calculatedB0;

    /// <summary>Computes the coefficients of a model, which are not masked.</summary>
    /// <param name="model">Atoms.</param>
    /// <param name="selection">One flag per atom.</param>
    /// <param name="scattering">Form factors; electrons when null.</param>
    public void SetModel(Model model, bool[] selection, ScatteringTable? scattering = null)
    {
        Dispose();
        calculated = ModelFsc.Spectrum(accelerator, map.Grid, model, selection, null, scattering, toCorners: true);
        Model still = StructureCopy.At(model, Coordinates.Of(model));
        foreach (Atom atom in still.Atoms)
            (atom.BIso, atom.UAniso) = (0, null);
        calculatedB0 = ModelFsc.Spectrum(accelerator, map.Grid, still, selection, null, scattering, toCorners: true);
    }

    /// <summary>The resolutions.</summary>
    /// <param name="mask">Soft mask that the maps, not the model, are multiplied by; null = none.</param>
    /// <param name="radiusSmooth">Smoothing of the mask, Å, to be reported.</param>
    public MtriageSummary Run(float[]? mask, double? radiusSmooth)
    {
        using MapSpectrum observed = MapSpectrum.Of(accelerator, map, mask, keepLevel: true);
        (double? first, double? second, double? dFsc) = Halves(mask);
        if (calculated == null || calculatedB0 == null)
            return new(D99.Of(RadialSums.Of(observed, observed)), first, second, dFsc, null, null, null, null, null, null, radiusSmooth);
        MtriageCurve? curve = MtriageCurve.Of(calculated, observed, bins.Value);
        RadialSums sums = RadialSums.Of(observed, calculatedB0);
        double finest = 1 / sums.LargestFrequency;
        double? zero = curve?.Crossing(0);
        ModelResolution? found = zero is { } d ? ModelResolution.Find(sums, Math.Max(d, finest)) : null;
        return new(
            D99.Of(sums), first, second, dFsc, curve?.Crossing(0.5), curve?.Crossing(0.143), zero, found?.Resolution, ModelResolution.AtB(sums, 0, finest), found?.B, radiusSmooth);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        calculated?.Dispose();
        calculatedB0?.Dispose();
    }

    private (double? First, double? Second, double? DFsc) Halves(float[]? mask)
    {
        if (halves is not { } pair)
            return default;
        using MapSpectrum a = MapSpectrum.Of(accelerator, pair.First, mask, keepLevel: true), b = MapSpectrum.Of(accelerator, pair.Second, mask, keepLevel: true);
        RadialSums one = RadialSums.Of(a, a), other = RadialSums.Of(b, b);
        return (D99.Of(one), D99.Of(other), MtriageCurve.Of(a, b, bins.Value)?.Crossing(0.143));
    }
}
