using Engine.Core.Maps;
using Engine.Core.Refinement;
using Engine.Kernels;
using Engine.Kernels.OpenCl;
using Engine.Tests.Kernels;
using Engine.Tests.Maps;
using NUnit.Framework;

namespace Engine.Tests.Refinement;

/// <summary>The filter and scaling of the target map.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class MatchedFilterTests(string accelerator) : KernelFixture(accelerator)
{
    [Test]
    public void TheBlurOfOneVoxelIsTheGaussianOfItsB()
    {
        RequireFourier();
        const int Nx = 24, Ny = 30, Nz = 20, X = 5, Y = 20, Z = 11;
        const double Voxel = 0.9, B = 200;
        MapGrid grid = TestMaps.Grid(Nx, Ny, Nz, Voxel);
        using DensityMap map = TestMaps.Create(grid, (x, y, z) => (x, y, z) == (X, Y, Z) ? 1 : 0);
        using DeviceBuffer<float> voxels = MatchedFilter.Upload(Device, map, B);

        // exp(-B s²/4) in reciprocal space is (4π/B)^(3/2) exp(-4π² r²/B), summed over periodic images.
        double Line(int i, int centre, int n) =>
            Enumerable.Range(-3, 7).Sum(k => Math.Exp(-4 * Math.PI * Math.PI * Math.Pow((i - centre + k * n) * Voxel, 2) / B));
        double[] expected = [.. from z in Enumerable.Range(0, Nz) from y in Enumerable.Range(0, Ny) from x in Enumerable.Range(0, Nx) select Line(x, X, Nx) * Line(y, Y, Ny) * Line(z, Z, Nz)];
        double mean = expected.Average(), deviation = Math.Sqrt(expected.Average(v => (v - mean) * (v - mean)));
        float[] values = Get(voxels);
        for (int i = 0; i < values.Length; i++)
            Assert.That(values[i], Is.EqualTo((expected[i] - mean) / deviation).Within(2e-4), $"voxel {i}");
    }

    [Test]
    public void WithoutBlurTheMapIsOnlyScaled()
    {
        using DensityMap map = TestMaps.Create(TestMaps.Grid(9, 7, 5), (x, y, z) => 3 + 2 * TestMaps.Noise(x, y, z));
        float[] source = map.Values.Slice(0, 315).ToArray();
        using DeviceBuffer<float> voxels = MatchedFilter.Upload(Device, map, 0);
        float[] values = Get(voxels);
        double mean = values.Average(v => (double)v), slope = (values[200] - values[7]) / (source[200] - source[7]);
        Assert.Multiple(() =>
        {
            Assert.That(mean, Is.EqualTo(0).Within(1e-5));
            Assert.That(values.Average(v => (double)v * v), Is.EqualTo(1).Within(1e-5));
            Assert.That(values.Select((v, i) => Math.Abs(v - values[7] - slope * (source[i] - source[7]))).Max(), Is.LessThan(1e-4));
            Assert.That(map.Values.Slice(0, 315).ToArray(), Is.EqualTo(source), "the map itself is not changed");
        });
    }

    [TestCase(0.0)]
    [TestCase(50.0)]
    public void RefusesAConstantMap(double blur)
    {
        if (blur > 0)
            RequireFourier();
        using DensityMap map = TestMaps.Create(TestMaps.Grid(8, 8, 8), (_, _, _) => 2.3f);
        Assert.That(() => MatchedFilter.Upload(Device, map, blur), Throws.TypeOf<NumericalException>().With.Message.Contains("constant"));
    }

    private void RequireFourier()
    {
        if (Device.Kind == AcceleratorKind.OpenCl && VkFft.Problem is { } problem)
            Assert.Ignore(problem);
    }
}
