using System.Numerics;

namespace Engine.Kernels.Fft;

/// <summary>A plain transform in double precision, for tables.</summary>
internal static class ReferenceTransform
{
    /// <summary>Unnormalised forward transform of any length; the time is the length times the sum of its prime factors.</summary>
    /// <param name="values">Input, kept.</param>
    public static Complex[] Forward(Complex[] values)
    {
        int n = values.Length;
        int radix = SmallestFactor(n);
        if (n == 1)
            return [values[0]];
        int m = n / radix;
        Complex[][] parts = [.. Enumerable.Range(0, radix).Select(r => Forward([.. Enumerable.Range(0, m).Select(j => values[j * radix + r])]))];
        Complex[] roots = [.. Enumerable.Range(0, n).Select(k => Roots.Turn(-k, n)).Select(r => new Complex(r.Cos, r.Sin))];
        Complex[] result = new Complex[n];
        for (int k = 0; k < n; k++)
        {
            for (int r = 0; r < radix; r++)
                result[k] += roots[(int)((long)r * k % n)] * parts[r][k % m];
        }

        return result;
    }

    private static int SmallestFactor(int n)
    {
        for (int p = 2; (long)p * p <= n; p++)
        {
            if (n % p == 0)
                return p;
        }

        return n;
    }
}
