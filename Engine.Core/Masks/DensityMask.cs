using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.Masks;

/// <summary>How a mask is made from density.</summary>
public sealed record DensityMaskOptions
{
    /// <summary>Density above which a voxel is inside, map units, after <see cref="LowPass"/>; null = automatic, by local standard deviations.</summary>
    public double? Threshold { get; init; }

    /// <summary>Resolution to which the map is filtered first, Å; 0 = not at all; null = none for a given threshold, 8 Å (3 voxels if that is more) for an automatic one.</summary>
    public double? LowPass { get; init; }

    /// <summary>Radius of the surroundings of local standard deviations, Å; null = 8 Å (3 voxels if that is more).</summary>
    public double? Radius { get; init; }

    /// <summary>How far to grow, Å.</summary>
    public double Dilate { get; init; } = 3;

    /// <summary>Width of the raised-cosine edge, Å.</summary>
    public double Edge { get; init; } = 6;
}

/// <summary>
/// Masks from density alone. With a threshold: the voxels above it, grown, with a soft edge (as RELION makes masks). Without: the voxels whose surroundings vary
/// more than those of the solvent. The map is filtered to 8 Å, its local standard deviation is taken, and Otsu's method (1979, IEEE Trans. Syst. Man Cybern. 9,
/// 62) splits the values in two; the threshold lies 30 % of the way from the mean of the lower class to that of the upper one, so that weak parts stay inside.
/// </summary>
public static class DensityMask
{
    private const double LeastScale = 8;
    private const double LeastVoxels = 3;
    private const double PartOfContrast = 0.3;
    private const double LeastContrast = 1.7;
    private const double FilterEdge = 0.2;
    private const double TouchingFraction = 0.7;

    /// <summary>Makes a mask.</summary>
    /// <param name="accelerator">Device for the transforms.</param>
    /// <param name="map">Map on an orthogonal grid; not changed.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="InputException">The grid is not orthogonal, the map is constant, or nothing or everything lies above the threshold.</exception>
    /// <exception cref="UsageException">A distance that makes no sense.</exception>
    public static SoftMask Create(Accelerator accelerator, DensityMap map, DensityMaskOptions? options = null)
    {
        options ??= new();
        MapGrid grid = map.Grid;
        if (!grid.Cell.IsOrthogonal)
            throw new InputException($"{map.Name}: cell angles {grid.Cell.Alpha}, {grid.Cell.Beta}, {grid.Cell.Gamma}: a mask needs an orthogonal map; resample it first");
        double lowPass = options.LowPass ?? (options.Threshold == null ? Scale(grid) : 0), radius = options.Radius ?? Scale(grid);
        if (!(lowPass >= 0 && radius > 0))
            throw new UsageException(FormattableString.Invariant($"a low-pass resolution of {lowPass} Å and a radius of {radius} Å: give positive distances"));
        float[] values = Filtered(accelerator, map, lowPass, options.Threshold == null);
        var warnings = new List<string>();
        double threshold;
        if (options.Threshold is { } given)
        {
            threshold = given;
        }
        else
        {
            ToLocalDeviation(accelerator, grid, values, radius);
            threshold = Automatic(map, values, warnings);
        }

        double inside = Binarize(values, threshold);
        Check(map, options, inside, threshold, warnings);
        string quantity = options.Threshold != null ? "density" : FormattableString.Invariant($"local standard deviation (radius {radius:0.##} Å)");
        string method = (lowPass > 0 ? FormattableString.Invariant($"density filtered to {lowPass:0.##} Å") : "density") + FormattableString.Invariant($", grown by {options.Dilate:0.##} Å, edge {options.Edge:0.##} Å");
        return new(SoftEdge.Apply(grid, values, options.Dilate, options.Edge), method, new(quantity, threshold, options.Threshold == null), warnings);
    }

    /// <summary>Local standard deviations of a map about its overall mean: √⟨(ρ - mean)²⟩ over surroundings as wide as a ball.</summary>
    /// <param name="accelerator">Device for the transforms.</param>
    /// <param name="map">Map on an orthogonal grid; not changed.</param>
    /// <param name="radius">Radius of the ball, Å.</param>
    /// <returns>One value per voxel, map units, x fastest.</returns>
    public static float[] LocalDeviation(Accelerator accelerator, DensityMap map, double radius)
    {
        float[] values = Filtered(accelerator, map, 0, true);
        ToLocalDeviation(accelerator, map.Grid, values, radius);
        return values;
    }

