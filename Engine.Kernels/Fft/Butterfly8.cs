using System.Numerics;
using System.Runtime.CompilerServices;

namespace Engine.Kernels.Fft;

/// <summary>Length 8: two transforms of length 4 of the even and the odd inputs, joined by the eighth roots of 1.</summary>
internal readonly unsafe struct Butterfly8 : IButterfly
{
    private const float HalfRoot = 0.7071067811865476f;

    /// <inheritdoc/>
    public static int Radix => 8;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TIn, TOut, TTwiddles>(TIn input, TOut output, float* twiddles)
        where TIn : struct, ILinePort
        where TOut : struct, ILinePort
        where TTwiddles : struct, ITwiddles
    {
        input.Load(0, out Vector<float> r0, out Vector<float> i0);
        Butterfly.Load<TIn, TTwiddles>(input, 4, twiddles, out Vector<float> r4, out Vector<float> i4);
        Vector<float> ar = r0 + r4, ai = i0 + i4, br = r0 - r4, bi = i0 - i4;
        Butterfly.Load<TIn, TTwiddles>(input, 2, twiddles, out Vector<float> r2, out Vector<float> i2);
        Butterfly.Load<TIn, TTwiddles>(input, 6, twiddles, out Vector<float> r6, out Vector<float> i6);
        Vector<float> cr = r2 + r6, ci = i2 + i6, dr = r2 - r6, di = i2 - i6;
        Vector<float> e0r = ar + cr, e0i = ai + ci, e1r = br + di, e1i = bi - dr;
        Vector<float> e2r = ar - cr, e2i = ai - ci, e3r = br - di, e3i = bi + dr;

        Butterfly.Load<TIn, TTwiddles>(input, 1, twiddles, out Vector<float> r1, out Vector<float> i1);
        Butterfly.Load<TIn, TTwiddles>(input, 5, twiddles, out Vector<float> r5, out Vector<float> i5);
        ar = r1 + r5;
        ai = i1 + i5;
        br = r1 - r5;
        bi = i1 - i5;
        Butterfly.Load<TIn, TTwiddles>(input, 3, twiddles, out Vector<float> r3, out Vector<float> i3);
        Butterfly.Load<TIn, TTwiddles>(input, 7, twiddles, out Vector<float> r7, out Vector<float> i7);
        cr = r3 + r7;
        ci = i3 + i7;
        dr = r3 - r7;
        di = i3 - i7;
        Vector<float> o0r = ar + cr, o0i = ai + ci, o2r = ar - cr, o2i = ai - ci;
        output.Store(0, e0r + o0r, e0i + o0i);
        output.Store(4, e0r - o0r, e0i - o0i);
        output.Store(2, e2r + o2i, e2i - o2r);
        output.Store(6, e2r - o2i, e2i + o2r);

        // Odd parts 1 and 3, times (1 - i)/√2 and (-1 - i)/√2.
        Vector<float> root = Vector.Create(HalfRoot), minusRoot = Vector.Create(-HalfRoot);
        Vector<float> o1r = br + di, o1i = bi - dr, o3r = br - di, o3i = bi + dr;
        Vector<float> pr = o1r + o1i, pi = o1i - o1r, qr = o3i - o3r, qi = o3r + o3i;
        output.Store(1, Vector.MultiplyAddEstimate(root, pr, e1r), Vector.MultiplyAddEstimate(root, pi, e1i));
        output.Store(5, Vector.MultiplyAddEstimate(minusRoot, pr, e1r), Vector.MultiplyAddEstimate(minusRoot, pi, e1i));
        output.Store(3, Vector.MultiplyAddEstimate(root, qr, e3r), Vector.MultiplyAddEstimate(minusRoot, qi, e3i));
        output.Store(7, Vector.MultiplyAddEstimate(minusRoot, qr, e3r), Vector.MultiplyAddEstimate(root, qi, e3i));
    }
}
