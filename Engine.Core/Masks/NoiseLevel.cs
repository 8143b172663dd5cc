using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.Masks;

/// <summary>Mean and spread of the noise of a map, from boxes that hold nothing else.</summary>
/// <param name="Mean">Mean, map units.</param>
/// <param name="Deviation">Standard deviation, above 0.</param>
/// <param name="Boxes">Where they were measured.</param>
/// <param name="Warnings">What is doubtful, one line each.</param>
public sealed record NoiseLevel(double Mean, double Deviation, IReadOnlyList<NoiseBox> Boxes, IReadOnlyList<string> Warnings)
{
    /// <summary>Part of the voxels of a box with one and the same value from which the map counts as masked there.</summary>
    private const double ConstantPart = 0.01;
    private const double UnevenRatio = 1.5;

    /// <summary>Measures the noise.</summary>
    /// <param name="map">Map.</param>
    /// <param name="boxes">Where to look; null = <see cref="NoiseBox.OnFaces"/>.</param>
    /// <exception cref="InputException">A box leaves the map, or holds a constant instead of noise: the map was masked.</exception>
    public static NoiseLevel Measure(DensityMap map, IReadOnlyList<NoiseBox>? boxes = null)
    {
        boxes ??= NoiseBox.OnFaces(map.Grid);
        var values = new List<float[]>();
        foreach (NoiseBox box in boxes)
        {
            float[] inBox = box.Values(map);
            if (Commonest(inBox) > ConstantPart * inBox.Length)
            {
                throw new InputException(
                    $"{map.Name}: the voxels of the noise box {box.X} {box.Y} {box.Z} {box.Side} are constant, not noise: the map was masked or padded. Give the map as the reconstruction wrote it, "
                    + "--noise-box X Y Z SIDE in solvent, or make the mask from --density or --model");
            }

            values.Add(inBox);
        }

        double[] all = [.. values.SelectMany(v => v).Select(v => (double)v)];
        double mean = all.Average();
        double[] deviations = [.. values.Select(v => Spread(v, mean))];
        var warnings = new List<string>();
        if (deviations.Max() > UnevenRatio * deviations.Min())
        {
            warnings.Add(FormattableString.Invariant(
                $"{map.Name}: the noise boxes differ: standard deviations {string.Join(", ", deviations.Select(d => d.ToString("G3", System.Globalization.CultureInfo.InvariantCulture)))}; if density reaches into one, give --noise-box X Y Z SIDE in solvent"));
        }

        return new(mean, Math.Sqrt(all.Sum(v => (v - mean) * (v - mean)) / all.Length), boxes, warnings);
    }

    private static double Spread(float[] values, double mean) => Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / values.Length);

    /// <summary>How often the commonest value occurs.</summary>
    private static int Commonest(float[] values)
    {
        float[] sorted = [.. values.Order()];
        int most = 0, run = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            run = i > 0 && sorted[i] == sorted[i - 1] ? run + 1 : 1;
            most = Math.Max(most, run);
        }

        return most;
    }
}
