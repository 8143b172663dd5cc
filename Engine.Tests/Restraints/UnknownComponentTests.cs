using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Restraints;

[TestFixture]
public sealed class UnknownComponentTests
{
    [Test]
    public void AnUnknownLigandIsHeldToItsInput()
    {
        Model model = PhenylEthanol("L9Z");
        RestraintModel r = Peptides.Build(model);
        double[] x = Peptides.Coordinates(model);
        Assert.That(r.UnknownComponents, Is.EqualTo(new[] { "L9Z" }));
        Assert.That(r.Warnings.Single(), Does.Contain("L9Z").And.Contain("--dictionary L9Z.cif"));
        Assert.That(r.Table.BondCount, Is.EqualTo(9));
        for (int k = 0; k < r.Table.BondCount; k++)
        {
            double d = Vec3.Distance(TermGeometry.At(x, r.Table.BondAtoms[2 * k]), TermGeometry.At(x, r.Table.BondAtoms[2 * k + 1]));
            Assert.That(r.Table.BondIdeal[k], Is.EqualTo(d).Within(1e-9));
        }

        Assert.That(r.BondCounts.Concat(r.AngleCounts).Concat(r.ChiralCounts).Concat(r.PlaneCounts), Is.All.Zero);
        Assert.That(r.Table.ChiralCount, Is.EqualTo(1));
        Assert.That(r.Table.PlaneCount, Is.GreaterThan(0));
        Assert.That(r.Table.PlaneAtoms.Distinct(), Is.EquivalentTo(new[] { 0, 1, 2, 3, 4, 5, 6 }), "the ring and the atom on it");
        Assert.That(GeometryStatistics.Compute(r, x).Heavy.Bonds.Count, Is.Zero);
    }

    [Test]
    public void StrictMakesItAnError()
    {
        Model model = PhenylEthanol("L9Z");
        var error = Assert.Throws<InputException>(() => RestraintBuilder.Build(model, [], Peptides.Library, new RestraintOptions { Strict = true }));
        Assert.That(error!.Message, Does.Contain("A 1 L9Z").And.Contain("--dictionary L9Z.cif"));
    }

    [Test]
    public void AComponentThatDoesNotFitItsAtomsIsUnknown()
    {
        RestraintModel r = Peptides.Build(PhenylEthanol("TRP"));
        Assert.That(r.UnknownComponents, Is.EqualTo(new[] { "TRP" }));
        Assert.That(r.Table.BondCount, Is.EqualTo(9));
    }

    [Test]
    public void AtomsThatTheDictionaryLacksAreHeldAndReported()
    {
        Model model = Peptides.Chain(1);
        Vec3 cb = model.Atoms[^1].Position, ca = model.Atoms[1].Position;
        Peptides.AddAtom(model, "CX", cb + 1.5 * (cb - ca).Normalized(), "C");
        RestraintModel r = Peptides.Build(model);
        Assert.That(r.Warnings.Single(), Does.Contain("CX"));
        Assert.That(Peptides.Bonds(r), Has.Member((4, 5)));
        int k = Array.IndexOf(r.Table.BondAtoms, 5) / 2;
        Assert.That(r.BondCounts[k], Is.Zero);
        Assert.Throws<InputException>(() => RestraintBuilder.Build(model, [], Peptides.Library, new RestraintOptions { Strict = true }));
    }

    [Test]
    public void ModelsWithoutAtomsOrWithBadCoordinatesAreErrors()
    {
        Assert.Throws<InputException>(() => Peptides.Build(new Model()));
        Model model = Peptides.Chain(2);
        model.Atoms[3].Position = new Vec3(double.NaN, 0, 0);
        Assert.That(Assert.Throws<InputException>(() => Peptides.Build(model))!.Message, Does.Contain("A 1 ALA O"));
        Assert.Throws<ArgumentException>(() => RestraintBuilder.Build(Peptides.Chain(1), [], Peptides.Library, new RestraintOptions { Movable = [true] }));
    }

    /// <summary>1-phenylethanol under a given name, heavy atoms only: C1..C6, C7, C8, O1.</summary>
    private static Model PhenylEthanol(string name)
    {
        var model = new Model();
        model.Chains.Add(new Chain { Id = "A" });
        Peptides.AddResidue(model, name, 1, hetero: true);
        for (int k = 0; k < 6; k++)
            Peptides.AddAtom(model, $"C{k + 1}", 1.39 * new Vec3(Math.Cos(k * Math.PI / 3), Math.Sin(k * Math.PI / 3), 0));
        Vec3 c2 = model.Atoms[1].Position, c1 = model.Atoms[0].Position, c7 = new(1.39 + 1.51, 0, 0);
        Peptides.AddAtom(model, "C7", c7);
        Peptides.AddAtom(model, "C8", Peptides.Place(c2, c1, c7, 1.52, 111, 40));
        Peptides.AddAtom(model, "O1", Peptides.Place(c2, c1, c7, 1.42, 110, 160));
        return model;
    }
}
