using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>Interpolated density against polynomials it must reproduce, a plain sum over the stencil, and finite differences.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class InterpolationTests(string accelerator) : KernelFixture(accelerator)
{
    private const int Atoms = 400;

    private static readonly GridFrame Orthogonal = GridFrame.Orthogonal(11, 9, 10, -3, 2, 1, 0.9, 1.1, 1.3, false);
    private static readonly GridFrame Skewed = new(9, 8, 7, 1, 2, 3, [0.9, 0.1, 0.05, 0, 1.1, 0.2, 0, 0, 1.2], true);

    /// <summary>Trilinear interpolation of a trilinear function, and Catmull-Rom of a quadratic one, are exact away from the edge.</summary>
    [TestCase(InterpolationKind.Trilinear, 0.0)]
    [TestCase(InterpolationKind.Tricubic, 0.25)]
    public void PolynomialIsReproduced(InterpolationKind kind, double curvature)
    {
        double Law(double u, double v, double w) => 1 + u - 2 * v + 0.5 * w + 0.25 * u * v * w + curvature * (u * u - v * v + 2 * w * w + u * u * w);
        float[] voxels = Fill(Orthogonal, (x, y, z) => (float)Law(x, y, z));
        KernelSamples samples = new(1);
        double[] positions = [.. Enumerable.Range(0, Atoms).SelectMany(_ => new[]
        {
            -3 + 0.9 * samples.Between(1, 8.999), 2 + 1.1 * samples.Between(1, 6.999), 1 + 1.3 * samples.Between(1, 7.999),
        })];
        using DeviceBuffer<float> map = Put(voxels), values = Device.Allocate<float>(Atoms, "test");
        using DeviceBuffer<double> x = Put(positions);
        Device.Interpolation.Values(map, Orthogonal, x, kind, values);
        double[] expected = [.. Enumerable.Range(0, Atoms).Select(i =>
            Law((positions[3 * i] + 3) / 0.9, (positions[3 * i + 1] - 2) / 1.1, (positions[3 * i + 2] - 1) / 1.3))];
        Assert.That(Get(values), Is.EqualTo(expected).Within(1e-4));
    }

    /// <summary>At a voxel both rules give the voxel, also on the last one of a grid that does not repeat.</summary>
    [Test]
    public void VoxelsAreKept([Values] InterpolationKind kind, [Values] bool periodic)
    {
        GridFrame frame = Orthogonal with { Periodic = periodic };
        float[] voxels = new KernelSamples(2).Singles((int)frame.VoxelCount, -1, 1);
        double[] positions = [.. Enumerable.Range(0, voxels.Length).SelectMany(i => new[]
        {
            -3 + 0.9 * (i % 11), 2 + 1.1 * (i / 11 % 9), 1 + 1.3 * (i / 99),
        })];
        using DeviceBuffer<float> map = Put(voxels), values = Device.Allocate<float>(voxels.Length, "test");
        using DeviceBuffer<double> x = Put(positions);
        Device.Interpolation.Values(map, frame, x, kind, values);
        float[] actual = Get(values);

        // Rounding may put the last voxel of a grid that does not repeat outside it.
        for (int i = 0; i < voxels.Length; i++)
            Assert.That(actual[i], Is.EqualTo(voxels[i]).Within(1e-5).Or.EqualTo(!periodic && IsOnFarFace(i, frame) ? 0 : voxels[i]).Within(1e-5), $"voxel {i}");
    }

    /// <summary>Every stencil, inside and over the edge, against a plain sum in double.</summary>
    [Test]
    public void ValueIsTheStencilSum([Values] InterpolationKind kind, [Values] bool periodic, [Values] bool skewed)
    {
        GridFrame frame = (skewed ? Skewed : Orthogonal) with { Periodic = periodic };
        KernelSamples samples = new(3);
        float[] voxels = samples.Singles((int)frame.VoxelCount, -1, 1);
        double[] positions = samples.Numbers(3 * Atoms, -12, 18);
        using DeviceBuffer<float> map = Put(voxels), values = Device.Allocate<float>(Atoms, "test");
        using DeviceBuffer<double> x = Put(positions);
        Device.Interpolation.Values(map, frame, x, kind, values);
        double[] expected = [.. Enumerable.Range(0, Atoms).Select(i => ReferenceInterpolation.Value(voxels, frame, positions.AsSpan(3 * i, 3), kind))];
        Assert.That(Get(values), Is.EqualTo(expected).Within(2e-6));
        Assert.That(expected, Has.Some.Not.Zero);
    }

    /// <summary>The gradient is that of the same polynomial, in a skewed frame and over the periodic edge.</summary>
    [Test]
    public void GradientIsTheFiniteDifference([Values] InterpolationKind kind, [Values] bool periodic)
    {
        GridFrame frame = Skewed with { Periodic = periodic };
        KernelSamples samples = new(4);
        using DeviceBuffer<float> map = Put(samples.Singles((int)frame.VoxelCount, -1, 1)), weights = Put(samples.Singles(Atoms, 0.5, 1));
        double[] positions = AwayFromVoxels(samples, frame, periodic);
        using DeviceBuffer<double> x = Put(positions), gradient = Device.Allocate<double>(positions.Length, "test");
        Device.Interpolation.Evaluate(map, frame, x, weights, kind, -3, gradient);
        double[] analytic = Get(gradient);
        FiniteDifference.Check(positions, analytic, shifted =>
        {
            Device.Upload<double>(shifted, x);
            return Device.Interpolation.Evaluate(map, frame, x, weights, kind, -3, null);
        }, stride: 5);
    }

    /// <summary>The sum takes weights and scale, the gradient is added to what is there, and weight 0 takes an atom out.</summary>
    [Test]
    public void WeightsAndScaleApply([Values] InterpolationKind kind)
    {
        KernelSamples samples = new(5);
        float[] factors = [.. Enumerable.Range(0, Atoms).Select(i => i % 3 * 0.5f)];
        using DeviceBuffer<float> map = Put(samples.Singles((int)Skewed.VoxelCount, -1, 1)), weights = Put(factors);
        using DeviceBuffer<float> ones = Put(Enumerable.Repeat(1f, Atoms).ToArray()), values = Device.Allocate<float>(Atoms, "test");
        using DeviceBuffer<double> x = Put(samples.Numbers(3 * Atoms, -10, 10)), full = Device.Allocate<double>(3 * Atoms, "test");
        using DeviceBuffer<double> gradient = Device.Allocate<double>(3 * Atoms, "test");
        Device.Interpolation.Values(map, Skewed, x, kind, values);
        Device.Interpolation.Evaluate(map, Skewed, x, ones, kind, 1, full);
        Device.Vectors.Fill(gradient, 7);
        double sum = Device.Interpolation.Evaluate(map, Skewed, x, weights, kind, 2, gradient);
        Assert.That(sum, Is.EqualTo(2 * Get(values).Zip(factors, (v, w) => (double)v * w).Sum()).Within(1e-4));
        Assert.That(Get(gradient), Is.EqualTo(Get(full).Select((g, i) => 7 + 2 * factors[i / 3] * g)).Within(1e-9));
    }

    /// <summary>A grid that repeats gives the same density and slope at a position and its images.</summary>
    [Test]
    public void ImagesAreEqual([Values] InterpolationKind kind)
    {
        GridFrame frame = GridFrame.Orthogonal(6, 5, 7, 0, 0, 0, 1, 1, 1, true);
        KernelSamples samples = new(6);
        using DeviceBuffer<float> map = Put(samples.Singles((int)frame.VoxelCount, -1, 1)), values = Device.Allocate<float>(3, "test");
        using DeviceBuffer<double> x = Put(0.3, 4.75, 6.5, 6.3, -0.25, -0.5, -599.7, 504.75, 706.5);
        Device.Interpolation.Values(map, frame, x, kind, values);
        float[] same = Get(values);
        Assert.That(same, Is.All.EqualTo(same[0]).Within(1e-5));
    }

    /// <summary>Just below zero, where wrapping rounds up to the size of the grid.</summary>
    [Test]
    public void TinyNegativeCoordinateWraps([Values] InterpolationKind kind)
    {
        GridFrame frame = GridFrame.Orthogonal(4, 4, 4, 0, 0, 0, 1, 1, 1, true);
        float[] voxels = new KernelSamples(7).Singles(64, -1, 1);
        using DeviceBuffer<float> map = Put(voxels), values = Device.Allocate<float>(1, "test");
        using DeviceBuffer<double> x = Put(-1e-20, -1e-20, -1e-20);
        Device.Interpolation.Values(map, frame, x, kind, values);
        Assert.That(Get(values)[0], Is.EqualTo(voxels[0]).Within(1e-6));
    }

    /// <summary>Grids smaller than the stencil.</summary>
    [Test]
    public void SmallGridsWork([Values] InterpolationKind kind, [Values] bool periodic, [Values(1, 2, 3)] int edge)
    {
        GridFrame frame = GridFrame.Orthogonal(edge, edge, edge, 0, 0, 0, 1, 1, 1, periodic);
        float[] voxels = new KernelSamples(8).Singles(edge * edge * edge, -1, 1);
        double[] positions = new KernelSamples(9).Numbers(90, 0, edge - 1);
        using DeviceBuffer<float> map = Put(voxels), values = Device.Allocate<float>(30, "test");
        using DeviceBuffer<double> x = Put(positions);
        Device.Interpolation.Values(map, frame, x, kind, values);
        Assert.That(
            Get(values),
            Is.EqualTo(Enumerable.Range(0, 30).Select(i => ReferenceInterpolation.Value(voxels, frame, positions.AsSpan(3 * i, 3), kind))).Within(2e-6));
    }

    /// <summary>Outside a grid that does not repeat there is no density; a position that is not a number gives no number.</summary>
    [Test]
    public void OutsideIsZeroAndNaNStays([Values] InterpolationKind kind, [Values] bool periodic)
    {
        GridFrame frame = Orthogonal with { Periodic = periodic };
        using DeviceBuffer<float> map = Put(Fill(frame, (_, _, _) => 2f)), weights = Put(1f, 1f, 1f), values = Device.Allocate<float>(3, "test");
        using DeviceBuffer<double> x = Put(0, 3, double.NaN, -3.001, 5, 5, 0, 5, 5), gradient = Device.Allocate<double>(9, "test");
        Device.Interpolation.Values(map, frame, x, kind, values);
        Assert.That(Get(values), Is.EqualTo(new[] { float.NaN, periodic ? 2 : 0, 2 }).Within(1e-6));
        Assert.That(Device.Interpolation.Evaluate(map, frame, x, weights, kind, 1, gradient), Is.NaN);
    }

    /// <summary>Arrays that do not fit are refused.</summary>
    [Test]
    public void WrongSizesAreRefused()
    {
        using DeviceBuffer<float> map = Put(new float[10]), weights = Put(1f), values = Device.Allocate<float>(2, "test");
        using DeviceBuffer<double> x = Put(1.0, 2, 3);
        Assert.That(() => Device.Interpolation.Evaluate(map, Orthogonal, x, weights, InterpolationKind.Tricubic, 1, null), Throws.InstanceOf<ArgumentException>());
        using DeviceBuffer<float> large = Put(new float[Orthogonal.VoxelCount]);
        Assert.That(() => Device.Interpolation.Values(large, Orthogonal, x, InterpolationKind.Tricubic, values), Throws.InstanceOf<ArgumentException>());
    }

    private static bool IsOnFarFace(int i, GridFrame f) => i % f.Nx == f.Nx - 1 || i / f.Nx % f.Ny == f.Ny - 1 || i / (f.Nx * f.Ny) == f.Nz - 1;

    private static float[] Fill(GridFrame f, Func<int, int, int, float> law) =>
        [.. Enumerable.Range(0, (int)f.VoxelCount).Select(i => law(i % f.Nx, i / f.Nx % f.Ny, i / (f.Nx * f.Ny)))];

    /// <summary>Positions whose grid indices are not close to whole numbers, where the trilinear gradient jumps.</summary>
    private static double[] AwayFromVoxels(KernelSamples samples, GridFrame frame, bool periodic)
    {
        List<double> positions = [];
        double low = periodic ? -20 : 0, high = periodic ? 20 : 5;
        while (positions.Count < 3 * Atoms)
        {
            double[] u = [.. Enumerable.Range(0, 3).Select(_ => Math.Floor(samples.Between(low, high)) + samples.Between(0.01, 0.99))];
            double z = u[2] / 1.2, y = (u[1] - 0.2 * z) / 1.1, x = (u[0] - 0.1 * y - 0.05 * z) / 0.9;
            positions.AddRange([x + frame.OriginX, y + frame.OriginY, z + frame.OriginZ]);
        }

        return [.. positions];
    }
}
