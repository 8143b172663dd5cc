using System.Runtime.CompilerServices;

namespace Engine.Kernels.Fft;

/// <summary>
/// One stage of a decimation-in-time transform on a lane block: butterflies of one radix over groups of Span × Radix elements. After the stage
/// each group holds a transform of that length in natural order.
/// </summary>
/// <param name="radix">Length of the butterflies.</param>
/// <param name="span">Product of the radices of the stages before.</param>
/// <param name="length">Length of the whole transform.</param>
internal abstract unsafe class RadixStage(int radix, int span, int length)
{
    /// <summary>Length of the butterflies.</summary>
    public int Radix { get; } = radix;

    /// <summary>Product of the radices of the stages before this one.</summary>
    public int Span { get; } = span;

    /// <summary>Length of the whole transform.</summary>
    protected int Length { get; } = length;

    /// <summary>exp(-2πi qk/(Span Radix)) for q = 0 .. Span-1 and k = 1 .. Radix-1, worked out in double precision; k is fastest.</summary>
    protected float[] Twiddles { get; } = MakeTwiddles(radix, span);

    /// <summary>Makes a stage.</summary>
    /// <param name="radix">2, 3, 4, 5, 7, 8, or a prime from 11 to 31.</param>
    /// <param name="span">Product of the radices of the stages before.</param>
    /// <param name="length">Length of the whole transform.</param>
    public static RadixStage Create(int radix, int span, int length) => radix switch
    {
        2 => new RadixStage<Butterfly2>(span, length),
        3 => new RadixStage<Butterfly3>(span, length),
        4 => new RadixStage<Butterfly4>(span, length),
        5 => new RadixStage<Butterfly5>(span, length),
        7 => new RadixStage<Butterfly7>(span, length),
        8 => new RadixStage<Butterfly8>(span, length),
        11 => new RadixStage<PrimeButterfly<Prime11>>(span, length),
        13 => new RadixStage<PrimeButterfly<Prime13>>(span, length),
        17 => new RadixStage<PrimeButterfly<Prime17>>(span, length),
        19 => new RadixStage<PrimeButterfly<Prime19>>(span, length),
        23 => new RadixStage<PrimeButterfly<Prime23>>(span, length),
        29 => new RadixStage<PrimeButterfly<Prime29>>(span, length),
        31 => new RadixStage<PrimeButterfly<Prime31>>(span, length),
        _ => throw new ArgumentOutOfRangeException(nameof(radix), radix, "no butterfly of this length"),
    };

    /// <summary>The stage of span 1 out of the caller's array.</summary>
    /// <param name="source">First complex number of the first lane.</param>
    /// <param name="rowStride">Floats from one element to the next.</param>
    /// <param name="starts">Array index of each group's first element.</param>
    /// <param name="block">Lane block to write.</param>
    public abstract void First(float* source, nint rowStride, ReadOnlySpan<int> starts, float* block);

    /// <summary>A stage in place.</summary>
    /// <param name="block">Lane block.</param>
    public abstract void Inner(float* block);

    /// <summary>The stage of full span, into the caller's array.</summary>
    /// <param name="block">Lane block to read.</param>
    /// <param name="target">First complex number of the first lane.</param>
    /// <param name="rowStride">Floats from one element to the next.</param>
    public abstract void Last(float* block, float* target, nint rowStride);

    private static float[] MakeTwiddles(int radix, int span)
    {
        float[] twiddles = new float[2L * span * (radix - 1)];
        int at = 0;
        for (int q = 0; q < span; q++)
        {
            for (int k = 1; k < radix; k++)
            {
                (double sin, double cos) = Roots.Turn(-(long)q * k, (long)span * radix);
                twiddles[at++] = (float)cos;
                twiddles[at++] = (float)sin;
            }
        }

        return twiddles;
    }
}

/// <summary>A stage of one kind of butterfly.</summary>
/// <typeparam name="TButterfly">The butterfly.</typeparam>
/// <param name="span">Product of the radices of the stages before.</param>
/// <param name="length">Length of the whole transform.</param>
internal sealed unsafe class RadixStage<TButterfly>(int span, int length) : RadixStage(TButterfly.Radix, span, length)
    where TButterfly : struct, IButterfly
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void First(float* source, nint rowStride, ReadOnlySpan<int> starts, float* block)
    {
        nint inStride = Length / TButterfly.Radix * rowStride;
        float* at = block;
        foreach (int start in starts)
        {
            TButterfly.Run<ArrayPort, BlockPort, NoTwiddles>(new(source + start * rowStride, inStride), new(at, Lanes.ElementFloats), null);
            at += TButterfly.Radix * Lanes.ElementFloats;
        }
    }

    /// <inheritdoc/>
    public override void Inner(float* block)
    {
        if (Span == 1)
            InnerWithoutTwiddles(block);
        else
            InnerWithTwiddles(block);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Last(float* block, float* target, nint rowStride)
    {
        nint blockStride = (nint)Span * Lanes.ElementFloats;
        fixed (float* factors = Twiddles)
        {
            float* twiddles = factors;
            for (int q = 0; q < Span; q++)
            {
                TButterfly.Run<BlockPort, ArrayPort, WithTwiddles>(new(block, blockStride), new(target, Span * rowStride), twiddles);
                block += Lanes.ElementFloats;
                target += rowStride;
                twiddles += 2 * (TButterfly.Radix - 1);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void InnerWithTwiddles(float* block)
    {
        nint stride = (nint)Span * Lanes.ElementFloats;
        float* end = block + (nint)Length * Lanes.ElementFloats;
        fixed (float* factors = Twiddles)
        {
            for (; block < end; block += TButterfly.Radix * stride)
            {
                float* twiddles = factors;
                for (float* at = block; at < block + stride; at += Lanes.ElementFloats)
                {
                    TButterfly.Run<BlockPort, BlockPort, WithTwiddles>(new(at, stride), new(at, stride), twiddles);
                    twiddles += 2 * (TButterfly.Radix - 1);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void InnerWithoutTwiddles(float* block)
    {
        float* end = block + (nint)Length * Lanes.ElementFloats;
        for (; block < end; block += TButterfly.Radix * Lanes.ElementFloats)
            TButterfly.Run<BlockPort, BlockPort, NoTwiddles>(new(block, Lanes.ElementFloats), new(block, Lanes.ElementFloats), null);
    }
}
