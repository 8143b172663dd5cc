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
    /// <summary>Sums of a block: L, L', L'', probabilities of the molecule, and the number of voxels with L'' above 0.</summary>
    public const int Numbers = 5;

    private const int Lanes = 8;
    private const int Stride = DensityClasses.Stride;
    private const float HeightOfUnit = 0.3989422804f;

    private readonly float[] table;
    private readonly int molecule;
    private readonly int count;
    private readonly Vector256<float> least;
    private readonly Vector256<float> most;
    private readonly Vector256<float> mapVariance;

    /// <summary>Takes the mixtures.</summary>
    /// <param name="classes">Mixtures.</param>
    /// <param name="mapDeviation">Noise of the map, added to that of expected densities.</param>
    public LikelihoodBlock(DensityClasses classes, double mapDeviation)
    {
        (table, molecule, count) = (classes.Table, classes.MoleculeCount, classes.Count);
        (least, most) = (Vector256.Create((float)classes.LeastProbability), Vector256.Create(1 - (float)classes.LeastProbability));
        mapVariance = Vector256.Create((float)(mapDeviation * mapDeviation));
    }

    /// <summary>Computes a block.</summary>
    /// <param name="arrays">First voxel.</param>
    /// <param name="length">Number of voxels.</param>
    /// <param name="sums">Receives the sums.</param>
    public void Run(LikelihoodArrays arrays, int length, double* sums)
    {
        new Span<double>(sums, Numbers).Clear();
        int whole = length / Lanes * Lanes;
        Vectors(arrays, whole, whole, sums);
        if (whole == length)
            return;

        // The voxels after the last whole vector, filled up with copies of the last one that are not summed.
        float* pad = stackalloc float[7 * Lanes];
        for (int i = 0; i < Lanes; i++)
        {
            int from = Math.Min(whole + i, length - 1);
            (pad[i], pad[Lanes + i]) = (arrays.Map[from], arrays.Probability[from]);
            if (arrays.Share != null)
                (pad[2 * Lanes + i], pad[3 * Lanes + i], pad[4 * Lanes + i]) = (arrays.Mean[from], arrays.Deviation[from], arrays.Share[from]);
        }

        LikelihoodArrays rest = new()
        {
            Map = pad,
            Probability = pad + Lanes,
            Mean = pad + 2 * Lanes,
            Deviation = pad + 3 * Lanes,
            Share = arrays.Share == null ? null : pad + 4 * Lanes,
            First = pad + 5 * Lanes,
            Second = pad + 6 * Lanes,
        };
        Vectors(rest, Lanes, length - whole, sums);
        for (int i = whole; i < length; i++)
            (arrays.First[i], arrays.Second[i]) = (rest.First[i - whole], rest.Second[i - whole]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Vectors(LikelihoodArrays arrays, int length, int summed, double* sums)
    {
        Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default;
        Vector256<float>* shares = stackalloc Vector256<float>[DensityClasses.Capacity + 1], slopes = stackalloc Vector256<float>[DensityClasses.Capacity + 1];
        int classes = arrays.Share == null ? count : count + 1;
        fixed (float* numbers = table)
        {
            for (int i = 0; i < length; i += Lanes)
            {
                Vector256<float> rho = Vector256.Load(arrays.Map + i), p = Vector256.Min(Vector256.Max(Vector256.Load(arrays.Probability + i), least), most);
                Vector256<float> nearest = Exponents(numbers, rho, slopes, shares);
                Expectation expected = new() { Free = p };
                if (arrays.Share != null)
                {
                    expected = Expect(arrays, i, rho, p, out slopes[count], out shares[count]);
                    nearest = Vector256.Min(nearest, shares[count]);
                }

                Vector256<float> total = Weigh(numbers, expected, p, nearest, slopes, shares, out Vector256<float> inMolecule, out Vector256<float> slope, out Vector256<float> width);
                if (arrays.Share != null)
                {
                    Vector256<float> r = expected.Height * LaneMath.ExpMinus(shares[count] - nearest);
                    shares[count] = r;
                    total += r;
                    inMolecule += r;
                    slope = Vector256.MultiplyAddEstimate(r, slopes[count], slope);
                    width = Vector256.MultiplyAddEstimate(r, expected.InverseVariance, width);
                }

                Vector256<float> over = Vector256<float>.One / total;
                slope *= over;
                inMolecule *= over;
                Vector256<float> bend = (Spread(classes, slope, slopes, shares) - width) * over;
                slope.Store(arrays.First + i);
                bend.Store(arrays.Second + i);
                Vector256<float> log = Vector256.Log(total) - nearest, convex = Vector256.GreaterThan(bend, Vector256<float>.Zero) & Vector256<float>.One;
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

    /// <summary>t and (ρ - c)²/2v of every Gaussian; returns the smallest exponent.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<float> Exponents(float* numbers, Vector256<float> rho, Vector256<float>* slopes, Vector256<float>* exponents)
    {
        Vector256<float> nearest = Vector256.Create(float.MaxValue);
        for (int k = 0; k < count; k++)
        {
            Vector256<float> u = Vector256.Create(numbers[Stride * k]) - rho, t = u * Vector256.Create(numbers[Stride * k + 1]), q = 0.5f * (u * t);
            (slopes[k], exponents[k]) = (t, q);
            nearest = Vector256.Min(nearest, q);
        }

        return nearest;
    }

    /// <summary>The class of the expected density. Where it has no share its exponent is so large that it is never the smallest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Expectation Expect(LikelihoodArrays arrays, int i, Vector256<float> rho, Vector256<float> p, out Vector256<float> t, out Vector256<float> exponent)
    {
        Vector256<float> part = Vector256.Min(Vector256.Max(Vector256.Load(arrays.Share + i), Vector256<float>.Zero), most), sigma = Vector256.Load(arrays.Deviation + i);
        Vector256<float> inverse = Vector256<float>.One / Vector256.MultiplyAddEstimate(sigma, sigma, mapVariance), u = Vector256.Load(arrays.Mean + i) - rho;
        t = u * inverse;
        exponent = Vector256.ConditionalSelect(Vector256.GreaterThan(part, Vector256<float>.Zero), 0.5f * (u * t), Vector256.Create(float.MaxValue));
        return new() { Free = p * (Vector256<float>.One - part), Height = p * part * Vector256.Sqrt(inverse) * HeightOfUnit, InverseVariance = inverse };
    }

    /// <summary>Turns exponents into shares of P exp(nearest); returns their sum, and Σ r of the molecule, Σ r t and Σ r/v.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<float> Weigh(
        float* numbers, Expectation expected, Vector256<float> p, Vector256<float> nearest, Vector256<float>* slopes, Vector256<float>* shares,
        out Vector256<float> inMolecule, out Vector256<float> slope, out Vector256<float> width)
    {
        Vector256<float> total = default, prior = expected.Free, first = default, second = default;
        inMolecule = default;
        for (int k = 0; k < count; k++)
        {
            if (k == molecule)
                (inMolecule, prior) = (total, Vector256<float>.One - p);
            Vector256<float> r = prior * numbers[Stride * k + 2] * LaneMath.ExpMinus(shares[k] - nearest);
            shares[k] = r;
            total += r;
            first = Vector256.MultiplyAddEstimate(r, slopes[k], first);
            second = Vector256.MultiplyAddEstimate(r, Vector256.Create(numbers[Stride * k + 1]), second);
        }

        (slope, width) = (first, second);
        return total;
    }

    /// <summary>Σ r (t - L')².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Spread(int classes, Vector256<float> slope, Vector256<float>* slopes, Vector256<float>* shares)
    {
        Vector256<float> sum = default;
        for (int k = 0; k < classes; k++)
        {
            Vector256<float> away = slopes[k] - slope;
            sum = Vector256.MultiplyAddEstimate(shares[k] * away, away, sum);
        }

        return sum;
    }

    /// <summary>Sums of the lower and the upper four lanes, in double precision.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Halves(Vector256<float> values) => Vector256.WidenLower(values) + Vector256.WidenUpper(values);

    /// <summary>What the molecule's mixture keeps of the prior, and the Gaussian of the expected density.</summary>
    private struct Expectation
    {
        /// <summary>p (1 - q).</summary>
        public Vector256<float> Free;

        /// <summary>p q times the height of the Gaussian.</summary>
        public Vector256<float> Height;

        /// <summary>1/(σ² + σ_map²).</summary>
        public Vector256<float> InverseVariance;
    }
}
