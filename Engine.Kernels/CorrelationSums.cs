using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>
/// The sums of a Pearson correlation, taken relative to a pivot so that a constant gives a variance of exactly 0. Double precision;
/// the result depends only on the order of the calls.
/// </summary>
/// <param name="pivotA">A typical value of the first variable.</param>
/// <param name="pivotB">A typical value of the second variable.</param>
public struct CorrelationSums(double pivotA, double pivotB)
{
    /// <summary>Fewest values that have a correlation.</summary>
    public const int MinimumCount = 8;

    private readonly double pivotA = pivotA;
    private readonly double pivotB = pivotB;
    private double a;
    private double b;
    private double aa;
    private double bb;
    private double ab;

    /// <summary>Number of pairs added.</summary>
    public long Count { readonly get; private set; }

    /// <summary>Adds pairs of values.</summary>
    /// <param name="first">Values of the first variable.</param>
    /// <param name="second">As many values of the second.</param>
    public void Add(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        int i = 0;
        if (Vector256.IsHardwareAccelerated && first.Length >= 16)
            i = AddVectors(first, second);
        for (; i < first.Length; i++)
        {
            double x = first[i] - pivotA, y = second[i] - pivotB;
            a += x;
            b += y;
            aa += x * x;
            bb += y * y;
            ab += x * y;
        }

        Count += first.Length;
    }

    /// <summary>Sums that were taken elsewhere.</summary>
    /// <param name="pivots">Pivots of the two variables.</param>
    /// <param name="count">Number of pairs.</param>
    /// <param name="sums">Σa, Σb, Σa², Σb², Σab, relative to the pivots.</param>
    public static CorrelationSums Of((double A, double B) pivots, long count, ReadOnlySpan<double> sums) =>
        new(pivots.A, pivots.B) { Count = count, a = sums[0], b = sums[1], aa = sums[2], bb = sums[3], ab = sums[4] };

    /// <summary>Adds the sums of other pairs taken with the same pivots.</summary>
    /// <param name="other">Sums to add.</param>
    public void Merge(CorrelationSums other)
    {
        Count += other.Count;
        a += other.a;
        b += other.b;
        aa += other.aa;
        bb += other.bb;
        ab += other.ab;
    }

    /// <summary>
    /// Pearson correlation about the means; null when it is not defined: fewer than <see cref="MinimumCount"/> pairs, or one variable constant.
    /// NaN when a value was NaN or infinite.
    /// </summary>
    public readonly double? Coefficient()
    {
        if (Count < MinimumCount)
            return null;
        double va = aa - a * a / Count, vb = bb - b * b / Count, c = ab - a * b / Count;
        if (double.IsNaN(va) || double.IsNaN(vb) || double.IsNaN(c))
            return double.NaN;

        // Rounding leaves up to about 1e-16 of the raw sum where the true variance is 0.
        if (va <= 1e-14 * aa || vb <= 1e-14 * bb)
            return null;
        return Math.Clamp(c / Math.Sqrt(va * vb), -1, 1);
    }

    private int AddVectors(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        Vector256<double> pa = Vector256.Create(pivotA), pb = Vector256.Create(pivotB);
        Vector256<double> sa = default, sb = default, saa = default, sbb = default, sab = default;
        int i = 0;
        for (; i + 8 <= first.Length; i += 8)
        {
            (Vector256<double> x0, Vector256<double> x1) = Vector256.Widen(Vector256.Create(first[i..]));
            (Vector256<double> y0, Vector256<double> y1) = Vector256.Widen(Vector256.Create(second[i..]));
            x0 -= pa;
            x1 -= pa;
            y0 -= pb;
            y1 -= pb;
            sa += x0 + x1;
            sb += y0 + y1;
            saa += x0 * x0 + x1 * x1;
            sbb += y0 * y0 + y1 * y1;
            sab += x0 * y0 + x1 * y1;
        }

        a += Vector256.Sum(sa);
        b += Vector256.Sum(sb);
        aa += Vector256.Sum(saa);
        bb += Vector256.Sum(sbb);
        ab += Vector256.Sum(sab);
        return i;
    }
}
