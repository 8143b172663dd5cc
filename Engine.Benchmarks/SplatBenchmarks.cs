using BenchmarkDotNet.Attributes;
using Engine.Kernels;

namespace Engine.Benchmarks;

/// <summary>Five-Gaussian carbon atoms onto a grid of 1 Å voxels, radius 4 Å.</summary>
public class SplatBenchmarks
{
    private Accelerator accelerator = null!;
    private GaussianAtoms atoms = null!;
    private DeviceBuffer<float> grid = null!;
    private GridFrame frame;

    /// <summary>Number of atoms.</summary>
    [Params(1413, 20_000)]
    public int Atoms { get; set; }

    /// <summary>Makes atoms.</summary>
    [GlobalSetup]
    public void Setup()
    {
        accelerator = DeviceCatalog.Open(Environment.GetEnvironmentVariable("ENGINE_BENCHMARK_DEVICE") ?? "cpu", Environment.ProcessorCount);
        const int N = 128;
        frame = GridFrame.Orthogonal(N, N, N, 0, 0, 0, 1, 1, 1, true);
        var random = new Random(1);
        atoms = new GaussianAtoms
        {
            Positions = [.. Enumerable.Range(0, 3 * Atoms).Select(_ => random.NextDouble() * N)],
            FormFactor = new int[Atoms],
            FormFactors = [0.0893f, 0.2563f, 0.7570f, 1.0487f, 0.3575f, 0.2465f, 1.71f, 6.4094f, 18.6113f, 50.2523f],
            BIso = [.. Enumerable.Repeat(20f, Atoms)],
            Occupancy = [.. Enumerable.Repeat(1f, Atoms)],
            Radius = [.. Enumerable.Repeat(4f, Atoms)],
        };
        grid = accelerator.Allocate<float>(frame.VoxelCount, "grid");
    }

    /// <summary>Frees the device.</summary>
    [GlobalCleanup]
    public void Cleanup() => accelerator.Dispose();

    /// <summary>All atoms.</summary>
    [Benchmark]
    public void Add()
    {
        accelerator.Splat.Add(atoms, 10, frame, grid);
        accelerator.Synchronize();
    }
}
