using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>The same input on the same device gives the same bits, on every run and every queue.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.Compiled))]
public sealed class CompiledDeterminismTests(string accelerator) : KernelFixture(accelerator)
{
    private const int Atoms = 500;

    [Test]
    public void Vectors() => SameTwice((accelerator, samples) =>
    {
        double[] numbers = samples.Numbers(30000, -1, 1);
        using DeviceBuffer<double> x = accelerator.Upload<double>(numbers, "test");
        return [accelerator.Vectors.Dot(x, x), accelerator.Vectors.MaxTripleLength(x)];
    });

    [Test]
    public void Restraints() => SameTwice((accelerator, samples) =>
    {
        double[] start = samples.Lattice(Atoms);
        using RestraintTerms terms = accelerator.Restraints.Create(samples.Restraints(Atoms, 900));
        terms.SetNonbonded(samples.Pairs(start), 100);
        using DeviceBuffer<double> positions = accelerator.Upload<double>(start, "test");
        using DeviceBuffer<double> gradient = accelerator.Allocate<double>(start.Length, "test");
        RestraintEnergies e = accelerator.Restraints.Evaluate(terms, positions, 0.3, gradient);
        return [e.Bond, e.Angle, e.Torsion, e.Chirality, e.Planarity, e.Nonbonded, e.Site, e.Surface, e.Parallel, e.Copy, .. Numbers(accelerator, gradient)];
    });

    [Test]
    public void Interpolation() => SameTwice((accelerator, samples) =>
    {
        GridFrame frame = GridFrame.Orthogonal(12, 11, 10, 0, 0, 0, 1, 1, 1, true);
        using DeviceBuffer<float> map = accelerator.Upload<float>(samples.Singles((int)frame.VoxelCount, -1, 1), "test");
        using DeviceBuffer<float> weights = accelerator.Upload<float>(samples.Singles(Atoms, 0, 1), "test");
        using DeviceBuffer<double> positions = accelerator.Upload<double>(samples.Numbers(3 * Atoms, -5, 15), "test");
        using DeviceBuffer<double> gradient = accelerator.Allocate<double>(3 * Atoms, "test");
        double sum = accelerator.Interpolation.Evaluate(map, frame, positions, weights, InterpolationKind.Tricubic, 1, gradient);
        return [sum, .. Numbers(accelerator, gradient)];
    });

    [Test]
    public void Riding() => SameTwice((accelerator, samples) =>
    {
        using RidingAtoms riding = accelerator.Riding.Create(samples.Riding(Atoms), Atoms);
        using DeviceBuffer<double> positions = accelerator.Upload<double>(samples.Lattice(Atoms), "test");
        using DeviceBuffer<double> gradient = accelerator.Upload<double>(samples.Numbers(3 * Atoms, -1, 1), "test");
        accelerator.Riding.Capture(riding, positions);
        accelerator.Riding.PullBack(riding, positions, gradient);
        return Numbers(accelerator, gradient);
    });

    [Test]
    public void Splat() => SameTwice((accelerator, samples) =>
    {
        GridFrame frame = GridFrame.Orthogonal(20, 18, 22, -1, -2, -3, 0.8, 0.9, 0.7, true);
        using DeviceBuffer<float> grid = accelerator.Allocate<float>(frame.VoxelCount, "test");
        accelerator.Splat.Add(samples.Gaussians(Atoms, 16, true), 5, frame, grid);
        float[] voxels = new float[frame.VoxelCount];
        accelerator.Download(grid, voxels);
        return [.. voxels.Select(v => (double)v)];
    });

    private void SameTwice(Func<Accelerator, KernelSamples, double[]> compute)
    {
        double[][] results = new double[2][];
        for (int i = 0; i < results.Length; i++)
        {
            using Accelerator accelerator = TestAccelerators.Open(Name);
            results[i] = compute(accelerator, new KernelSamples(77));
        }

        Assert.That(results[0].Select(BitConverter.DoubleToInt64Bits), Is.EqualTo(results[1].Select(BitConverter.DoubleToInt64Bits)));
        Assert.That(results[0], Has.Some.Not.Zero);
        Assert.That(results[0], Has.None.NaN);
    }

    private static double[] Numbers(Accelerator accelerator, DeviceBuffer<double> buffer)
    {
        double[] numbers = new double[buffer.Length];
        accelerator.Download(buffer, numbers);
        return numbers;
    }
}
