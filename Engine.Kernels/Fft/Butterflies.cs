using System.Numerics;
using System.Runtime.CompilerServices;

namespace Engine.Kernels.Fft;

/// <summary>
/// Butterflies of one twiddle index over a run of floats: inputs are <c>step</c> floats apart, outputs <c>count</c> floats apart. Output k is multiplied by twiddle k;
/// <c>w</c> holds cosine and sine of twiddles 1 to radix - 1.
/// </summary>
internal static unsafe class Butterflies
{
    public static void Radix2(float* ar, float* ai, float* br, float* bi, long step, int count, float* w)
    {
        Vector<float> wr = new(w[0]), wi = new(w[1]);
        for (int i = 0; i < count; i += Vector<float>.Count)
        {
            Vector<float> r0 = Vector.Load(ar + i), i0 = Vector.Load(ai + i), r1 = Vector.Load(ar + step + i), i1 = Vector.Load(ai + step + i);
            Vector.Store(r0 + r1, br + i);
            Vector.Store(i0 + i1, bi + i);
            Twiddle(r0 - r1, i0 - i1, wr, wi, br + count + i, bi + count + i);
        }
    }

    public static void Radix3(float* ar, float* ai, float* br, float* bi, long step, int count, float* w)
    {
        Vector<float> w1r = new(w[0]), w1i = new(w[1]), w2r = new(w[2]), w2i = new(w[3]);
        Vector<float> half = new(0.5f), sine = new(0.866025403784438647f);
        for (int i = 0; i < count; i += Vector<float>.Count)
        {
            Vector<float> r0 = Vector.Load(ar + i), i0 = Vector.Load(ai + i);
            Vector<float> r1 = Vector.Load(ar + step + i), i1 = Vector.Load(ai + step + i);
            Vector<float> r2 = Vector.Load(ar + 2 * step + i), i2 = Vector.Load(ai + 2 * step + i);
            Vector<float> sr = r1 + r2, si = i1 + i2, dr = sine * (r1 - r2), di = sine * (i1 - i2);
            Vector<float> mr = r0 - half * sr, mi = i0 - half * si;
            Vector.Store(r0 + sr, br + i);
            Vector.Store(i0 + si, bi + i);
            Twiddle(mr + di, mi - dr, w1r, w1i, br + count + i, bi + count + i);
            Twiddle(mr - di, mi + dr, w2r, w2i, br + 2 * count + i, bi + 2 * count + i);
        }
    }

    public static void Radix4(float* ar, float* ai, float* br, float* bi, long step, int count, float* w)
    {
        Vector<float> w1r = new(w[0]), w1i = new(w[1]), w2r = new(w[2]), w2i = new(w[3]), w3r = new(w[4]), w3i = new(w[5]);
        for (int i = 0; i < count; i += Vector<float>.Count)
        {
            Vector<float> r0 = Vector.Load(ar + i), i0 = Vector.Load(ai + i);
            Vector<float> r1 = Vector.Load(ar + step + i), i1 = Vector.Load(ai + step + i);
            Vector<float> r2 = Vector.Load(ar + 2 * step + i), i2 = Vector.Load(ai + 2 * step + i);
            Vector<float> r3 = Vector.Load(ar + 3 * step + i), i3 = Vector.Load(ai + 3 * step + i);
            Vector<float> s0r = r0 + r2, s0i = i0 + i2, s1r = r0 - r2, s1i = i0 - i2;
            Vector<float> s2r = r1 + r3, s2i = i1 + i3, s3r = r1 - r3, s3i = i1 - i3;
            Vector.Store(s0r + s2r, br + i);
            Vector.Store(s0i + s2i, bi + i);
            Twiddle(s1r + s3i, s1i - s3r, w1r, w1i, br + count + i, bi + count + i);
            Twiddle(s0r - s2r, s0i - s2i, w2r, w2i, br + 2 * count + i, bi + 2 * count + i);
            Twiddle(s1r - s3i, s1i + s3r, w3r, w3i, br + 3 * count + i, bi + 3 * count + i);
        }
    }

