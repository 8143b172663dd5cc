using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Core.Masks;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Core.DifferenceMaps;

/// <summary>What a map has that a model lacks, and the other way round.</summary>
/// <param name="Map">The difference in σ.</param>
/// <param name="Method">"local_scale" or "half_maps".</param>
/// <param name="Sigma">Standard deviation of the difference within 3 Å of the model's atoms, or inside the mask given, before the map was divided by it.</param>
/// <param name="Scale">How the model was scaled; null with half maps.</param>
/// <param name="Shells">Weights by shell; null without half maps.</param>
/// <param name="Positive">Density without model.</param>
/// <param name="Negative">Model without density.</param>
/// <param name="Warnings">What the user should know, one line each.</param>
public sealed record DifferenceMap(
    DensityMap Map, string Method, double Sigma, LocalScale? Scale, IReadOnlyList<DifferenceShell>? Shells, PeakList Positive, PeakList Negative, IReadOnlyList<string> Warnings) : IDisposable
{
    /// <summary>Distance from atoms within which σ is measured, Å.</summary>
    public const double SigmaRadius = 3;

    /// <summary>From a map: the model is scaled to it in boxes.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="map">Map on an orthogonal grid, any scale.</param>
    /// <param name="model">Model.</param>
    /// <param name="selection">One flag per atom; the others are treated as absent, so their density shows.</param>
    /// <param name="options">Choices.</param>
    /// <param name="mask">Where σ is measured and peaks are listed (at values from a half on); null = near the model.</param>
    /// <exception cref="InputException">The model and the map do not go together.</exception>
    public static DifferenceMap OfMap(Accelerator accelerator, DensityMap map, Model model, bool[] selection, DifferenceMapOptions options, SoftMask? mask = null)
    {
        options.Check();
        ScatteringAtoms atoms = ScatteringAtoms.Create(model, selection, ScatteringTable.Electron);
        List<string> warnings = [.. atoms.Warnings, .. BoxPlacement.Check(map.Grid, atoms.Positions, options.Resolution)];
        using var difference = new ScaledDifference(accelerator, map, atoms, options);
        warnings.AddRange(difference.Warnings);
        (DensityMap result, LocalScale scale) = difference.Compute();
        return Finish(result, "local_scale", scale, null, model, selection, options, mask, warnings);
    }

    /// <summary>From half maps: differences are weighted by what the halves agree on.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="half1">One half map, not masked, not sharpened.</param>
    /// <param name="half2">The other.</param>
    /// <param name="model">Model.</param>
    /// <param name="selection">One flag per atom; the others are treated as absent, so their density shows.</param>
    /// <param name="options">Choices.</param>
    /// <param name="mask">Where maps are compared, σ is measured and peaks are listed; null = near the model.</param>
    /// <param name="observed">A map of the same data to look at, such as a sharpened one; null = the average of the halves. Its noise is that of the average, scaled in every shell as the average fits it best.</param>
    /// <exception cref="InputException">The half maps do not go together, or the model or the map does not go with them.</exception>
    public static DifferenceMap OfHalfMaps(
        Accelerator accelerator, DensityMap half1, DensityMap half2, Model model, bool[] selection, DifferenceMapOptions options, SoftMask? mask = null, DensityMap? observed = null)
    {
        options.Check();
        HalfMapPair.Check(half1, half2);
        if (observed != null)
            MapAverage.CheckSameGrid(half1, observed);
        ScatteringAtoms atoms = ScatteringAtoms.Create(model, selection, ScatteringTable.Electron);
        List<string> warnings = [.. atoms.Warnings, .. BoxPlacement.Check(half1.Grid, atoms.Positions, options.Resolution)];
        using (MapSpectrum first = MapSpectrum.Of(accelerator, half1), second = MapSpectrum.Of(accelerator, half2))
            warnings.AddRange(HalfMapInspection.Look(half1, half2, first.Correlate(second)));
        float[] inside = mask?.Values ?? ModelMask.Create(half1.Grid, model, selection);
        (DensityMap map, IReadOnlyList<DifferenceShell> shells) = NoiseWeightedDifference.Compute(accelerator, (half1, half2), observed, model, selection, inside, options);
        return Finish(map, "half_maps", null, shells, model, selection, options, mask, warnings);
    }

    /// <inheritdoc/>
    public void Dispose() => Map.Dispose();

    private static DifferenceMap Finish(
        DensityMap map, string method, LocalScale? scale, IReadOnlyList<DifferenceShell>? shells, Model model, bool[] selection, DifferenceMapOptions options, SoftMask? mask, List<string> warnings)
    {
        double sigma = Deviation(map, mask?.Values ?? ModelMask.Create(map.Grid, model, selection, SigmaRadius, 0));
        if (!(sigma > 0 && double.IsFinite(sigma)))
        {
            string where = mask == null ? "round the model" : "inside the mask";
            throw new NumericalException($"the difference map has the standard deviation {sigma} {where}: map and model are the same there, or a value is not a number");
        }

        FixedChunks.ForEach(map.Values.Length, (_, start, length) =>
        {
            Span<float> values = map.Values.Slice(start, length);
            for (int i = 0; i < values.Length; i++)
                values[i] = (float)(values[i] / sigma);
        });
        PeakList positive = PeakList.Of(map, model, selection, options, 1, mask), negative = PeakList.Of(map, model, selection, options, -1, mask);
        return new(map, method, sigma, scale, shells, positive, negative, [.. warnings, .. mask?.Warnings ?? []]);
    }

    /// <summary>Standard deviation about the mean inside a mask.</summary>
    private static double Deviation(DensityMap map, float[] mask)
    {
        var sums = new (double N, double V, double VV)[FixedChunks.Count(mask.Length)];
        FixedChunks.ForEach(mask.Length, (chunk, start, length) =>
        {
            ReadOnlySpan<float> values = map.Values.Slice(start, length), weights = mask.AsSpan((int)start, length);
            (double n, double v, double vv) = (0, 0, 0);
            for (int i = 0; i < length; i++)
            {
                double inside = weights[i] >= 0.5f ? 1 : 0;
                n += inside;
                v += inside * values[i];
                vv += inside * values[i] * values[i];
            }

            sums[chunk] = (n, v, vv);
        });
        double count = sums.Sum(s => s.N), mean = sums.Sum(s => s.V) / count;
        return Math.Sqrt(Math.Max(0, sums.Sum(s => s.VV) / count - mean * mean));
    }
}
