using Engine.Core.Maps;
using Engine.Core.Masks;
using Engine.Core.Simulation;
using Engine.Kernels;
using Engine.Tests.Kernels;
using Engine.Tests.Maps;
using NUnit.Framework;

namespace Engine.Tests.Masks;

/// <summary>Masks from density: a ball of waves in noise.</summary>
/// <param name="accelerator">Accelerator.</param>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class DensityMaskTests(string accelerator) : KernelFixture(accelerator)
{
    private const int N = 48;
    private const double Radius = 14;

    [TestCase(0f)]
    [TestCase(50f)]
    public void TheAutomaticMaskHoldsTheMoleculeAndLittleElse(float offset)
    {
        using DensityMap map = Ball(0.7, offset);
        SoftMask mask = DensityMask.Create(Device, map);
        Assert.Multiple(() =>
        {
            Assert.That(Inside(mask.Values, 0, Radius - 1).Min(), Is.GreaterThan(0.9f), "the ball");
            Assert.That(Inside(mask.Values, Radius + 14, 100).Average(), Is.LessThan(0.05f), "far from it");
            Assert.That(mask.Threshold!.IsAutomatic, Is.True);
            Assert.That(mask.Warnings, Is.Empty);
            Assert.That(mask.Fraction, Is.EqualTo(mask.Values.Average()).Within(1e-4));
            Assert.That(mask.Volume(map.Grid), Is.EqualTo(mask.Values.Sum(v => (double)v)).Within(1));
        });
    }

    [Test]
    public void AGivenThresholdIsThatOfTheMapItself()
    {
        using DensityMap map = TestMaps.Create(TestMaps.Grid(21, 17, 19, 1), (x, y, z) => x == 10 && y == 8 && z == 9 ? 3 : 1);
        SoftMask mask = DensityMask.Create(Device, map, new() { Threshold = 2, Dilate = 0, Edge = 0 });
        Assert.That(mask.Values.Sum(), Is.EqualTo(1));
        Assert.That(mask.Threshold, Is.EqualTo(new MaskThreshold("density", 2, false)));
        SoftMask grown = DensityMask.Create(Device, map, new() { Threshold = 2, Dilate = 1, Edge = 0 });
        Assert.That(grown.Values.Sum(), Is.EqualTo(7), "the voxel and its six neighbours");
    }

    [Test]
    public void LocalDeviationsAreThoseOfTheSurroundings()
    {
        // ±2 in turns: the mean square is 4 everywhere.
        using DensityMap map = TestMaps.Create(TestMaps.Grid(24, 24, 24, 1), (x, y, z) => 7 + ((x + y + z) % 2 == 0 ? 2 : -2));
        Assert.That(DensityMask.LocalDeviation(Device, map, 5), Is.All.EqualTo(2).Within(1e-3));
    }

    [Test]
    public void NoiseAloneIsSaidToHoldNothing()
    {
        using DensityMap map = Ball(5, 0, amplitude: 0);
        Assert.That(DensityMask.Create(Device, map).Warnings, Has.Some.Contains("hardly stands out"));
    }

    [Test]
    public void MapsAndThresholdsThatGiveNoMaskAreRefused()
    {
        using DensityMap constant = TestMaps.Create(TestMaps.Grid(9, 9, 9), (_, _, _) => 4), map = Ball(0.7, 0);
        using DensityMap hexagonal = TestMaps.Create(TestMaps.Grid(4, 4, 4) with { Cell = new(5, 5, 5, 90, 90, 120) }, (x, _, _) => x);
        Assert.Multiple(() =>
        {
            Assert.That(() => DensityMask.Create(Device, constant), Throws.TypeOf<InputException>().With.Message.Contains("same value"));
            Assert.That(() => DensityMask.Create(Device, map, new() { Threshold = 1e6 }), Throws.TypeOf<InputException>().With.Message.Contains("no voxel"));
            Assert.That(() => DensityMask.Create(Device, map, new() { Threshold = -1e6 }), Throws.TypeOf<InputException>().With.Message.Contains("every voxel"));
            Assert.That(() => DensityMask.Create(Device, hexagonal), Throws.TypeOf<InputException>().With.Message.Contains("orthogonal"));
            Assert.That(() => DensityMask.Create(Device, map, new() { LowPass = -1 }), Throws.TypeOf<UsageException>());
        });
    }

    [TestCase(1, 1, 1)]
    [TestCase(2, 3, 1)]
    [TestCase(7, 11, 13)]
    public void TinyAndPrimeMapsAreMaskedOrRefused(int nx, int ny, int nz)
    {
        using DensityMap map = TestMaps.Create(TestMaps.Grid(nx, ny, nz), TestMaps.Noise);
        try
        {
            Assert.That(DensityMask.Create(Device, map).Values, Is.All.InRange(0, 1));
        }
        catch (InputException e)
        {
            Assert.That(e.Message, Does.Contain("test map"));
        }
    }

    private static DensityMap Ball(double noise, float offset, double amplitude = 1)
    {
        var random = new RandomSource(4);
        return TestMaps.Create(TestMaps.Grid(N, N, N, 1), (x, y, z) =>
        {
            double signal = Distance(x, y, z) < Radius ? amplitude * 2 * Math.Cos(2 * Math.PI * x / 10) * Math.Cos(2 * Math.PI * (y + z) / 16) : 0;
            return offset + (float)(signal + noise * random.NextNormal());
        });
    }

    private static double Distance(int x, int y, int z) => Math.Sqrt((x - 22) * (x - 22) + (y - 24) * (y - 24) + (z - 25) * (z - 25));

    private static IEnumerable<float> Inside(float[] mask, double from, double to) =>
        mask.Where((_, i) => Distance(i % N, i / N % N, i / N / N) is double d && d >= from && d < to);
}
