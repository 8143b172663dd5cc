using BenchmarkDotNet.Attributes;
using Engine.Kernels;

namespace Engine.Benchmarks;

/// <summary>Real-to-complex transforms and back: whole maps, and batches of small windows.</summary>
public class FftBenchmarks
{
    private Accelerator accelerator = null!;
    private FourierPlan plan = null!;
    private DeviceBuffer<float> real = null!;
    private DeviceBuffer<float> half = null!;

    /// <summary>Size and batch.</summary>
    [Params("128x128x128", "256x256x256", "384x384x384", "32x32x32x512", "26x26x26x512")]
    public string Size { get; set; } = "";

    /// <summary>Makes the plan and random input.</summary>
    [GlobalSetup]
    public void Setup()
    {
        accelerator = DeviceCatalog.Open(Environment.GetEnvironmentVariable("ENGINE_BENCHMARK_DEVICE") ?? "cpu", Environment.ProcessorCount);
        plan = FftTimes.CreatePlan(accelerator, Size);
        real = FftTimes.MakeInput(accelerator, plan);
        half = accelerator.Allocate<float>(plan.HalfLength, "half space");
    }

    /// <summary>Frees the device.</summary>
    [GlobalCleanup]
    public void Cleanup()
    {
        half.Dispose();
        real.Dispose();
        plan.Dispose();
        accelerator.Dispose();
    }

    /// <summary>Real to complex.</summary>
    [Benchmark]
    public void Forward()
    {
        plan.Forward(real, half);
        accelerator.Synchronize();
    }

    /// <summary>Complex to real.</summary>
    [Benchmark]
    public void Inverse()
    {
        plan.Inverse(half, real);
        accelerator.Synchronize();
    }
}
