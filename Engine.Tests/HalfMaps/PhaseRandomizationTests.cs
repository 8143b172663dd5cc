using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Core.Simulation;
using Engine.Tests.Kernels;
using Engine.Tests.Maps;
using NUnit.Framework;

namespace Engine.Tests.HalfMaps;

/// <summary>Random phases: amplitudes and the real map stay, phases do not, whatever the sizes.</summary>
/// <param name="accelerator">Accelerator.</param>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class PhaseRandomizationTests(string accelerator) : KernelFixture(accelerator)
{
    [TestCase(16, 16, 16)]
    [TestCase(15, 13, 11)]
    [TestCase(12, 9, 10)]
    public void AmplitudesStayAndTheMapIsReal(int nx, int ny, int nz)
    {
        using DensityMap map = Noise(nx, ny, nz, 3);
        using MapSpectrum before = MapSpectrum.Of(Device, map), random = PhaseRandomization.Apply(before, 3, 7);
        using DensityMap back = random.ToMap(Device, "back");
        using MapSpectrum after = MapSpectrum.Of(Device, back);
        double width = 1.0 / Math.Max(nx, Math.Max(ny, nz)), changed = 0;
        int hx = nx / 2 + 1;
        for (int i = 0; i < hx * ny * nz; i++)
        {
            (double re, double im) = (before.Values[2 * i], before.Values[2 * i + 1]);
            (double re2, double im2) = (after.Values[2 * i], after.Values[2 * i + 1]);
            Assert.That(Math.Sqrt(re2 * re2 + im2 * im2), Is.EqualTo(Math.Sqrt(re * re + im * im)).Within(1e-3), $"amplitude {i}: the coefficients are those of a real map");
            int y = i / hx % ny, z = i / hx / ny;
            double s = Math.Sqrt(Math.Pow(i % hx / (double)nx, 2) + Math.Pow(Math.Min(y, ny - y) / (double)ny, 2) + Math.Pow(Math.Min(z, nz - z) / (double)nz, 2));
            if (s / width < 2.49)
                Assert.That((re2, im2), Is.EqualTo((re, im)).Within(1e-3), $"coefficient {i} below the shell");
            else
                changed += Math.Abs(re2 - re) + Math.Abs(im2 - im);
        }

        Assert.That(changed / (hx * ny * nz), Is.GreaterThan(1));
    }

    [Test]
    public void RandomMapsDoNotCorrelateWithEachOtherAndSeedsRepeat()
    {
        using DensityMap map = Noise(32, 32, 32, 5);
        using MapSpectrum spectrum = MapSpectrum.Of(Device, map), a = PhaseRandomization.Apply(spectrum, 4, 1), b = PhaseRandomization.Apply(spectrum, 4, 2), again = PhaseRandomization.Apply(spectrum, 4, 1);
        double[] fsc = a.Correlate(b).Correlation;
        Assert.Multiple(() =>
        {
            Assert.That(fsc[1..4], Is.All.EqualTo(1).Within(1e-6));
            for (int k = 6; k < fsc.Length; k++)
                Assert.That(fsc[k], Is.EqualTo(0).Within(0.2), $"shell {k}");
            Assert.That(fsc[8..].Average(), Is.EqualTo(0).Within(0.03));
            Assert.That(a.Values.Slice(0, 4000).SequenceEqual(again.Values.Slice(0, 4000)), Is.True);
        });
    }

    internal static DensityMap Noise(int nx, int ny, int nz, ulong seed)
    {
        var random = new RandomSource(seed);
        return TestMaps.Create(TestMaps.Grid(nx, ny, nz, 1), (_, _, _) => (float)random.NextNormal());
    }
}
