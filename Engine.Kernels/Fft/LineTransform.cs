namespace Engine.Kernels.Fft;

/// <summary>
/// Unnormalised forward complex transform of one length, X(k) = Σ x(j) exp(-2πi jk/n), of <see cref="Lanes.Count"/> lines side by side.
/// Immutable; callers bring the work space.
/// </summary>
internal abstract unsafe class LineTransform
{
    /// <summary>Describes a transform.</summary>
    /// <param name="length">Points of a line.</param>
    /// <param name="positions">See <see cref="Positions"/>.</param>
    protected LineTransform(int length, int[] positions)
    {
        Length = length;
        Positions = positions;
    }

    /// <summary>Points of a line.</summary>
    public int Length { get; }

    /// <summary>Element of the work block that <see cref="InPlace"/> expects input j in.</summary>
    public int[] Positions { get; }

    /// <summary>Elements (of <see cref="Lanes.ElementFloats"/> floats) of work space.</summary>
    public abstract long WorkElements { get; }

    /// <summary>Makes the transform for a length: mixed radix if all its prime factors have butterflies, else Bluestein's.</summary>
    /// <param name="length">Points of a line, 1 or more.</param>
    public static LineTransform Create(int length) =>
        RadixFactors.Cover(length) ? new MixedRadixTransform(length) : new BluesteinTransform(length);

    /// <summary>Transforms the work block: inputs at <see cref="Positions"/>, results in natural order from the block's start.</summary>
    /// <param name="work">Work space, 64-byte aligned.</param>
    public abstract void InPlace(float* work);

    /// <summary>Transforms <see cref="Lanes.Count"/> adjacent columns of the caller's array in place.</summary>
    /// <param name="data">First complex number of the first column, interleaved.</param>
    /// <param name="rowStride">Floats from one row to the next.</param>
    /// <param name="work">Work space, 64-byte aligned.</param>
    public abstract void Columns(float* data, nint rowStride, float* work);
}
