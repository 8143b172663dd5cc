using System.Numerics;
using System.Runtime.CompilerServices;

namespace Engine.Kernels.Fft;

/// <summary>Length 2.</summary>
internal readonly unsafe struct Butterfly2 : IButterfly
{
    /// <inheritdoc/>
    public static int Radix => 2;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TIn, TOut, TTwiddles>(TIn input, TOut output, float* twiddles)
        where TIn : struct, ILinePort
        where TOut : struct, ILinePort
        where TTwiddles : struct, ITwiddles
    {
        input.Load(0, out Vector<float> r0, out Vector<float> i0);
        Butterfly.Load<TIn, TTwiddles>(input, 1, twiddles, out Vector<float> r1, out Vector<float> i1);
        output.Store(0, r0 + r1, i0 + i1);
        output.Store(1, r0 - r1, i0 - i1);
    }
}

/// <summary>Length 3.</summary>
internal readonly unsafe struct Butterfly3 : IButterfly
{
    private const float Sine = 0.8660254037844386f;

    /// <inheritdoc/>
    public static int Radix => 3;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TIn, TOut, TTwiddles>(TIn input, TOut output, float* twiddles)
        where TIn : struct, ILinePort
        where TOut : struct, ILinePort
        where TTwiddles : struct, ITwiddles
    {
        Vector<float> s = Vector.Create(Sine);
        Vector<float> minusHalf = Vector.Create(-0.5f);
        input.Load(0, out Vector<float> r0, out Vector<float> i0);
        Butterfly.Load<TIn, TTwiddles>(input, 1, twiddles, out Vector<float> r1, out Vector<float> i1);
        Butterfly.Load<TIn, TTwiddles>(input, 2, twiddles, out Vector<float> r2, out Vector<float> i2);
        Vector<float> sr = r1 + r2, si = i1 + i2;
        Vector<float> dr = s * (r1 - r2), di = s * (i1 - i2);
        Vector<float> mr = Vector.MultiplyAddEstimate(minusHalf, sr, r0), mi = Vector.MultiplyAddEstimate(minusHalf, si, i0);
        output.Store(0, r0 + sr, i0 + si);
        output.Store(1, mr + di, mi - dr);
        output.Store(2, mr - di, mi + dr);
    }
}

/// <summary>Length 4.</summary>
internal readonly unsafe struct Butterfly4 : IButterfly
{
    /// <inheritdoc/>
    public static int Radix => 4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TIn, TOut, TTwiddles>(TIn input, TOut output, float* twiddles)
        where TIn : struct, ILinePort
        where TOut : struct, ILinePort
        where TTwiddles : struct, ITwiddles
    {
        input.Load(0, out Vector<float> r0, out Vector<float> i0);
        Butterfly.Load<TIn, TTwiddles>(input, 2, twiddles, out Vector<float> r2, out Vector<float> i2);
        Vector<float> ar = r0 + r2, ai = i0 + i2, br = r0 - r2, bi = i0 - i2;
        Butterfly.Load<TIn, TTwiddles>(input, 1, twiddles, out Vector<float> r1, out Vector<float> i1);
        Butterfly.Load<TIn, TTwiddles>(input, 3, twiddles, out Vector<float> r3, out Vector<float> i3);
        Vector<float> cr = r1 + r3, ci = i1 + i3, dr = r1 - r3, di = i1 - i3;
        output.Store(0, ar + cr, ai + ci);
        output.Store(1, br + di, bi - dr);
        output.Store(2, ar - cr, ai - ci);
        output.Store(3, br - di, bi + dr);
    }
}
