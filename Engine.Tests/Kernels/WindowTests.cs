using Engine.Kernels;
using Engine.Kernels.Windows;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>Profiles of rolling windows against whole transforms in double precision.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class WindowTests(string accelerator) : KernelFixture(accelerator)
{
    private const int Nx = 41, Ny = 23, Nz = 27;

    /// <summary>Amplitudes, parts of the central voxel and the scaled voxel of scattered windows: gaps along all axes, both faces of the grid, runs of neighbours.</summary>
    [Test]
    public void ProfilesAgreeWithWholeTransforms([Values(4, 6, 10, 14)] int side, [Values] WindowBinning binning, [Values] bool withReference)
    {
        KernelSamples samples = new(side);
        float[] map = samples.Singles(Nx * Ny * Nz, -1, 2), reference = samples.Singles(Nx * Ny * Nz, 0, 1);
        byte[] selected = Select(side);
        using DeviceBuffer<float> m = Put(map), r = Put(reference);
        using WindowPlan plan = Device.Windows.CreatePlan(m, withReference ? r : null, Nx, Ny, Nz, new WindowShape(side, binning));
        Dictionary<int, float[]> found = Run(plan, selected, [new(0, Ny, 0, Nz)]);

        Assert.That(found.Keys, Is.EquivalentTo(Enumerable.Range(0, selected.Length).Where(i => selected[i] != 0)));
        double[] scale = [.. Enumerable.Range(0, side / 2 + 1).Select(i => 1 + 0.3 * i * i)], ones = [.. scale.Select(_ => 1.0)];
        foreach ((int voxel, float[] values) in found.OrderBy(p => p.Key).Where((_, i) => i % (side * side / 2) == 0))
        {
            var expected = new ReferenceWindow(map, Nx, Ny, voxel, side);
            var profile = new WindowProfile(values);
            double[] amplitudes = expected.Profile(binning == WindowBinning.Octant);
            Assert.That(Widen(profile.Map), Is.EqualTo(amplitudes).Within(2e-6 * amplitudes.Max()), $"map, voxel {voxel}");
            double[] others = withReference ? new ReferenceWindow(reference, Nx, Ny, voxel, side).Profile(binning == WindowBinning.Octant) : new double[side / 2 + 1];
            Assert.That(Widen(profile.Reference), Is.EqualTo(others).Within(2e-6 * Math.Max(1, others.Max())), $"reference, voxel {voxel}");
            Assert.That(Central(profile, scale), Is.EqualTo(expected.Central(scale)).Within(2e-6 * scale[^1]), $"centre, voxel {voxel}");
            Assert.That(Central(profile, ones), Is.EqualTo(map[voxel]).Within(2e-6), $"voxel {voxel} itself");
        }
    }

    /// <summary>Regions and the windows beside it do not change a window beyond rounding.</summary>
    [Test]
    public void RegionsDoNotMatter()
    {
        const int Side = 8;
        float[] map = new KernelSamples(1).Singles(Nx * Ny * Nz, -1, 2);
        byte[] selected = Select(Side);
        using DeviceBuffer<float> m = Put(map);
        using WindowPlan plan = Device.Windows.CreatePlan(m, null, Nx, Ny, Nz, new WindowShape(Side));
        Dictionary<int, float[]> whole = Run(plan, selected, [new(0, Ny, 0, Nz)]);
        Dictionary<int, float[]> parts = Run(plan, selected, [new(0, 9, 0, Nz), new(9, Ny, 0, 13), new(9, Ny, 13, 14), new(9, Ny, 14, Nz)]);
        Assert.That(parts.Keys, Is.EquivalentTo(whole.Keys));
        foreach ((int voxel, float[] values) in whole)
            Assert.That(parts[voxel], Is.EqualTo(values).Within(3e-6 * values.Max()));
        Assert.That(Run(plan, new byte[selected.Length], [new(0, Ny, 0, Nz)]), Is.Empty);
    }

    /// <summary>Centres that lie some voxels apart, also at an offset that is none of their multiples, have the profiles that they have among neighbours.</summary>
    [Test]
    public void SpacedWindowsAgreeWithWholeTransforms([Values(2, 3, 7)] int spacing)
    {
        const int Side = 6;
        float[] map = new KernelSamples(spacing).Singles(Nx * Ny * Nz, -1, 2);
        var selected = new byte[map.Length];
        for (int z = Side / 2 + 1; z <= Nz - Side / 2; z += spacing)
        {
            for (int y = Side / 2; y <= Ny - Side / 2; y += spacing)
            {
                for (int x = Side / 2 + 1; x <= Nx - Side / 2; x += spacing)
                    selected[(z * Ny + y) * Nx + x] = 1;
            }
        }

        using DeviceBuffer<float> m = Put(map);
        using WindowPlan plan = Device.Windows.CreatePlan(m, null, Nx, Ny, Nz, new WindowShape(Side));
        Dictionary<int, float[]> found = Run(plan, selected, [new(0, Ny, 0, Nz)]);
        Assert.That(found.Keys, Is.EquivalentTo(Enumerable.Range(0, selected.Length).Where(i => selected[i] != 0)));
        foreach ((int voxel, float[] values) in found.Where((_, i) => i % 11 == 0))
        {
            var expected = new ReferenceWindow(map, Nx, Ny, voxel, Side);
            double[] amplitudes = expected.Profile(false), scale = [1, 2, 0.5, 3];
            Assert.That(Widen(new WindowProfile(values).Map), Is.EqualTo(amplitudes).Within(2e-6 * amplitudes.Max()), $"voxel {voxel}");
            Assert.That(Central(new WindowProfile(values), scale), Is.EqualTo(expected.Central(scale)).Within(1e-5), $"centre, voxel {voxel}");
        }
    }

    /// <summary>A walk of many steps in y and z does not build up rounding errors.</summary>
    [Test]
    public void LongWalksKeepTheirDigits()
    {
        const int Side = 6, N = 8, Long = 150;
        float[] map = new KernelSamples(2).Singles(N * Long * Long, -1, 2);
        var selected = new byte[map.Length];
        for (int z = Side / 2; z <= Long - Side / 2; z++)
        {
            for (int y = Side / 2; y <= Long - Side / 2; y += Device.Kind == AcceleratorKind.Cpu ? 1 : 48)
                selected[(z * Long + y) * N + 4] = 1;
        }

        using DeviceBuffer<float> m = Put(map);
        using WindowPlan plan = Device.Windows.CreatePlan(m, null, N, Long, Long, new WindowShape(Side));
        foreach ((int voxel, float[] values) in Run(plan, selected, [new(0, Long, 0, Long)]).OrderBy(p => p.Key).TakeLast(20))
            Assert.That(Widen(new WindowProfile(values).Map), Is.EqualTo(new ReferenceWindow(map, N, Long, voxel, Side).Profile(false)).Within(1e-4));
    }

    /// <summary>What does not fit is refused.</summary>
    [Test]
    public void WrongArgumentsAreRefused()
    {
        using DeviceBuffer<float> m = Put(new float[8 * 8 * 8]);
        Assert.That(() => new WindowShape(7), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => new WindowShape(2), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => Device.Windows.CreatePlan(m, null, 8, 8, 8, new WindowShape(10)), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => Device.Windows.CreatePlan(m, null, 9, 8, 8, new WindowShape(4)), Throws.InstanceOf<ArgumentException>());
        using WindowPlan plan = Device.Windows.CreatePlan(m, null, 8, 8, 8, new WindowShape(6));
        var selected = new byte[512];
        selected[(3 * 8 + 3) * 8 + 2] = 1;
        Assert.That(() => plan.Run(new(0, 8, 0, 8), selected, (_, _) => { }), Throws.InstanceOf<ArgumentException>().With.Message.Contains("(2, 3, 3)"));
        Assert.That(() => plan.Run(new(0, 9, 0, 8), selected, (_, _) => { }), Throws.InstanceOf<ArgumentException>());
        selected[(3 * 8 + 3) * 8 + 2] = 0;
        selected[(3 * 8 + 3) * 8 + 3] = 1;
        Assert.That(() => plan.Run(new(0, 8, 0, 8), selected, (_, _) => { }, new CancellationToken(true)), Throws.InstanceOf<OperationCanceledException>());
    }

    private static double[] Widen(ReadOnlySpan<float> values) => [.. values.ToArray().Select(v => (double)v)];

    private static double Central(WindowProfile profile, double[] scale)
    {
        double sum = 0;
        for (int r = 0; r < scale.Length; r++)
            sum += scale[r] * profile.Central[r];
        return sum;
    }

    private static Dictionary<int, float[]> Run(WindowPlan plan, byte[] selected, WindowRegion[] regions)
    {
        var found = new Dictionary<int, float[]>();
        foreach (WindowRegion region in regions)
        {
            plan.Run(region, selected, (voxels, profiles) =>
            {
                lock (found)
                {
                    for (int i = 0; i < voxels.Length; i++)
                        found.Add(voxels[i], profiles.Slice(i * plan.Shape.ProfileLength, plan.Shape.ProfileLength).ToArray());
                }
            });
        }

        return found;
    }

    private static byte[] Select(int side)
    {
        var selected = new byte[Nx * Ny * Nz];
        for (int i = 0; i < selected.Length; i++)
        {
            int x = i % Nx, y = i / Nx % Ny, z = i / Nx / Ny, half = side / 2;
            bool inside = x >= half && y >= half && z >= half && x <= Nx - half && y <= Ny - half && z <= Nz - half;
            bool wanted = (x + 3 * y + 7 * z) % 11 == 0 || (x == 17 && y % 9 < 2) || (x == Nx - half && z == Nz - half);
            selected[i] = inside && wanted && y % 7 != 0 && z / 5 != 3 ? (byte)1 : (byte)0;
        }

        return selected;
    }
}
