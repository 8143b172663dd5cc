using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engine.Kernels.Fft;

/// <summary>
/// One complex number of each of <see cref="Count"/> independent transforms: a vector of real parts and a vector of imaginary parts. Transforms
/// never mix lanes, so a transform's result does not depend on its lane or on its neighbours.
/// </summary>
internal static unsafe class Lanes
{
    /// <summary>Transforms that run side by side: floats of a machine vector.</summary>
    public static int Count
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector<float>.Count;
    }

    /// <summary>Floats of one element of a lane block: real parts, then imaginary parts.</summary>
    public static int ElementFloats
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2 * Vector<float>.Count;
    }

    /// <summary>
    /// Loads <see cref="Count"/> adjacent interleaved complex numbers. Lanes come in the order that one shuffle gives (within each 128-bit
    /// part, the parts of the first vector before those of the second); <see cref="StoreInterleaved"/> undoes it. Columns are read block
    /// after block with a stride that hardware does not foresee, so the numbers four blocks on are asked for in time.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadInterleaved(float* source, out Vector<float> re, out Vector<float> im)
    {
        if (Sse.IsSupported)
            Sse.Prefetch1(source + 8 * Vector<float>.Count);
        Vector<float> a = Vector.Load(source);
        Vector<float> b = Vector.Load(source + Vector<float>.Count);
        if (Vector<float>.Count == 8 && Avx.IsSupported)
        {
            re = Avx.Shuffle(a.AsVector256(), b.AsVector256(), 0x88).AsVector();
            im = Avx.Shuffle(a.AsVector256(), b.AsVector256(), 0xDD).AsVector();
        }
        else if (Vector<float>.Count == 16 && Avx512F.IsSupported)
        {
            re = Avx512F.Shuffle(a.AsVector512(), b.AsVector512(), 0x88).AsVector();
            im = Avx512F.Shuffle(a.AsVector512(), b.AsVector512(), 0xDD).AsVector();
        }
        else if (Vector<float>.Count == 4 && Sse.IsSupported)
        {
            re = Sse.Shuffle(a.AsVector128(), b.AsVector128(), 0x88).AsVector();
            im = Sse.Shuffle(a.AsVector128(), b.AsVector128(), 0xDD).AsVector();
        }
        else
        {
            LoadInterleavedScalar(source, out re, out im);
        }
    }

    /// <summary>Stores lanes as adjacent interleaved complex numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreInterleaved(float* target, Vector<float> re, Vector<float> im)
    {
        Vector<float> a, b;
        if (Vector<float>.Count == 8 && Avx.IsSupported)
        {
            a = Avx.UnpackLow(re.AsVector256(), im.AsVector256()).AsVector();
            b = Avx.UnpackHigh(re.AsVector256(), im.AsVector256()).AsVector();
        }
        else if (Vector<float>.Count == 16 && Avx512F.IsSupported)
        {
            a = Avx512F.UnpackLow(re.AsVector512(), im.AsVector512()).AsVector();
            b = Avx512F.UnpackHigh(re.AsVector512(), im.AsVector512()).AsVector();
        }
        else if (Vector<float>.Count == 4 && Sse.IsSupported)
        {
            a = Sse.UnpackLow(re.AsVector128(), im.AsVector128()).AsVector();
            b = Sse.UnpackHigh(re.AsVector128(), im.AsVector128()).AsVector();
        }
        else
        {
            StoreInterleavedScalar(target, re, im);
            return;
        }

        a.Store(target);
        b.Store(target + Vector<float>.Count);
    }

    /// <summary>Complex product of each lane with one factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply(ref Vector<float> re, ref Vector<float> im, float factorRe, float factorIm)
    {
        Vector<float> wr = Vector.Create(factorRe);
        Vector<float> wi = Vector.Create(factorIm);
        Vector<float> product = Vector.MultiplyAddEstimate(re, wr, -(im * wi));
        im = Vector.MultiplyAddEstimate(re, wi, im * wr);
        re = product;
    }

    private static void LoadInterleavedScalar(float* source, out Vector<float> re, out Vector<float> im)
    {
        float* lanes = stackalloc float[2 * Vector<float>.Count];
        for (int i = 0; i < Vector<float>.Count; i++)
        {
            lanes[i] = source[2 * i];
            lanes[Vector<float>.Count + i] = source[2 * i + 1];
        }

        re = Vector.Load(lanes);
        im = Vector.Load(lanes + Vector<float>.Count);
    }

    private static void StoreInterleavedScalar(float* target, Vector<float> re, Vector<float> im)
    {
        for (int i = 0; i < Vector<float>.Count; i++)
        {
            target[2 * i] = re[i];
            target[2 * i + 1] = im[i];
        }
    }
}
