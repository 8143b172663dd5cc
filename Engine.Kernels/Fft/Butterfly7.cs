using System.Numerics;
using System.Runtime.CompilerServices;

namespace Engine.Kernels.Fft;

/// <summary>Length 7: sums and differences of the inputs j and 7-j, then cosine and sine sums.</summary>
internal readonly unsafe struct Butterfly7 : IButterfly
{
    private const float C1 = 0.6234898018587336f;
    private const float C2 = -0.22252093395631434f;
    private const float C3 = -0.9009688679024191f;
    private const float S1 = 0.7818314824680298f;
    private const float S2 = 0.9749279121818236f;
    private const float S3 = 0.4338837391175582f;

    /// <inheritdoc/>
    public static int Radix => 7;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TIn, TOut, TTwiddles>(TIn input, TOut output, float* twiddles)
        where TIn : struct, ILinePort
        where TOut : struct, ILinePort
        where TTwiddles : struct, ITwiddles
    {
        input.Load(0, out Vector<float> r0, out Vector<float> i0);
        Butterfly.Load<TIn, TTwiddles>(input, 1, twiddles, out Vector<float> r1, out Vector<float> i1);
        Butterfly.Load<TIn, TTwiddles>(input, 6, twiddles, out Vector<float> r6, out Vector<float> i6);
        Vector<float> ar = r1 + r6, ai = i1 + i6, br = r1 - r6, bi = i1 - i6;
        Butterfly.Load<TIn, TTwiddles>(input, 2, twiddles, out Vector<float> r2, out Vector<float> i2);
        Butterfly.Load<TIn, TTwiddles>(input, 5, twiddles, out Vector<float> r5, out Vector<float> i5);
        Vector<float> cr = r2 + r5, ci = i2 + i5, dr = r2 - r5, di = i2 - i5;
        Butterfly.Load<TIn, TTwiddles>(input, 3, twiddles, out Vector<float> r3, out Vector<float> i3);
        Butterfly.Load<TIn, TTwiddles>(input, 4, twiddles, out Vector<float> r4, out Vector<float> i4);
        Vector<float> er = r3 + r4, ei = i3 + i4, fr = r3 - r4, fi = i3 - i4;
        output.Store(0, r0 + (ar + cr + er), i0 + (ai + ci + ei));

        Vector<float> mr = Even(r0, ar, cr, er, C1, C2, C3), mi = Even(i0, ai, ci, ei, C1, C2, C3);
        Vector<float> nr = Odd(br, dr, fr, S1, S2, S3), ni = Odd(bi, di, fi, S1, S2, S3);
        output.Store(1, mr + ni, mi - nr);
        output.Store(6, mr - ni, mi + nr);

        mr = Even(r0, ar, cr, er, C2, C3, C1);
        mi = Even(i0, ai, ci, ei, C2, C3, C1);
        nr = Odd(br, dr, fr, S2, -S3, -S1);
        ni = Odd(bi, di, fi, S2, -S3, -S1);
        output.Store(2, mr + ni, mi - nr);
        output.Store(5, mr - ni, mi + nr);

        mr = Even(r0, ar, cr, er, C3, C1, C2);
        mi = Even(i0, ai, ci, ei, C3, C1, C2);
        nr = Odd(br, dr, fr, S3, -S1, S2);
        ni = Odd(bi, di, fi, S3, -S1, S2);
        output.Store(3, mr + ni, mi - nr);
        output.Store(4, mr - ni, mi + nr);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Even(Vector<float> x, Vector<float> a, Vector<float> b, Vector<float> c, float p, float q, float r) =>
        Vector.MultiplyAddEstimate(
            Vector.Create(r), c, Vector.MultiplyAddEstimate(Vector.Create(q), b, Vector.MultiplyAddEstimate(Vector.Create(p), a, x)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Odd(Vector<float> a, Vector<float> b, Vector<float> c, float p, float q, float r) =>
        Vector.MultiplyAddEstimate(Vector.Create(r), c, Vector.MultiplyAddEstimate(Vector.Create(q), b, Vector.Create(p) * a));
}
