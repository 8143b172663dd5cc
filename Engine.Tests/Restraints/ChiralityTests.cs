using Engine.Core.Chemistry;
using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;
using NUnit.Framework;

namespace Engine.Tests.Restraints;

[TestFixture]
public sealed class ChiralityTests
{
    [Test]
    public void TheWrongHandIsReportedAndTheDictionaryStaysTheTarget()
    {
        Model right = Peptides.Chain(1), wrong = Peptides.Chain(1);
        Atom cb = wrong.Atoms[Peptides.Find(wrong, 1, "CB")];
        cb.Position = Peptides.Place(wrong.Atoms[2].Position, wrong.Atoms[0].Position, wrong.Atoms[1].Position, 1.53, 110.5, 122.6);
        RestraintModel a = Peptides.Build(right), b = Peptides.Build(wrong);
        Assert.That(a.Warnings, Is.Empty);
        Assert.That(b.Warnings.Single(), Does.Contain("other hand").And.Contain("A 1 ALA CA"));
        Assert.That(b.Table.ChiralIdeal, Is.EqualTo(a.Table.ChiralIdeal));
        Assert.That(Math.Abs(a.Table.ChiralIdeal.Single()), Is.EqualTo(2.5).Within(0.2));
    }

    [Test]
    public void SwappedNamesOfEquivalentGroupsAreNoWrongHand()
    {
        var template = new ResidueTemplate(Isopropyl);
        foreach ((string first, string second, int swapped) in new[] { ("C3", "C4", 0), ("C4", "C3", 1) })
        {
            var model = new Model();
            model.Chains.Add(new Chain());
            Peptides.AddResidue(model, "ISO", 1);
            Peptides.AddAtom(model, "C1", new Vec3(0, 0, 0));
            Peptides.AddAtom(model, "O1", new Vec3(1.4, 0, 0));
            Peptides.AddAtom(model, first, Peptides.Place(new Vec3(3, 1, 0), new Vec3(1.4, 0, 0), new Vec3(0, 0, 0), 1.52, 109.5, 60));
            Peptides.AddAtom(model, second, Peptides.Place(new Vec3(3, 1, 0), new Vec3(1.4, 0, 0), new Vec3(0, 0, 0), 1.52, 109.5, -60));
            var terms = new TermCollector(4);
            var writer = new ComponentTermWriter(model, terms);
            writer.Write(new ResidueMatcher(model, new Conformers(model)).Match(0, template));
            Assert.That(writer.WrongHands, Is.Empty);
            Assert.That(writer.SwappedNames, Has.Count.EqualTo(swapped));
            int[] c = terms.ToTable().ChiralAtoms;
            Vec3 P(int i) => model.Atoms[c[i]].Position;
            Assert.That(ChiralVolume.Of(P(0), P(1), P(2), P(3)), Is.EqualTo(terms.ToTable().ChiralIdeal[0]).Within(0.1), "the hand that it has is the target");
        }
    }

    [Test]
    public void PlaceOfCbIsRestrainedOnceAndForLeftHandedResidues()
    {
        Model model = Peptides.Chain(2);
        RestraintModel with = Peptides.Build(model);
        RestraintModel without = RestraintBuilder.Build(model, [], Peptides.Library, new RestraintOptions { CBetaTorsions = false });
        Assert.That(with.Table.TorsionCount, Is.EqualTo(without.Table.TorsionCount + 4));
        Assert.That(with.Table.TorsionIdeal, Has.Some.EqualTo(122.9).And.Some.EqualTo(-122.6));
        Assert.That(Peptides.Build(Peptides.Chain(2, name: "GLY")).Table.TorsionCount, Is.EqualTo(1), "omega only");
    }

    /// <summary>2-propanol; C3 and C4 can only be told apart by their names.</summary>
    private static ChemicalComponent Isopropyl => new()
    {
        Id = "ISO",
        Atoms = [.. new[] { "C1", "O1", "C3", "C4" }.Select(n => new ComponentAtom(n, n[0] == 'O' ? Element.O : Element.C))],
        Bonds =
        [
            new("C1", "O1", BondOrder.Single, 1.4, 0.02), new("C1", "C3", BondOrder.Single, 1.52, 0.02), new("C1", "C4", BondOrder.Single, 1.52, 0.02),
        ],
        Angles = [new("O1", "C1", "C3", 109.5, 3), new("O1", "C1", "C4", 109.5, 3), new("C3", "C1", "C4", 109.5, 3)],
        Chirals = [new("C1", "O1", "C3", "C4", ChiralSign.Positive)],
    };
}
