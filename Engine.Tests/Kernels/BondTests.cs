using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>Bond energies in closed form, and their gradients against finite differences.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class BondTests(string accelerator) : RestraintFixture(accelerator)
{
    /// <summary>Harmonic, inside and outside the slack, and topped out on the long side only.</summary>
    [TestCase(1.7, 0.0, 0.0, 100 * 0.2 * 0.2)]
    [TestCase(1.3, 0.0, 0.0, 100 * 0.2 * 0.2)]
    [TestCase(1.7, 0.25, 0.0, 0.0)]
    [TestCase(1.7, 0.15, 0.0, 100 * 0.05 * 0.05)]
    [TestCase(1.3, 0.15, 0.0, 100 * 0.05 * 0.05)]
    [TestCase(1.3, 0.0, 2.0, 100 * 0.2 * 0.2)]
    [TestCase(1.7, 0.0, 2.0, 1.7293294335267746)]
    public void EnergyIsTheClosedForm(double distance, double slack, double top, double expected)
    {
        (RestraintEnergies energies, double[] gradient) = Evaluate(Bond(slack, top), 1, 2, 3, 1, 2 + distance, 3);
        Assert.That(energies.Bond, Is.EqualTo(expected).Within(1e-12));
        Assert.That(energies.Total, Is.EqualTo(energies.Bond));
        double excess = Math.Max(0, Math.Abs(distance - 1.5) - slack);
        double slope = 200 * excess * Math.Sign(distance - 1.5) * (top > 0 && distance > 1.5 ? Math.Exp(-100 * excess * excess / top) : 1);
        Assert.That(gradient, Is.EqualTo(new[] { 0, -slope, 0, 0, slope, 0 }).Within(1e-11));
    }

    /// <summary>Atoms on top of each other have an energy and no direction.</summary>
    [Test]
    public void CoincidentAtomsHaveNoGradient()
    {
        (RestraintEnergies energies, double[] gradient) = Evaluate(Bond(0, 0), 1, 2, 3, 1, 2, 3);
        Assert.That(energies.Bond, Is.EqualTo(100 * 1.5 * 1.5).Within(1e-10));
        Assert.That(gradient, Is.All.Zero);
    }

    /// <summary>Random bonds of every variant.</summary>
    [Test]
    public void GradientIsTheFiniteDifference([Values(1, 2, 3)] int seed)
    {
        const int Count = 13;
        KernelSamples samples = new(seed);
        CheckGradient(
            new RestraintTable
            {
                AtomCount = 2 * Count,
                BondAtoms = InOrder(2 * Count),
                BondIdeal = samples.Numbers(Count, 1, 2),
                BondWeight = samples.Numbers(Count, 100, 2500),
                BondSlack = [.. InOrder(Count).Select(i => i % 3 * 0.1)],
                BondTop = [.. InOrder(Count).Select(i => i % 2 * 20.0)],
            },
            samples.Numbers(6 * Count, -1.2, 1.2));
    }

    /// <summary>A position that is not a number shows in the energy.</summary>
    [TestCase(0.0)]
    [TestCase(2.0)]
    public void NaNReachesTheEnergy(double top) =>
        Assert.That(Evaluate(Bond(0, top), 1, double.NaN, 3, 1, 2, 3).Energies.Bond, Is.NaN);

    private static RestraintTable Bond(double slack, double top) => new()
    {
        AtomCount = 2,
        BondAtoms = [0, 1],
        BondIdeal = [1.5],
        BondWeight = [100],
        BondSlack = [slack],
        BondTop = [top],
    };
}
