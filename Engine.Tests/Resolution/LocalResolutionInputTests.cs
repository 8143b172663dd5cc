using Engine.Core.Maps;
using Engine.Core.Resolution;
using Engine.Kernels;
using Engine.Kernels.Cpu;
using NUnit.Framework;

namespace Engine.Tests.Resolution;

/// <summary>Input that local resolution cannot be measured on, or only with a warning.</summary>
[TestFixture]
public sealed class LocalResolutionInputTests
{
    private static readonly CpuAccelerator Device = new(2);
    private static readonly LocalResolutionOptions Quick = new() { Calibrate = false };

    [OneTimeTearDown]
    public static void Close() => Device.Dispose();

    [Test]
    public void TheSameMapTwiceIsRefused()
    {
        using var zones = new TwoZones(TwoZones.Grid(24, 24, 24), 4, 4);
        Assert.That(() => LocalResolution.Compute(Device, zones.Half1, zones.Half1, null, Quick), Throws.TypeOf<InputException>().With.Message.Contains("same values"));
    }

    [Test]
    public void DifferentGridsAreRefused()
    {
        using var zones = new TwoZones(TwoZones.Grid(24, 24, 24), 4, 4);
        using var others = new TwoZones(TwoZones.Grid(24, 24, 26), 4, 4);
        Assert.That(() => LocalResolution.Compute(Device, zones.Half1, others.Half1, null, Quick), Throws.TypeOf<InputException>().With.Message.Contains("grid differs"));
    }

    [Test]
    public void MasksThatAreNoneAreRefused()
    {
        using var zones = new TwoZones(TwoZones.Grid(24, 24, 24), 4, 4);
        var mask = new float[24 * 24 * 24];
        Assert.That(() => LocalResolution.Compute(Device, zones.Half1, zones.Half2, mask, Quick), Throws.TypeOf<InputException>().With.Message.Contains("0 everywhere"));
        mask[5] = float.NaN;
        Assert.That(() => LocalResolution.Compute(Device, zones.Half1, zones.Half2, mask, Quick), Throws.TypeOf<InputException>().With.Message.Contains("outside of 0 to 1"));
        Assert.That(() => LocalResolution.Compute(Device, zones.Half1, zones.Half2, new float[7], Quick), Throws.InstanceOf<ArgumentException>());
    }

    [Test]
    public void WindowsAndSpheresLargerThanTheMapAreRefused()
    {
        using var zones = new TwoZones(TwoZones.Grid(32, 30, 28), 3, 3);
        var window = new LocalResolutionOptions { Method = LocalResolutionMethod.Window, Window = 40, Calibrate = false };
        Assert.That(() => LocalResolution.Compute(Device, zones.Half1, zones.Half2, null, window), Throws.TypeOf<UsageException>().With.Message.Contains("larger than the map"));
        Assert.That(() => LocalResolution.Compute(Device, zones.Half1, zones.Half2, null, window with { Window = 6 }), Throws.TypeOf<UsageException>().With.Message.Contains("Fourier shells"));
        Assert.That(() => LocalResolution.Compute(Device, zones.Half1, zones.Half2, null, Quick with { Radius = 20 }), Throws.TypeOf<UsageException>().With.Message.Contains("larger than the map"));
    }

    [Test]
    public void MapsOfNoiseAloneAreRefused()
    {
        using var one = new TwoZones(TwoZones.Grid(32, 32, 32), 4, 4, 1);
        using var other = new TwoZones(TwoZones.Grid(32, 32, 32), 4, 4, 9);
        for (long i = 0; i < one.Half1.Values.Length; i++)
        {
            one.Half1.Values[i] -= one.Truth.Values[i];
            other.Half2.Values[i] -= other.Truth.Values[i];
        }

        Assert.That(() => LocalResolution.Compute(Device, one.Half1, other.Half2, null, Quick), Throws.TypeOf<InputException>().With.Message.Contains("agree at no resolution"));
    }

