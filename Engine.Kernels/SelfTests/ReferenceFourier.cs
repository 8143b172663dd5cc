using System.Numerics;

namespace Engine.Kernels.SelfTests;

/// <summary>Fourier transforms by their definition, in double precision, one axis after the other.</summary>
internal static class ReferenceFourier
{
    /// <summary>Half space of real volumes that follow each other, as <see cref="Engine.Kernels.FourierPlan"/> lays them out.</summary>
    public static Complex[] Forward(float[] real, int nx, int ny, int nz, int batch)
    {
        int volume = nx * ny * nz, row = nx / 2 + 1;
        Complex[] half = new Complex[row * ny * nz * batch];
        for (int b = 0; b < batch; b++)
        {
            Complex[] all = [.. real.AsSpan(b * volume, volume).ToArray().Select(v => new Complex(v, 0))];
            Axis(all, nx, 1);
            Axis(all, ny, nx);
            Axis(all, nz, nx * ny);
            for (int i = 0; i < volume; i++)
            {
                if (i % nx < row)
                    half[(b * ny * nz + i / nx) * row + i % nx] = all[i];
            }
        }

        return half;
    }

    /// <summary>Interleaved single precision numbers as complex numbers.</summary>
    public static Complex[] ToComplex(float[] pairs) => [.. Enumerable.Range(0, pairs.Length / 2).Select(i => new Complex(pairs[2 * i], pairs[2 * i + 1]))];

    /// <summary>Root mean square of the differences over that of the expected values.</summary>
    public static double RelativeError(IEnumerable<Complex> values, IEnumerable<Complex> expected)
    {
        double difference = 0, power = 0;
        foreach ((Complex value, Complex reference) in values.Zip(expected))
        {
            difference += Power(value - reference);
            power += Power(reference);
        }

        return Math.Sqrt(difference / power);
    }

    /// <summary>The same for real numbers.</summary>
    public static double RelativeError(float[] values, float[] expected) =>
        RelativeError(values.Select(v => new Complex(v, 0)), expected.Select(v => new Complex(v, 0)));

    /// <summary>Squared modulus.</summary>
    public static double Power(Complex value) => value.Real * value.Real + value.Imaginary * value.Imaginary;

    private static void Axis(Complex[] values, int length, int stride)
    {
        Complex[] roots = [.. Enumerable.Range(0, length).Select(k => Complex.FromPolarCoordinates(1, -2 * Math.PI * k / length))];
        Complex[] line = new Complex[length];
        for (int i = 0; i < values.Length; i++)
        {
            if (i / stride % length != 0)
                continue;
            for (int j = 0; j < length; j++)
                line[j] = values[i + j * stride];
            for (int k = 0; k < length; k++)
            {
                Complex sum = 0;
                for (int j = 0; j < length; j++)
                    sum += line[j] * roots[(int)((long)j * k % length)];
                values[i + k * stride] = sum;
            }
        }
    }
}
