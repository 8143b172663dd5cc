using System.Numerics;
using System.Runtime.CompilerServices;

namespace Engine.Kernels.Fft;

/// <summary>Where a butterfly takes its numbers from, or puts them. Implementations are structs, so that each butterfly is compiled for its ports.</summary>
internal interface ILinePort
{
    /// <summary>Reads the butterfly's number <paramref name="k"/>.</summary>
    void Load(int k, out Vector<float> re, out Vector<float> im);

    /// <summary>Writes the butterfly's number <paramref name="k"/>.</summary>
    void Store(int k, Vector<float> re, Vector<float> im);
}

/// <summary>Numbers in a lane block: a vector of real parts, then a vector of imaginary parts.</summary>
/// <param name="origin">The butterfly's first number.</param>
/// <param name="stride">Floats from one number to the next.</param>
internal readonly unsafe struct BlockPort(float* origin, nint stride) : ILinePort
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load(int k, out Vector<float> re, out Vector<float> im)
    {
        float* at = origin + k * stride;
        re = Vector.Load(at);
        im = Vector.Load(at + Vector<float>.Count);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(int k, Vector<float> re, Vector<float> im)
    {
        float* at = origin + k * stride;
        re.Store(at);
        im.Store(at + Vector<float>.Count);
    }
}

/// <summary>Numbers in the caller's array: adjacent interleaved complex numbers, one for each lane.</summary>
/// <param name="origin">The butterfly's first number.</param>
/// <param name="stride">Floats from one number to the next.</param>
internal readonly unsafe struct ArrayPort(float* origin, nint stride) : ILinePort
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load(int k, out Vector<float> re, out Vector<float> im) => Lanes.LoadInterleaved(origin + k * stride, out re, out im);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(int k, Vector<float> re, Vector<float> im) => Lanes.StoreInterleaved(origin + k * stride, re, im);
}

/// <summary>Whether a butterfly multiplies its inputs by twiddle factors.</summary>
internal unsafe interface ITwiddles
{
    /// <summary>Multiplies input <paramref name="k"/> (1 and above) by its factor.</summary>
    static abstract void Apply(float* factors, int k, ref Vector<float> re, ref Vector<float> im);
}

/// <summary>All factors are 1.</summary>
internal readonly unsafe struct NoTwiddles : ITwiddles
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply(float* factors, int k, ref Vector<float> re, ref Vector<float> im)
    {
    }
}

/// <summary>Factors 1 .. radix-1, real and imaginary part each.</summary>
internal readonly unsafe struct WithTwiddles : ITwiddles
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply(float* factors, int k, ref Vector<float> re, ref Vector<float> im) =>
        Lanes.Multiply(ref re, ref im, factors[2 * k - 2], factors[2 * k - 1]);
}
