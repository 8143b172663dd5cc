using System.Numerics;
using System.Runtime.CompilerServices;

namespace Engine.Kernels.Fft;

/// <summary>Length 5: sums and differences of the inputs j and 5-j, then cosine and sine sums.</summary>
internal readonly unsafe struct Butterfly5 : IButterfly
{
    private const float C1 = 0.30901699437494745f;
    private const float C2 = -0.8090169943749475f;
    private const float S1 = 0.9510565162951535f;
    private const float S2 = 0.5877852522924731f;

    /// <inheritdoc/>
    public static int Radix => 5;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TIn, TOut, TTwiddles>(TIn input, TOut output, float* twiddles)
        where TIn : struct, ILinePort
        where TOut : struct, ILinePort
        where TTwiddles : struct, ITwiddles
    {
        input.Load(0, out Vector<float> r0, out Vector<float> i0);
        Butterfly.Load<TIn, TTwiddles>(input, 1, twiddles, out Vector<float> r1, out Vector<float> i1);
        Butterfly.Load<TIn, TTwiddles>(input, 4, twiddles, out Vector<float> r4, out Vector<float> i4);
        Vector<float> ar = r1 + r4, ai = i1 + i4, br = r1 - r4, bi = i1 - i4;
        Butterfly.Load<TIn, TTwiddles>(input, 2, twiddles, out Vector<float> r2, out Vector<float> i2);
        Butterfly.Load<TIn, TTwiddles>(input, 3, twiddles, out Vector<float> r3, out Vector<float> i3);
        Vector<float> cr = r2 + r3, ci = i2 + i3, dr = r2 - r3, di = i2 - i3;
        output.Store(0, r0 + (ar + cr), i0 + (ai + ci));

        Vector<float> mr = Even(r0, ar, cr, C1, C2), mi = Even(i0, ai, ci, C1, C2);
        Vector<float> nr = Odd(br, dr, S1, S2), ni = Odd(bi, di, S1, S2);
        output.Store(1, mr + ni, mi - nr);
        output.Store(4, mr - ni, mi + nr);

        mr = Even(r0, ar, cr, C2, C1);
        mi = Even(i0, ai, ci, C2, C1);
        nr = Odd(br, dr, S2, -S1);
        ni = Odd(bi, di, S2, -S1);
        output.Store(2, mr + ni, mi - nr);
        output.Store(3, mr - ni, mi + nr);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Even(Vector<float> x, Vector<float> a, Vector<float> b, float p, float q) =>
        Vector.MultiplyAddEstimate(Vector.Create(q), b, Vector.MultiplyAddEstimate(Vector.Create(p), a, x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Odd(Vector<float> a, Vector<float> b, float p, float q) =>
        Vector.MultiplyAddEstimate(Vector.Create(q), b, Vector.Create(p) * a);
}
