using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;
using NUnit.Framework;

namespace Engine.Tests.Restraints;

[TestFixture]
public sealed class HydrogenTests
{
    [TestCase("H", "HA", "HB1", "HB2", "HB3")]
    [TestCase("HN", "HA", "1HB", "2HB", "3HB")]
    [TestCase("D", "DA", "DB1", "DB2", "DB3")]
    [TestCase("H01", "H02", "H03", "H04", "H05")]
    public void HydrogensAreKnownByNameOrByWhereTheySit(string n, string a, string b1, string b2, string b3)
    {
        Model model = WithHydrogens(n, a, b1, b2, b3);
        RestraintModel r = Peptides.Build(model);
        Assert.That(r.Warnings, Is.Empty);
        Assert.That(r.Riding.Count, Is.EqualTo(5));
        int[] hydrogens = [.. Enumerable.Range(0, model.Atoms.Count).Where(i => model.Atoms[i].Element.IsHydrogen)];
        Assert.That(r.Riding.Hydrogen, Is.EqualTo(hydrogens));
        Assert.That(Peptides.Bonds(r).Count(p => hydrogens.Contains(p.Item1) || hydrogens.Contains(p.Item2)), Is.EqualTo(5));
        Assert.That(GeometryStatistics.Compute(r, Peptides.Coordinates(model)).Hydrogen.Angles.Rmsd, Is.LessThan(4));
    }

    [Test]
    public void FramesAreHeavyAtomsBondedToTheParent()
    {
        Model model = WithHydrogens("H", "HA", "HB1", "HB2", "HB3");
        RestraintModel r = Peptides.Build(model);
        HashSet<(int, int)> bonds = Peptides.Bonds(r);
        bool Bonded(int i, int j) => bonds.Contains((Math.Min(i, j), Math.Max(i, j)));
        for (int h = 0; h < r.Riding.Count; h++)
        {
            (int p, int a, int b) = (r.Riding.Frame[3 * h], r.Riding.Frame[3 * h + 1], r.Riding.Frame[3 * h + 2]);
            Assert.That(Bonded(r.Riding.Hydrogen[h], p) && Bonded(p, a) && (Bonded(p, b) || Bonded(a, b)), Is.True);
            Assert.That(new[] { p, a, b }.Any(i => model.Atoms[i].Element.IsHydrogen), Is.False);
            Assert.That(new[] { p, a, b }, Is.Unique);
        }
    }

    [Test]
    public void WaterHydrogensFollowTheirOxygenWithoutAFrame()
    {
        var model = new Model();
        model.Chains.Add(new Chain { Id = "W" });
        Peptides.AddResidue(model, "HOH", 1, hetero: true);
        Peptides.AddAtom(model, "O", new Vec3(0, 0, 0));
        Peptides.AddAtom(model, "H1", new Vec3(0.84, 0, 0));
        Peptides.AddAtom(model, "H2", new Vec3(-0.25, 0.8, 0));
        RestraintModel r = Peptides.Build(model);
        Assert.That(r.Riding.Frame, Is.EqualTo(new[] { 0, -1, -1, 0, -1, -1 }));
        Assert.That(r.Table.BondCount, Is.EqualTo(2));
        Assert.That(r.Table.AngleCount, Is.EqualTo(1));
    }

    [Test]
    public void ALoneHydrogenDoesNotRide()
    {
        Model model = Peptides.Chain(1);
        Peptides.AddAtom(model, "HX", new Vec3(30, 30, 30));
        RestraintModel r = Peptides.Build(model);
        Assert.That(r.Riding.Count, Is.Zero);
        Assert.That(r.IsHydrogen[^1], Is.EqualTo(1));
    }

    [Test]
    public void RadiiAreUnitedWithoutAndAllAtomWithHydrogens()
    {
        Model bare = Peptides.Chain(3), full = WithHydrogens("H", "HA", "HB1", "HB2", "HB3");
        RestraintModel united = Peptides.Build(bare), all = Peptides.Build(full);
        Assert.That(united.Nonbonded.Radius[Peptides.Find(bare, 2, "CB")], Is.EqualTo(1.94f).Within(1e-6));
        Assert.That(all.Nonbonded.Radius[Peptides.Find(full, 2, "CB")], Is.EqualTo(1.70f).Within(1e-6));
        Assert.That(all.Nonbonded.Radius[Peptides.Find(full, 2, "HA")], Is.EqualTo(1.20f).Within(1e-6));
        Assert.That(all.Nonbonded.Radius[Peptides.Find(full, 2, "H")], Is.LessThan(0.5f), "a hydrogen bond must be able to form");
        Assert.That(all.Nonbonded.Radius[Peptides.Find(full, 1, "CB")], Is.EqualTo(1.94f).Within(1e-6), "decided per residue");
    }

    /// <summary>Three alanines; the middle one has hydrogens of the given names.</summary>
    private static Model WithHydrogens(string n, string a, string b1, string b2, string b3)
    {
        Model source = Peptides.Chain(3), model = new();
        model.Chains.Add(new Chain { Id = "A" });
        for (int r = 0; r < 3; r++)
        {
            Peptides.AddResidue(model, "ALA", r + 1);
            foreach (Atom atom in source.Atoms.Where(x => x.ResidueIndex == r))
                Peptides.AddAtom(model, atom.Name, atom.Position);
            if (r != 1)
                continue;
            Vec3 At(int number, string name) => source.Atoms[Peptides.Find(source, number, name)].Position;
            Vec3 nitrogen = At(2, "N"), ca = At(2, "CA"), cb = At(2, "CB"), c = At(2, "C");
            string element = n == "D" ? "D" : "H";
            Peptides.AddAtom(model, n, Peptides.Place(At(1, "O"), At(1, "C"), nitrogen, 0.86, 119, 180), element);
            Peptides.AddAtom(model, a, Peptides.Place(c, nitrogen, ca, 0.98, 109, 119), element);
            double torsion = 60;
            foreach (string name in new[] { b1, b2, b3 })
            {
                Peptides.AddAtom(model, name, Peptides.Place(nitrogen, ca, cb, 0.97, 109.5, torsion), element);
                torsion += 120;
            }
        }

        return model;
    }
}
