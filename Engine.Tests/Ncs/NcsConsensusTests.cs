using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Ncs;
using NUnit.Framework;

namespace Engine.Tests.Ncs;

/// <summary>What becomes of copies that have come apart.</summary>
[TestFixture]
public sealed class NcsConsensusTests
{
    [Test]
    public void EqualCopiesStay()
    {
        (Model model, NcsConstraint constraint, double[] x) = Case(3, 0);
        Assert.That(Coordinates.Rmsd(NcsConsensus.Coordinates(model, NcsConsensus.Operators(constraint, x), x), x), Is.LessThan(1e-9));
    }

    [Test]
    public void RandomErrorsAreAveraged()
    {
        (Model model, NcsConstraint constraint, double[] truth) = Case(4, 0);
        double[] x = Coordinates.Of(NcsCase.Ring(4, 0.1, 12));
        double[] mean = NcsConsensus.Coordinates(model, constraint, x);
        Assert.That(Coordinates.Rmsd(truth, mean), Is.EqualTo(0.5 * Coordinates.Rmsd(truth, x)).Within(15).Percent);
        Assert.That(Coordinates.Rmsd(mean, constraint.Average(x)), Is.LessThan(1e-9), "the plain mean where nothing is in another conformation");
    }

    [Test]
    public void ADifferentConformationDoesNotEnterTheMean()
    {
        (Model model, NcsConstraint constraint, double[] truth) = Case(3, 0);
        foreach (int chain in new[] { 0, 2 })
        {
            double[] x = [.. truth];
            Move(model, chain, 4, new Vec3(3, 1, 0), x);
            Assert.That(Coordinates.Rmsd(NcsConsensus.Coordinates(model, constraint, x), truth), Is.LessThan(1e-9), $"copy {chain} is outvoted");
        }

        (model, constraint, truth) = Case(2, 0);
        double[] pair = [.. truth];
        Move(model, 1, 4, new Vec3(3, 1, 0), pair);
        Assert.That(Coordinates.Rmsd(NcsConsensus.Coordinates(model, constraint, pair), truth), Is.LessThan(1e-9), "of two the master counts");
    }

    [Test]
    public void ACopyThatMovedAsAWholeKeepsItsNewPlace()
    {
        (Model model, NcsConstraint constraint, double[] x) = Case(3, 0);
        foreach (int r in model.Chains[1].Residues)
            Move(model, 1, model.Chains[1].Residues.IndexOf(r), new Vec3(0.5, -1, 2), x);
        NcsConstraint moved = NcsConsensus.Operators(constraint, x);
        Assert.That(Coordinates.Rmsd(NcsConsensus.Coordinates(model, moved, x), x), Is.LessThan(1e-9));
        Assert.That((moved.Groups[0].Copies[0].Operator.Shift - constraint.Groups[0].Copies[0].Operator.Shift).Length, Is.EqualTo(Math.Sqrt(5.25)).Within(1e-6));
        Assert.That(moved.Groups[0].Copies[1], Is.EqualTo(constraint.Groups[0].Copies[1]), "the other operator stays to the last bit");
    }

    [Test]
    public void ValuesBecomeTheirMean()
    {
        (Model model, NcsConstraint constraint, _) = Case(3, 0);
        int size = model.Atoms.Count / 3;
        double[] b = [.. Enumerable.Range(0, model.Atoms.Count).Select(i => 10.1 + i % size)];
        double[] equal = [.. b];
        constraint.AverageValues(equal);
        Assert.That(equal, Is.EqualTo(b), "values that agree stay");
        b[5] += 6;
        constraint.AverageValues(b);
        foreach (int i in new[] { 5, 5 + size, 5 + 2 * size })
            Assert.That(b[i], Is.EqualTo(17.1).Within(1e-12));
    }

    private static (Model Model, NcsConstraint Constraint, double[] X) Case(int copies, double noise)
    {
        Model model = NcsCase.Ring(copies, noise, 12);
        return (model, NcsConstraint.Create(NcsSearch.Find(model), model.Atoms.Count), Coordinates.Of(model));
    }

    private static void Move(Model model, int chain, int residue, Vec3 by, double[] x)
    {
        Residue moved = model.Residues[model.Chains[chain].Residues[residue]];
        for (int i = moved.FirstAtom; i < moved.FirstAtom + moved.AtomCount; i++)
            (x[3 * i], x[3 * i + 1], x[3 * i + 2]) = (x[3 * i] + by.X, x[3 * i + 1] + by.Y, x[3 * i + 2] + by.Z);
    }
}
