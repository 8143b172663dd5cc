using Engine.Core.Restraints;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Restraints;

[TestFixture]
public sealed class TermCollectorTests
{
    [Test]
    public void KeepsTheFirstOfEqualTermsAndNoSelfTerms()
    {
        var terms = new TermCollector(6);
        Assert.That(terms.AddBond(0, 1, 1.5, 0.02, true), Is.True);
        Assert.That(terms.AddBond(1, 0, 1.6, 0.02, true), Is.False);
        Assert.That(terms.AddBond(2, 2, 1.5, 0.02, true), Is.False);
        terms.AddAngle(0, 1, 2, 110, 2, true);
        terms.AddAngle(2, 1, 0, 120, 2, true);
        terms.AddAngle(0, 1, 0, 120, 2, true);
        terms.AddTorsion(0, 1, 2, 3, 180, 10, 3, true);
        terms.AddTorsion(3, 2, 1, 0, 180, 10, 3, true);
        terms.AddTorsion(0, 1, 2, 0, 180, 10, 3, true);
        terms.AddTorsion(0, 1, 2, 3, 0, 0, 1, true);
        terms.AddChiral(1, 0, 2, 3, 2.5, false, true);
        terms.AddChiral(1, 3, 0, 2, 2.5, false, true);
        terms.AddPlane([0, 1, 2, 3], 0.02, true);
        terms.AddPlane([3, 1, 0, 2], 0.02, true);
        terms.AddPlane([0, 1, 2], 0.02, true);
        RestraintTable t = terms.ToTable();
        Assert.That((t.BondCount, t.AngleCount, t.TorsionCount, t.ChiralCount, t.PlaneCount), Is.EqualTo((1, 1, 1, 1, 1)));
        Assert.That(t.BondIdeal[0], Is.EqualTo(1.5));
        Assert.That(t.BondWeight[0], Is.EqualTo(2500).Within(1e-9));
        Assert.That(t.AngleWeight[0], Is.EqualTo(0.25).Within(1e-12));
        Assert.That(t.ChiralWeight[0], Is.EqualTo(25).Within(1e-9));
    }

    [Test]
    public void MissingSigmasGetUsualOnes()
    {
        var terms = new TermCollector(3);
        terms.AddBond(0, 1, 1.5, 0, true);
        terms.AddAngle(0, 1, 2, 110, double.NaN, true);
        RestraintTable t = terms.ToTable();
        Assert.That(t.BondWeight[0], Is.EqualTo(1 / (0.02 * 0.02)).Within(1e-6));
        Assert.That(t.AngleWeight[0], Is.EqualTo(1 / 9.0).Within(1e-9));
    }
}
