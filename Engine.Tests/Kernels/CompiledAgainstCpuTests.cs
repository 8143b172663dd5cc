using Engine.Kernels;
using Engine.Kernels.Cpu;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>Every kernel gives what its CPU twin gives, on random inputs that fill several work-groups.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.Compiled))]
public sealed class CompiledAgainstCpuTests(string accelerator) : KernelFixture(accelerator)
{
    private const int Atoms = 700;
    private const double Double = 1e-10;
    private const double Single = 1e-5;

    [Test]
    public void Vectors() => Compare(Double, (accelerator, samples) =>
    {
        const int Count = 30000;
        using DeviceBuffer<double> x = accelerator.Upload<double>(samples.Numbers(Count, -1, 1), "test");
        using DeviceBuffer<double> y = accelerator.Upload<double>(samples.Numbers(Count, -1, 1), "test");
        using DeviceBuffer<double> z = accelerator.Allocate<double>(Count, "test");
        accelerator.Vectors.AddScaled(x, 0.3, y, z);
        accelerator.Vectors.Axpy(-1.7, z, x);
        accelerator.Vectors.Multiply(x, y, y);
        accelerator.Vectors.Scale(2.5, y);
        accelerator.Vectors.Copy(y, z);
        DeviceBuffer<double>[] all = [x, y, z];
        double[] lengths = [.. all.Select(accelerator.Vectors.MaxTripleLength)];
        return [accelerator.Vectors.Dot(x, z), .. lengths, .. Download(accelerator, x), .. Download(accelerator, z)];
    });

    [TestCase(InterpolationKind.Trilinear, true)]
    [TestCase(InterpolationKind.Trilinear, false)]
    [TestCase(InterpolationKind.Tricubic, true)]
    [TestCase(InterpolationKind.Tricubic, false)]
    public void Interpolation(InterpolationKind kind, bool periodic) => Compare(Single, (accelerator, samples) =>
    {
        GridFrame frame = new(14, 11, 9, -3, 2, 1, [0.9, 0.1, 0.05, 0, 1.1, 0.2, 0, 0, 1.2], periodic);
        double[] start = samples.Numbers(3 * Atoms, -6, 16);
        (start[0], start[1], start[2]) = (-3, 2, 1);
        float[] weight = samples.Singles(Atoms, 0, 2);
        weight[5] = 0;
        using DeviceBuffer<float> map = accelerator.Upload<float>(samples.Singles((int)frame.VoxelCount, -1, 1), "test");
        using DeviceBuffer<float> weights = accelerator.Upload<float>(weight, "test");
        using DeviceBuffer<float> values = accelerator.Allocate<float>(Atoms, "test");
        using DeviceBuffer<double> positions = accelerator.Upload<double>(start, "test");
        using DeviceBuffer<double> gradient = accelerator.Upload<double>(samples.Numbers(3 * Atoms, -1, 1), "test");
        double sum = accelerator.Interpolation.Evaluate(map, frame, positions, weights, kind, -1.5, gradient);
        accelerator.Interpolation.Values(map, frame, positions, kind, values);
        return [sum, .. Download(accelerator, gradient), .. Download(accelerator, values)];
    });

    [Test]
    public void Restraints() => Compare(Double, (accelerator, samples) =>
    {
        double[] start = samples.Lattice(Atoms);
        using RestraintTerms terms = accelerator.Restraints.Create(samples.Restraints(Atoms, 900));
        using DeviceBuffer<double> positions = accelerator.Upload<double>(start, "test");
        using DeviceBuffer<double> gradient = accelerator.Upload<double>(samples.Numbers(start.Length, -1, 1), "test");
        RestraintEnergies without = accelerator.Restraints.Evaluate(terms, positions, 1, gradient);
        terms.SetNonbonded(samples.Pairs(start), 90);
        RestraintEnergies with = accelerator.Restraints.Evaluate(terms, positions, 0.4, gradient);
        RestraintEnergies alone = accelerator.Restraints.Evaluate(terms, positions, 1, null);
        return [.. Numbers(without), .. Numbers(with), .. Numbers(alone), .. Download(accelerator, gradient)];
    });

    [Test]
    public void Riding() => Compare(Double, (accelerator, samples) =>
    {
        double[] start = samples.Lattice(Atoms);
        using RidingAtoms riding = accelerator.Riding.Create(samples.Riding(Atoms), Atoms);
        using DeviceBuffer<double> positions = accelerator.Upload<double>(start, "test");
        using DeviceBuffer<double> gradient = accelerator.Upload<double>(samples.Numbers(start.Length, -1, 1), "test");
        accelerator.Riding.Capture(riding, positions);
        double[] moved = samples.Numbers(start.Length, -0.2, 0.2);
        accelerator.Upload<double>([.. start.Zip(moved, (a, b) => a + b)], positions);
        accelerator.Riding.Place(riding, positions);
        accelerator.Riding.PullBack(riding, positions, gradient);
        return [.. Download(accelerator, positions), .. Download(accelerator, gradient)];
    });

