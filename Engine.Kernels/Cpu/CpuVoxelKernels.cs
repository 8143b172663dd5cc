using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels.Cpu;

/// <summary>Sums over voxels and voxel-wise combinations in blocks of <see cref="Block"/> voxels, which also are the leaves of the sums.</summary>
internal sealed unsafe class CpuVoxelKernels(CpuWorkers workers) : VoxelKernels
{
    private const int Block = 16384;
    private const int Lanes = 8;
    private const int Numbers = 6;
    private const int WorthwhileBlocks = 16;

    /// <inheritdoc/>
    public override MapSums Sums(DeviceBuffer<float> observed, DeviceBuffer<float> calculated, DeviceBuffer<float>? weights, long count)
    {
        float* o = CpuBuffer.Pointer(observed, count), c = CpuBuffer.Pointer(calculated, count);
        float* w = weights == null ? null : CpuBuffer.Pointer(weights, count);
        int blocks = BlockCount(count);
        double[] sums = new double[Numbers * blocks];
        ForBlocks(count, (block, at, length) =>
        {
            double* terms = stackalloc double[Numbers];
            SumBlock(o + at, c + at, w == null ? null : w + at, length, terms);
            for (int q = 0; q < Numbers; q++)
                sums[q * blocks + block] = terms[q];
        });
        double Total(int q) => FixedTree.Sum(sums.AsSpan(q * blocks, blocks));
        return new MapSums(Total(0), Total(1), Total(2), Total(3), Total(4), Total(5));
    }

    /// <inheritdoc/>
    public override void Combine(
        double a, DeviceBuffer<float> observed, double b, DeviceBuffer<float> calculated, double e, DeviceBuffer<float>? weights,
        DeviceBuffer<float> result, long count)
    {
        float* o = CpuBuffer.Pointer(observed, count), c = CpuBuffer.Pointer(calculated, count), r = CpuBuffer.Pointer(result, count);
        float* w = weights == null ? null : CpuBuffer.Pointer(weights, count);
        ForBlocks(count, (_, at, length) => CombineBlock(a, o + at, b, c + at, e, w == null ? null : w + at, r + at, length));
    }

    /// <inheritdoc/>
    public override void Multiply(DeviceBuffer<float> a, DeviceBuffer<float> b, DeviceBuffer<float> result, long count)
    {
        float* first = CpuBuffer.Pointer(a, count), second = CpuBuffer.Pointer(b, count), r = CpuBuffer.Pointer(result, count);
        ForBlocks(count, (_, at, length) => MultiplyBlock(first + at, second + at, r + at, length));
    }

    /// <inheritdoc/>
    public override void Correlate(LocalAverages averages, (double A, double B) limit, DeviceBuffer<float> result, long count)
    {
        float* ab = CpuBuffer.Pointer(averages.Product, count), r = CpuBuffer.Pointer(result, count);
        float* aa = CpuBuffer.Pointer(averages.FirstSquared, count), bb = CpuBuffer.Pointer(averages.SecondSquared, count);
        float* a = averages.First == null ? null : CpuBuffer.Pointer(averages.First, count);
        float* b = averages.Second == null ? null : CpuBuffer.Pointer(averages.Second, count);
        ForBlocks(count, (_, at, length) => CorrelateBlock(ab + at, aa + at, bb + at, a == null ? null : a + at, b == null ? null : b + at, limit, r + at, length));
    }

    /// <inheritdoc/>
    public override void AddBetween(
        DeviceBuffer<float> places, (double Before, double Middle, double Behind) nodes, DeviceBuffer<float> source, DeviceBuffer<float> result, long count)
    {
        float* p = CpuBuffer.Pointer(places, count), s = CpuBuffer.Pointer(source, count), r = CpuBuffer.Pointer(result, count);
        (double before, double middle, double behind) = nodes;
        double rise = 1 / (middle - before), fall = 1 / (behind - middle);
        ForBlocks(count, (_, at, length) =>
        {
            for (long i = at; i < at + length; i++)
            {
                double away = p[i] - middle, t = away < 0 ? 1 + away * rise : 1 - away * fall;
                if (t > 0)
                    r[i] += (float)(t * s[i]);
            }
        });
    }

    /// <inheritdoc/>
    public override void AddRatio(
        DeviceBuffer<float> numerators, DeviceBuffer<float> denominators, CoarseNodes nodes, double limit, DeviceBuffer<float> source, DeviceBuffer<float> result)
    {
        nodes.Check(numerators, denominators, source, result);
        long voxels = (long)nodes.Grid.X * nodes.Grid.Y * nodes.Grid.Z;
        var maps = new RatioMaps(CpuBuffer.Pointer(numerators, nodes.Count), CpuBuffer.Pointer(denominators, nodes.Count), CpuBuffer.Pointer(source, voxels), CpuBuffer.Pointer(result, voxels));
        workers.Run(nodes.Extent.Z, z => maps.AddPlane(nodes, z, (float)limit));
    }

