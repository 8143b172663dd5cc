using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Ncs;
using Engine.Core.Refinement;
using Engine.Kernels;
using Engine.Kernels.Cpu;
using NUnit.Framework;

namespace Engine.Tests.Ncs;

/// <summary>Restraints that hold copies together, and the choice between constraints and restraints.</summary>
[TestFixture]
public sealed class NcsRestraintsTests
{
    [Test]
    public void GroupsHoldEveryAtomInTheFrameOfItsCopy()
    {
        Model model = NcsCase.Ring(3, 0.1);
        double[] x = Coordinates.Of(model);
        IReadOnlyList<NcsGroup> groups = NcsSearch.Find(model);
        RestraintTable table = NcsRestraints.Build(groups, x);
        NcsGroup fitted = groups[0].Refit(x);
        Assert.Multiple(() =>
        {
            Assert.That(table.CopyAtoms, Is.EquivalentTo(Enumerable.Range(0, model.Atoms.Count)));
            Assert.That(table.CopyWeight, Is.All.EqualTo(400).Within(1e-9));
            Assert.That(table.CopyTop, Is.All.EqualTo(100).Within(1e-9));
            Assert.That(table.CopyFrame[..3], Is.EqualTo(new[] { 0, 1, 2 }));
            Assert.That(table.CopyFrames[24..27], Is.EqualTo(new[] { fitted.Copies[1].Operator.RowX.X, fitted.Copies[1].Operator.RowX.Y, fitted.Copies[1].Operator.RowX.Z }));
            Assert.That(table.CopyFrames[33], Is.EqualTo(fitted.Copies[1].Operator.Shift.X));
        });
    }

    /// <summary>Against these restraints alone the copies become equal, near the truth, and the whole stays where it is.</summary>
    [Test]
    public void MinimisedCopiesAreEqualAndCloserToTheTruth()
    {
        Model model = NcsCase.Ring(3, 0.1);
        double[] x = Coordinates.Of(model), truth = Coordinates.Of(NcsCase.Ring(3));
        double[] best = Minimise(NcsRestraints.Build(NcsSearch.Find(model), x), x);
        Assert.That(NcsSearch.Find(model)[0].Refit(best).LargestRmsd, Is.LessThan(1e-3));
        Assert.That(Coordinates.Rmsd(best, truth), Is.LessThan(0.75 * Coordinates.Rmsd(x, truth)));
    }

    [Test]
    public void ACopyThatDiffersDoesNotShiftTheOthersAndStays()
    {
        Model model = NcsCase.Ring(4);
        double[] x = Coordinates.Of(model);
        int odd = 2 * (model.Atoms.Count / 4) + 100;
        x[3 * odd] += 3;
        double[] best = Minimise(NcsRestraints.Build(NcsSearch.Find(model), x), x);
        Assert.That(Vec3.Distance(At(best, 100), At(x, 100)), Is.LessThan(0.03));
        Assert.That(Vec3.Distance(At(best, odd), At(x, odd)), Is.LessThan(0.01), "beyond the ceiling the restraint pulls no more");
    }

    [Test]
    public void TwoCopiesMeetHalfWay()
    {
        Model model = NcsCase.Ring(2);
        double[] x = Coordinates.Of(model);
        x[3 * 50] += 0.2;
        double[] best = Minimise(NcsRestraints.Build(NcsSearch.Find(model), x), x);
        Assert.That(x[3 * 50] - best[3 * 50], Is.EqualTo(0.1).Within(0.003));
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

    private static double[] Minimise(RestraintTable table, double[] x)
    {
        using var accelerator = new CpuAccelerator(2);
        using RestraintTerms terms = accelerator.Restraints.Create(table);
        using DeviceBuffer<double> positions = accelerator.Upload<double>(x, "test");
        using var minimizer = new Lbfgs(accelerator, x.Length, new LbfgsOptions { RelativeDecrease = 1e-12 });
        minimizer.Minimize(new Terms(accelerator, terms), positions);
        double[] best = [.. x];
        accelerator.Download(positions, best);
        return best;
    }

    private static Vec3 At(double[] x, int atom) => new(x[3 * atom], x[3 * atom + 1], x[3 * atom + 2]);

    private sealed class Terms(Accelerator accelerator, RestraintTerms terms) : IObjective
    {
        public double Evaluate(DeviceBuffer<double> x, DeviceBuffer<double> gradient)
        {
            accelerator.Clear(gradient);
            return accelerator.Restraints.Evaluate(terms, x, 1, gradient).Total;
        }
    }
}
