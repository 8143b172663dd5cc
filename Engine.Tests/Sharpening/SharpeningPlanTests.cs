using Engine.Core.Geometry;
using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Core.Sharpening;
using Engine.Kernels;
using Engine.Tests.Kernels;
using Engine.Tests.Maps;
using NUnit.Framework;

namespace Engine.Tests.Sharpening;

/// <summary>Filters of a map whose spectrum stays on the device.</summary>
/// <param name="accelerator">Accelerator.</param>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class SharpeningPlanTests(string accelerator) : KernelFixture(accelerator)
{
    [TestCase(24, 20, 18)]
    [TestCase(13, 11, 7)]
    [TestCase(15, 16, 1)]
    [TestCase(5, 3, 2)]
    public void SharpeningAndBlurringByTheSameBGivesTheMapBack(int nx, int ny, int nz)
    {
        using DensityMap map = TestMaps.Create(TestMaps.Grid(nx, ny, nz), TestMaps.Noise);
        using var plan = new SharpeningPlan(Device, map);
        using DensityMap blurred = plan.Filter(SharpeningFactor.Uniform(25), "blurred");
        using var back = new SharpeningPlan(Device, blurred);
        using DensityMap again = back.Filter(SharpeningFactor.Uniform(-25), "sharpened");
        for (int i = 0; i < map.Values.Length; i++)
            Assert.That(again.Values[i], Is.EqualTo(map.Values[i]).Within(2e-4));
    }

    [Test]
    public void AGaussianAtomHasTheGuinierBItWasMadeWithAndLosesWhatIsApplied()
    {
        const double B = 60;
        using DensityMap map = Atom(B);
        Assert.That(Guinier(map), Is.EqualTo(B).Within(0.5));
        using var plan = new SharpeningPlan(Device, map);
        using DensityMap sharp = plan.Filter(SharpeningFactor.Uniform(-45), "sharpened");
        Assert.That(Guinier(sharp), Is.EqualTo(B - 45).Within(0.5));
    }

    [Test]
    public void TrialMapsAreTheMapOnAnotherGrid()
    {
        // 24 points of 1.25 Å against 48: every second point of the finer grid lies on the coarse one. Nothing is at the coarse Nyquist index.
        using DensityMap map = TestMaps.Create(TestMaps.Grid(24, 24, 24), (x, y, z) => (float)(Math.Cos(2 * Math.PI * (3 * x + 5 * y - 2 * z) / 24) + Math.Sin(2 * Math.PI * 7 * z / 24)));
        using var plan = new SharpeningPlan(Device, map);
        using SharpeningPlan.TrialGrid trials = plan.Trials(0.625);
        trials.Compute(_ => 1);
        Assert.That((trials.Grid.Nx, trials.Grid.Ny, trials.Grid.Nz), Is.EqualTo((48, 48, 48)));
        double scale = 48 * 48 * 48 / (24.0 * 24 * 24);
        for (int z = 0; z < 24; z += 3)
        {
            for (int x = 0; x < 24; x++)
                Assert.That(scale * trials.Values[((long)2 * z * 48 + 10) * 48 + 2 * x], Is.EqualTo(map[x, 5, z]).Within(1e-4));
        }
    }

    [Test]
    public void AnAnisotropicFallOffIsFoundAndRemoved()
    {
        double[] b = [50, 20, 35, 8, -5, 12];
        using DensityMap map = TestMaps.Create(TestMaps.Grid(36, 32, 30), TestMaps.Noise);
        using MapSpectrum spectrum = MapSpectrum.Of(Device, map);
        Shape(spectrum, b);
        AnisotropyFit fit = AnisotropyFit.Of(spectrum, 35, 2.6)!;
        double[] expected = [15, -15, 0, 8, -5, 12];
        for (int i = 0; i < 6; i++)
            Assert.That(fit.Deviatoric[i], Is.EqualTo(expected[i]).Within(0.3), $"component {i}");
        Assert.That(fit.Principal.Sum(p => p.B), Is.EqualTo(105).Within(1e-6), "the trace is three times the mean");
        foreach (PrincipalB p in fit.Principal)
        {
            // The tensor takes each axis to its multiple.
            double[] t = [b[0] * p.Axis[0] + b[3] * p.Axis[1] + b[4] * p.Axis[2], b[3] * p.Axis[0] + b[1] * p.Axis[1] + b[5] * p.Axis[2], b[4] * p.Axis[0] + b[5] * p.Axis[1] + b[2] * p.Axis[2]];
            for (int i = 0; i < 3; i++)
                Assert.That(t[i], Is.EqualTo(p.B * p.Axis[i]).Within(0.5));
        }

        fit.Remove(spectrum);
        Assert.That(AnisotropyFit.Of(spectrum, 35, 2.6)!.Deviatoric, Is.All.EqualTo(0).Within(1e-3));
        Assert.That(GuinierFit.OfMap(spectrum.Correlate(spectrum), 2.6)!.B, Is.EqualTo(35).Within(1), "the mean stays");
    }

    [Test]
    public void TiltedCellsAreRefused()
    {
        MapGrid grid = TestMaps.Grid(8, 8, 8) with { Cell = new UnitCell(10, 10, 10, 90, 80, 90) };
        using DensityMap map = TestMaps.Create(grid, TestMaps.Noise);
        Assert.That(() => new SharpeningPlan(Device, map), Throws.TypeOf<InputException>().With.Message.Contains("orthogonal"));
    }

    private double Guinier(DensityMap map)
    {
        using MapSpectrum spectrum = MapSpectrum.Of(Device, map);
        return GuinierFit.OfMap(spectrum.Correlate(spectrum), 3)!.B;
    }

    /// <summary>ρ = (4π/B)^(3/2) exp(-4π² r²/B), whose transform is exp(-B s²/4).</summary>
    private static DensityMap Atom(double b) => TestMaps.Create(TestMaps.Grid(60, 54, 50, 1), (x, y, z) =>
        (float)(Math.Pow(4 * Math.PI / b, 1.5) * Math.Exp(-4 * Math.PI * Math.PI * (Math.Pow(x - 30, 2) + Math.Pow(y - 27, 2) + Math.Pow(z - 25, 2)) / b)));

    /// <summary>Gives every coefficient the modulus exp(-sᵀ B s/4) and leaves its phase.</summary>
    private static void Shape(MapSpectrum spectrum, double[] b)
    {
        MapGrid g = spectrum.Grid;
        int hx = g.Nx / 2 + 1;
        for (int i = 0; i < hx * g.Ny * g.Nz; i++)
        {
            int y = i / hx % g.Ny, z = i / hx / g.Ny;
            double sx = i % hx / g.Box.A, sy = (y <= g.Ny / 2 ? y : y - g.Ny) / g.Box.B, sz = (z <= g.Nz / 2 ? z : z - g.Nz) / g.Box.C;
            double form = b[0] * sx * sx + b[1] * sy * sy + b[2] * sz * sz + 2 * (b[3] * sx * sy + b[4] * sx * sz + b[5] * sy * sz);
            double phase = 0.37 * i;
            spectrum.Values[2L * i] = (float)(Math.Exp(-form / 4) * Math.Cos(phase));
            spectrum.Values[2L * i + 1] = (float)(Math.Exp(-form / 4) * Math.Sin(phase));
        }
    }
}
