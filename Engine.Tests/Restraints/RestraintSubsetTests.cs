using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;
using NUnit.Framework;

namespace Engine.Tests.Restraints;

[TestFixture]
public sealed class RestraintSubsetTests
{
    [Test]
    public void HeavyAndHydrogenTermsMakeTheWhole()
    {
        (Model model, RestraintModel all) = Sample();
        RestraintModel heavy = all.Heavy(), hydrogen = all.HydrogenOnly();
        Assert.That(heavy.Table.BondCount + hydrogen.Table.BondCount, Is.EqualTo(all.Table.BondCount));
        Assert.That(heavy.Table.AngleCount + hydrogen.Table.AngleCount, Is.EqualTo(all.Table.AngleCount));
        Assert.That(heavy.Table.TorsionCount + hydrogen.Table.TorsionCount, Is.EqualTo(all.Table.TorsionCount));
        Assert.That(heavy.Table.BondAtoms.Concat(heavy.Table.AngleAtoms).Concat(heavy.Table.PlaneAtoms), Has.None.Matches<int>(i => model.Atoms[i].Element.IsHydrogen));
        Assert.That(hydrogen.Table.BondAtoms.Chunk(2), Has.All.Matches<int[]>(p => Array.Exists(p!, i => model.Atoms[i].Element.IsHydrogen)));
        Assert.That(heavy.BondCounts, Has.Length.EqualTo(heavy.Table.BondCount));
        Assert.That(heavy.Riding.Count, Is.Zero);
        Assert.That(heavy.Nonbonded.Active[Peptides.Find(model, 2, "H")], Is.Zero);
        Assert.That(all.Nonbonded.Active, Is.All.EqualTo(1), "the whole is left as it was");
    }

    [Test]
    public void TermsBetweenFixedAtomsAreLeftOut()
    {
        (Model model, RestraintModel all) = Sample();
        bool[] movable = [.. model.Atoms.Select(a => a.ResidueIndex == 2)];
        RestraintModel part = RestraintBuilder.Build(model, [], Peptides.Library, new RestraintOptions { Movable = movable });
        Assert.That(part.Table.BondAtoms.Chunk(2), Has.All.Matches<int[]>(p => Array.Exists(p!, i => movable[i])));
        Assert.That(part.Table.BondAtoms.Chunk(2), Has.Some.Matches<int[]>(p => !Array.TrueForAll(p!, i => movable[i])), "the bond to the fixed neighbour stays");
        Assert.That(part.Table.BondCount, Is.LessThan(all.Table.BondCount));
        Assert.That(part.Nonbonded.Movable, Is.EqualTo(movable.Select(m => m ? 1 : 0)));
        Assert.That(part.Riding.Count, Is.Zero, "its hydrogen sits on a fixed residue");
        Assert.That(part.Links, Is.EqualTo(all.Links));
        Assert.Throws<ArgumentException>(() => all.ForMovable([true]));
    }

    /// <summary>Three residues, the middle one with H on N.</summary>
    private static (Model Model, RestraintModel Restraints) Sample()
    {
        Model source = Peptides.Chain(3), model = new();
        model.Chains.Add(new Chain { Id = "A" });
        for (int r = 0; r < 3; r++)
        {
            Peptides.AddResidue(model, "ALA", r + 1);
            foreach (Atom a in source.Atoms.Where(a => a.ResidueIndex == r))
                Peptides.AddAtom(model, a.Name, a.Position);
            if (r == 1)
            {
                Vec3 At(string name, int number) => source.Atoms[Peptides.Find(source, number, name)].Position;
                Peptides.AddAtom(model, "H", Peptides.Place(At("O", 1), At("C", 1), At("N", 2), 0.86, 119, 180));
            }
        }

        return (model, Peptides.Build(model));
    }
}
