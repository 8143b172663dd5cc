using System.Numerics;

namespace Engine.Kernels.Fft;

/// <summary>
/// Bluestein's transform for lengths with other prime factors (IEEE Trans. Audio Electroacoust. 18, 451-455, 1970): with the chirp
/// c(j) = exp(-πi j²/n), X(k) = c(k) Σ x(j) c(j) c*(k-j), a convolution that transforms of a fast length of at least 2n-1 do.
/// </summary>
internal sealed unsafe class BluesteinTransform : LineTransform
{
    private readonly MixedRadixTransform inner;
    private readonly float[] chirp;
    private readonly float[] kernel;

    /// <summary>Makes the tables.</summary>
    /// <param name="length">Points of a line, 2 to 2³⁰.</param>
    public BluesteinTransform(int length)
        : base(length, [.. Enumerable.Range(0, length)])
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, 1 << 30);
        inner = new MixedRadixTransform(FourierSizes.NextSmooth(2 * length - 1));
        Complex[] c = new Complex[length];
        Complex[] response = new Complex[inner.Length];
        for (int j = 0; j < length; j++)
        {
            (double sin, double cos) = Roots.Turn(-(long)j * j, 2L * length);
            c[j] = new Complex(cos, sin);
            response[j] = Complex.Conjugate(c[j]);
            response[(inner.Length - j) % inner.Length] = Complex.Conjugate(c[j]);
        }

        chirp = Interleave(c, 1);
        kernel = Interleave(ReferenceTransform.Forward(response), 1.0 / inner.Length);
    }

    /// <inheritdoc/>
    public override long WorkElements => 2L * inner.Length;

    /// <inheritdoc/>
    public override void InPlace(float* work)
    {
        Convolve<BlockPort>(new BlockPort(work, Lanes.ElementFloats), work);
        for (int k = 0; k < Length; k++)
        {
            LoadResult(work, k, out Vector<float> re, out Vector<float> im);
            new BlockPort(work, Lanes.ElementFloats).Store(k, re, im);
        }
    }

    /// <inheritdoc/>
    public override void Columns(float* data, nint rowStride, float* work)
    {
        ArrayPort columns = new(data, rowStride);
        Convolve(columns, work);
        for (int k = 0; k < Length; k++)
        {
            LoadResult(work, k, out Vector<float> re, out Vector<float> im);
            columns.Store(k, re, im);
        }
    }

    private static float[] Interleave(Complex[] values, double scale)
    {
        float[] pairs = new float[2L * values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            pairs[2 * i] = (float)(scale * values[i].Real);
            pairs[2 * i + 1] = (float)(scale * values[i].Imaginary);
        }

        return pairs;
    }

    /// <summary>
    /// Leaves the convolution in the first half of the work space. The inverse transform is the forward one with real and imaginary parts
    /// exchanged on both sides; the exchange on the way out is left to <see cref="LoadResult"/>.
    /// </summary>
    private void Convolve<TPort>(TPort input, float* work)
        where TPort : struct, ILinePort
    {
        BlockPort second = new(work + (nint)inner.Length * Lanes.ElementFloats, Lanes.ElementFloats);
        BlockPort first = new(work, Lanes.ElementFloats);
        for (int j = 0; j < inner.Length; j++)
        {
            Vector<float> re = default, im = default;
            if (j < Length)
            {
                input.Load(j, out re, out im);
                Lanes.Multiply(ref re, ref im, chirp[2 * j], chirp[2 * j + 1]);
            }

            second.Store(inner.Positions[j], re, im);
        }

        inner.InPlace(work + (nint)inner.Length * Lanes.ElementFloats);
        for (int k = 0; k < inner.Length; k++)
        {
            second.Load(k, out Vector<float> re, out Vector<float> im);
            Lanes.Multiply(ref re, ref im, kernel[2 * k], kernel[2 * k + 1]);
            first.Store(inner.Positions[k], im, re);
        }

        inner.InPlace(work);
    }

    private void LoadResult(float* work, int k, out Vector<float> re, out Vector<float> im)
    {
        new BlockPort(work, Lanes.ElementFloats).Load(k, out im, out re);
        Lanes.Multiply(ref re, ref im, chirp[2 * k], chirp[2 * k + 1]);
    }
}
