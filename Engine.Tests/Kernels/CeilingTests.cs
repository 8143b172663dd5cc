using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>Angles and torsions of period 0 with an energy ceiling.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class CeilingTests(string accelerator) : RestraintFixture(accelerator)
{
    private static readonly double[] Bent = [1, 0, 0, 0, 0, 0, 0, 1.2, 0];
    private static readonly double[] Turned = [1, 0, 0, 0, 0, 0, 0, 0, 1.4, 0, 1.3, 1.4];

    /// <summary>An angle of 90°.</summary>
    [TestCase(0.0)]
    [TestCase(8.0)]
    [TestCase(30.0)]
    [TestCase(1e6)]
    public void AngleIsTheClosedForm(double top)
    {
        double full = 0.25 * 100, expected = top > 0 ? top * (1 - Math.Exp(-full / top)) : full;
        Assert.That(Evaluate(Angle(100, top), Bent).Energies.Angle, Is.EqualTo(expected).Within(1e-9));
        CheckGradient(Angle(100, top), Bent, step: 1e-6);
    }

    /// <summary>A torsion of 90°, on both sides of the target and across the seam.</summary>
    [Test]
    public void TorsionIsTheClosedForm([Values(0.0, 1.0, 30.0)] double top, [Values(75, 100, -100)] double ideal)
    {
        double delta = 90 - ideal - (ideal < -90 ? 360 : 0), full = 0.01 * delta * delta;
        double expected = top > 0 ? top * (1 - Math.Exp(-full / top)) : full;
        Assert.That(Evaluate(Torsion(ideal, 0, top), Turned).Energies.Torsion, Is.EqualTo(expected).Within(1e-9));
        if (full < 10 * top)
            CheckGradient(Torsion(ideal, 0, top), Turned, step: 1e-6);
    }

    /// <summary>Inside its flat bottom a torsion is free; outside it counts from the edge.</summary>
    [Test]
    public void FlatBottomIsTheClosedForm([Values(0.0, 30.0)] double top, [Values(75, 100, -100)] double ideal, [Values(5.0, 20.0, 160.0)] double slack)
    {
        double delta = Math.Max(0, Math.Abs(90 - ideal - (ideal < -90 ? 360 : 0)) - slack), full = 0.01 * delta * delta;
        double expected = top > 0 ? top * (1 - Math.Exp(-full / top)) : full;
        RestraintTable table = Torsion(ideal, 0, top) with { TorsionSlack = [slack] };
        Assert.That(Evaluate(table, Turned).Energies.Torsion, Is.EqualTo(expected).Within(1e-9));
        if (delta > 0 && full < 10 * top)
            CheckGradient(table, Turned, step: 1e-6);
    }

    /// <summary>The ceiling is one of harmonic torsions.</summary>
    [Test]
    public void PeriodicTorsionsHaveNone() => Assert.That(
        Evaluate(Torsion(0, 3, 1e-3), Turned).Energies.Torsion, Is.EqualTo(Evaluate(Torsion(0, 3, 0), Turned).Energies.Torsion));

    /// <summary>No array of ceilings is the same as an array of zeros.</summary>
    [Test]
    public void NoArrayMeansNoCeiling()
    {
        RestraintTable angle = Angle(100, 0), torsion = Torsion(60, 0, 0);
        Assert.That(Evaluate(angle with { AngleTop = [] }, Bent), Is.EqualTo(Evaluate(angle, Bent)).Using<(RestraintEnergies E, double[] G)>(Same));
        Assert.That(Evaluate(torsion with { TorsionTop = [] }, Turned), Is.EqualTo(Evaluate(torsion, Turned)).Using<(RestraintEnergies E, double[] G)>(Same));
    }

    /// <summary>A position that is not a number shows in the energy.</summary>
    [Test]
    public void NaNReachesTheEnergy()
    {
        Assert.That(Evaluate(Angle(100, 3), 1, double.NaN, 0, 0, 0, 0, 0, 1.2, 0).Energies.Angle, Is.NaN);
        Assert.That(Evaluate(Torsion(60, 0, 3), [double.NaN, .. Turned[1..]]).Energies.Torsion, Is.NaN);
    }

    private static bool Same((RestraintEnergies E, double[] G) a, (RestraintEnergies E, double[] G) b) => a.E == b.E && a.G.SequenceEqual(b.G);

    private static RestraintTable Angle(double ideal, double top) => new()
    {
        AtomCount = 3,
        AngleAtoms = [0, 1, 2],
        AngleIdeal = [ideal],
        AngleWeight = [0.25],
        AngleTop = [top],
    };

    private static RestraintTable Torsion(double ideal, int period, double top) => new()
    {
        AtomCount = 4,
        TorsionAtoms = [0, 1, 2, 3],
        TorsionIdeal = [ideal],
        TorsionWeight = [0.01],
        TorsionPeriod = [period],
        TorsionTop = [top],
    };
}
