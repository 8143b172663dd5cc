using Engine.Core.Refinement;
using Engine.Core.Refinement.Convergence;
using Engine.Kernels;
using Engine.Tests.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Refinement.Convergence;

/// <summary>Softened restraints, springs, and deviations that outliers do not change.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class SoftGeometryTests(string acceleratorName) : KernelFixture(acceleratorName)
{
    [Test]
    public void EnergiesScaleClassByClass()
    {
        RefinementProblem full = RefinementCase.Protein(0.3).Problem();
        RestraintEnergies before = Energies(full), after = Energies(new SoftGeometry(0.5, 0.25, 2, 0.1, 0.2, 0.01).Apply(full));
        Assert.Multiple(() =>
        {
            Assert.That(after.Bond, Is.EqualTo(0.5 * before.Bond).Within(1e-6 * before.Bond));
            Assert.That(after.Angle, Is.EqualTo(0.25 * before.Angle).Within(1e-6 * before.Angle));
            Assert.That(after.Torsion, Is.EqualTo(2 * before.Torsion).Within(1e-6 * before.Torsion));
            Assert.That(after.Chirality, Is.EqualTo(0.1 * before.Chirality).Within(1e-6 * before.Chirality));
            Assert.That(after.Planarity, Is.EqualTo(0.2 * before.Planarity).Within(1e-6 * before.Planarity));
            Assert.That(after.Nonbonded, Is.EqualTo(0.01 * before.Nonbonded).Within(1e-6 * before.Nonbonded));
            Assert.That(before.Nonbonded, Is.GreaterThan(0));
        });
    }

    [Test]
    public void ClassesThatDoNotCountHaveNoEnergy()
    {
        RestraintEnergies e = Energies(new SoftGeometry(1, 1, 0, 0, 0, 0).Apply(RefinementCase.Protein(0.3).Problem()));
        Assert.Multiple(() =>
        {
            Assert.That(e.Torsion + e.Chirality + e.Planarity + e.Nonbonded, Is.Zero);
            Assert.That(double.IsFinite(e.Total) && e.Total > 0, Is.True);
        });
    }

    [Test]
    public void SpringsPullBackLinearly()
    {
        using var springs = new AnchorTerm(Device, [1, 2, 3, 4, 5, 6], [2, 0.5]);
        using DeviceBuffer<double> x = Put(1.0, 3, 3, 4, 5, 9), gradient = Put(new double[6]);
        Assert.That(springs.Evaluate(x, 3, gradient), Is.EqualTo(3 * (0.5 * 2 * 1 + 0.5 * 0.5 * 9)).Within(1e-12));
        Assert.That(Get(gradient), Is.EqualTo(new double[] { 0, 6, 0, 0, 0, 4.5 }).Within(1e-12));
    }

    [Test]
    public void OneGrossErrorDoesNotChangeTheTypicalDeviation()
    {
        RefinementCase start = RefinementCase.Protein(0.1);
        (double bond, double angle) = TypicalDeviation.Of(start.Restraints.Table, start.X);
        double[] x = [.. start.X];
        x[30] += 20;
        (double knotBond, double knotAngle) = TypicalDeviation.Of(start.Restraints.Table, x);
        Assert.Multiple(() =>
        {
            Assert.That(knotBond, Is.EqualTo(bond).Within(0.03 * bond));
            Assert.That(knotAngle, Is.EqualTo(angle).Within(0.03 * angle));
            Assert.That(bond, Is.EqualTo(BondAngleRmsd.Compute(start.Restraints.Table, start.X).Bond).Within(0.2 * bond));
        });
    }

    private RestraintEnergies Energies(RefinementProblem problem)
    {
        RefinementCase start = RefinementCase.Protein(0.3);
        using var target = new RefinementTarget(Device, problem, null);
        using DeviceBuffer<double> x = Put(start.X), gradient = Device.Allocate<double>(start.X.Length, "gradient");
        target.Evaluate(x, gradient);
        return target.LastEnergies;
    }
}
