using System.Buffers;
using System.Runtime.Intrinsics;
using Engine.Kernels;

namespace Engine.Core.Maps;

/// <summary>What one pass over all voxels finds.</summary>
/// <param name="Statistics">Minimum, maximum, mean and standard deviation of the finite values; zeros when there are none.</param>
/// <param name="Count">Number of voxels.</param>
/// <param name="ZeroCount">Voxels that are exactly zero; many of them mean a masked map.</param>
/// <param name="NonFiniteCount">Voxels that are NaN or infinite.</param>
/// <param name="FirstNonFinite">Index of the first of them, -1 when there is none.</param>
public readonly record struct MapSummary(MapStatistics Statistics, long Count, long ZeroCount, long NonFiniteCount, long FirstNonFinite)
{
    /// <summary>Part of the voxels that are exactly zero, 0 to 1.</summary>
    public double ZeroFraction => (double)ZeroCount / Count;

    /// <summary>True when all voxels have the same value.</summary>
    public bool IsConstant => Statistics.Minimum == Statistics.Maximum;
}

/// <summary>
/// Statistics over all voxels. Each fixed chunk is summed in double precision about a pivot of its own, so that a large mean costs no digits; chunks are
/// then joined in order (Chan, Golub and LeVeque 1983, Am. Stat. 37, 242). The result does not depend on the number of threads or on the SIMD width.
/// </summary>
public static unsafe class MapStatisticsCalculator
{
    /// <summary>Minimum, maximum, mean and standard deviation of a map.</summary>
    /// <param name="map">The map.</param>
    public static MapStatistics Compute(DensityMap map) => Summarize(map).Statistics;

    /// <summary>Statistics and counts of zero and of non-finite voxels.</summary>
    /// <param name="map">The map.</param>
    public static MapSummary Summarize(DensityMap map) => Summarize(map.Values);

    /// <summary>Statistics and counts of zero and of non-finite values.</summary>
    /// <param name="values">The values, at least one.</param>
    public static MapSummary Summarize(NativeBuffer<float> values) => Summarize(values, Sum);

    /// <summary>The same, of the values as 16-bit floats would hold them.</summary>
    /// <param name="values">The values, at least one.</param>
    internal static MapSummary SummarizeAsHalves(NativeBuffer<float> values) => Summarize(values, SumOfHalves);

    private static MapSummary Summarize(NativeBuffer<float> values, Summation sum)
    {
        float* pointer = values.Pointer;
        Part[] parts = new Part[FixedChunks.Count(values.Length)];
        FixedChunks.ForEach(values.Length, (chunk, first, length) => parts[chunk] = sum(pointer + first, length, first));
        GC.KeepAlive(values);
        Part all = parts[0];
        for (int i = 1; i < parts.Length; i++)
            all = Join(all, parts[i]);
        MapStatistics statistics = all.Count == 0 ? default : new(all.Minimum, all.Maximum, all.Mean, Math.Sqrt(all.SquareSum / all.Count));
        return new(statistics, values.Length, all.Zeros, values.Length - all.Count, all.FirstNonFinite);
    }

    private static Part SumOfHalves(float* values, int length, long offset)
    {
        ushort[] halves = ArrayPool<ushort>.Shared.Rent(length);
        float[] rounded = ArrayPool<float>.Shared.Rent(length);
        try
        {
            fixed (ushort* h = halves)
            {
                fixed (float* r = rounded)
                {
                    HalfConversion.FromFloats(values, h, length);
                    HalfConversion.ToFloats(h, r, length);
                    return Sum(r, length, offset);
                }
            }
        }
        finally
        {
            ArrayPool<ushort>.Shared.Return(halves);
            ArrayPool<float>.Shared.Return(rounded);
        }
    }

    private static Part Join(Part a, Part b)
    {
        long first = a.FirstNonFinite >= 0 ? a.FirstNonFinite : b.FirstNonFinite;
        if (a.Count == 0 || b.Count == 0)
            return (a.Count == 0 ? b : a) with { FirstNonFinite = first };
        long count = a.Count + b.Count;
        double shift = b.Mean - a.Mean;
        return new(
            count,
            Math.Min(a.Minimum, b.Minimum),
            Math.Max(a.Maximum, b.Maximum),
            a.Mean + shift * b.Count / count,
            a.SquareSum + b.SquareSum + shift * shift * ((double)a.Count * b.Count / count),
            a.Zeros + b.Zeros,
            first);
    }

    private static Part Sum(float* values, int length, long offset)
    {
        int pivotIndex = 0;
        while (pivotIndex < length && !float.IsFinite(values[pivotIndex]))
            pivotIndex++;
        if (pivotIndex == length)
            return new(0, 0, 0, 0, 0, 0, offset);

        // Non-finite values count as the pivot here: they change no sum and no extreme, and are taken out of the number below.
        float pivot = values[pivotIndex];
        Vector256<float> pivots = Vector256.Create(pivot), low = pivots, high = pivots;
        Vector256<double> pivotsD = Vector256.Create((double)pivot), sumA = default, sumB = default, squareA = default, squareB = default;
        Vector256<int> zeros = default, finites = default;
        int i = 0;
        for (; i <= length - Vector256<float>.Count; i += Vector256<float>.Count)
        {
            Vector256<float> v = Vector256.Load(values + i);
            Vector256<float> finite = Vector256.LessThan(Vector256.Abs(v), Vector256.Create(float.PositiveInfinity));
            v = Vector256.ConditionalSelect(finite, v, pivots);
            zeros -= (Vector256.Equals(v, Vector256<float>.Zero) & finite).AsInt32();
            finites -= finite.AsInt32();
            low = Vector256.Min(low, v);
            high = Vector256.Max(high, v);
            (Vector256<double> a, Vector256<double> b) = Vector256.Widen(v);
            a -= pivotsD;
            b -= pivotsD;
            sumA += a;
            sumB += b;
            squareA += a * a;
            squareB += b * b;
        }

        long count = Vector256.Sum(finites), zeroCount = Vector256.Sum(zeros);
        double sum = Total(sumA + sumB), squares = Total(squareA + squareB);
        float minimum = pivot, maximum = pivot;
        for (int lane = 0; lane < Vector256<float>.Count; lane++)
            (minimum, maximum) = (Math.Min(minimum, low[lane]), Math.Max(maximum, high[lane]));
        for (; i < length; i++)
        {
            if (!float.IsFinite(values[i]))
                continue;
            double d = (double)values[i] - pivot;
            (minimum, maximum) = (Math.Min(minimum, values[i]), Math.Max(maximum, values[i]));
            sum += d;
            squares += d * d;
            count++;
            zeroCount += values[i] == 0 ? 1 : 0;
        }

        double mean = sum / count;
        long first = count == length ? -1 : offset + FirstNonFinite(values, length);
        return new(count, minimum, maximum, pivot + mean, Math.Max(0, squares - sum * mean), zeroCount, first);
    }

    private static double Total(Vector256<double> v) => (v[0] + v[1]) + (v[2] + v[3]);

    private static int FirstNonFinite(float* values, int length)
    {
        int i = 0;
        while (i < length && float.IsFinite(values[i]))
            i++;
        return i;
    }

    private delegate Part Summation(float* values, int length, long offset);

    private readonly record struct Part(long Count, double Minimum, double Maximum, double Mean, double SquareSum, long Zeros, long FirstNonFinite);
}
