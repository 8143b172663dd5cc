using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Kernels;
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

    /// <summary>Parallel planes lose their hydrogens and are left out with fewer than three other atoms; extra terms do not count in the statistics.</summary>
    [Test]
    public void ExtraTermsAreCarriedButNotCounted()
    {
        (Model model, RestraintModel all) = Sample();
        int h = Peptides.Find(model, 2, "H");
        int[] heavy = [.. Enumerable.Range(0, model.Atoms.Count).Where(i => i != h)];
        RestraintModel more = all.With(new RestraintTable
        {
            AtomCount = model.Atoms.Count,
            BondAtoms = [heavy[0], heavy[5]],
            BondIdeal = [9],
            BondWeight = [400],
            BondSlack = [0],
            BondTop = [0],
            SiteAtoms = [h, heavy[1]],
            SiteIdeal = new double[6],
            SiteWeight = [1, 1],
            SiteTop = [0, 0],
            ParallelStart = [0, 4, 7, 10, 13],
            ParallelAtoms = [heavy[0], heavy[1], heavy[2], h, heavy[5], heavy[6], heavy[7], heavy[0], heavy[1], h, heavy[5], heavy[6], heavy[7]],
            ParallelWeight = [1, 2],
        });
        double[] x = Coordinates.Of(model);
        RestraintModel part = more.Heavy();
        GeometryClass bonds = GeometryStatistics.Compute(more, x).Heavy.Bonds, before = GeometryStatistics.Compute(all, x).Heavy.Bonds;
        Assert.That((bonds.Count, bonds.Rmsd, bonds.Max), Is.EqualTo((before.Count, before.Rmsd, before.Max)));
        Assert.That(part.Table.SiteAtoms, Is.EqualTo(new[] { heavy[1] }));
        Assert.That(part.Table.ParallelWeight, Is.EqualTo(new[] { 1.0 }));
        Assert.That(part.Table.ParallelAtoms, Is.EqualTo(new[] { heavy[0], heavy[1], heavy[2], heavy[5], heavy[6], heavy[7] }));
        Assert.That(part.BondCounts, Has.Length.EqualTo(part.Table.BondCount));
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
