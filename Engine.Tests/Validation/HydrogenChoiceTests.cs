using Engine.Core.Chemistry;
using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Validation.Contacts;
using Engine.Core.Validation.Hydrogens;
using Engine.Tests.Restraints;
using NUnit.Framework;

namespace Engine.Tests.Validation;

/// <summary>What decides on hydrogens: metals, links, alternates, hydrogen bonds and the rules that make choices harder.</summary>
[TestFixture]
public sealed class HydrogenChoiceTests
{
    private static readonly ComponentLibrary Library = new(ComponentLibraryOptions.BuiltInOnly);

    /// <summary>A turned end has to be better by half a unit, whatever the contact that it makes.</summary>
    [Test]
    public void AFlipHasToBeBetterByAHalf()
    {
        int undecided = 0, flipped = 0;
        for (double r = 2.6; r < 3.65; r += 0.05)
        {
            SideChains asn = SideChains.Of("ASN");
            FlipRecord found = Add(asn.With("HOH", "O", asn.From("CB CG OD1", r, 120, 180))).Flips.Single();
            double gain = found.IsFlipped ? found.Score - found.OtherScore : found.OtherScore - found.Score;
            Assert.That(found.IsFlipped, Is.EqualTo(gain > 0.5), $"{r:F2} Å: gain {gain:F3}");
            undecided += gain is > 0.05 and < 0.5 ? 1 : 0;
            flipped += found.IsFlipped ? 1 : 0;
        }

        Assert.That(undecided, Is.GreaterThan(0));
        Assert.That(flipped, Is.GreaterThan(0));
    }

    /// <summary>His takes a second hydrogen only where it gains half a unit by it.</summary>
    [Test]
    public void ASecondHydrogenOnHisHasToBeBetterByAHalf()
    {
        SideChains one = SideChains.Of("HIS");
        Vec3 partner = one.From("CG CD2 NE2", 2.75, 126, 180);
        double alone = Add(one.With("HOH", "O", partner)).Flips.Single().Score;
        var states = new List<string>();
        for (double r = 2.7; r < 3.5; r += 0.05)
        {
            SideChains his = SideChains.Of("HIS");
            FlipRecord found = Add(his.With("HOH", "O", partner).With("HOH", "O", his.From("NE2 CE1 ND1", r, 126, 180))).Flips.Single();
            states.Add(found.State);
            if (found.State == "HD1 and HE2")
                Assert.That(found.Score - alone, Is.GreaterThan(0.5), $"{r:F2} Å");
        }

        Assert.That(states, Does.Contain("HD1 and HE2").And.Contain("HE2"), string.Join(", ", states));
    }

    /// <summary>Oxygens bound to a metal carry no hydrogen, and those beyond its reach do.</summary>
    [TestCase(2.1, 0)]
    [TestCase(3.2, 1)]
    public void AHydroxylOnAMetalHasNoHydrogen(double distance, int expected)
    {
        SideChains ser = SideChains.Of("SER");
        Structure full = Add(ser.With("ZN", "ZN", ser.From("CA CB OG", distance, 109.5, 100))).Structure;
        Assert.That(full.First.Atoms.Count(a => a.Name == "HG"), Is.EqualTo(expected));
    }

    /// <summary>An end that holds a metal is not turned, and His points no hydrogen at one.</summary>
    [Test]
    public void MetalsDecideOnEnds()
    {
        SideChains free = SideChains.Of("ASN"), held = SideChains.Of("ASN"), his = SideChains.Of("HIS");
        Assert.That(Add(free).Flips, Has.Count.EqualTo(1));
        Assert.That(Add(held.With("CA", "CA", held.From("CB CG OD1", 2.4, 140, 20))).Flips, Is.Empty);
        FlipRecord flip = Add(his.With("ZN", "ZN", his.From("CG CD2 NE2", 2.1, 126, 180))).Flips.Single();
        Assert.That((flip.IsFlipped, flip.State), Is.EqualTo((false, "HD1")));
    }

    /// <summary>A ring that is bonded to another residue stays where it is.</summary>
    [Test]
    public void ABoundHistidineIsNotTurned()
    {
        SideChains his = SideChains.Of("HIS");
        Assert.That(Add(SideChains.Of("HIS")).Flips, Has.Count.EqualTo(1));
        his.With("UNL", "C1", his.From("CG CD2 NE2", 1.45, 126, 180));
        his.Structure.Links.Add(Peptides.Link(his.Model, Peptides.Find(his.Model, 2, "NE2"), his.Model.Atoms.Count - 1));
        Assert.That(Add(his).Flips, Is.Empty);
    }

