using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.Masks;

/// <summary>
/// Confidence of every voxel that it holds signal, by control of the false discovery rate (Beckers, Jakobi and Sachse 2019, IUCrJ 6, 18; as LocScale 2 makes its masks).
/// With z = (ρ - mean)/deviation of the noise, p = 1 - Φ(z) is the probability of noise to lie as high (1 for z below 0). Sorted upwards, Benjamini and Yekutieli's
/// q₍ᵢ₎ = min over j ≥ i of p₍ⱼ₎ (n/j) Hₙ, Hₙ = Σ 1/k, bounds the part of noise among the voxels up to i whatever their correlations. The confidence is 1 - q.
/// </summary>
public static class ConfidenceMask
{
    /// <summary>Confidence from which a voxel is inside, unless told otherwise: 1 % false discoveries.</summary>
    public const double DefaultLevel = 0.99;

    private const double EulerGamma = 0.57721566490153286;

    /// <summary>The confidence of every voxel.</summary>
    /// <param name="map">Map, not masked; not changed.</param>
    /// <param name="noise">Its noise.</param>
    /// <returns>1 - q, from 0 to 1, one value per voxel, x fastest.</returns>
    public static float[] Confidence(DensityMap map, NoiseLevel noise)
    {
        int n = checked((int)map.Grid.VoxelCount);
        ReadOnlySpan<float> values = map.Values.Slice(0, n);
        double harmonic = Harmonic(n);

        // Only probabilities below 1/H can give a q below 1: the others need no sorting.
        double least = harmonic > 2 ? NormalTail.Quantile(1 / harmonic) : 0;
        var heights = new List<float>();
        var voxels = new List<int>();
        for (int i = 0; i < n; i++)
        {
            double z = (values[i] - noise.Mean) / noise.Deviation;
            if (z > least)
            {
                heights.Add((float)-z);
                voxels.Add(i);
            }
        }

        float[] sorted = [.. heights];
        int[] order = [.. voxels];
        Array.Sort(sorted, order);
        var confidence = new float[n];
        double q = 1;
        for (int i = sorted.Length - 1; i >= 0; i--)
        {
            q = Math.Min(q, NormalTail.Above(-sorted[i]) * harmonic * n / (i + 1));
            confidence[order[i]] = (float)(1 - q);
        }

        return confidence;
    }

    /// <summary>A mask of the voxels with enough confidence, grown, with a soft edge.</summary>
    /// <param name="map">Map on an orthogonal grid, not masked; not changed.</param>
    /// <param name="level">Least confidence, above 0 and below 1.</param>
    /// <param name="boxes">Where there is noise only; null = four boxes on the faces.</param>
    /// <param name="dilate">How far to grow, Å.</param>
    /// <param name="edge">Width of the raised-cosine edge, Å.</param>
    /// <exception cref="InputException">The map was masked, a box leaves it, or no voxel has the confidence.</exception>
    /// <exception cref="UsageException">A level or distance that makes no sense.</exception>
    public static SoftMask Create(DensityMap map, double level = DefaultLevel, IReadOnlyList<NoiseBox>? boxes = null, double dilate = 0, double edge = 0)
    {
        if (!(level > 0 && level < 1))
            throw new UsageException(FormattableString.Invariant($"confidence {level}: give a value above 0 and below 1, such as {DefaultLevel}"));
        NoiseLevel noise = NoiseLevel.Measure(map, boxes);
        float[] values = Confidence(map, noise);
        bool any = false;
        for (int i = 0; i < values.Length; i++)
        {
            bool isInside = values[i] >= level;
            any |= isInside;
            values[i] = isInside ? 1 : 0;
        }

        if (!any)
            throw new InputException(FormattableString.Invariant($"{map.Name}: no voxel stands out of the noise with a confidence of {level} (noise {noise.Mean:G3} ± {noise.Deviation:G3}): filter the map first (--low-pass), or give a lower level"));
        string method = FormattableString.Invariant($"confidence by false discovery rate (Benjamini-Yekutieli), noise {noise.Mean:G4} ± {noise.Deviation:G4}, grown by {dilate:0.##} Å, edge {edge:0.##} Å");
        return new(SoftEdge.Apply(map.Grid, values, dilate, edge), method, new("confidence", level, false), noise.Warnings);
    }

    /// <summary>Hₙ = 1 + 1/2 + ... + 1/n by its asymptotic series.</summary>
    internal static double Harmonic(double n) => n < 20
        ? Enumerable.Range(1, (int)n).Sum(k => 1.0 / k)
        : Math.Log(n) + EulerGamma + 1 / (2 * n) - 1 / (12 * n * n) + 1 / (120 * Math.Pow(n, 4));
}
