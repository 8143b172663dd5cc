namespace Engine.Kernels.Fft;

/// <summary>
/// Self-sorting mixed-radix transform (Stockham; Van Loan, Computational Frameworks for the FFT, 1.7): radices 4, 2, 3, 5 and 7. With s rows between elements, a
/// pass works on runs of s × lanes contiguous floats under one twiddle factor, so every load and store is a whole vector.
/// </summary>
internal sealed unsafe class StockhamPlan : LanePlan
{
    private readonly int[] radices;
    private readonly float[][] twiddles;

    public StockhamPlan(int length)
        : base(length)
    {
        radices = Factor(length);
        twiddles = new float[radices.Length][];
        int n = length;
        for (int pass = 0; pass < radices.Length; pass++)
        {
            int r = radices[pass], m = n / r;
            var table = new float[2 * m * (r - 1)];
            for (int p = 0; p < m; p++)
            {
                for (int k = 1; k < r; k++)
                {
                    (double sine, double cosine) = Math.SinCos(-2 * Math.PI * ((long)p * k % n) / n);
                    table[2 * (p * (r - 1) + k - 1)] = (float)cosine;
                    table[2 * (p * (r - 1) + k - 1) + 1] = (float)sine;
                }
            }

            twiddles[pass] = table;
            n = m;
        }
    }

    public override int WorkRows => 2 * Length;

    public override void Forward(float* re, float* im, float* work, int lanes)
    {
        float* fromRe = re, fromIm = im, toRe = work, toIm = work + (long)Length * lanes;
        int n = Length, stride = lanes;
        for (int pass = 0; pass < radices.Length; pass++)
        {
            int m = n / radices[pass];
            fixed (float* w = twiddles[pass])
                Pass(radices[pass], m, stride, w, fromRe, fromIm, toRe, toIm);
            float* swap = fromRe;
            fromRe = toRe;
            toRe = swap;
            swap = fromIm;
            fromIm = toIm;
            toIm = swap;
            n = m;
            stride *= radices[pass];
        }

        if (fromRe == re)
            return;
        long bytes = (long)Length * lanes * sizeof(float);
        Buffer.MemoryCopy(fromRe, re, bytes, bytes);
        Buffer.MemoryCopy(fromIm, im, bytes, bytes);
    }

    private static void Pass(int radix, int m, int stride, float* w, float* fromRe, float* fromIm, float* toRe, float* toIm)
    {
        for (int p = 0; p < m; p++)
        {
            long input = (long)p * stride, output = (long)p * radix * stride, step = (long)m * stride;
            switch (radix)
            {
                case 2:
                    Butterflies.Radix2(fromRe + input, fromIm + input, toRe + output, toIm + output, step, stride, w + 2 * p);
                    break;
                case 3:
                    Butterflies.Radix3(fromRe + input, fromIm + input, toRe + output, toIm + output, step, stride, w + 4 * p);
                    break;
                case 4:
                    Butterflies.Radix4(fromRe + input, fromIm + input, toRe + output, toIm + output, step, stride, w + 6 * p);
                    break;
                case 5:
                    Butterflies.Radix5(fromRe + input, fromIm + input, toRe + output, toIm + output, step, stride, w + 8 * p);
                    break;
                default:
                    Butterflies.Radix7(fromRe + input, fromIm + input, toRe + output, toIm + output, step, stride, w + 12 * p);
                    break;
            }
        }
    }

    private static int[] Factor(int n)
    {
        var factors = new List<int>();
        foreach (int r in new[] { 4, 2, 3, 5, 7 })
        {
            while (n % r == 0)
            {
                factors.Add(r);
                n /= r;
            }
        }

        return [.. factors];
    }
}