    public static void Radix5(float* ar, float* ai, float* br, float* bi, long step, int count, float* w)
    {
        const float C1 = 0.309016994374947424f, C2 = -0.809016994374947424f, S1 = 0.951056516295153572f, S2 = 0.587785252292473129f;
        for (int i = 0; i < count; i += Vector<float>.Count)
        {
            Vector<float> r0 = Vector.Load(ar + i), i0 = Vector.Load(ai + i);
            Vector<float> r1 = Vector.Load(ar + step + i), i1 = Vector.Load(ai + step + i);
            Vector<float> r2 = Vector.Load(ar + 2 * step + i), i2 = Vector.Load(ai + 2 * step + i);
            Vector<float> r3 = Vector.Load(ar + 3 * step + i), i3 = Vector.Load(ai + 3 * step + i);
            Vector<float> r4 = Vector.Load(ar + 4 * step + i), i4 = Vector.Load(ai + 4 * step + i);
            Vector<float> p1r = r1 + r4, p1i = i1 + i4, q1r = r1 - r4, q1i = i1 - i4;
            Vector<float> p2r = r2 + r3, p2i = i2 + i3, q2r = r2 - r3, q2i = i2 - i3;
            Vector.Store(r0 + p1r + p2r, br + i);
            Vector.Store(i0 + p1i + p2i, bi + i);
            Vector<float> ur = r0 + C1 * p1r + C2 * p2r, ui = i0 + C1 * p1i + C2 * p2i;
            Vector<float> vr = r0 + C2 * p1r + C1 * p2r, vi = i0 + C2 * p1i + C1 * p2i;
            Vector<float> er = S1 * q1i + S2 * q2i, ei = S1 * q1r + S2 * q2r;
            Vector<float> fr = S2 * q1i - S1 * q2i, fi = S2 * q1r - S1 * q2r;
            Twiddle(ur + er, ui - ei, new(w[0]), new(w[1]), br + count + i, bi + count + i);
            Twiddle(vr + fr, vi - fi, new(w[2]), new(w[3]), br + 2 * count + i, bi + 2 * count + i);
            Twiddle(vr - fr, vi + fi, new(w[4]), new(w[5]), br + 3 * count + i, bi + 3 * count + i);
            Twiddle(ur - er, ui + ei, new(w[6]), new(w[7]), br + 4 * count + i, bi + 4 * count + i);
        }
    }

    public static void Radix7(float* ar, float* ai, float* br, float* bi, long step, int count, float* w)
    {
        const float C1 = 0.623489801858733531f, C2 = -0.222520933956314404f, C3 = -0.900968867902419126f;
        const float S1 = 0.781831482468029809f, S2 = 0.974927912181823607f, S3 = 0.433883739117558120f;
        for (int i = 0; i < count; i += Vector<float>.Count)
        {
            Vector<float> r0 = Vector.Load(ar + i), i0 = Vector.Load(ai + i);
            Pair(ar, ai, 1, 6, step, i, out Vector<float> p1r, out Vector<float> p1i, out Vector<float> q1r, out Vector<float> q1i);
            Pair(ar, ai, 2, 5, step, i, out Vector<float> p2r, out Vector<float> p2i, out Vector<float> q2r, out Vector<float> q2i);
            Pair(ar, ai, 3, 4, step, i, out Vector<float> p3r, out Vector<float> p3i, out Vector<float> q3r, out Vector<float> q3i);
            Vector.Store(r0 + p1r + p2r + p3r, br + i);
            Vector.Store(i0 + p1i + p2i + p3i, bi + i);
            Vector<float> ur = r0 + C1 * p1r + C2 * p2r + C3 * p3r, ui = i0 + C1 * p1i + C2 * p2i + C3 * p3i;
            Vector<float> vr = r0 + C2 * p1r + C3 * p2r + C1 * p3r, vi = i0 + C2 * p1i + C3 * p2i + C1 * p3i;
            Vector<float> xr = r0 + C3 * p1r + C1 * p2r + C2 * p3r, xi = i0 + C3 * p1i + C1 * p2i + C2 * p3i;
            Vector<float> er = S1 * q1i + S2 * q2i + S3 * q3i, ei = S1 * q1r + S2 * q2r + S3 * q3r;
            Vector<float> fr = S2 * q1i - S3 * q2i - S1 * q3i, fi = S2 * q1r - S3 * q2r - S1 * q3r;
            Vector<float> gr = S3 * q1i - S1 * q2i + S2 * q3i, gi = S3 * q1r - S1 * q2r + S2 * q3r;
            Twiddle(ur + er, ui - ei, new(w[0]), new(w[1]), br + count + i, bi + count + i);
            Twiddle(vr + fr, vi - fi, new(w[2]), new(w[3]), br + 2 * count + i, bi + 2 * count + i);
            Twiddle(xr + gr, xi - gi, new(w[4]), new(w[5]), br + 3 * count + i, bi + 3 * count + i);
            Twiddle(xr - gr, xi + gi, new(w[6]), new(w[7]), br + 4 * count + i, bi + 4 * count + i);
            Twiddle(vr - fr, vi + fi, new(w[8]), new(w[9]), br + 5 * count + i, bi + 5 * count + i);
            Twiddle(ur - er, ui + ei, new(w[10]), new(w[11]), br + 6 * count + i, bi + 6 * count + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pair(
        float* ar, float* ai, int a, int b, long step, int i, out Vector<float> sumR, out Vector<float> sumI, out Vector<float> differenceR, out Vector<float> differenceI)
    {
        Vector<float> r1 = Vector.Load(ar + a * step + i), i1 = Vector.Load(ai + a * step + i);
        Vector<float> r2 = Vector.Load(ar + b * step + i), i2 = Vector.Load(ai + b * step + i);
        (sumR, sumI, differenceR, differenceI) = (r1 + r2, i1 + i2, r1 - r2, i1 - i2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Twiddle(Vector<float> r, Vector<float> i, Vector<float> wr, Vector<float> wi, float* re, float* im)
    {
        Vector.Store((r * wr) - (i * wi), re);
        Vector.Store((r * wi) + (i * wr), im);
    }
}
