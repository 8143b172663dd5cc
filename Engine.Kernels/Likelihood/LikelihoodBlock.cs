using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Engine.Kernels.Cpu;

namespace Engine.Kernels.Likelihood;

/// <summary>
/// L, L' and L'' of a run of voxels, eight at a time. With r the share of a Gaussian in P and t = -(ρ - c)/v: L' = Σ r t, and L'' = Σ r (t - L')² - Σ r/v. The smallest
/// exponent is taken off before the exponentials, so that a voxel far from everything keeps its derivatives: those of the widest Gaussian.
/// </summary>
internal sealed unsafe class LikelihoodBlock
{
    /// <summary>Sums of a block.</summary>
    public const int Numbers = 5;

    private const int Lanes = 8;
    private const float HeightOfUnit = 0.3989422804f;

    private readonly float[] table;
    private readonly int molecule;
    private readonly int count;
    private readonly float least;
    private readonly float mapVariance;

    /// <summary>Takes the mixtures.</summary>
    /// <param name="classes">Mixtures.</param>
    /// <param name="mapDeviation">Noise of the map, added to that of expected densities.</param>
    public LikelihoodBlock(DensityClasses classes, double mapDeviation)
    {
        (table, molecule, count) = (classes.Table, classes.MoleculeCount, classes.Count);
        (least, mapVariance) = ((float)classes.LeastProbability, (float)(mapDeviation * mapDeviation));
    }

