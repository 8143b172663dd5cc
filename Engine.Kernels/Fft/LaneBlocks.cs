using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engine.Kernels.Fft;

/// <summary>
/// Moves interleaved complex numbers into lanes (separate real and imaginary arrays) and back. Which lane a number goes to does not matter as long as the way back is
/// the exact inverse; with AVX eight neighbours are shuffled at a time.
/// </summary>
internal static unsafe class LaneBlocks
{
    /// <summary>Reads <paramref name="count"/> neighbouring complex numbers into one row of lanes.</summary>
    /// <param name="source">Interleaved numbers.</param>
    /// <param name="re">Row of real parts.</param>
    /// <param name="im">Row of imaginary parts.</param>
    /// <param name="count">Number of complex numbers, at most the number of lanes.</param>
    public static void Gather(float* source, float* re, float* im, int count)
    {
        int i = 0;
        if (Avx.IsSupported)
        {
            for (; i + 8 <= count; i += 8)
            {
                Vector256<float> a = Vector256.Load(source + (2 * i)), b = Vector256.Load(source + (2 * i) + 8);
                Avx.Shuffle(a, b, 0x88).Store(re + i);
                Avx.Shuffle(a, b, 0xDD).Store(im + i);
            }
        }

        for (; i < count; i++)
            (re[i], im[i]) = (source[2 * i], source[(2 * i) + 1]);
    }

    /// <summary>Writes a row of lanes back to where <see cref="Gather"/> took it from, times a factor.</summary>
    public static void Scatter(float* re, float* im, float* target, int count, float factor)
    {
        int i = 0;
        if (Avx.IsSupported)
        {
            Vector256<float> f = Vector256.Create(factor);
            for (; i + 8 <= count; i += 8)
            {
                Vector256<float> r = Vector256.Load(re + i) * f, m = Vector256.Load(im + i) * f;
                Avx.UnpackLow(r, m).Store(target + (2 * i));
                Avx.UnpackHigh(r, m).Store(target + (2 * i) + 8);
            }
        }

        for (; i < count; i++)
            (target[2 * i], target[(2 * i) + 1]) = (re[i] * factor, im[i] * factor);
    }
}
