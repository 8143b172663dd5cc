using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Ncs;
using Engine.Core.Simulation;
using NUnit.Framework;

namespace Engine.Tests.Ncs;

/// <summary>Independent atoms and their images.</summary>
[TestFixture]
public sealed class NcsConstraintTests
{
    private static readonly Model Noisy = NcsCase.Ring(4, 0.05);

    private static NcsConstraint Constraint => NcsConstraint.Create(NcsSearch.Find(Noisy), Noisy.Atoms.Count);

    [Test]
    public void ImagesFollowTheirMasters()
    {
        NcsConstraint constraint = Constraint;
        int n = Noisy.Atoms.Count / 4;
        Assert.That(constraint.IndependentAtoms, Is.EqualTo(Enumerable.Range(0, n)));
        Assert.That(constraint.ImageCount, Is.EqualTo(3 * n));
        double[] x = Coordinates.Of(Noisy), all = new double[x.Length];
        constraint.Expand(constraint.Gather(x), all);
        RigidTransform toC = constraint.Groups[0].Copies[1].Operator;
        Vec3 expected = toC.Apply(Noisy.Atoms[17].Position);
        Assert.That(Vec3.Distance(new(all[3 * (2 * n + 17)], all[3 * (2 * n + 17) + 1], all[3 * (2 * n + 17) + 2]), expected), Is.LessThan(1e-12));
        Assert.That(constraint.Gather(all), Is.EqualTo(constraint.Gather(x)));
        Assert.That(constraint.IsImage.Count(i => i), Is.EqualTo(3 * n));
    }

    [Test]
    public void TheGradientIsThatOfTheExpandedFunction()
    {
        NcsConstraint constraint = Constraint;
        var random = new RandomSource(2);
        double[] x = Coordinates.Of(Noisy), y = constraint.Gather(x), g = new double[y.Length];
        double[] weight = [.. x.Select(_ => 0.5 + random.NextUniform())];
        double[] centre = [.. x.Select(v => v + random.NextNormal())];
        constraint.PullBack(Slope(y), g);
        for (int trial = 0; trial < 30; trial++)
        {
            int k = (int)(random.NextUniform() * y.Length);
            double keep = y[k];
            y[k] = keep + 1e-3;
            double high = Value(y);
            y[k] = keep - 1e-3;
            double low = Value(y);
            y[k] = keep;
            Assert.That(g[k], Is.EqualTo((high - low) / 2e-3).Within(1e-6));
        }

        double Value(double[] at) => Expanded(at).Select((v, i) => weight[i] * (v - centre[i]) * (v - centre[i])).Sum();
        double[] Slope(double[] at) => [.. Expanded(at).Select((v, i) => 2 * weight[i] * (v - centre[i]))];

        double[] Expanded(double[] at)
        {
            var all = new double[x.Length];
            constraint.Expand(at, all);
            return all;
        }
    }

    [Test]
    public void AtomsOutsideGroupsStayFree()
    {
        Model model = NcsCase.Ring(2);
        NcsCase.AddIon(model, "B", "MG", new Element(12), new Vec3(1, 2, 3));
        NcsConstraint constraint = NcsConstraint.Create(NcsSearch.Find(model), model.Atoms.Count);
        Assert.That(constraint.IndependentAtoms[^1], Is.EqualTo(model.Atoms.Count - 1));
        double[] x = Coordinates.Of(model), y = constraint.Gather(x), all = new double[x.Length];
        y[^1] = 77;
        constraint.Expand(y, all);
        Assert.That(all[^3..], Is.EqualTo(new[] { 1.0, 2, 77 }));
    }

    [Test]
    public void FixedAtomsAreNotDragged()
    {
        Model model = NcsCase.Ring(3);
        int n = model.Atoms.Count / 3;
        bool[] movable = [.. model.Atoms.Select((_, i) => i != n + 5 && i != 9)];
        NcsConstraint constraint = NcsConstraint.Create(NcsSearch.Find(model), model.Atoms.Count, movable);
        Assert.That(constraint.IndependentAtoms.Except(Enumerable.Range(0, n)), Is.EquivalentTo(new[] { n + 5, 2 * n + 5, n + 9, 2 * n + 9 }));
    }

    [Test]
    public void TheAverageIsNearerToTheTruth()
    {
        Model truth = NcsCase.Ring(4);
        NcsConstraint constraint = Constraint;
        double[] x = Coordinates.Of(Noisy), mean = constraint.Average(x), exact = Coordinates.Of(truth);
        Assert.That(Coordinates.Rmsd(mean, exact), Is.LessThan(0.6 * Coordinates.Rmsd(x, exact)));
        var again = new double[x.Length];
        constraint.Expand(constraint.Gather(mean), again);
        Assert.That(again, Is.EqualTo(mean));
        Assert.That(Coordinates.Rmsd(constraint.Average(mean), mean), Is.LessThan(1e-10));
    }

    [Test]
    public void OperatorsFollowMovedCopies()
    {
        NcsConstraint constraint = Constraint;
        double[] x = constraint.Average(Coordinates.Of(Noisy));
        int n = Noisy.Atoms.Count / 4;
        RigidTransform move = RigidTransform.About(new Vec3(0.02, 0, 0.01), new Vec3(30, 30, 30), new Vec3(0.3, -0.2, 0.1));
        for (int i = n; i < 2 * n; i++)
        {
            Vec3 p = move.Apply(new(x[3 * i], x[3 * i + 1], x[3 * i + 2]));
            (x[3 * i], x[3 * i + 1], x[3 * i + 2]) = (p.X, p.Y, p.Z);
        }

        NcsConstraint refitted = constraint.Refit(x);
        var all = new double[x.Length];
        refitted.Expand(refitted.Gather(x), all);
        Assert.That(Coordinates.Rmsd(all, x), Is.LessThan(1e-9));
        RigidTransform found = refitted.Groups[0].Copies[0].Operator.After(constraint.Groups[0].Copies[0].Operator.Inverse());
        Assert.That(found.AngleDegrees, Is.EqualTo(move.AngleDegrees).Within(1e-6));
    }

    [Test]
    public void ValuesAreCopied()
    {
        NcsConstraint constraint = Constraint;
        double[] b = [.. Noisy.Atoms.Select((_, i) => (double)i)];
        constraint.CopyValues(b);
        int n = b.Length / 4;
        Assert.That(b, Is.EqualTo(Enumerable.Range(0, b.Length).Select(i => (double)(i % n))));
    }

    [Test]
    public void WrongLengthsAndDoubleImagesAreNamed()
    {
        NcsConstraint constraint = Constraint;
        IReadOnlyList<NcsGroup> groups = constraint.Groups;
        Assert.Multiple(() =>
        {
            Assert.Throws<ArgumentException>(() => constraint.Gather(new double[5]));
            Assert.Throws<ArgumentException>(() => constraint.Expand(new double[3], new double[3 * Noisy.Atoms.Count]));
            Assert.Throws<ArgumentException>(() => NcsConstraint.Create(groups, 10));
            Assert.Throws<ArgumentException>(() => NcsConstraint.Create([.. groups, .. groups], Noisy.Atoms.Count));
            Assert.Throws<ArgumentException>(() => NcsConstraint.Create(groups, Noisy.Atoms.Count, new bool[2]));
            Assert.Throws<ArgumentException>(() => constraint.WithOperators([]));
        });
    }
}