    /// <summary>Of a His with alternates, which has no choice, only one nitrogen is protonated in each conformer.</summary>
    [Test]
    public void AHistidineWithAlternatesHasOneHydrogenEach()
    {
        SideChains his = SideChains.Of("HIS");
        string[] ring = ["CG", "ND1", "CD2", "CE1", "NE2"];
        var second = his.Model.Atoms.Where(a => ring.Contains(a.Name)).Select(a => (a.Name, a.Position)).ToList();
        foreach (Atom a in his.Model.Atoms.Where(a => ring.Contains(a.Name)))
            (a.AltLoc, a.Occupancy) = ('A', 0.7);
        foreach ((string name, Vec3 at) in second)
            Peptides.AddAtom(his.Model, name, at + new Vec3(0.6, 0.2, -0.5), null, 'B', 0.3);
        HydrogenResult result = Add(his);
        Assert.That(result.Flips, Is.Empty);
        Assert.That(result.Structure.First.Atoms.Where(a => a.Name is "HD1" or "HE2").Select(a => (a.Name, a.AltLoc, a.Occupancy)), Is.EqualTo(new[] { ("HE2", 'A', 0.7), ("HE2", 'B', 0.3) }));
    }

    /// <summary>Hydrogens follow the alternates of their parent and of its neighbours, with letter and occupancy.</summary>
    [Test]
    public void HydrogensFollowAlternates()
    {
        SideChains ala = SideChains.Of("ALA");
        Atom cb = ala.Model.Atoms.Single(a => a.Name == "CB");
        (cb.AltLoc, cb.Occupancy) = ('A', 0.6);
        Peptides.AddAtom(ala.Model, "CB", cb.Position + new Vec3(0.1, 0.1, 0.3), null, 'B', 0.4);
        Atom[] hydrogens = [.. Add(ala).Structure.First.Atoms.Where(a => a.Element.IsHydrogen)];
        Assert.That(
            hydrogens.Where(a => a.Name is "HB1" or "HA").Select(a => (a.Name, a.AltLoc, a.Occupancy)), Is.EquivalentTo(new[] { ("HA", 'A', 0.6), ("HA", 'B', 0.4), ("HB1", 'A', 0.6), ("HB1", 'B', 0.4) }));
    }

    /// <summary>A hydroxyl gives its hydrogen to the free nitrogen of a ring, in the direction of the bond, past the hydrogen that the ring does not have.</summary>
    [Test]
    public void AHydroxylBondsToTheFreeNitrogen()
    {
        SideChains his = SideChains.Of("HIS");
        Vec3 nd1 = his.At("ND1"), og = his.From("NE2 CE1 ND1", 2.75, 126, 180), cb = InternalCoordinates.Place(his.At("CE1"), nd1, og, 1.42, 109.5, 75);
        Vec3 ca = InternalCoordinates.Place(nd1, og, cb, 1.53, 110.8, 175), n = InternalCoordinates.Place(og, cb, ca, 1.46, 110.5, 65), c = InternalCoordinates.Place(og, cb, ca, 1.525, 110.1, -172);
        his.With("HOH", "O", his.From("CG CD2 NE2", 2.75, 126, 180));
        Peptides.AddResidue(his.Model, "SER", 9);
        foreach ((string name, Vec3 at) in new[] { ("N", n), ("CA", ca), ("C", c), ("O", InternalCoordinates.Place(cb, ca, c, 1.23, 120, 20)), ("CB", cb), ("OG", og) })
            Peptides.AddAtom(his.Model, name, at);
        HydrogenResult result = Add(his);
        Vec3 hydrogen = result.Structure.First.Atoms[Peptides.Find(result.Structure.First, 9, "HG")].Position;
        FlipRecord flip = result.Flips.Single();
        Assert.Multiple(() =>
        {
            Assert.That((flip.IsFlipped, flip.State), Is.EqualTo((false, "HE2")));
            Assert.That(flip.Score, Is.GreaterThan(0.3), "hydrogen bonds, no clash");
            Assert.That(Vec3.AngleDegrees(nd1, og, hydrogen), Is.LessThan(12));
        });
    }

    /// <summary>Beyond steps of 10° a hydroxyl goes on in steps of 2°.</summary>
    [TestCase(105)]
    [TestCase(-75)]
    public void AHydroxylTurnsInFineSteps(double torsion)
    {
        SideChains ser = SideChains.Of("SER");
        Model full = Add(ser.With("HOH", "O", ser.From("CA CB OG", 2.75, 109.5, torsion))).Structure.First;
        Vec3 At(string atom) => full.Atoms[Peptides.Find(full, 2, atom)].Position;
        Assert.That(Vec3.TorsionDegrees(At("CA"), At("CB"), At("OG"), At("HG")), Is.EqualTo(torsion).Within(3.5));
    }

