using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;
using NUnit.Framework;

namespace Engine.Tests.Restraints;

/// <summary>Restraints for atoms that neither dictionaries nor the map place.</summary>
[TestFixture]
public sealed class LooseAtomsTests
{
    /// <summary>A pair of alternates 0.8 Å apart is one atom to a map of 3 Å and two to one of 1.5 Å.</summary>
    [TestCase(3.0, 1)]
    [TestCase(1.5, 0)]
    public void AlternatesKeepTheirDistanceWhereTheMapDoesNotTellThemApart(double resolution, int pairs)
    {
        Model model = Peptides.Chain(3);
        int cb = Peptides.Find(model, 2, "CB");
        model.Atoms[cb].AltLoc = 'A';
        model.Atoms.Insert(cb + 1, Copy(model.Atoms[cb], new Vec3(0.8, 0, 0)));
        model.Residues[1].AtomCount++;
        model.Residues[2].FirstAtom++;
        LooseAtoms loose = Find(model, resolution);
        Assert.That((loose.AlternatePairs, loose.Unbonded.Count), Is.EqualTo((pairs, 0)));
        Assert.That(loose.IsEmpty, Is.EqualTo(pairs == 0));
        Assert.That(loose.Table.BondIdeal, Is.EqualTo(Enumerable.Repeat(0.8, pairs)).Within(1e-9));
    }

    [Test]
    public void ATraceIsHeldWhereItIs_WatersAndIonsAreNot()
    {
        Model whole = Peptides.Chain(4), model = new();
        model.Chains.Add(new Chain { Id = "A" });
        for (int r = 0; r < 4; r++)
        {
            Peptides.AddResidue(model, "ALA", r + 1);
            Peptides.AddAtom(model, "CA", whole.Atoms[Peptides.Find(whole, r + 1, "CA")].Position);
        }

        Peptides.AddResidue(model, "HOH", 5, true);
        Peptides.AddAtom(model, "O", new Vec3(20, 0, 0));
        Peptides.AddResidue(model, "MG", 6, true);
        Peptides.AddAtom(model, "MG", new Vec3(30, 0, 0), "MG");
        LooseAtoms loose = Find(model, 3);
        Assert.That(loose.Unbonded, Is.EqualTo(new[] { 0, 1, 2, 3 }));
        Assert.That(loose.Table.SiteAtoms, Is.EqualTo(new[] { 0, 1, 2, 3 }));
        Assert.That(loose.Table.SiteIdeal[3], Is.EqualTo(model.Atoms[1].Position.X));
        Assert.That(Find(whole, 3).IsEmpty, Is.True);
    }

    private static LooseAtoms Find(Model model, double resolution) =>
        LooseAtoms.Find(model, RestraintBuilder.Build(model, [], Peptides.Library, new RestraintOptions()), resolution);

    private static Atom Copy(Atom atom, Vec3 shift) => new()
    {
        Name = atom.Name,
        Element = atom.Element,
        Position = atom.Position + shift,
        ResidueIndex = atom.ResidueIndex,
        AltLoc = 'B',
    };
}
