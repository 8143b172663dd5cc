using Engine.Core.Maps;
using Engine.Core.Masks;
using Engine.Core.Simulation;
using Engine.Kernels;
using Engine.Tests.Maps;
using NUnit.Framework;

namespace Engine.Tests.Masks;

/// <summary>Confidence against the definition, worked out plainly; maps that have no noise are found out.</summary>
[TestFixture]
public sealed class ConfidenceMaskTests
{
    private const int N = 40;

    [Test]
    public void ConfidencesAreThoseOfBenjaminiAndYekutieli()
    {
        using DensityMap map = Signal();
        NoiseLevel noise = NoiseLevel.Measure(map);
        float[] confidence = ConfidenceMask.Confidence(map, noise);
        int n = confidence.Length;
        double harmonic = Enumerable.Range(1, n).Sum(k => 1.0 / k);
        (int Voxel, double P)[] sorted = [.. Enumerable.Range(0, n).Select(i => (i, Tail((map.Values[i] - noise.Mean) / noise.Deviation))).OrderBy(p => p.Item2)];
        double q = 1;
        var expected = new double[n];
        for (int i = n - 1; i >= 0; i--)
        {
            q = Math.Min(q, sorted[i].P * n / (i + 1) * harmonic);
            expected[sorted[i].Voxel] = 1 - q;
        }

        for (int i = 0; i < n; i++)
            Assert.That(confidence[i], Is.EqualTo(expected[i]).Within(2e-5), $"voxel {i}");
        Assert.That(expected.Count(c => c > 0.99), Is.InRange(300, 700), "the ball of 515 voxels");

        // The tail by summing the density far beyond z.
        static double Tail(double z)
        {
            if (z <= 0)
                return 1;
            double sum = 0;
            const double Step = 0.002;
            for (double t = z + Step / 2; t < z + 9; t += Step)
                sum += Math.Exp(-t * t / 2);
            return sum * Step / Math.Sqrt(2 * Math.PI);
        }
    }

    [TestCase(0, 0.5)]
    [TestCase(1.959963984540054, 0.025)]
    [TestCase(2.9, 0.0018658133003840)]
    [TestCase(3.1, 0.00096760321321836)]
    [TestCase(6, 9.8658764503769e-10)]
    [TestCase(20, 2.7536241186062e-89)]
    public void TailsOfTheNormalDistribution(double z, double expected) => Assert.That(NormalTail.Above(z), Is.EqualTo(expected).Within(1e-9).Percent);

    [TestCase(1)]
    [TestCase(7)]
    [TestCase(25)]
    [TestCase(1000)]
    public void HarmonicNumbers(int n) => Assert.That(ConfidenceMask.Harmonic(n), Is.EqualTo(Enumerable.Range(1, n).Sum(k => 1.0 / k)).Within(1e-9));

    [Test]
    public void ABallInNoiseIsFoundAndNoiseIsNot()
    {
        using DensityMap map = Signal(), noise = Signal(amplitude: 0);
        SoftMask mask = ConfidenceMask.Create(map);
        Assert.That(mask.Values.Sum(), Is.EqualTo(515).Within(40));
        Assert.That(mask.Threshold!.Quantity, Is.EqualTo("confidence"));
        Assert.That(() => ConfidenceMask.Create(noise), Throws.TypeOf<InputException>().With.Message.Contains("no voxel"));
        Assert.That(() => ConfidenceMask.Create(map, 1), Throws.TypeOf<UsageException>());
    }

    [Test]
    public void MaskedMapsAreFoundOut()
    {
        using DensityMap masked = TestMaps.Create(TestMaps.Grid(N, N, N, 1), (x, y, z) => Distance(x, y, z) < 8 ? 5 + TestMaps.Noise(x, y, z) : 0);
        Assert.That(() => ConfidenceMask.Create(masked), Throws.TypeOf<InputException>().With.Message.Contains("masked"));
        Assert.That(() => ConfidenceMask.Create(masked, 0.99, [new NoiseBox(30, 30, 30, 20)]), Throws.TypeOf<InputException>().With.Message.Contains("leaves the map"));
    }

    [Test]
    public void DensityInANoiseBoxIsWarnedAbout()
    {
        using DensityMap map = Signal();
        using DensityMap shifted = TestMaps.Create(map.Grid, (x, y, z) => map[x, (y + 17) % N, z]);
        Assert.That(NoiseLevel.Measure(shifted).Warnings, Has.Some.Contains("noise boxes differ"));
        Assert.That(NoiseLevel.Measure(map).Warnings, Is.Empty);
    }

    [Test]
    public void BoxesLieOnTheFacesAndSmallMapsAreRefused()
    {
        NoiseBox[] boxes = NoiseBox.OnFaces(TestMaps.Grid(400, 300, 200));
        Assert.That(boxes, Is.EqualTo(new NoiseBox[] { new(190, 6, 90, 20), new(190, 274, 90, 20), new(190, 140, 4, 20), new(190, 140, 176, 20) }));
        Assert.That(() => NoiseBox.OnFaces(TestMaps.Grid(29, 100, 100)), Throws.TypeOf<InputException>().With.Message.Contains("too small"));
    }

    private static DensityMap Signal(double amplitude = 12)
    {
        var random = new RandomSource(9);
        return TestMaps.Create(TestMaps.Grid(N, N, N, 1), (x, y, z) => (float)(3 + random.NextNormal() + (Distance(x, y, z) < 5 ? amplitude : 0)));
    }

    private static double Distance(int x, int y, int z) => Math.Sqrt((x - 20) * (x - 20) + (y - 20) * (y - 20) + (z - 20) * (z - 20));
}
