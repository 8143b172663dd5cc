using Engine.Core.Models;
using Engine.Core.Validation;
using Engine.Tests.Restraints;
using NUnit.Framework;

namespace Engine.Tests.Validation;

/// <summary>Distributions of B factors, steps along bonds, and what is worth a warning.</summary>
[TestFixture]
public sealed class BFactorReportTests
{
    [Test]
    public void TheDistributionIsThatOfTheNumbers()
    {
        var d = BFactorDistribution.Of([4, 1, 3, 2, 5]);
        Assert.That((d.Count, d.Mean, d.Minimum, d.LowerQuartile, d.Median, d.UpperQuartile, d.Maximum), Is.EqualTo((5, 3.0, 1.0, 2.0, 3.0, 4.0, 5.0)));
        Assert.That(d.Deviation, Is.EqualTo(Math.Sqrt(2)).Within(1e-12));
        Assert.That(BFactorDistribution.Of([]).Count, Is.Zero);
    }

    [Test]
    public void AStepAlongABondIsFound()
    {
        Structure structure = Chain(40);
        structure.First.Atoms[Peptides.Find(structure.First, 2, "CB")].BIso = 90;
        BFactorReport report = BFactorReport.Compute(structure, Peptides.Library);
        Assert.Multiple(() =>
        {
            Assert.That(report.Steps.Select(s => (s.Name1, s.Name2, s.Difference)), Is.EqualTo(new[] { ("A 2 ALA CA", "A 2 ALA CB", 50.0) }));
            Assert.That(report.BondedRms, Is.EqualTo(50 / Math.Sqrt(report.BondedPairs)).Within(1e-9));
            Assert.That(report.BondedCorrelation, Is.LessThan(0));
            Assert.That(report.Chains.Single().Distribution, Is.EqualTo(report.All));
            Assert.That(report.Warnings, Is.Empty);
        });
    }

    [TestCase(30, 30, "never refined")]
    [TestCase(0, 20, "0 or less")]
    [TestCase(30, 600, "not seen")]
    public void WhatLooksWrongIsSaid(double first, double others, string expected)
    {
        Structure structure = Chain(others);
        structure.First.Atoms[0].BIso = first;
        BFactorReport report = BFactorReport.Compute(structure, Peptides.Library);
        Assert.That(report.Warnings, Has.Some.Contains(expected));
        Assert.That(report.BondedCorrelation == null, Is.EqualTo(first == others));
    }

    /// <summary>A step is more than 20 Å² and more than half of the mean.</summary>
    [TestCase(10, 25, false)]
    [TestCase(10, 31, true)]
    [TestCase(85, 115, false)]
    [TestCase(60, 110, true)]
    public void StepsAreLargeInBothSenses(double others, double one, bool isStep)
    {
        Structure structure = Chain(others);
        structure.First.Atoms[Peptides.Find(structure.First, 2, "CB")].BIso = one;
        Assert.That(BFactorReport.Compute(structure, Peptides.Library).Steps, Has.Count.EqualTo(isStep ? 1 : 0));
    }

    /// <summary>The correlation of bonded atoms, each bond in both directions, by its definition.</summary>
    [Test]
    public void TheCorrelationIsThatOfBothDirections()
    {
        Structure structure = Chain(0);
        foreach (Atom atom in structure.First.Atoms)
            atom.BIso = 20 + 3 * atom.Position.X + 2 * atom.Position.Y;
        BFactorReport report = BFactorReport.Compute(structure, Peptides.Library);
        double[] b = [.. structure.First.Atoms.Select(a => a.BIso)];
        (int, int)[] bonds = [.. Peptides.Bonds(Peptides.Build(structure.First))];
        double[] one = [.. bonds.SelectMany(p => new[] { b[p.Item1], b[p.Item2] })], other = [.. bonds.SelectMany(p => new[] { b[p.Item2], b[p.Item1] })];
        Assert.That(report.BondedPairs, Is.EqualTo(bonds.Length));
        Assert.That(report.BondedCorrelation, Is.EqualTo(MathNet.Numerics.Statistics.Correlation.Pearson(one, other)).Within(1e-9));
        Assert.That(report.BondedCorrelation, Is.InRange(0.1, 0.99));
    }

    /// <summary>Occupancies outside 0 to 1 are counted and said.</summary>
    [Test]
    public void ImpossibleOccupanciesAreCounted()
    {
        Structure structure = Chain(30);
        structure.First.Atoms[1].Occupancy = 1.2;
        structure.First.Atoms[2].Occupancy = -0.1;
        structure.First.Atoms[3].Occupancy = double.NaN;
        BFactorReport report = BFactorReport.Compute(structure, Peptides.Library);
        Assert.That(report.BadOccupancies, Is.EqualTo(3));
        Assert.That(report.Warnings, Has.Some.Contains("occupancies below 0 or above 1"));
    }

    /// <summary>Metals move apart from what binds them: their bonds do not count.</summary>
    [Test]
    public void BondsOfMetalsDoNotCount()
    {
        SideChains cys = SideChains.Of("CYS");
        int before = BFactorReport.Compute(cys.Structure, Peptides.Library).BondedPairs;
        cys.With("ZN", "ZN", cys.From("CA CB SG", 2.3, 105, 90)).Model.Atoms[^1].BIso = 200;
        cys.Structure.Links.Add(Peptides.Link(cys.Model, Peptides.Find(cys.Model, 2, "SG"), cys.Model.Atoms.Count - 1, "metalc"));
        BFactorReport report = BFactorReport.Compute(cys.Structure, Peptides.Library);
        Assert.That((report.BondedPairs, report.Steps.Count), Is.EqualTo((before, 0)));
    }

    /// <summary>Waters and hydrogens do not count, and figures of a real model are those of its file.</summary>
    [Test]
    public void RealFiguresAreThoseOfTheFile()
    {
        Structure structure = StructureReader.Read(SharedData.Require("data", "real", "apo_20026", "model.pdb"));
        BFactorReport report = BFactorReport.Compute(structure, Peptides.Library);
        Assert.Multiple(() =>
        {
            Assert.That(report.All.Count, Is.EqualTo(1413 + 12), "protein and Mg");
            Assert.That(report.All.Minimum, Is.EqualTo(5.84).Within(1e-9));
            Assert.That(report.BondedPairs, Is.EqualTo(1442).Within(3));
            Assert.That(report.BondedCorrelation, Is.GreaterThan(0.9));
        });
    }

    private static Structure Chain(double b)
    {
        var structure = new Structure();
        structure.Models.Add(Peptides.Chain(3));
        foreach (Atom a in structure.First.Atoms)
            a.BIso = b;
        return structure;
    }
}
