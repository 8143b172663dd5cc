using System.Runtime.CompilerServices;

namespace Engine.Kernels.Cpu;

/// <summary>One-dimensional Gaussians exp(-e_k s²) of the five terms of an atom, sampled on the voxels of an axis.</summary>
internal static unsafe class GaussianAxis
{
    /// <summary>Smaller values count as 0: products of three factors must not become subnormal numbers, which are slow on some processors.</summary>
    private const double Smallest = 1e-12;

    /// <summary>
    /// Fills values for the indices first .. last around a centre. The exponential is taken at the voxel next to the centre; from there each is its
    /// neighbour times a ratio that itself shrinks by a constant factor: g(i+1) = g(i) q(i), q(i+1) = q(i) exp(-2 e h²). Errors stay at
    /// rounding level because values only shrink on the way out.
    /// </summary>
    /// <param name="exponent">e, Å⁻².</param>
    /// <param name="center">Index of the centre, a fraction.</param>
    /// <param name="step">Voxel size h, Å.</param>
    /// <param name="first">First index.</param>
    /// <param name="last">Last index.</param>
    /// <param name="values">Where the value of the first index goes.</param>
    /// <param name="stride">Distance between values.</param>
    public static void Fill(double exponent, double center, double step, int first, int last, float* values, int stride)
    {
        int middle = Math.Clamp((int)Math.Round(center), first, last);
        double offset = (middle - center) * step, shrink = Math.Exp(-2 * exponent * step * step), start = Math.Exp(-exponent * offset * offset);
        double up = Math.Exp(-exponent * step * (step + 2 * offset)), down = Math.Exp(-exponent * step * (step - 2 * offset));
        Walk(start, up, shrink, last - middle, values + (long)(middle - first) * stride, stride);
        Walk(start, down, shrink, middle - first, values + (long)(middle - first) * stride, -stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Walk(double value, double ratio, double shrink, int steps, float* target, int stride)
    {
        for (int i = 0; i <= steps; i++, target += stride)
        {
            *target = value < Smallest ? 0 : (float)value;
            value *= ratio;
            ratio *= shrink;
        }
    }
}