    /// <summary>A map filtered to a resolution, with a soft edge.</summary>
    /// <param name="accelerator">Device for the transforms.</param>
    /// <param name="map">Map on an orthogonal grid; not changed.</param>
    /// <param name="resolution">Å.</param>
    public static DensityMap LowPass(Accelerator accelerator, DensityMap map, double resolution)
    {
        float[] filtered = Filtered(accelerator, map, resolution, false);
        var values = new NativeBuffer<float>(filtered.Length, "filtered map");
        filtered.CopyTo(values.Slice(0, filtered.Length));
        return new(map.Grid, values) { Name = map.Name, Warnings = map.Warnings, Labels = map.Labels };
    }

    private static double Scale(MapGrid grid)
    {
        Vec3 v = grid.VoxelSize;
        return Math.Max(LeastScale, LeastVoxels * Math.Max(v.X, Math.Max(v.Y, v.Z)));
    }

    /// <summary>The values of a map, low-pass filtered, with or without their mean.</summary>
    private static float[] Filtered(Accelerator accelerator, DensityMap map, double lowPass, bool takeMean)
    {
        var values = new float[map.Grid.VoxelCount];
        map.Values.Slice(0, values.Length).CopyTo(values);
        if (takeMean)
        {
            float mean = (float)MapStatisticsCalculator.Summarize(map).Statistics.Mean;
            for (int i = 0; i < values.Length; i++)
                values[i] -= mean;
        }

        if (lowPass > 0)
        {
            MapGrid g = map.Grid;
            LocalAverage.Filter(accelerator, g, values, new FourierFilter { CellX = g.Box.A, CellY = g.Box.B, CellZ = g.Box.C, KeepOrigin = true }.CutAt(lowPass, FilterEdge));
        }

        return values;
    }

    private static void ToLocalDeviation(Accelerator accelerator, MapGrid grid, float[] values, double radius)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] *= values[i];
        LocalAverage.Ball(accelerator, grid, values, radius);
        for (int i = 0; i < values.Length; i++)
            values[i] = MathF.Sqrt(Math.Max(0, values[i]));
    }

    private static double Automatic(DensityMap map, float[] deviations, List<string> warnings)
    {
        if (!(deviations.Max() > 0))
            throw new InputException($"{map.Name}: all voxels have the same value: there is nothing to put a mask round");
        OtsuSplit split = OtsuSplit.Of(deviations);
        if (split.Upper < LeastContrast * split.Lower)
        {
            warnings.Add(FormattableString.Invariant(
                $"{map.Name}: the density hardly stands out of its surroundings (local standard deviations {split.Upper:G3} against {split.Lower:G3}): look at the mask, or give --threshold or --model"));
        }

        return split.Lower + PartOfContrast * (split.Upper - split.Lower);
    }

    /// <summary>Sets values to 1 above the threshold and 0 elsewhere; returns the fraction above.</summary>
    private static double Binarize(float[] values, double threshold)
    {
        long above = 0;
        for (int i = 0; i < values.Length; i++)
        {
            bool isInside = values[i] > threshold;
            values[i] = isInside ? 1 : 0;
            above += isInside ? 1 : 0;
        }

        return (double)above / values.Length;
    }

    private static void Check(DensityMap map, DensityMaskOptions options, double inside, double threshold, List<string> warnings)
    {
        if (inside is 0 or 1)
        {
            MapStatistics s = MapStatisticsCalculator.Summarize(map).Statistics;
            throw new InputException(FormattableString.Invariant(
                $"{map.Name}: {(inside == 0 ? "no voxel" : "every voxel")} lies above the threshold {threshold:G4} (the map goes from {s.Minimum:G4} to {s.Maximum:G4}): give another --threshold"));
        }

        if (inside > TouchingFraction && options.Threshold == null)
            warnings.Add(FormattableString.Invariant($"{map.Name}: {inside:P0} of the box is inside the mask: the box is cut close to the molecule"));
    }
}
