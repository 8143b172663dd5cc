using System.Numerics;

namespace Engine.Kernels.Fft;

/// <summary>
/// Cooley-Tukey decimation in time: the first stage gathers the inputs in digit-reversed order, the later stages work in place on the lane block,
/// the last one writes natural order.
/// </summary>
internal sealed unsafe class MixedRadixTransform : LineTransform
{
    private readonly RadixStage[] stages;
    private readonly int[] starts;

    /// <summary>Makes the tables.</summary>
    /// <param name="length">A product of primes up to <see cref="RadixFactors.LargestPrime"/>.</param>
    public MixedRadixTransform(int length)
        : this(length, RadixFactors.Of(length))
    {
    }

    private MixedRadixTransform(int length, int[] radices)
        : base(length, DigitReversal(length, radices))
    {
        stages = new RadixStage[radices.Length];
        int span = 1;
        for (int i = 0; i < radices.Length; i++)
        {
            stages[i] = RadixStage.Create(radices[i], span, length);
            span *= radices[i];
        }

        starts = new int[radices.Length == 0 ? 1 : length / radices[0]];
        for (int j = 0; j < starts.Length; j++)
            starts[Positions[j] / (length / starts.Length)] = j;
    }

    /// <inheritdoc/>
    public override long WorkElements => Length;

    /// <inheritdoc/>
    public override void InPlace(float* work)
    {
        foreach (RadixStage stage in stages)
            stage.Inner(work);
    }

    /// <inheritdoc/>
    public override void Columns(float* data, nint rowStride, float* work)
    {
        if (stages.Length == 0)
            return;
        stages[0].First(data, rowStride, starts, work);
        for (int i = 1; i < stages.Length - 1; i++)
            stages[i].Inner(work);
        if (stages.Length > 1)
        {
            stages[^1].Last(work, data, rowStride);
            return;
        }

        for (int j = 0; j < Length; j++)
        {
            float* from = work + (nint)j * Lanes.ElementFloats;
            Lanes.StoreInterleaved(data + j * rowStride, Vector.Load(from), Vector.Load(from + Lanes.Count));
        }
    }

    /// <summary>
    /// With the last radix r and n = m r, input j belongs to the sub-transform j mod r, which fills elements (j mod r) m and up, as its input j / r.
    /// </summary>
    private static int[] DigitReversal(int length, int[] radices)
    {
        int[] positions = new int[length];
        for (int j = 0; j < length; j++)
        {
            int rest = j, part = length;
            for (int i = radices.Length - 1; i >= 0; i--)
            {
                part /= radices[i];
                positions[j] += rest % radices[i] * part;
                rest /= radices[i];
            }
        }

        return positions;
    }
}
