namespace Engine.Kernels.Fft;

/// <summary>
/// Transform of any length as a convolution (Bluestein 1970): x_h c_h convolved with conj(c), c_h = exp(-πi h²/n), through a smooth length of at least 2n - 1.
/// </summary>
internal sealed unsafe class BluesteinPlan : LanePlan
{
    private readonly StockhamPlan inner;
    private readonly float[] chirpRe;
    private readonly float[] chirpIm;
    private readonly float[] kernelRe;
    private readonly float[] kernelIm;

    public BluesteinPlan(int length)
        : base(length)
    {
        int m = FourierSizes.NextSmooth((2 * length) - 1);
        inner = new StockhamPlan(m);
        (chirpRe, chirpIm) = (new float[length], new float[length]);
        var re = new double[m];
        var im = new double[m];
        for (int h = 0; h < length; h++)
        {
            long square = (long)h * h % (2L * length);
            (double sine, double cosine) = Math.SinCos(-Math.PI * square / length);
            (chirpRe[h], chirpIm[h]) = ((float)cosine, (float)sine);
            (re[h], im[h]) = (cosine, -sine);
            if (h > 0)
                (re[m - h], im[m - h]) = (cosine, -sine);
        }

        (kernelRe, kernelIm) = Spectrum(re, im);
    }

    public override int WorkRows => 4 * inner.Length;

    public override void Forward(float* re, float* im, float* work, int lanes)
    {
        int m = inner.Length;
        float* xr = work, xi = work + (long)m * lanes, rest = work + 2L * m * lanes;
        new Span<float>(xr, 2 * m * lanes).Clear();
        for (int h = 0; h < Length; h++)
            Multiply(re + (long)h * lanes, im + (long)h * lanes, xr + (long)h * lanes, xi + (long)h * lanes, chirpRe[h], chirpIm[h], lanes);
        inner.Forward(xr, xi, rest, lanes);
        for (int k = 0; k < m; k++)
            Multiply(xr + (long)k * lanes, xi + (long)k * lanes, xr + (long)k * lanes, xi + (long)k * lanes, kernelRe[k], kernelIm[k], lanes);

        // Swapped parts turn the forward transform into the inverse; the kernel already holds the factor 1/m.
        inner.Forward(xi, xr, rest, lanes);
        for (int h = 0; h < Length; h++)
            Multiply(xr + (long)h * lanes, xi + (long)h * lanes, re + (long)h * lanes, im + (long)h * lanes, chirpRe[h], chirpIm[h], lanes);
    }

    private static void Multiply(float* ar, float* ai, float* br, float* bi, float cr, float ci, int lanes)
    {
        for (int l = 0; l < lanes; l++)
        {
            float r = ar[l], i = ai[l];
            br[l] = (r * cr) - (i * ci);
            bi[l] = (r * ci) + (i * cr);
        }
    }

    /// <summary>Spectrum of the chirp divided by its length, by a plain recursion in double so that long chirps stay accurate.</summary>
    private static (float[] Re, float[] Im) Spectrum(double[] re, double[] im)
    {
        int m = re.Length;
        var values = new System.Numerics.Complex[m];
        for (int i = 0; i < m; i++)
            values[i] = new(re[i], im[i]);
        System.Numerics.Complex[] spectrum = Recursive(values);
        return (Array.ConvertAll(spectrum, c => (float)(c.Real / m)), Array.ConvertAll(spectrum, c => (float)(c.Imaginary / m)));
    }

    private static System.Numerics.Complex[] Recursive(System.Numerics.Complex[] x)
    {
        int n = x.Length;
        if (n == 1)
            return x;
        int r = n % 2 == 0 ? 2 : n % 3 == 0 ? 3 : n % 5 == 0 ? 5 : 7;
        int m = n / r;
        var parts = new System.Numerics.Complex[r][];
        for (int j = 0; j < r; j++)
        {
            var part = new System.Numerics.Complex[m];
            for (int i = 0; i < m; i++)
                part[i] = x[(i * r) + j];
            parts[j] = Recursive(part);
        }

        var result = new System.Numerics.Complex[n];
        for (int k = 0; k < n; k++)
        {
            for (int j = 0; j < r; j++)
                result[k] += parts[j][k % m] * System.Numerics.Complex.FromPolarCoordinates(1, -2 * Math.PI * ((long)j * k % n) / n);
        }

        return result;
    }
}