    [Test]
    public void MaskedHalvesAreSaidSo()
    {
        using var zones = new TwoZones(TwoZones.Grid(40, 40, 40), 3.5, 3.5);
        foreach ((int x, int y, int z) in Engine.Tests.Scoring.TestGrid.Voxels(zones.Half1.Grid))
        {
            if (Math.Pow(x - 20, 2) + Math.Pow(y - 20, 2) + Math.Pow(z - 20, 2) > 17 * 17)
                zones.Half1[x, y, z] = zones.Half2[x, y, z] = 0;
        }

        using LocalResolutionResult result = LocalResolution.Compute(Device, zones.Half1, zones.Half2, null, Quick);
        Assert.That(result.Warnings, Has.Some.Contains("was masked"));
        Assert.That(result.Map.Values.Slice(0, 64000).ToArray(), Is.All.InRange(1f, 100f));
    }

    [Test]
    public void FilteredHalvesAreSaidSo()
    {
        using var zones = new TwoZones(TwoZones.Grid(40, 40, 40), 3, 3);
        LowPass(zones.Half1, 4);
        LowPass(zones.Half2, 4);
        using LocalResolutionResult result = LocalResolution.Compute(Device, zones.Half1, zones.Half2, null, Quick);
        Assert.That(result.Warnings, Has.Some.Contains("hold nothing beyond"));
        Assert.That(result.Summary.Finest, Is.GreaterThan(3.9));
    }

    /// <summary>Tiny, odd, prime and flat maps run, with a warning where spheres do not fit.</summary>
    [TestCase(8, 9, 10)]
    [TestCase(13, 17, 11)]
    [TestCase(31, 37, 16)]
    public void SmallMapsRun(int nx, int ny, int nz)
    {
        using var zones = new TwoZones(TwoZones.Grid(nx, ny, nz), 3, 3, 4);
        using LocalResolutionResult result = LocalResolution.Compute(Device, zones.Half1, zones.Half2, null, new() { Resolution = 3 });
        Assert.That(result.Map.Values.Slice(0, nx * ny * nz).ToArray(), Is.All.InRange(1f, 40f));
        Assert.That(result.Warnings.All(w => w.Contains("small", StringComparison.Ordinal) || w.Contains("as can be found", StringComparison.Ordinal) || w.Contains("Nyquist", StringComparison.Ordinal)), Is.True, string.Join("; ", result.Warnings));
    }

    /// <summary>Random phases correlate by chance only: calibration changes nothing that is right, and the seed decides.</summary>
    [Test]
    public void CalibrationLeavesUnmaskedMapsAlone()
    {
        using var zones = new TwoZones(TwoZones.Grid(48, 48, 48), 3.5, 3.5);
        using LocalResolutionResult plain = LocalResolution.Compute(Device, zones.Half1, zones.Half2, null, Quick), one = LocalResolution.Compute(Device, zones.Half1, zones.Half2, null);
        using LocalResolutionResult again = LocalResolution.Compute(Device, zones.Half1, zones.Half2, null, new() { Seed = 1 });
        Assert.Multiple(() =>
        {
            Assert.That(one.Summary.Median, Is.EqualTo(plain.Summary.Median).Within(0.05));
            Assert.That(again.Shells.Select(s => s.RandomMean), Is.EqualTo(one.Shells.Select(s => s.RandomMean)));
            Assert.That(one.Shells[0].RandomMean, Is.Null);
            Assert.That(one.Shells[^1].RandomMean, Is.Zero.Within(0.1));
            Assert.That(plain.Shells.Select(s => s.RandomMean), Is.All.Null);
        });
    }

    private static void LowPass(DensityMap map, double d)
    {
        MapGrid g = map.Grid;
        using FourierPlan plan = Device.Fourier.CreatePlan(g.Nx, g.Ny, g.Nz);
        using DeviceBuffer<float> real = Device.Upload(map.Values, "test"), half = Device.Allocate<float>(plan.HalfLength, "test");
        plan.Forward(real, half);
        var shape = new HalfSpaceShape(g.Nx, g.Ny, g.Nz);
        Device.Fourier.Apply(half, shape, half, shape, new FourierFilter { CellX = g.Box.A, CellY = g.Box.B, CellZ = g.Box.C, SInner = 1 / d, SOuter = 1 / d });
        plan.Inverse(half, real);
        Device.Download(real, map.Values);
    }
}
