using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Ncs;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Ncs;

/// <summary>Sites that hold copies together, and the choice between constraints and restraints.</summary>
[TestFixture]
public sealed class NcsRestraintsTests
{
    [Test]
    public void TargetsOfCopiesAreImagesOfEachOther()
    {
        Model model = NcsCase.Ring(3, 0.1);
        double[] x = Coordinates.Of(model);
        IReadOnlyList<NcsGroup> groups = NcsSearch.Find(model);
        RestraintTable table = NcsRestraints.Build(groups, x);
        Assert.That(table.SiteAtoms, Is.EquivalentTo(Enumerable.Range(0, model.Atoms.Count)));
        Assert.That(table.SiteWeight, Is.All.EqualTo(400).Within(1e-9));
        Assert.That(table.SiteTop, Is.All.EqualTo(100).Within(1e-9));
        double[] targets = Targets(table, x);
        NcsGroup fitted = groups[0].Refit(x);
        for (int k = 0; k < fitted.MasterAtoms.Length; k++)
            Assert.That(Vec3.Distance(fitted.Copies[1].Operator.Apply(At(targets, k)), At(targets, fitted.Copies[1].Atoms[k])), Is.LessThan(1e-9));
        double[] truth = Coordinates.Of(NcsCase.Ring(3));
        Assert.That(Coordinates.Rmsd(targets, truth), Is.LessThan(0.75 * Coordinates.Rmsd(x, truth)));
        Assert.That(Targets(NcsRestraints.Build(groups, targets), targets), Is.EqualTo(targets).Within(1e-9), "equal copies stay where they are");
    }

    [Test]
    public void ACopyThatDiffersDoesNotShiftTheOthers()
    {
        Model model = NcsCase.Ring(4);
        double[] x = Coordinates.Of(model);
        int n = model.Atoms.Count / 4, odd = 2 * n + 100;
        x[3 * odd] += 3;
        double[] targets = Targets(NcsRestraints.Build(NcsSearch.Find(model), x), x);
        Assert.That(Vec3.Distance(At(targets, 100), At(x, 100)), Is.LessThan(0.02));
        Assert.That(Vec3.Distance(At(targets, odd), At(x, odd)), Is.EqualTo(3).Within(0.03), "beyond the ceiling the site pulls no more");
    }

    [Test]
    public void TwoCopiesMeetHalfWay()
    {
        Model model = NcsCase.Ring(2);
        double[] x = Coordinates.Of(model);
        x[3 * 50] += 0.2;
        double[] targets = Targets(NcsRestraints.Build(NcsSearch.Find(model), x), x);
        Assert.That(x[3 * 50] - targets[3 * 50], Is.EqualTo(0.1).Within(0.003));
        Assert.That(NcsRestraints.RobustMean([new(0, 0, 0), new(4, 0, 0)], 0.5), Is.EqualTo(new Vec3(2, 0, 0)));
    }

    [Test]
    public void EqualCopiesAreConstrainedAndOthersRestrained()
    {
        Model equal = NcsCase.Ring(3, 0.05), unequal = NcsCase.Ring(3, 0.3);
        IReadOnlyList<NcsGroup> a = NcsSearch.Find(equal), b = NcsSearch.Find(unequal);
        double[] x = Coordinates.Of(equal), y = Coordinates.Of(unequal);
        double[] correlation = [.. equal.Atoms.Select((_, i) => i < 2 * equal.Atoms.Count / 3 ? 0.8 : 0.7)];
        Assert.Multiple(() =>
        {
            Assert.That(NcsDecision.Decide(NcsMode.Auto, a, x).Constrained, Has.Count.EqualTo(1));
            Assert.That(NcsDecision.Decide(NcsMode.Auto, b, y).Restrained, Has.Count.EqualTo(1));
            Assert.That(NcsDecision.Decide(NcsMode.Auto, a, x, correlation).Restrained, Has.Count.EqualTo(1));
            Assert.That(NcsDecision.Decide(NcsMode.Constraints, b, y).Constrained, Has.Count.EqualTo(1));
            Assert.That(NcsDecision.Decide(NcsMode.Restraints, a, x).Restrained, Has.Count.EqualTo(1));
            Assert.That(NcsDecision.Decide(NcsMode.None, a, x).Reasons, Is.Empty);
            Assert.That(NcsDecision.Decide(NcsMode.Auto, a, x).Reasons.Single(), Does.Match(@"^A = B, C: constraints \(rmsd 0\.1\d Å\)$"));
        });
    }

    [Test]
    public void PositionsAreHeldWhereTheyAre()
    {
        double[] x = [1, 2, 3, 4, 5, 6];
        RestraintTable table = PositionRestraints.Build(x, [false, true], 0.5, 1);
        Assert.Multiple(() =>
        {
            Assert.That(table.SiteAtoms, Is.EqualTo(new[] { 1 }));
            Assert.That(table.SiteIdeal, Is.EqualTo(new[] { 4.0, 5, 6 }));
            Assert.That(table.SiteWeight[0], Is.EqualTo(4));
            Assert.That(table.SiteTop[0], Is.EqualTo(4));
            Assert.Throws<UsageException>(() => PositionRestraints.Build(x, [false, true], 0));
            Assert.Throws<UsageException>(() => PositionRestraints.Build(x, [false, true], 1, -1));
            Assert.Throws<UsageException>(() => NcsRestraints.Build([], x, new() { Sigma = double.NaN }));
            Assert.Throws<ArgumentException>(() => PositionRestraints.Build(x, [true]));
        });
    }

    private static double[] Targets(RestraintTable table, double[] x)
    {
        double[] targets = [.. x];
        for (int s = 0; s < table.SiteCount; s++)
            table.SiteIdeal.AsSpan(3 * s, 3).CopyTo(targets.AsSpan(3 * table.SiteAtoms[s]));
        return targets;
    }

    private static Vec3 At(double[] x, int atom) => new(x[3 * atom], x[3 * atom + 1], x[3 * atom + 2]);
}
