using Engine.Core.Maps;
using Engine.Core.Resolution;
using Engine.Kernels;
using Engine.Tests.Kernels;
using Engine.Tests.Scoring;
using NUnit.Framework;

namespace Engine.Tests.Resolution;

/// <summary>Maps filtered by their local resolution.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class LocalFilterTests(string accelerator) : KernelFixture(accelerator)
{
    private static readonly MapGrid Grid = TestGrid.Make(30, 28, 27, new(1.1, 1.2, 1.0));

    /// <summary>One resolution everywhere is a plain low-pass with sharpening.</summary>
    [Test]
    public void AUniformResolutionIsAPlainLowPass([Values(0, -60, 40)] double b)
    {
        using DensityMap map = TestGrid.RandomMap(Grid, 5), d = Resolutions((_, _, _) => 4);
        using LocalFilterResult found = LocalFilter.Apply(Device, map, d, new LocalFilterOptions { B = b, Edge = 0.2 });
        float[] expected = Plain(map, new FourierFilter { CellX = Grid.Box.A, CellY = Grid.Box.B, CellZ = Grid.Box.C, Blur = -b, KeepOrigin = true }.CutAt(4, 0.2));
        Assert.That(found.Filters, Is.EqualTo(new[] { 4.0 }));
        Assert.That(Values(found.Map), Is.EqualTo(expected).Within(2e-4));
    }

    /// <summary>In two zones each has its own low-pass; voxels without resolution have the coarser.</summary>
    [Test]
    public void TwoZonesHaveTheirOwnLowPass()
    {
        using DensityMap map = TestGrid.RandomMap(Grid, 6), d = Resolutions((x, _, _) => x < 10 ? 3 : x < 20 ? 6 : 0);
        using LocalFilterResult found = LocalFilter.Apply(Device, map, d);
        var filter = new FourierFilter { CellX = Grid.Box.A, CellY = Grid.Box.B, CellZ = Grid.Box.C, KeepOrigin = true };
        float[] fine = Plain(map, filter.CutAt(3, 0.1)), coarse = Plain(map, filter.CutAt(6, 0.1)), values = Values(found.Map);
        Assert.Multiple(() =>
        {
            Assert.That(values, Is.EqualTo(fine.Select((v, i) => i % 30 < 10 ? v : coarse[i])).Within(1e-3));
            Assert.That(found.Unresolved, Is.EqualTo(1.0 / 3).Within(1e-9));
            Assert.That(found.Filters[0], Is.EqualTo(6).Within(1e-6));
            Assert.That(found.Filters[^1], Is.EqualTo(3).Within(1e-6));
            Assert.That(found.Filters.Zip(found.Filters.Skip(1), (p, q) => p / q), Is.All.InRange(1.001, 1.0401));
        });
    }

    /// <summary>Between two filters the value is linear in 1/d.</summary>
    [Test]
    public void BetweenFiltersValuesAreLinearInTheFrequency()
    {
        using DensityMap map = TestGrid.RandomMap(Grid, 7), d = Resolutions((x, y, _) => x == 0 ? 3 : x == 1 ? 6 : 1 / (1 / 6.0 + 0.25 * (1 / 3.0 - 1 / 6.0)));
        using LocalFilterResult found = LocalFilter.Apply(Device, map, d, new LocalFilterOptions { Ratio = 2 });
        var filter = new FourierFilter { CellX = Grid.Box.A, CellY = Grid.Box.B, CellZ = Grid.Box.C, KeepOrigin = true };
        float[] fine = Plain(map, filter.CutAt(3, 0.1)), coarse = Plain(map, filter.CutAt(6, 0.1)), values = Values(found.Map);
        int[] between = [.. Enumerable.Range(0, values.Length).Where(i => i % 30 > 1)];
        Assert.That(between.Select(i => values[i]), Is.EqualTo(between.Select(i => 0.25f * fine[i] + 0.75f * coarse[i])).Within(1e-3));
    }

    /// <summary>Filtering by the local resolution brings both zones of a map nearer to the truth than either uniform filter brings them.</summary>
    [Test]
    public void EveryZoneComesNearerToTheTruth()
    {
        MapGrid grid = TwoZones.Grid(48, 48, 64);
        using var zones = new TwoZones(grid, 3, 5.5);
        using DensityMap average = MapAverage.Average(zones.Half1, zones.Half2);
        using LocalResolutionResult local = LocalResolution.Compute(Device, zones.Half1, zones.Half2, null, new() { Calibrate = false });
        using LocalFilterResult found = LocalFilter.Apply(Device, average, local.Map), weighted = LocalFilter.Apply(Device, average, local.Map, new() { FallOff = local.FallOff, Weight = true });
        var filter = new FourierFilter { CellX = grid.Box.A, CellY = grid.Box.B, CellZ = grid.Box.C, KeepOrigin = true };
        float[] truth = Values(zones.Truth), raw = Values(average), fine = Plain(average, filter.CutAt(3, 0.1)), coarse = Plain(average, filter.CutAt(5.5, 0.1));
        (double lower, double upper) = Both(Values(found.Map));
        (double rawLower, double rawUpper) = Both(raw);
        Assert.Multiple(() =>
        {
            Assert.That(lower, Is.GreaterThan(rawLower));
            Assert.That(upper, Is.GreaterThan(rawUpper));
            Assert.That(upper, Is.GreaterThan(Both(fine).Upper));
            Assert.That(lower, Is.GreaterThan(Both(coarse).Lower));
            Assert.That(Both(Values(weighted.Map)).Lower, Is.GreaterThan(lower), "C* weights damp what is noisy");
            Assert.That(Both(Values(weighted.Map)).Upper, Is.GreaterThan(upper));
        });

        (double Lower, double Upper) Both(float[] values) => (Correlation(values, truth, 12, 20), Correlation(values, truth, 44, 52));

        double Correlation(float[] a, float[] b, int from, int to)
        {
            double ab = 0, aa = 0, bb = 0;
            for (int i = from * grid.Nx * grid.Ny; i < to * grid.Nx * grid.Ny; i++)
                (ab, aa, bb) = (ab + (double)a[i] * b[i], aa + (double)a[i] * a[i], bb + (double)b[i] * b[i]);
            return ab / Math.Sqrt(aa * bb);
        }
    }

    /// <summary>Undoing the fall-off levels zones: amplitudes at one frequency no longer depend on the zone's B.</summary>
    [Test]
    public void TheFactorsFollowTheFallOff()
    {
        double[] s = [.. Enumerable.Range(1, 30).Select(k => 0.012 * k)];
        double[] curve = [.. s.Select(v => 1 / (1 + 1 / (400 * Math.Exp(-100 * v * v))))];
        FallOffModel model = FallOffModel.Create(s, curve, [.. s.Select(_ => 1e6)])!;
        double d = 4, b = model.BAt(d, 0.143);
        var options = new LocalFilterOptions { B = -50, FallOff = model, UndoFallOff = true, Weight = true };
        double c = model.Correlation(0.2, b);
        Assert.That(LocalFilter.Factor(0.2, d, options), Is.EqualTo(Math.Sqrt(2 * c / (1 + c)) * Math.Exp((50 + b) * 0.04 / 4)).Within(1e-9));
        Assert.That(LocalFilter.Factor(0.28, d, options), Is.Zero);
        Assert.That(LocalFilter.Factor(0.25, d, options with { Weight = false, UndoFallOff = false, B = 0 }), Is.EqualTo(0.5).Within(1e-9));
    }

    [Test]
    public void WrongInputIsRefused()
    {
        using DensityMap map = TestGrid.RandomMap(Grid, 8), none = Resolutions((_, _, _) => 0), negative = Resolutions((x, _, _) => x - 2), other = TestGrid.RandomMap(TestGrid.Make(30, 28, 26, new(1.1, 1.2, 1.0)), 1);
        Assert.That(() => LocalFilter.Apply(Device, map, none), Throws.TypeOf<InputException>().With.Message.Contains("0 everywhere"));
        Assert.That(() => LocalFilter.Apply(Device, map, negative), Throws.TypeOf<InputException>().With.Message.Contains("resolutions in Å"));
        Assert.That(() => LocalFilter.Apply(Device, map, other), Throws.TypeOf<InputException>().With.Message.Contains("grid differs"));
        Assert.That(() => LocalFilter.Apply(Device, map, none, new() { Edge = 1 }), Throws.TypeOf<UsageException>());
        Assert.That(() => LocalFilter.Apply(Device, map, none, new() { Weight = true }), Throws.TypeOf<UsageException>());
        Assert.That(() => LocalFilter.Apply(Device, map, none, new() { B = double.NaN }), Throws.TypeOf<UsageException>());
    }

    private static float[] Values(DensityMap map) => map.Values.Slice(0, (int)map.Grid.VoxelCount).ToArray();

    private static DensityMap Resolutions(Func<int, int, int, double> d)
    {
        var values = new NativeBuffer<float>(Grid.VoxelCount, "test");
        foreach ((int x, int y, int z) in TestGrid.Voxels(Grid))
            values[(z * Grid.Ny + y) * Grid.Nx + x] = (float)d(x, y, z);
        return new DensityMap(Grid, values) { Name = "local resolution" };
    }

    private float[] Plain(DensityMap map, FourierFilter filter)
    {
        MapGrid g = map.Grid;
        using FourierPlan plan = Device.Fourier.CreatePlan(g.Nx, g.Ny, g.Nz);
        using DeviceBuffer<float> real = Device.Upload(map.Values, "test"), half = Device.Allocate<float>(plan.HalfLength, "test");
        plan.Forward(real, half);
        var shape = new HalfSpaceShape(g.Nx, g.Ny, g.Nz);
        Device.Fourier.Apply(half, shape, half, shape, filter);
        plan.Inverse(half, real);
        return Get(real);
    }
}
