using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>Repulsion, and restraint tables as a whole.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class NonbondedTests(string accelerator) : RestraintFixture(accelerator)
{
    /// <summary>E = c (contact - r)⁴ below the contact distance, 0 from there on.</summary>
    [TestCase(2.5, 6.25)]
    [TestCase(2.0, 100.0)]
    [TestCase(3.0, 0.0)]
    [TestCase(3.5, 0.0)]
    public void EnergyIsTheClosedForm(double distance, double expected)
    {
        (RestraintEnergies energies, double[] gradient) = Evaluate(Atoms(2), OnePair, [0, 0, 0, distance, 0, 0]);
        Assert.That(energies.Nonbonded, Is.EqualTo(expected).Within(1e-10));
        double slope = -400 * Math.Pow(Math.Max(0, 3 - distance), 3);
        Assert.That(gradient, Is.EqualTo(new[] { -slope, 0, 0, slope, 0, 0 }).Within(1e-10));
    }

    /// <summary>Atoms on top of each other have an energy and no direction.</summary>
    [Test]
    public void CoincidentAtomsHaveNoGradient()
    {
        (RestraintEnergies energies, double[] gradient) = Evaluate(Atoms(2), OnePair, [1, 1, 1, 1, 1, 1]);
        Assert.That(energies.Nonbonded, Is.EqualTo(8100).Within(1e-9));
        Assert.That(gradient, Is.All.Zero);
    }

    /// <summary>A cloud of atoms with many contacts each.</summary>
    [Test]
    public void GradientIsTheFiniteDifference()
    {
        KernelSamples samples = new(5);
        double[] positions = samples.Lattice(60);
        CheckGradient(Atoms(60), positions, samples.Pairs(positions), stride: 2);
    }

    /// <summary>Setting contacts again replaces them, with fewer and with more.</summary>
    [Test]
    public void ContactsAreReplaced()
    {
        using RestraintTerms terms = Device.Restraints.Create(Atoms(2));
        using DeviceBuffer<double> x = Put(0.0, 0, 0, 2, 0, 0);
        Assert.That(Device.Restraints.Evaluate(terms, x, 1, null).Nonbonded, Is.Zero);
        terms.SetNonbonded(OnePair, 100);
        Assert.That(Device.Restraints.Evaluate(terms, x, 1, null).Nonbonded, Is.EqualTo(100).Within(1e-10));
        terms.SetNonbonded(new NonbondedPairs([0, 0, 0], [], []), 100);
        Assert.That(Device.Restraints.Evaluate(terms, x, 1, null).Nonbonded, Is.Zero);
        terms.SetNonbonded(OnePair, 7);
        Assert.That(Device.Restraints.Evaluate(terms, x, 1, null).Nonbonded, Is.EqualTo(7).Within(1e-10));
    }

    /// <summary>A position that is not a number shows in the energy.</summary>
    [Test]
    public void NaNReachesTheEnergy() => Assert.That(Evaluate(Atoms(2), OnePair, [0, 0, 0, double.NaN, 0, 0]).Energies.Nonbonded, Is.NaN);

    /// <summary>All classes together: the gradient is added, scaled, to what is there; the energies are not scaled.</summary>
    [Test]
    public void GradientIsAddedWithItsScale()
    {
        KernelSamples samples = new(6);
        double[] positions = samples.Lattice(200);
        using RestraintTerms terms = Device.Restraints.Create(samples.Restraints(200, 150));
        terms.SetNonbonded(samples.Pairs(positions), 100);
        using DeviceBuffer<double> x = Put(positions), gradient = Device.Allocate<double>(600, "test");
        RestraintEnergies once = Device.Restraints.Evaluate(terms, x, 1, gradient);
        double[] first = Get(gradient);
        RestraintEnergies again = Device.Restraints.Evaluate(terms, x, -0.5, gradient);
        Assert.That(again, Is.EqualTo(once));
        Assert.That(Get(gradient), Is.EqualTo(first.Select(g => g / 2)).Within(1e-9));
        Assert.That(Device.Restraints.Evaluate(terms, x, 1, null), Is.EqualTo(once));
        Assert.That(once.Total, Is.EqualTo(once.Bond + once.Angle + once.Torsion + once.Chirality + once.Planarity + once.Nonbonded + once.Site + once.Surface + once.Parallel + once.Copy).Within(1e-9));
    }

    /// <summary>All classes together against finite differences.</summary>
    [Test]
    public void GradientOfEverythingIsTheFiniteDifference()
    {
        KernelSamples samples = new(7);
        double[] positions = samples.Lattice(100);
        CheckGradient(samples.Restraints(100, 90), positions, samples.Pairs(positions), stride: 3);
    }

    /// <summary>Internal forces neither push nor turn the molecule; sites, which hold atoms to points in space, are left out.</summary>
    [Test]
    public void ForceAndTorqueVanish()
    {
        KernelSamples samples = new(8);
        double[] x = samples.Lattice(150);
        (_, double[] g) = Evaluate(samples.Restraints(150, 120) with { SiteAtoms = [], SiteIdeal = [], SiteWeight = [], SiteTop = [], CopyStart = [0], CopyAtoms = [], CopyFrame = [], CopyWeight = [], CopyTop = [] }, samples.Pairs(x), x);
        double size = g.Sum(Math.Abs);
        for (int a = 0; a < 3; a++)
        {
            int b = (a + 1) % 3, c = (a + 2) % 3;
            Assert.That(Enumerable.Range(0, 150).Sum(i => g[3 * i + a]), Is.EqualTo(0).Within(1e-12 * size));
            Assert.That(Enumerable.Range(0, 150).Sum(i => x[3 * i + b] * g[3 * i + c] - x[3 * i + c] * g[3 * i + b]), Is.EqualTo(0).Within(1e-10 * size));
        }
    }

    /// <summary>A table with no terms at all has no energy.</summary>
    [Test]
    public void EmptyTableIsZero()
    {
        (RestraintEnergies energies, double[] gradient) = Evaluate(Atoms(3), 0, 0, 0, 1, 1, 1, 2, 2, 2);
        Assert.That(energies, Is.EqualTo(default(RestraintEnergies)));
        Assert.That(gradient, Is.All.Zero);
    }

    /// <summary>Indices outside the structure are refused when the terms are made.</summary>
    [Test]
    public void BadIndicesAreRefused()
    {
        RestraintTable table = new() { AtomCount = 2, BondAtoms = [0, 2], BondIdeal = [1], BondWeight = [1], BondSlack = [0], BondTop = [0] };
        Assert.That(() => Device.Restraints.Create(table), Throws.InstanceOf<ArgumentException>());
        using RestraintTerms terms = Device.Restraints.Create(Atoms(2));
        Assert.That(() => terms.SetNonbonded(new NonbondedPairs([0, 1, 2], [1, 5], [3, 3]), 100), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => terms.SetNonbonded(new NonbondedPairs([0, 0], [], []), 100), Throws.InstanceOf<ArgumentException>());
    }

    private static NonbondedPairs OnePair => new([0, 1, 2], [1, 0], [3, 3]);

    private static RestraintTable Atoms(int count) => new() { AtomCount = count };
}
