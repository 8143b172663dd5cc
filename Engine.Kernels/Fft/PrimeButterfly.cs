using System.Numerics;
using System.Runtime.CompilerServices;

namespace Engine.Kernels.Fft;

/// <summary>A prime number as a type.</summary>
internal interface IPrime
{
    /// <summary>The number, 3 or more.</summary>
    static abstract int Value { get; }
}

/// <summary>
/// An odd prime length as a direct sum: with the sums a(j) and differences b(j) of the inputs j and n-j, y(k) = x(0) + Σ a(j) cos(2πjk/n)
/// - i Σ b(j) sin(2πjk/n) for j = 1 .. (n-1)/2, and y(n-k) with the other sign.
/// </summary>
/// <typeparam name="TPrime">The length.</typeparam>
internal readonly unsafe struct PrimeButterfly<TPrime> : IButterfly
    where TPrime : struct, IPrime
{
    // Cosine and sine of 2πjk/n; j is fastest.
    private static readonly float[] Factors = MakeFactors();

    /// <inheritdoc/>
    public static int Radix => TPrime.Value;

    private static int Pairs => (TPrime.Value - 1) / 2;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    public static void Run<TIn, TOut, TTwiddles>(TIn input, TOut output, float* twiddles)
        where TIn : struct, ILinePort
        where TOut : struct, ILinePort
        where TTwiddles : struct, ITwiddles
    {
        Vector<float>* sums = stackalloc Vector<float>[4 * Pairs];
        input.Load(0, out Vector<float> r0, out Vector<float> i0);
        Vector<float> totalRe = r0, totalIm = i0;
        for (int j = 1; j <= Pairs; j++)
        {
            Butterfly.Load<TIn, TTwiddles>(input, j, twiddles, out Vector<float> ra, out Vector<float> ia);
            Butterfly.Load<TIn, TTwiddles>(input, Radix - j, twiddles, out Vector<float> rb, out Vector<float> ib);
            Vector<float>* to = sums + 4 * (j - 1);
            to[0] = ra + rb;
            to[1] = ia + ib;
            to[2] = ra - rb;
            to[3] = ia - ib;
            totalRe += to[0];
            totalIm += to[1];
        }

        output.Store(0, totalRe, totalIm);
        fixed (float* table = Factors)
        {
            float* factors = table;
            for (int k = 1; k <= Pairs; k++)
            {
                Vector<float> mr = r0, mi = i0, nr = default, ni = default;
                for (Vector<float>* from = sums; from < sums + 4 * Pairs; from += 4, factors += 2)
                {
                    Vector<float> cos = Vector.Create(factors[0]), sin = Vector.Create(factors[1]);
                    mr = Vector.MultiplyAddEstimate(cos, from[0], mr);
                    mi = Vector.MultiplyAddEstimate(cos, from[1], mi);
                    nr = Vector.MultiplyAddEstimate(sin, from[2], nr);
                    ni = Vector.MultiplyAddEstimate(sin, from[3], ni);
                }

                output.Store(k, mr + ni, mi - nr);
                output.Store(Radix - k, mr - ni, mi + nr);
            }
        }
    }

    private static float[] MakeFactors()
    {
        float[] factors = new float[2 * Pairs * Pairs];
        for (int i = 0; i < Pairs * Pairs; i++)
        {
            (double sin, double cos) = Roots.Turn((i / Pairs + 1) * (i % Pairs + 1), Radix);
            factors[2 * i] = (float)cos;
            factors[2 * i + 1] = (float)sin;
        }

        return factors;
    }
}

/// <summary>11.</summary>
internal readonly struct Prime11 : IPrime
{
    /// <inheritdoc/>
    public static int Value => 11;
}

/// <summary>13.</summary>
internal readonly struct Prime13 : IPrime
{
    /// <inheritdoc/>
    public static int Value => 13;
}

/// <summary>17.</summary>
internal readonly struct Prime17 : IPrime
{
    /// <inheritdoc/>
    public static int Value => 17;
}

/// <summary>19.</summary>
internal readonly struct Prime19 : IPrime
{
    /// <inheritdoc/>
    public static int Value => 19;
}

/// <summary>23.</summary>
internal readonly struct Prime23 : IPrime
{
    /// <inheritdoc/>
    public static int Value => 23;
}

/// <summary>29.</summary>
internal readonly struct Prime29 : IPrime
{
    /// <inheritdoc/>
    public static int Value => 29;
}

/// <summary>31.</summary>
internal readonly struct Prime31 : IPrime
{
    /// <inheritdoc/>
    public static int Value => 31;
}
