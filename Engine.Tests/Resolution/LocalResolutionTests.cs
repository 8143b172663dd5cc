using Engine.Core.Maps;
using Engine.Core.Resolution;
using Engine.Kernels;
using Engine.Kernels.Cpu;
using Engine.Tests.Kernels;
using Engine.Tests.Scoring;
using NUnit.Framework;

namespace Engine.Tests.Resolution;

/// <summary>Local resolution of half maps whose resolution is known, on every accelerator.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class LocalResolutionTests(string accelerator) : KernelFixture(accelerator)
{
    /// <summary>Two zones: 3 Å and 4.5 Å. Spheres and windows at a distance from the border see one of them.</summary>
    [TestCase(LocalResolutionMethod.Shells, CrossingEstimate.FallOff, 0.15)]
    [TestCase(LocalResolutionMethod.Shells, CrossingEstimate.First, 0.3)]
    [TestCase(LocalResolutionMethod.Window, CrossingEstimate.FallOff, 0.3)]
    [TestCase(LocalResolutionMethod.Window, CrossingEstimate.First, 0.3)]
    public void TwoZonesHaveTheirResolutions(LocalResolutionMethod method, CrossingEstimate estimate, double tolerance)
    {
        MapGrid grid = TwoZones.Grid(40, 36, 80);
        using var zones = new TwoZones(grid, 3, 4.5);
        var options = new LocalResolutionOptions { Method = method, Estimate = estimate, Window = method == LocalResolutionMethod.Window ? 28 : null, Step = 5, Calibrate = false };
        using LocalResolutionResult result = LocalResolution.Compute(Device, zones.Half1, zones.Half2, null, options);
        double lower = Median(result.Map, 14, 26), upper = Median(result.Map, 54, 66);
        TestContext.Out.WriteLine($"{method} {estimate}: {lower:F3} {upper:F3}, halves {result.Resolution:F3}");
        Assert.Multiple(() =>
        {
            Assert.That(lower, Is.EqualTo(3).Within(tolerance));
            Assert.That(upper, Is.EqualTo(4.5).Within(1.5 * tolerance));
            Assert.That(result.Map.Values.Slice(0, (int)grid.VoxelCount).ToArray(), Is.All.InRange(1f, 50f));
            Assert.That(result.Summary.Voxels, Is.EqualTo(grid.VoxelCount));
            Assert.That(result.Warnings, Is.Empty);
        });
    }

    /// <summary>The devices agree with the CPU on one thread.</summary>
    [TestCase(LocalResolutionMethod.Shells)]
    [TestCase(LocalResolutionMethod.Window)]
    public void DevicesAgree(LocalResolutionMethod method)
    {
        MapGrid grid = TestGrid.Make(36, 35, 33, new(1.1, 1.2, 1.0));
        using var zones = new TwoZones(grid, 3.5, 5);
        float[] mask = [.. Enumerable.Range(0, (int)grid.VoxelCount).Select(i => i % 36 < 10 ? 0 : i % 36 < 14 ? 0.4f : 1)];
        var options = new LocalResolutionOptions { Method = method, Window = method == LocalResolutionMethod.Window ? 25 : null, Step = 4 };
        using var cpu = new CpuAccelerator(1);
        using LocalResolutionResult expected = LocalResolution.Compute(cpu, zones.Half1, zones.Half2, mask, options);
        using LocalResolutionResult found = LocalResolution.Compute(Device, zones.Half1, zones.Half2, mask, options);
        bool isCpu = Device.Kind == AcceleratorKind.Cpu;
        float[] e = expected.Map.Values.Slice(0, mask.Length).ToArray(), f = found.Map.Values.Slice(0, mask.Length).ToArray();
        if (isCpu)
            Assert.That(f, Is.EqualTo(e), "the same bits for any number of threads");
        else
            Assert.That(f, Is.EqualTo(e).Within(2e-3));
        Assert.That(f.Where((_, i) => mask[i] == 0), Is.All.Zero);
        Assert.That(f.Where((_, i) => mask[i] > 0), Is.All.GreaterThan(1));
    }

    private static double Median(DensityMap map, int from, int to)
    {
        int plane = map.Grid.Nx * map.Grid.Ny;
        float[] values = map.Values.Slice((long)from * plane, (to - from) * plane).ToArray();
        Array.Sort(values);
        return values[values.Length / 2];
    }
}
