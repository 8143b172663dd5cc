using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Core.Simulation;
using Engine.Kernels;
using Engine.Kernels.Cpu;
using Engine.Tests.Maps;
using NUnit.Framework;

namespace Engine.Tests.HalfMaps;

/// <summary>Half maps that were treated before, and curves that cross nowhere in particular.</summary>
[TestFixture]
public sealed class HalfMapInspectionTests
{
    private const int N = 32;

    [Test]
    public void SoundHalfMapsAreNotDoubted() => Assert.That(Look(Half(1), Half(2)), Is.Empty);

    [Test]
    public void MaskedHalfMapsAreFoundOut() =>
        Assert.That(Look(Masked(Half(1)), Masked(Half(2))), Has.Exactly(2).Contains("was masked"));

    [Test]
    public void FilteredHalfMapsAreFoundOut()
    {
        using var accelerator = new CpuAccelerator(2);
        DensityMap Filter(DensityMap map)
        {
            using (map)
            {
                using MapSpectrum all = MapSpectrum.Of(accelerator, map), low = all.Changed((at, row) =>
                {
                    for (int h = 0; h < row.Length / 2; h++)
                    {
                        if (at.Squared(h) > 0.25 * 0.25)
                            (row[2 * h], row[2 * h + 1]) = (0, 0);
                    }
                });
                return low.ToMap(accelerator, "filtered");
            }
        }

        Assert.That(Look(Filter(Half(1)), Filter(Half(2))), Has.Some.Contains("filtered"));
    }

    [Test]
    public void TheSameMapTwiceIsRefusedEvenScaled()
    {
        using DensityMap a = Half(1), b = TestMaps.Create(a.Grid, (x, y, z) => 3 * a[x, y, z]);
        Assert.That(() => Look(a, b), Throws.TypeOf<InputException>().With.Message.Contains("same map"));
    }

    [Test]
    public void HalvesThatShareTheirNoiseAreDoubted()
    {
        using DensityMap shared = Half(9);
        DensityMap With(ulong seed)
        {
            using DensityMap own = Half(seed);
            return TestMaps.Create(own.Grid, (x, y, z) => own[x, y, z] + 2 * shared[x, y, z]);
        }

        Assert.That(Look(With(1), With(2)), Has.Some.Contains("does not come down"));
    }

    [TestCase(6, 6, 6)]
    [TestCase(13, 11, 12)]
    public void BoxesWithHardlyAnyShellsAreRefused(int nx, int ny, int nz)
    {
        DensityMap a = PhaseRandomizationTests.Noise(nx, ny, nz, 1), b = PhaseRandomizationTests.Noise(nx, ny, nz, 2);
        Assert.That(() => Look(a, b), Throws.TypeOf<InputException>().With.Message.Contains("larger box"));
    }

    [Test]
    public void APlateauAtTheThresholdAndReturnsAreSaid()
    {
        double[] steps = [.. Enumerable.Range(0, 40).Select(k => k < 10 ? 1 - 0.02 * k : k < 30 ? 0.15 - 0.0005 * k : 0.0)];
        double[] returns = [.. Enumerable.Range(0, 40).Select(k => k < 15 ? 0.9 : k < 18 ? 0.0 : k < 22 ? 0.4 : 0.0)];
        double[] plain = [.. Enumerable.Range(0, 40).Select(k => k < 20 ? 0.9 : 0.0)];
        Assert.Multiple(() =>
        {
            Assert.That(HalfMapInspection.Plateau(Curve(steps), 0.143, "unmasked FSC"), Does.Contain("stays within").And.Contain("unmasked FSC"));
            Assert.That(HalfMapInspection.Plateau(Curve(returns), 0.143, "masked FSC"), Does.Contain("comes back 1 time,"));
            Assert.That(HalfMapInspection.Plateau(Curve(plain), 0.143, ""), Is.Null);
        });
    }

    [TestCase(0.2, 0.5)]
    [TestCase(0.05, 0.1739)]
    [TestCase(-0.5, -1)]
    public void TheParticlesFscFollowsFromTheRatioOfVolumes(double fsc, double expected)
    {
        // f = 4: f c/(1 + (f - 1) c); where the denominator is not above 0, -1.
        var particle = new ParticleVolume(1000, "a test");
        Assert.That(particle.Apply(Curve([1, fsc]), 4000).Correlation[1], Is.EqualTo(expected).Within(1e-4));
    }

    [Test]
    public void VolumesComeFromMassAndSequence()
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, ">a\nMKVLA\nGG\n>rna\nACGU\n");
        Assert.Multiple(() =>
        {
            Assert.That(ParticleVolume.OfMass(100).Volume, Is.EqualTo(123_000).Within(1e-6));
            Assert.That(ParticleVolume.OfSequence(path).Volume, Is.EqualTo(7 * 110 * 1.23 + 4 * 330 * 1.15).Within(1e-6));
            Assert.That(() => ParticleVolume.OfMass(0), Throws.TypeOf<UsageException>());
            Assert.That(() => ParticleVolume.OfSequence("/dev/null"), Throws.TypeOf<InputException>());
        });
        File.Delete(path);
    }

    private static FscCurve Curve(double[] fsc) => new(0.01, fsc, [.. fsc.Select(_ => 1.0)], [.. fsc.Select(_ => 1.0)], [.. fsc.Select(_ => 100L)]);

    private static IReadOnlyList<string> Look(DensityMap a, DensityMap b)
    {
        using var accelerator = new CpuAccelerator(2);
        using (a)
        using (b)
        {
            using MapSpectrum first = MapSpectrum.Of(accelerator, a), second = MapSpectrum.Of(accelerator, b);
            return HalfMapInspection.Look(a, b, first.Correlate(second));
        }
    }

    private static DensityMap Half(ulong seed)
    {
        var random = new RandomSource(seed);
        return TestMaps.Create(TestMaps.Grid(N, N, N, 1), (x, y, z) =>
            (float)(random.NextNormal() + 5 * Math.Exp(-((x - 16) * (x - 16) + (y - 15) * (y - 15) + (z - 17) * (z - 17)) / 20.0)));
    }

    private static DensityMap Masked(DensityMap map)
    {
        using (map)
            return TestMaps.Create(map.Grid, (x, y, z) => (x - 16) * (x - 16) + (y - 16) * (y - 16) + (z - 16) * (z - 16) < 144 ? map[x, y, z] : 0);
    }
}