    /// <summary>The methyl of methionine turns away from what is in its way; that of alanine stays staggered.</summary>
    [TestCase("MET", "CG SD CE", "HE1", true)]
    [TestCase("ALA", "N CA CB", "HB1", false)]
    public void OnlyTheMethylOfMethionineTurns(string name, string axis, string hydrogen, bool turns)
    {
        SideChains residue = SideChains.Of(name);
        Model full = Add(residue.With("HOH", "O", residue.From(axis, 2.7, 109.5, 60))).Structure.First;
        Vec3[] p = [.. axis.Split(' ').Append(hydrogen).Select(a => full.Atoms[Peptides.Find(full, 2, a)].Position)];
        double torsion = (Vec3.TorsionDegrees(p[0], p[1], p[2], p[3]) + 720) % 120;
        Assert.That(Math.Abs(torsion - 60), turns ? Is.GreaterThan(25) : Is.LessThan(1e-6));
    }

    /// <summary>C-S-H is 97°, C-O-H 109.5°.</summary>
    [TestCase("CYS", "SG", 97)]
    [TestCase("SER", "OG", 109.5)]
    public void ThiolsHaveASmallerAngle(string name, string parent, double angle)
    {
        Model full = Add(SideChains.Of(name)).Structure.First;
        Vec3 At(string atom) => full.Atoms[Peptides.Find(full, 2, atom)].Position;
        Assert.That(Vec3.AngleDegrees(At("CB"), At(parent), At("HG")), Is.EqualTo(angle).Within(1e-6));
    }

    /// <summary>The first hydrogen of an amino group is on the side that the names' rules give: cis to N1, N3, CB, CG, NE.</summary>
    [Test]
    public void TheFirstHydrogenOfAnAminoGroupIsOnTheRightSide()
    {
        Structure rna = StructureReader.Read(SharedData.Require("data", "models", "pymol", "1ehz-5.pdb")), protein = ClashReference.Read("3j63_5830");
        (string, string, string, string)[] groups =
            [("N1", "C6", "N6", "H61"), ("N3", "C4", "N4", "H41"), ("N3", "C2", "N2", "H21"), ("CB", "CG", "ND2", "HD21"), ("CG", "CD", "NE2", "HE21"), ("NE", "CZ", "NH1", "HH11"), ("NE", "CZ", "NH2", "HH21")];
        var seen = new HashSet<string>();
        foreach (Structure structure in new[] { rna, protein })
        {
            Model full = Hydrogenation.Add(structure, Library, new HydrogenOptions { Rebuild = true, Flips = false, Optimise = false }).Structure.First;
            foreach (Residue residue in full.Residues)
            {
                Dictionary<string, Vec3> at = full.Atoms.Skip(residue.FirstAtom).Take(residue.AtomCount).GroupBy(a => a.Name).ToDictionary(g => g.Key, g => g.First().Position);
                foreach ((string a, string b, string c, string h) in groups)
                {
                    if (residue.Name == "HIS" || !at.TryGetValue(h, out Vec3 hydrogen) || !at.ContainsKey(a) || !at.ContainsKey(c))
                        continue;
                    seen.Add(h);
                    Assert.That(Math.Abs(Vec3.TorsionDegrees(at[a], at[b], at[c], hydrogen)), Is.LessThan(5), $"{residue.Name} {residue.Number} {h}");
                }
            }
        }

        Assert.That(seen, Has.Count.EqualTo(groups.Length));
    }

    /// <summary>Two movers score the overlap from both sides, each the integral over its surface, and an absent atom does not count.</summary>
    [Test]
    public void MoversScoreFromBothSides()
    {
        const double Distance = 2.8;
        SideChains pair = SideChains.Of("ALA").With("UNL", "C1", new Vec3(30, 0, 0)).With("UNL", "C1", new Vec3(30 + Distance, 0, 0));
        int first = pair.Model.Atoms.Count - 2;
        ContactSystem system = ContactSystem.Of(pair.Structure, Library, false);
        Mover[] movers = [.. new[] { first, first + 1 }.Select(i => new Mover { Residue = 0, Atoms = [i], States = [new("", [pair.Model.Atoms[i].Position], 0, 0, false)] }.Bounded())];
        var scorer = new MoverScorer(system, movers);
        double F(double d) => 1.7 * d * d / 2 - d * d * d / 3;
        double side = -10 * 0.5 * 2 * Math.PI * 1.7 / Distance * (F(1.7) - F(Distance - 1.7));
        bool[] absent = new bool[system.Radius.Length], other = [.. absent.Select((_, i) => i == first + 1)];
        Assert.Multiple(() =>
        {
            Assert.That(scorer.Between(movers[0], movers[0].States[0], movers[1], movers[1].States[0]), Is.EqualTo(2 * side).Within(5).Percent);
            Assert.That(scorer.InPlace(movers[0], movers[0].States[0], absent), Is.EqualTo(side).Within(5).Percent);
            Assert.That(scorer.InPlace(movers[0], movers[0].States[0], other), Is.Zero);
        });
    }

    private static HydrogenResult Add(SideChains made) => Hydrogenation.Add(made.Structure, Library, new HydrogenOptions());
}
