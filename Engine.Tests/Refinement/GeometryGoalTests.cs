using Engine.Core.Refinement;
using NUnit.Framework;

namespace Engine.Tests.Refinement;

/// <summary>The deviations that the weight is tuned to.</summary>
[TestFixture]
public sealed class GeometryGoalTests
{
    /// <summary>Tightest at 3 Å, and without jumps.</summary>
    [Test]
    public void FollowsTheResolution()
    {
        GeometryGoal[] goals = [.. Enumerable.Range(10, 60).Select(d => GeometryGoal.For(new RefinementOptions { Resolution = d / 10.0 }))];
        for (int i = 1; i < goals.Length; i++)
        {
            bool falls = 10 + i <= 30;
            Assert.That(goals[i].BondRmsd - goals[i - 1].BondRmsd, falls ? Is.InRange(-0.0005, 1e-12) : Is.InRange(-1e-12, 0.001));
            Assert.That(goals[i].AngleRmsd - goals[i - 1].AngleRmsd, falls ? Is.InRange(-0.03, 1e-12) : Is.InRange(-1e-12, 0.05));
        }

        Assert.That(goals.Select(g => g.BondRmsd), Has.All.InRange(0.005, GeometryGoal.BondCeiling));
        Assert.That(goals.Select(g => g.AngleRmsd), Has.All.InRange(0.8, GeometryGoal.AngleCeiling));
    }

    [Test]
    public void GivenValuesAreHonoured()
    {
        GeometryGoal goal = GeometryGoal.For(new RefinementOptions { Resolution = 3, BondRmsd = 0.004, AngleRmsd = 0.7 });
        Assert.That(goal, Is.EqualTo(new GeometryGoal(0.004, 0.7)));
    }

    [Test]
    public void NoValueGoesBeyondTheCeilings()
    {
        GeometryGoal goal = GeometryGoal.For(new RefinementOptions { Resolution = 3, BondRmsd = 0.1, AngleRmsd = 9 });
        Assert.That(goal, Is.EqualTo(new GeometryGoal(GeometryGoal.BondCeiling, GeometryGoal.AngleCeiling)));
    }

    [TestCase(0.005, 0.5, 0.5)]
    [TestCase(0.005, 2.0, 2.0)]
    [TestCase(0.015, 0.5, 1.5)]
    public void TheRatioIsThatOfTheWorse(double bond, double angle, double expected) =>
        Assert.That(new GeometryGoal(0.01, 1).Ratio(bond, angle), Is.EqualTo(expected).Within(1e-12));
}
