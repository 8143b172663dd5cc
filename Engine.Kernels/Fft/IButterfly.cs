using System.Numerics;
using System.Runtime.CompilerServices;

namespace Engine.Kernels.Fft;

/// <summary>A discrete Fourier transform of a small fixed length, y(k) = Σ x(j) exp(-2πi jk/Radix), on all lanes at once.</summary>
internal unsafe interface IButterfly
{
    /// <summary>Length.</summary>
    static abstract int Radix { get; }

    /// <summary>Loads all numbers, multiplies them by the twiddle factors, transforms, and stores them.</summary>
    static abstract void Run<TIn, TOut, TTwiddles>(TIn input, TOut output, float* twiddles)
        where TIn : struct, ILinePort
        where TOut : struct, ILinePort
        where TTwiddles : struct, ITwiddles;
}

/// <summary>What butterflies share.</summary>
internal static unsafe class Butterfly
{
    /// <summary>Loads an input and multiplies it by its twiddle factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load<TIn, TTwiddles>(TIn input, int k, float* twiddles, out Vector<float> re, out Vector<float> im)
        where TIn : struct, ILinePort
        where TTwiddles : struct, ITwiddles
    {
        input.Load(k, out re, out im);
        TTwiddles.Apply(twiddles, k, ref re, ref im);
    }
}
