using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels.Cpu;

/// <summary>Vector algebra in blocks of <see cref="Block"/> doubles, which also are the leaves of the sums.</summary>
internal sealed unsafe class CpuVectorKernels(CpuWorkers workers) : VectorKernels
{
    /// <summary>Doubles per block; a multiple of 16 for the SIMD loops and of 3 for triples.</summary>
    private const int Block = 12288;

    private const int WorthwhileBlocks = 16;

    /// <inheritdoc/>
    public override void Copy(DeviceBuffer<double> x, DeviceBuffer<double> y)
    {
        long n = SameLength(x, y);
        double* px = CpuBuffer.Pointer(x, n), py = CpuBuffer.Pointer(y, n);
        ForBlocks(n, (_, at, count) => new ReadOnlySpan<double>(px + at, count).CopyTo(new Span<double>(py + at, count)));
    }

    /// <inheritdoc/>
    public override void Fill(DeviceBuffer<double> x, double value)
    {
        double* px = CpuBuffer.Pointer(x, x.Length);
        ForBlocks(x.Length, (_, at, count) => new Span<double>(px + at, count).Fill(value));
    }

    /// <inheritdoc/>
    public override void Scale(double a, DeviceBuffer<double> x)
    {
        double* px = CpuBuffer.Pointer(x, x.Length);
        ForBlocks(x.Length, (_, at, count) =>
        {
            int i = 0;
            for (; i <= count - 4; i += 4)
                (Vector256.Load(px + at + i) * a).Store(px + at + i);
            for (; i < count; i++)
                px[at + i] *= a;
        });
    }

    /// <inheritdoc/>
    public override void Axpy(double a, DeviceBuffer<double> x, DeviceBuffer<double> y) => AddScaled(y, a, x, y);

    /// <inheritdoc/>
    public override void AddScaled(DeviceBuffer<double> x, double a, DeviceBuffer<double> y, DeviceBuffer<double> z)
    {
        long n = SameLength(x, y, z);
        double* px = CpuBuffer.Pointer(x, n), py = CpuBuffer.Pointer(y, n), pz = CpuBuffer.Pointer(z, n);
        ForBlocks(n, (_, at, count) =>
        {
            Vector256<double> factor = Vector256.Create(a);
            int i = 0;
            for (; i <= count - 4; i += 4)
                (Vector256.Load(px + at + i) + factor * Vector256.Load(py + at + i)).Store(pz + at + i);
            for (; i < count; i++)
                pz[at + i] = px[at + i] + a * py[at + i];
        });
    }

    /// <inheritdoc/>
    public override void Multiply(DeviceBuffer<double> x, DeviceBuffer<double> y, DeviceBuffer<double> z)
    {
        long n = SameLength(x, y, z);
        double* px = CpuBuffer.Pointer(x, n), py = CpuBuffer.Pointer(y, n), pz = CpuBuffer.Pointer(z, n);
        ForBlocks(n, (_, at, count) =>
        {
            int i = 0;
            for (; i <= count - 4; i += 4)
                (Vector256.Load(px + at + i) * Vector256.Load(py + at + i)).Store(pz + at + i);
            for (; i < count; i++)
                pz[at + i] = px[at + i] * py[at + i];
        });
    }

    /// <inheritdoc/>
    public override double Dot(DeviceBuffer<double> x, DeviceBuffer<double> y)
    {
        long n = SameLength(x, y);
        double* px = CpuBuffer.Pointer(x, n), py = CpuBuffer.Pointer(y, n);
        double[] sums = new double[BlockCount(n)];
        ForBlocks(n, (block, at, count) => sums[block] = DotBlock(px + at, py + at, count));
        return FixedTree.Sum(sums);
    }

    /// <inheritdoc/>
    public override double MaxTripleLength(DeviceBuffer<double> x)
    {
        long n = x.Length;
        if (n % 3 != 0)
            throw new ArgumentException($"an array of {n} elements does not consist of triples", nameof(x));
        double* px = CpuBuffer.Pointer(x, n);
        double[] largest = new double[BlockCount(n)];
        ForBlocks(n, (block, at, count) =>
        {
            double max = 0;
            for (double* p = px + at, end = p + count; p < end; p += 3)
                max = Math.Max(max, p[0] * p[0] + p[1] * p[1] + p[2] * p[2]);
            largest[block] = max;
        });
        double result = 0;
        foreach (double value in largest)
            result = Math.Max(result, value);
        return Math.Sqrt(result);
    }

    /// <summary>Sixteen partial sums, added as a tree: the same order for every SIMD width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double DotBlock(double* x, double* y, int count)
    {
        Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default;
        int i = 0;
        for (; i <= count - 16; i += 16)
        {
            s0 += Vector256.Load(x + i) * Vector256.Load(y + i);
            s1 += Vector256.Load(x + i + 4) * Vector256.Load(y + i + 4);
            s2 += Vector256.Load(x + i + 8) * Vector256.Load(y + i + 8);
            s3 += Vector256.Load(x + i + 12) * Vector256.Load(y + i + 12);
        }

        double tail = 0;
        for (; i < count; i++)
            tail += x[i] * y[i];
        return Vector256.Sum((s0 + s1) + (s2 + s3)) + tail;
    }

    private static int BlockCount(long n) => (int)((n + Block - 1) / Block);

    private static long SameLength(DeviceBuffer<double> x, DeviceBuffer<double> y) =>
        x.Length == y.Length ? x.Length : throw new ArgumentException($"arrays of {x.Length} and {y.Length} elements do not go together");

    private static long SameLength(DeviceBuffer<double> x, DeviceBuffer<double> y, DeviceBuffer<double> z) =>
        Math.Min(SameLength(x, y), SameLength(y, z));

    /// <summary>Calls the body with block number, first element and number of elements of every block.</summary>
    private void ForBlocks(long n, Action<int, long, int> body) =>
        workers.Run(BlockCount(n), k => body(k, (long)k * Block, (int)Math.Min(Block, n - (long)k * Block)), BlockCount(n) >= WorthwhileBlocks);
}
