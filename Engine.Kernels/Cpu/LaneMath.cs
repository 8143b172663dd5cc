using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels.Cpu;

/// <summary>Functions of four doubles or eight floats at once.</summary>
internal static class LaneMath
{
    private const double TanPiOver8 = 0.41421356237309503;

    /// <summary>
    /// Angle of the point (x, y) in radians, -π to π, error below 3e-16 relative; 0 for (0, 0), NaN where an argument is NaN. The arctangent
    /// is brought to |t| ≤ tan(π/8) by atan a = π/4 + atan((a-1)/(a+1)); there it is t times a polynomial in t², fitted at
    /// Chebyshev nodes (relative error 1.3e-18).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Vector256<double> Atan2(Vector256<double> y, Vector256<double> x)
    {
        Vector256<double> ax = Vector256.Abs(x), ay = Vector256.Abs(y);
        Vector256<double> steep = Vector256.GreaterThan(ay, ax);
        Vector256<double> n = Vector256.ConditionalSelect(steep, ax, ay), d = Vector256.ConditionalSelect(steep, ay, ax);
        d = Vector256.ConditionalSelect(Vector256.Equals(d, Vector256<double>.Zero), Vector256<double>.One, d);
        Vector256<double> large = Vector256.GreaterThan(n, TanPiOver8 * d);
        Vector256<double> t = Vector256.ConditionalSelect(large, n - d, n) / Vector256.ConditionalSelect(large, n + d, d);
        Vector256<double> angle = t * ArctangentSeries(t * t) + (large & Vector256.Create(Math.PI / 4));
        angle = Vector256.ConditionalSelect(steep, Vector256.Create(Math.PI / 2) - angle, angle);
        angle = Vector256.ConditionalSelect(Vector256.LessThan(x, Vector256<double>.Zero), Vector256.Create(Math.PI) - angle, angle);
        return Vector256.CopySign(angle, y);
    }

    /// <summary>a b + c, fused where the processor can.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> MultiplyAdd(Vector256<double> a, Vector256<double> b, Vector256<double> c) => Vector256.MultiplyAddEstimate(a, b, c);

    /// <summary>
    /// exp(-x) for x ≥ 0; error below 2e-7 (1 + x) relative, and 1e-30 in place of what is smaller. 2^t is 2^n for the next whole number n, times a polynomial of
    /// the remainder, which interpolates at Chebyshev nodes of ±½ (relative error 2.5e-9).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> ExpMinus(Vector256<float> x)
    {
        Vector256<float> t = Vector256.MaxNative(-1.44269504f * x, Vector256.Create(-100f)), n = Vector256.Round(t), f = t - n;
        Vector256<float> p = Vector256.Create(1.54614447e-4f);
        p = Vector256.MultiplyAddEstimate(p, f, Vector256.Create(1.34004282e-3f));
        p = Vector256.MultiplyAddEstimate(p, f, Vector256.Create(9.61805668e-3f));
        p = Vector256.MultiplyAddEstimate(p, f, Vector256.Create(5.55032723e-2f));
        p = Vector256.MultiplyAddEstimate(p, f, Vector256.Create(0.240226509f));
        p = Vector256.MultiplyAddEstimate(p, f, Vector256.Create(0.693147207f));
        p = Vector256.MultiplyAddEstimate(p, f, Vector256<float>.One);
        return p * ((Vector256.ConvertToInt32Native(n) + Vector256.Create(127)) << 23).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> ArctangentSeries(Vector256<double> s)
    {
        Vector256<double> p = Vector256.Create(-0.0178038963948125632);
        p = MultiplyAdd(p, s, Vector256.Create(0.037963903161110833));
        p = MultiplyAdd(p, s, Vector256.Create(-0.0503504979531243932));
        p = MultiplyAdd(p, s, Vector256.Create(0.0584686675227513898));
        p = MultiplyAdd(p, s, Vector256.Create(-0.0666295024603679127));
        p = MultiplyAdd(p, s, Vector256.Create(0.0769204519456148147));
        p = MultiplyAdd(p, s, Vector256.Create(-0.0909089680147281344));
        p = MultiplyAdd(p, s, Vector256.Create(0.111111107446570996));
        p = MultiplyAdd(p, s, Vector256.Create(-0.142857142792449685));
        p = MultiplyAdd(p, s, Vector256.Create(0.199999999999408373));
        p = MultiplyAdd(p, s, Vector256.Create(-0.333333333333331209));
        return MultiplyAdd(p, s, Vector256<double>.One);
    }
}
