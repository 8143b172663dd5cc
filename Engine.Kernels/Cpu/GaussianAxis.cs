using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels.Cpu;

/// <summary>One-dimensional Gaussians exp(-e_k s²) of the terms of an atom, sampled on the voxels of an axis.</summary>
internal static unsafe class GaussianAxis
{
    /// <summary>Floats per index: one per term, and some that mean nothing where there are fewer terms.</summary>
    public const int Lanes = 8;

    /// <summary>Smaller values count as 0: products of three factors must not become subnormal numbers, which are slow on some processors.</summary>
    private const float Smallest = 1e-12f;

    /// <summary>
    /// Fills values for the indices first .. last around a centre. The exponential is taken at the voxel next to the centre; from there each is its
    /// neighbour times a ratio that itself shrinks by a constant factor: g(i+1) = g(i) q(i), q(i+1) = q(i) exp(-2 e h²). Errors stay at
    /// rounding level because values only shrink on the way out.
    /// </summary>
    /// <param name="exponents">e of the terms, Å⁻², <see cref="Lanes"/> numbers.</param>
    /// <param name="center">Index of the centre, a fraction.</param>
    /// <param name="step">Voxel size h, Å.</param>
    /// <param name="first">First index.</param>
    /// <param name="last">Last index.</param>
    /// <param name="values"><see cref="Lanes"/> floats per index.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill(double* exponents, double center, double step, int first, int last, float* values)
    {
        int middle = Math.Clamp((int)Math.Round(center), first, last);
        double offset = (middle - center) * step;
        float* start = values + (long)Lanes * (middle - first);
        for (int half = 0; half < Lanes; half += 4)
        {
            // Up and down from the middle the first ratios are exp(-e h (h ± 2 offset)); their product is exp(-2 e h²).
            Vector256<double> e = Vector256.Load(exponents + half);
            Vector256<double> value = Vector256.Exp(-(offset * offset) * e), shrink = Vector256.Exp(-2 * step * step * e);
            Vector256<double> up = Vector256.Exp(-step * (step + 2 * offset) * e), down = Vector256.Exp(-step * (step - 2 * offset) * e);
            Walk(value, up, shrink, last - middle, start + half, Lanes);
            Walk(value, down, shrink, middle - first, start + half, -Lanes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Walk(Vector256<double> value, Vector256<double> ratio, Vector256<double> shrink, int steps, float* target, int stride)
    {
        for (int i = 0; i <= steps; i++, target += stride)
        {
            Vector128<float> single = Vector128.Narrow(value.GetLower(), value.GetUpper());
            (single & Vector128.GreaterThanOrEqual(single, Vector128.Create(Smallest))).Store(target);
            value *= ratio;
            ratio *= shrink;
        }
    }
}