    [TestCase(true, false)]
    [TestCase(true, true)]
    [TestCase(false, false)]
    [TestCase(false, true)]
    public void Splat(bool periodic, bool anisotropic) => Compare(Single, (accelerator, samples) =>
    {
        GridFrame frame = GridFrame.Orthogonal(21, 18, 26, -101, -2, 50, 0.8, 0.9, 0.7, periodic);
        GaussianAtoms atoms = samples.Gaussians(Atoms, 16, anisotropic);
        for (int i = 0; i < Atoms; i++)
        {
            atoms.Positions[3 * i] -= 101;
            atoms.Positions[3 * i + 2] += 50;
        }

        using DeviceBuffer<float> grid = accelerator.Upload<float>(samples.Singles((int)frame.VoxelCount, 0, 1), "test");
        accelerator.Splat.Add(atoms, 7, frame, grid);
        return Download(accelerator, grid);
    });

    [TestCase(true)]
    [TestCase(false)]
    public void SplatReachesRoundASmallBox(bool anisotropic) => Compare(Single, (accelerator, samples) =>
    {
        GridFrame frame = GridFrame.Orthogonal(5, 6, 7, 0, 0, 0, 0.6, 0.6, 0.6, true);
        using DeviceBuffer<float> grid = accelerator.Allocate<float>(frame.VoxelCount, "test");
        accelerator.Splat.Add(samples.Gaussians(20, 4, anisotropic), 0, frame, grid);
        return Download(accelerator, grid);
    });

    [TestCase(12, 10, 14, 12, 10, 14)]
    [TestCase(12, 10, 14, 8, 7, 6)]
    [TestCase(13, 15, 14, 8, 8, 8)]
    [TestCase(7, 9, 6, 12, 12, 12)]
    [TestCase(1, 4, 5, 6, 1, 3)]
    public void Filter(int sx, int sy, int sz, int tx, int ty, int tz) => Compare(Single, (accelerator, samples) =>
    {
        HalfSpaceShape source = new(sx, sy, sz);
        HalfSpaceShape target = new(tx, ty, tz);
        using DeviceBuffer<float> from = accelerator.Upload<float>(samples.Singles((int)(2 * source.Count), -1, 1), "test");
        using DeviceBuffer<float> to = accelerator.Upload<float>(samples.Singles((int)(2 * target.Count), -1, 1), "test");
        var soft = new FourierFilter { CellX = 10, CellY = 11, CellZ = 12, Blur = 30, SInner = 0.35, SOuter = 0.55, Scale = 1.7, KeepOrigin = true, Accumulate = true };
        accelerator.Fourier.Apply(from, source, to, target, soft);
        float[] kept = Singles(accelerator, to);
        accelerator.Fourier.Apply(from, source, from, source, new FourierFilter { CellX = 10, CellY = 10, CellZ = 10, Blur = -30, SInner = 0.3, SOuter = 0.3 });
        return [.. kept.Select(v => (double)v), .. Download(accelerator, from)];
    });

    private void Compare(double tolerance, Func<Accelerator, OpenClSamples, double[]> compute)
    {
        using CpuAccelerator cpu = new(2);
        double[] actual = compute(Device, new OpenClSamples(101));
        double[] expected = compute(cpu, new OpenClSamples(101));
        double size = Math.Sqrt(expected.Select(v => v * v).Average());
        Assert.That(actual, Has.Length.EqualTo(expected.Length));
        Assert.That(size, Is.GreaterThan(0).And.LessThan(double.PositiveInfinity));
        for (int i = 0; i < actual.Length; i++)
            Assert.That(actual[i], Is.EqualTo(expected[i]).Within(tolerance * (Math.Abs(expected[i]) + size)), $"number {i}");
    }

    private static double[] Numbers(RestraintEnergies e) => [e.Bond, e.Angle, e.Torsion, e.Chirality, e.Planarity, e.Nonbonded, e.Site, e.Surface, e.Parallel, e.Copy];

    private static double[] Download(Accelerator accelerator, DeviceBuffer<double> buffer)
    {
        double[] numbers = new double[buffer.Length];
        accelerator.Download(buffer, numbers);
        return numbers;
    }

    private static double[] Download(Accelerator accelerator, DeviceBuffer<float> buffer) =>
        [.. Singles(accelerator, buffer).Select(v => (double)v)];

    private static float[] Singles(Accelerator accelerator, DeviceBuffer<float> buffer)
    {
        float[] numbers = new float[buffer.Length];
        accelerator.Download(buffer, numbers);
        return numbers;
    }
}
