using BenchmarkDotNet.Attributes;
using Engine.Kernels;

namespace Engine.Benchmarks;

/// <summary>Density and gradient at atoms, 1,413 atoms on a 94 × 104 × 112 grid (the size of one apoferritin subunit) and 100,000 atoms on 256³.</summary>
[MemoryDiagnoser]
public class InterpolationBenchmarks
{
    private Accelerator accelerator = null!;
    private DeviceBuffer<float> map = null!;
    private DeviceBuffer<double> positions = null!;
    private DeviceBuffer<double> gradient = null!;
    private DeviceBuffer<float> weights = null!;
    private GridFrame frame;

    /// <summary>Number of atoms.</summary>
    [Params(1413, 100_000)]
    public int Atoms { get; set; }

    /// <summary>Interpolation rule.</summary>
    [Params(InterpolationKind.Trilinear, InterpolationKind.Tricubic)]
    public InterpolationKind Kind { get; set; }

    /// <summary>Makes a map and atoms.</summary>
    [GlobalSetup]
    public void Setup()
    {
        accelerator = DeviceCatalog.Open(Environment.GetEnvironmentVariable("ENGINE_BENCHMARK_DEVICE") ?? "cpu", Environment.ProcessorCount);
        int n = Atoms < 10_000 ? 104 : 256;
        frame = GridFrame.Orthogonal(n, n, n, 0, 0, 0, 0.65, 0.65, 0.65, false);
        var random = new Random(1);
        float[] values = [.. Enumerable.Range(0, n * n * n).Select(_ => random.NextSingle())];
        double[] x = [.. Enumerable.Range(0, 3 * Atoms).Select(_ => 0.65 * (2 + random.NextDouble() * (n - 5)))];
        map = accelerator.Upload((ReadOnlySpan<float>)values, "map");
        positions = accelerator.Upload((ReadOnlySpan<double>)x, "coordinates");
        gradient = accelerator.Allocate<double>(x.Length, "gradient");
        weights = accelerator.Upload((ReadOnlySpan<float>)[.. Enumerable.Repeat(1f, Atoms)], "weights");
    }

    /// <summary>Frees the device.</summary>
    [GlobalCleanup]
    public void Cleanup() => accelerator.Dispose();

    /// <summary>Value and gradient.</summary>
    [Benchmark]
    public double ValueAndGradient() => accelerator.Interpolation.Evaluate(map, frame, positions, weights, Kind, -1, gradient);

    /// <summary>Value alone.</summary>
    [Benchmark]
    public double Value() => accelerator.Interpolation.Evaluate(map, frame, positions, weights, Kind, -1, null);
}
