using BenchmarkDotNet.Attributes;
using Engine.Kernels;

namespace Engine.Benchmarks;

/// <summary>
/// Resolution-limited images of as many atoms as an apoferritin protomer with hydrogens at 1.75 Å resolution, at the density of protein in a box of
/// 94 × 104 × 112 voxels of 0.65 Å, every atom a class of its own: profiles, map and gradients.
/// </summary>
public class ImageBenchmarks : IDisposable
{
    private const int Atoms = 1654;
    private const double Resolution = 1.75;

    private Accelerator accelerator = null!;
    private AtomClasses classes = null!;
    private AtomImages images = null!;
    private ProfileMatrix matrix = null!;
    private ImageProfiles density = null!;
    private ImageProfiles everything = null!;
    private DeviceBuffer<float> grid = null!;
    private DeviceBuffer<double> sums = null!;
    private GridFrame frame;

    /// <summary>Radius of the images, in units of the resolution.</summary>
    [Params(2.0, 4.0)]
    public double Radius { get; set; }

    /// <summary>Makes atoms.</summary>
    [GlobalSetup]
    public void Setup()
    {
        accelerator = DeviceCatalog.Open(Environment.GetEnvironmentVariable("ENGINE_BENCHMARK_DEVICE") ?? "cpu", Environment.ProcessorCount);
        frame = GridFrame.Orthogonal(94, 104, 112, 0, 0, 0, 0.65, 0.65, 0.65, true);
        var random = new Random(1);
        double[] size = [30, 33, 36];
        classes = new AtomClasses
        {
            Terms = 5,
            FormFactors = [0.0893f, 0.2563f, 0.7570f, 1.0487f, 0.3575f, 0.2465f, 1.71f, 6.4094f, 18.6113f, 50.2523f],
            FormFactor = new int[Atoms],
            B = [.. Enumerable.Range(0, Atoms).Select(_ => 10 + 30 * random.NextDouble())],
            Resolution = [.. Enumerable.Repeat(Resolution, Atoms)],
        };
        images = new AtomImages
        {
            Positions = [.. Enumerable.Range(0, 3 * Atoms).Select(i => 15 + size[i % 3] * random.NextDouble())],
            Class = [.. Enumerable.Range(0, Atoms)],
            Weight = [.. Enumerable.Repeat(1f, Atoms)],
        };
        matrix = new ProfileMatrix(new ImageShape { Edge = 0.2, Radius = Radius });
        density = new ImageProfiles(accelerator, matrix.Shape, ImageQuantities.Density, Atoms);
        everything = new ImageProfiles(
            accelerator, matrix.Shape, ImageQuantities.Density | ImageQuantities.BFactor | ImageQuantities.Resolution | ImageQuantities.Curvature, Atoms);
        grid = accelerator.Allocate<float>(frame.VoxelCount, "grid");
        sums = accelerator.Allocate<double>((long)AtomSums.Stride * Atoms, "sums");
        accelerator.Images.Build(classes, matrix, density);
        accelerator.Images.Build(classes, matrix, everything);
        accelerator.Images.Add(images, density, frame, grid);
    }

    /// <summary>Frees the device.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Profiles of the density.</summary>
    [Benchmark]
    public void Build() => Run(() => accelerator.Images.Build(classes, matrix, density));

    /// <summary>Profiles of all quantities.</summary>
    [Benchmark]
    public void BuildEverything() => Run(() => accelerator.Images.Build(classes, matrix, everything));

    /// <summary>The map.</summary>
    [Benchmark]
    public void Add() => Run(() => accelerator.Images.Add(images, density, frame, grid));

    /// <summary>Gradients by position and occupancy.</summary>
    [Benchmark]
    public void Gather() => Run(() => accelerator.Images.Gather(images, density, frame, grid, sums));

    /// <summary>Gradients by all parameters.</summary>
    [Benchmark]
    public void GatherEverything() => Run(() => accelerator.Images.Gather(images, everything, frame, grid, sums));

    /// <summary>Frees the device.</summary>
    /// <param name="disposing">True when called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        density.Dispose();
        everything.Dispose();
        grid.Dispose();
        sums.Dispose();
        accelerator.Dispose();
    }

    private void Run(Action work)
    {
        work();
        accelerator.Synchronize();
    }
}
