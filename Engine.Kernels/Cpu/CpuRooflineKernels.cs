using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels.Cpu;

/// <summary>Ceilings of the processor: plain stores, and eight chains of multiply-adds of the widest registers per thread.</summary>
internal sealed unsafe class CpuRooflineKernels(CpuWorkers workers) : RooflineKernels
{
    private const int Piece = 1 << 15;

    /// <summary>Chains that hide the latency of a multiply-add on two ports.</summary>
    private const int Chains = 8;

    /// <summary>Chunks per thread, so that a thread that started late does less.</summary>
    private const int Chunks = 4;

    private readonly double[] sink = new double[Chunks * workers.Count];

    /// <inheritdoc/>
    public override void Triad(DeviceBuffer<float> a, DeviceBuffer<float> b, DeviceBuffer<float> c, float factor)
    {
        Check(a, b, c);
        long n = a.Length;
        float* pa = CpuBuffer.Pointer(a, n), pb = CpuBuffer.Pointer(b, n), pc = CpuBuffer.Pointer(c, n);
        workers.Run((int)((n + Piece - 1) / Piece), k => Triad(pa, pb, pc, factor, (long)k * Piece, Math.Min(n, (k + 1L) * Piece)));
    }

    /// <inheritdoc/>
    public override double MultiplyAddSingle(int rounds)
    {
        workers.Run(sink.Length, k => sink[k] = Vector512.IsHardwareAccelerated ? Wide(rounds, 0.999f) : Narrow(rounds, 0.999f));
        return 2.0 * Chains * (Vector512.IsHardwareAccelerated ? Vector512<float>.Count : Vector256<float>.Count) * rounds * sink.Length;
    }

    /// <inheritdoc/>
    public override double MultiplyAddDouble(int rounds)
    {
        workers.Run(sink.Length, k => sink[k] = Vector512.IsHardwareAccelerated ? Wide(rounds, 0.999) : Narrow(rounds, 0.999));
        return 2.0 * Chains * (Vector512.IsHardwareAccelerated ? Vector512<double>.Count : Vector256<double>.Count) * rounds * sink.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Triad(float* a, float* b, float* c, float factor, long from, long to)
    {
        Vector256<float> scale = Vector256.Create(factor);
        long i = from;
        for (; i <= to - 32; i += 32)
        {
            (Vector256.Load(b + i) + scale * Vector256.Load(c + i)).Store(a + i);
            (Vector256.Load(b + i + 8) + scale * Vector256.Load(c + i + 8)).Store(a + i + 8);
            (Vector256.Load(b + i + 16) + scale * Vector256.Load(c + i + 16)).Store(a + i + 16);
            (Vector256.Load(b + i + 24) + scale * Vector256.Load(c + i + 24)).Store(a + i + 24);
        }

        for (; i < to; i++)
            a[i] = b[i] + factor * c[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Wide(int rounds, float factor)
    {
        Vector512<float> f = Vector512.Create(factor), t = Vector512.Create(0.5f), a = t, b = t, c = t, d = t, e = t, g = t, h = t, i = t;
        for (int round = 0; round < rounds; round++)
        {
            (a, b, c, d) = (Vector512.FusedMultiplyAdd(a, f, t), Vector512.FusedMultiplyAdd(b, f, t), Vector512.FusedMultiplyAdd(c, f, t), Vector512.FusedMultiplyAdd(d, f, t));
            (e, g, h, i) = (Vector512.FusedMultiplyAdd(e, f, t), Vector512.FusedMultiplyAdd(g, f, t), Vector512.FusedMultiplyAdd(h, f, t), Vector512.FusedMultiplyAdd(i, f, t));
        }

        return Vector512.Sum(a + b + c + d + e + g + h + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Wide(int rounds, double factor)
    {
        Vector512<double> f = Vector512.Create(factor), t = Vector512.Create(0.5), a = t, b = t, c = t, d = t, e = t, g = t, h = t, i = t;
        for (int round = 0; round < rounds; round++)
        {
            (a, b, c, d) = (Vector512.FusedMultiplyAdd(a, f, t), Vector512.FusedMultiplyAdd(b, f, t), Vector512.FusedMultiplyAdd(c, f, t), Vector512.FusedMultiplyAdd(d, f, t));
            (e, g, h, i) = (Vector512.FusedMultiplyAdd(e, f, t), Vector512.FusedMultiplyAdd(g, f, t), Vector512.FusedMultiplyAdd(h, f, t), Vector512.FusedMultiplyAdd(i, f, t));
        }

        return Vector512.Sum(a + b + c + d + e + g + h + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Narrow(int rounds, float factor)
    {
        Vector256<float> f = Vector256.Create(factor), t = Vector256.Create(0.5f), a = t, b = t, c = t, d = t, e = t, g = t, h = t, i = t;
        for (int round = 0; round < rounds; round++)
        {
            (a, b, c, d) = (Vector256.FusedMultiplyAdd(a, f, t), Vector256.FusedMultiplyAdd(b, f, t), Vector256.FusedMultiplyAdd(c, f, t), Vector256.FusedMultiplyAdd(d, f, t));
            (e, g, h, i) = (Vector256.FusedMultiplyAdd(e, f, t), Vector256.FusedMultiplyAdd(g, f, t), Vector256.FusedMultiplyAdd(h, f, t), Vector256.FusedMultiplyAdd(i, f, t));
        }

        return Vector256.Sum(a + b + c + d + e + g + h + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Narrow(int rounds, double factor)
    {
        Vector256<double> f = Vector256.Create(factor), t = Vector256.Create(0.5), a = t, b = t, c = t, d = t, e = t, g = t, h = t, i = t;
        for (int round = 0; round < rounds; round++)
        {
            (a, b, c, d) = (Vector256.FusedMultiplyAdd(a, f, t), Vector256.FusedMultiplyAdd(b, f, t), Vector256.FusedMultiplyAdd(c, f, t), Vector256.FusedMultiplyAdd(d, f, t));
            (e, g, h, i) = (Vector256.FusedMultiplyAdd(e, f, t), Vector256.FusedMultiplyAdd(g, f, t), Vector256.FusedMultiplyAdd(h, f, t), Vector256.FusedMultiplyAdd(i, f, t));
        }

        return Vector256.Sum(a + b + c + d + e + g + h + i);
    }
}