    /// <summary>Computes a block.</summary>
    /// <param name="map">Densities.</param>
    /// <param name="probability">Probabilities of the molecule.</param>
    /// <param name="mean">Expected densities; null = none.</param>
    /// <param name="deviation">Their standard deviations.</param>
    /// <param name="share">How likely they hold.</param>
    /// <param name="first">Receives L'.</param>
    /// <param name="second">Receives L''.</param>
    /// <param name="length">Number of voxels.</param>
    /// <param name="sums">Receives Σ L, L', L'', probabilities of the molecule, and the number of voxels with L'' above 0.</param>
    public void Run(float* map, float* probability, float* mean, float* deviation, float* share, float* first, float* second, int length, double* sums)
    {
        new Span<double>(sums, Numbers).Clear();
        int whole = length / Lanes * Lanes;
        Vectors(map, probability, mean, deviation, share, first, second, whole, whole, sums);
        if (whole == length)
            return;

        // The voxels after the last whole vector, filled up with copies of the last one that are not summed.
        float* pad = stackalloc float[7 * Lanes];
        for (int i = 0; i < Lanes; i++)
        {
            int from = Math.Min(whole + i, length - 1);
            (pad[i], pad[Lanes + i]) = (map[from], probability[from]);
            if (share != null)
                (pad[2 * Lanes + i], pad[3 * Lanes + i], pad[4 * Lanes + i]) = (mean[from], deviation[from], share[from]);
        }

        Vectors(
            pad, pad + Lanes, share == null ? null : pad + 2 * Lanes, pad + 3 * Lanes, share == null ? null : pad + 4 * Lanes, pad + 5 * Lanes, pad + 6 * Lanes, Lanes, length - whole, sums);
        for (int i = whole; i < length; i++)
            (first[i], second[i]) = (pad[5 * Lanes + i - whole], pad[6 * Lanes + i - whole]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Vectors(
        float* map, float* probability, float* mean, float* deviation, float* share, float* first, float* second, int length, int summed, double* sums)
    {
        Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default;
        Vector256<float>* shares = stackalloc Vector256<float>[DensityClasses.Capacity + 1], slopes = stackalloc Vector256<float>[DensityClasses.Capacity + 1];
        Vector256<float> lowest = Vector256.Create(least), highest = Vector256.Create(1 - least);
        fixed (float* numbers = table)
        {
            for (int i = 0; i < length; i += Lanes)
            {
                Vector256<float> rho = Vector256.Load(map + i), p = Vector256.Min(Vector256.Max(Vector256.Load(probability + i), lowest), highest);
                Vector256<float> nearest = Vector256.Create(float.MaxValue);
                for (int k = 0; k < count; k++)
                {
                    Vector256<float> u = Vector256.Create(numbers[DensityClasses.Stride * k]) - rho, t = u * Vector256.Create(numbers[DensityClasses.Stride * k + 1]);
                    Vector256<float> q = 0.5f * (u * t);
                    (slopes[k], shares[k]) = (t, q);
                    nearest = Vector256.Min(nearest, q);
                }

                Vector256<float> free = p, height = default, inverse = default;
                if (share != null)
                {
                    Vector256<float> part = Vector256.Min(Vector256.Max(Vector256.Load(share + i), Vector256<float>.Zero), highest), sigma = Vector256.Load(deviation + i);
                    inverse = Vector256<float>.One / Vector256.MultiplyAddEstimate(sigma, sigma, Vector256.Create(mapVariance));
                    Vector256<float> u = Vector256.Load(mean + i) - rho, t = u * inverse;
                    Vector256<float> q = Vector256.ConditionalSelect(Vector256.GreaterThan(part, Vector256<float>.Zero), 0.5f * (u * t), Vector256.Create(float.MaxValue));
                    (slopes[count], shares[count]) = (t, q);
                    nearest = Vector256.Min(nearest, q);
                    height = p * part * Vector256.Sqrt(inverse) * HeightOfUnit;
                    free = p * (Vector256<float>.One - part);
                }

                Vector256<float> total = default, inMolecule = default, slope = default, width = default;
                for (int k = 0; k < count; k++)
                {
                    Vector256<float> prior = k < molecule ? free : Vector256<float>.One - p;
                    Vector256<float> r = prior * numbers[DensityClasses.Stride * k + 2] * LaneMath.ExpMinus(shares[k] - nearest);
                    shares[k] = r;
                    total += r;
                    if (k == molecule - 1)
                        inMolecule = total;
                    slope = Vector256.MultiplyAddEstimate(r, slopes[k], slope);
                    width = Vector256.MultiplyAddEstimate(r, Vector256.Create(numbers[DensityClasses.Stride * k + 1]), width);
                }

                int classes = count;
                if (share != null)
                {
                    Vector256<float> r = height * LaneMath.ExpMinus(shares[count] - nearest);
                    shares[count] = r;
                    total += r;
                    inMolecule += r;
                    slope = Vector256.MultiplyAddEstimate(r, slopes[count], slope);
                    width = Vector256.MultiplyAddEstimate(r, inverse, width);
                    classes++;
                }

                Vector256<float> over = Vector256<float>.One / total, bend = default;
                slope *= over;
                for (int k = 0; k < classes; k++)
                {
                    Vector256<float> away = slopes[k] - slope;
                    bend = Vector256.MultiplyAddEstimate(shares[k] * away, away, bend);
                }

                bend = (bend - width) * over;
                slope.Store(first + i);
                bend.Store(second + i);
                Vector256<float> log = Vector256.Log(total) - nearest, convex = Vector256.GreaterThan(bend, Vector256<float>.Zero) & Vector256<float>.One;
                inMolecule *= over;
                if (summed - i < Lanes)
                {
                    Vector256<float> keep = Vector256.LessThan(Vector256.Create(0f, 1, 2, 3, 4, 5, 6, 7), Vector256.Create((float)(summed - i)));
                    (log, slope, bend, inMolecule, convex) = (log & keep, slope & keep, bend & keep, inMolecule & keep, convex & keep);
                }

                s0 += Halves(log);
                s1 += Halves(slope);
                s2 += Halves(bend);
                s3 += Halves(inMolecule);
                s4 += Halves(convex);
            }
        }

        sums[0] += Vector256.Sum(s0);
        sums[1] += Vector256.Sum(s1);
        sums[2] += Vector256.Sum(s2);
        sums[3] += Vector256.Sum(s3);
        sums[4] += Vector256.Sum(s4);
    }

    /// <summary>Sums of the lower and the upper four lanes, in double precision.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Halves(Vector256<float> values) => Vector256.WidenLower(values) + Vector256.WidenUpper(values);
}
