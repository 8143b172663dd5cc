using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;
using NUnit.Framework;

namespace Engine.Tests.Restraints;

/// <summary>Which atoms φ and ψ have, and which distribution they follow.</summary>
[TestFixture]
public sealed class BackboneFinderTests
{
    [Test]
    public void ResiduesWithBothNeighboursAreFound()
    {
        Model model = Peptides.Chain(4);
        BackboneResidue[] found = Residues(model);
        Assert.That(found.Select(r => r.Residue), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(
            found[0].Atoms, Is.EqualTo(new[] { Peptides.Find(model, 1, "C"), Peptides.Find(model, 2, "N"), Peptides.Find(model, 2, "CA"), Peptides.Find(model, 2, "C"), Peptides.Find(model, 3, "N") }));
        Assert.That(BackboneFinder.Peptides(model, Peptides.Coordinates(model)), Has.Count.EqualTo(3));
    }

    [TestCase("ALA", "ALA", 180, RamachandranClass.General)]
    [TestCase("MSE", "ALA", 180, RamachandranClass.General)]
    [TestCase("GLY", "PRO", 180, RamachandranClass.Glycine)]
    [TestCase("PRO", "ALA", 180, RamachandranClass.TransProline)]
    [TestCase("PRO", "PRO", 180, RamachandranClass.TransProline)]
    [TestCase("PRO", "ALA", 0, RamachandranClass.CisProline)]
    [TestCase("HYP", "ALA", 10, RamachandranClass.CisProline)]
    [TestCase("LEU", "PRO", 180, RamachandranClass.PreProline)]
    [TestCase("VAL", "PRO", 180, RamachandranClass.PreProline)]
    [TestCase("VAL", "ALA", 180, RamachandranClass.IsoleucineValine)]
    [TestCase("ILE", "GLY", 0, RamachandranClass.IsoleucineValine)]
    public void TheClassFollowsFromNamesAndOmega(string name, string next, double omega, RamachandranClass expected)
    {
        Model model = Peptides.Chain(3, omega);
        (model.Residues[1].Name, model.Residues[2].Name) = (name, next);
        Assert.That(Residues(model).Single().Class, Is.EqualTo(expected));
    }

    [Test]
    public void GapsTerminiAndMirrorImagesHaveNone()
    {
        Assert.That(Residues(Peptides.Chain(3, peptideBond: 2.6)), Is.Empty);
        Assert.That(Residues(Peptides.Chain(2)), Is.Empty);
        Model mirror = Peptides.Chain(3), ended = Peptides.Chain(3, peptideBond: 2.2), water = Peptides.Chain(3);
        mirror.Residues[1].Name = "DAL";
        ended.Residues[0].EndsChain = true;
        water.Atoms[Peptides.Find(water, 2, "CA")].Element = new Element(20);
        Assert.That(Residues(mirror), Is.Empty);
        Assert.That(Residues(ended), Is.Empty, "a long bond across a TER record");
        Assert.That(Residues(water), Is.Empty, "calcium is no CA");
    }

    /// <summary>Two conformers of the middle CA make two sets of atoms; two of a side chain make one.</summary>
    [Test]
    public void EachConformerOfTheMainChainCounts()
    {
        BackboneResidue[] both = Residues(Split("CA"));
        Assert.That(both.Select(r => r.AltLoc), Is.EqualTo(new[] { 'A', 'B' }));
        Assert.That(both[0].Atoms[2], Is.Not.EqualTo(both[1].Atoms[2]));
        Assert.That(both[0].Atoms[0], Is.EqualTo(both[1].Atoms[0]));
        Assert.That(Residues(Split("CB")), Has.Length.EqualTo(1));
    }

    /// <summary>Residues of two names at one place are both found, each with its neighbours.</summary>
    [Test]
    public void TwoNamesAtOnePlaceBothCount()
    {
        Model source = Peptides.Chain(3), model = new();
        model.Chains.Add(new Chain { Id = "A" });
        foreach ((string name, int number, char alt) in new[] { ("ALA", 1, '\0'), ("SER", 2, 'A'), ("GLY", 2, 'B'), ("ALA", 3, '\0') })
        {
            Peptides.AddResidue(model, name, number);
            foreach (Atom a in source.Atoms.Where(a => source.Residues[a.ResidueIndex].Number == number))
                Peptides.AddAtom(model, a.Name, a.Position, null, alt);
        }

        Assert.That(
            Residues(model).Select(r => (r.Residue, r.AltLoc, r.Class)),
            Is.EquivalentTo(new[] { (1, 'A', RamachandranClass.General), (2, 'B', RamachandranClass.Glycine) }));
    }

    private static BackboneResidue[] Residues(Model model) => [.. BackboneFinder.Residues(model, Peptides.Coordinates(model))];

    /// <summary>Three residues; one atom of the middle one in two places.</summary>
    private static Model Split(string name)
    {
        Model source = Peptides.Chain(3), model = new();
        model.Chains.Add(new Chain { Id = "A" });
        for (int r = 0; r < 3; r++)
        {
            Peptides.AddResidue(model, "ALA", r + 1);
            foreach (Atom a in source.Atoms.Where(a => a.ResidueIndex == r))
            {
                bool split = r == 1 && a.Name == name;
                Peptides.AddAtom(model, a.Name, a.Position, null, split ? 'A' : '\0', split ? 0.5 : 1);
                if (split)
                    Peptides.AddAtom(model, a.Name, a.Position + new Vec3(0.3, 0, 0.2), null, 'B', 0.5);
            }
        }

        return model;
    }
}