    /// <summary>Four lanes of each sum; the voxels after the last whole vector follow one by one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumBlock(float* observed, float* calculated, float* weights, int count, double* sums)
    {
        Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default;
        Vector256<double> w = Vector256<double>.One;
        int i = 0;
        for (; i <= count - Lanes / 2; i += Lanes / 2)
        {
            Vector256<double> o = Widen(observed + i), c = Widen(calculated + i);
            if (weights != null)
                w = Widen(weights + i);
            Vector256<double> wo = w * o, wc = w * c;
            s0 += w;
            s1 += wo;
            s2 += wc;
            s3 = LaneMath.MultiplyAdd(wo, o, s3);
            s4 = LaneMath.MultiplyAdd(wo, c, s4);
            s5 = LaneMath.MultiplyAdd(wc, c, s5);
        }

        (sums[0], sums[1], sums[2]) = (Vector256.Sum(s0), Vector256.Sum(s1), Vector256.Sum(s2));
        (sums[3], sums[4], sums[5]) = (Vector256.Sum(s3), Vector256.Sum(s4), Vector256.Sum(s5));
        for (; i < count; i++)
        {
            double o = observed[i], c = calculated[i], single = weights == null ? 1 : weights[i];
            sums[0] += single;
            sums[1] += single * o;
            sums[2] += single * c;
            sums[3] += single * o * o;
            sums[4] += single * o * c;
            sums[5] += single * c * c;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CombineBlock(double a, float* observed, double b, float* calculated, double e, float* weights, float* result, int count)
    {
        Vector256<double> va = Vector256.Create(a), vb = Vector256.Create(b), ve = Vector256.Create(e);
        int i = 0;
        for (; i <= count - Lanes / 2; i += Lanes / 2)
        {
            Vector256<double> value = LaneMath.MultiplyAdd(va, Widen(observed + i), LaneMath.MultiplyAdd(vb, Widen(calculated + i), ve));
            if (weights != null)
                value *= Widen(weights + i);
            Vector128.Narrow(value.GetLower(), value.GetUpper()).Store(result + i);
        }

        for (; i < count; i++)
            result[i] = (float)((a * observed[i] + b * calculated[i] + e) * (weights == null ? 1 : weights[i]));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CorrelateBlock(float* product, float* firstSquared, float* secondSquared, float* first, float* second, (double A, double B) limit, float* result, int count)
    {
        Vector256<double> limitA = Vector256.Create(limit.A), limitB = Vector256.Create(limit.B), meanA = default, meanB = default;
        int i = 0;
        for (; i <= count - Lanes / 2; i += Lanes / 2)
        {
            if (first != null)
                meanA = Widen(first + i);
            if (second != null)
                meanB = Widen(second + i);
            Vector256<double> varianceA = Widen(firstSquared + i) - meanA * meanA, varianceB = Widen(secondSquared + i) - meanB * meanB;
            Vector256<double> defined = Vector256.GreaterThan(varianceA, limitA) & Vector256.GreaterThan(varianceB, limitB);
            Vector256<double> c = (Widen(product + i) - meanA * meanB) / Vector256.Sqrt(varianceA * varianceB) & defined;
            c = Vector256.Min(Vector256.Max(c, -Vector256<double>.One), Vector256<double>.One);
            Vector128.Narrow(c.GetLower(), c.GetUpper()).Store(result + i);
        }

        for (; i < count; i++)
        {
            double a = first == null ? 0 : first[i], b = second == null ? 0 : second[i];
            double varianceA = firstSquared[i] - a * a, varianceB = secondSquared[i] - b * b;
            result[i] = (float)(varianceA > limit.A && varianceB > limit.B ? Math.Clamp((product[i] - a * b) / Math.Sqrt(varianceA * varianceB), -1, 1) : 0);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyBlock(float* a, float* b, float* result, int count)
    {
        int i = 0;
        for (; i <= count - Lanes; i += Lanes)
            (Vector256.Load(a + i) * Vector256.Load(b + i)).Store(result + i);
        for (; i < count; i++)
            result[i] = a[i] * b[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Widen(float* values) => Vector256.WidenLower(Vector128.Load(values).ToVector256Unsafe());

    private static int BlockCount(long n) => (int)((n + Block - 1) / Block);

    /// <summary>Calls the body with block number, first element and number of elements of every block.</summary>
    private void ForBlocks(long n, Action<int, long, int> body) =>
        workers.Run(BlockCount(n), k => body(k, (long)k * Block, (int)Math.Min(Block, n - (long)k * Block)), BlockCount(n) >= WorthwhileBlocks);
}
