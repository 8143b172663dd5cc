using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>Atoms held to points.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class SiteTests(string accelerator) : RestraintFixture(accelerator)
{
    /// <summary>3, 4, 12 Å away: r = 13.</summary>
    [TestCase(0.0)]
    [TestCase(5.0)]
    public void EnergyIsTheClosedForm(double top)
    {
        double full = 0.04 * 169, damping = top > 0 ? Math.Exp(-full / top) : 1;
        (RestraintEnergies energies, double[] gradient) = Evaluate(Sites([1], [7, 8, 9], [0.04], [top]), 0, 0, 0, 10, 12, 21);
        Assert.That(energies.Site, Is.EqualTo(top > 0 ? top * (1 - damping) : full).Within(1e-12));
        Assert.That(energies.Total, Is.EqualTo(energies.Site));
        Assert.That(gradient, Is.EqualTo(new[] { 0, 0, 0, 0.08 * 3 * damping, 0.08 * 4 * damping, 0.08 * 12 * damping }).Within(1e-12));
    }

    /// <summary>At the point there is no energy and no gradient; several terms on one atom add up.</summary>
    [Test]
    public void TermsOfOneAtomAdd()
    {
        (RestraintEnergies energies, double[] gradient) = Evaluate(Sites([0, 0], [1, 2, 3, 1, 2, 5], [4, 1], [0, 0]), 1, 2, 3);
        Assert.That(energies.Site, Is.EqualTo(4).Within(1e-12));
        Assert.That(gradient, Is.EqualTo(new double[] { 0, 0, -4 }).Within(1e-12));
    }

    /// <summary>Random sites of both variants.</summary>
    [Test]
    public void GradientIsTheFiniteDifference([Values(1, 2)] int seed)
    {
        const int Count = 13;
        KernelSamples samples = new(seed);
        double[] tops = [.. InOrder(Count).Select(i => i % 2 * 3.0)];
        CheckGradient(Sites(InOrder(Count), samples.Numbers(3 * Count, -1, 1), samples.Numbers(Count, 0.1, 4), tops), samples.Numbers(3 * Count, -1.2, 1.2));
    }

    /// <summary>A position that is not a number shows in the energy.</summary>
    [Test]
    public void NaNReachesTheEnergy([Values(0.0, 2.0)] double top) =>
        Assert.That(Evaluate(Sites([0], [1, 2, 3], [1], [top]), 1, double.NaN, 3).Energies.Site, Is.NaN);

    private static RestraintTable Sites(int[] atoms, double[] ideal, double[] weight, double[] top) => new()
    {
        AtomCount = atoms.Max() + 1,
        SiteAtoms = atoms,
        SiteIdeal = ideal,
        SiteWeight = weight,
        SiteTop = top,
    };
}
