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
