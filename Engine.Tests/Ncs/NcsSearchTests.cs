using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Ncs;
using NUnit.Framework;

namespace Engine.Tests.Ncs;

/// <summary>Which chains are found to be copies, with which operators and atoms.</summary>
[TestFixture]
public sealed class NcsSearchTests
{
    [Test]
    public void EqualChainsAreCopiesOfTheFirst()
    {
        Model model = NcsCase.Ring(4);
        NcsGroup group = NcsSearch.Find(model).Single();
        int perChain = model.Atoms.Count / 4;
        Assert.Multiple(() =>
        {
            Assert.That(group.Master, Is.EqualTo("A"));
            Assert.That(group.Copies.Select(c => c.Chain), Is.EqualTo(new[] { "B", "C", "D" }));
            Assert.That(group.MasterAtoms, Is.EqualTo(Enumerable.Range(0, perChain)));
            Assert.That(group.LargestRmsd, Is.LessThan(1e-9));
        });
        for (int c = 0; c < 3; c++)
        {
            Assert.That(group.Copies[c].Atoms, Is.EqualTo(Enumerable.Range((c + 1) * perChain, perChain)));
            AssertSame(group.Copies[c].Operator, NcsCase.Turn(c + 1), 1e-6, 1e-8);
        }
    }

    [Test]
    public void MissingResiduesAndAtomsHaveNoPartner()
    {
        Model whole = NcsCase.Ring(1);
        var model = new Model();
        NcsCase.AddChain(model, "X", whole, r => r.Number is not (7 or 8), (_, p) => p);
        NcsCase.AddChain(model, "Y", whole, r => r.Number is not (1 or 15), (_, p) => NcsCase.Turn(1).Apply(p));
        Residue cut = model.Residues[^1];
        model.Atoms[^1].Name = "QQ";
        NcsGroup group = NcsSearch.Find(model).Single();
        NcsCopy copy = group.Copies.Single();
        for (int k = 0; k < group.MasterAtoms.Length; k++)
        {
            (Atom a, Atom b) = (model.Atoms[group.MasterAtoms[k]], model.Atoms[copy.Atoms[k]]);
            Assert.That((a.Name, model.Residues[a.ResidueIndex].Number), Is.EqualTo((b.Name, model.Residues[b.ResidueIndex].Number)));
        }

        Assert.That(copy.Residues, Is.EqualTo(whole.Residues.Count - 4));
        Assert.That(group.MasterAtoms.Select(i => model.Residues[model.Atoms[i].ResidueIndex].Number), Has.None.AnyOf(1, 7, 8, 15));
        Assert.That(copy.Atoms, Has.Length.EqualTo(group.MasterAtoms.Length).And.None.EqualTo(model.Atoms.Count - 1));
        Assert.That(cut.AtomCount, Is.GreaterThan(1));
    }

    [Test]
    public void OtherNumbersAreAligned()
    {
        Model whole = NcsCase.Ring(1);
        var model = new Model();
        NcsCase.AddChain(model, "X", whole, _ => true, (_, p) => p);
        NcsCase.AddChain(model, "Y", whole, r => r.Number > 4, (_, p) => NcsCase.Turn(2).Apply(p));
        foreach (Residue residue in model.Residues.Where(r => r.ChainIndex == 1))
            residue.Number += 1000;
        NcsCopy copy = NcsSearch.Find(model).Single().Copies.Single();
        Assert.That(copy.Residues, Is.EqualTo(whole.Residues.Count - 4));
        AssertSame(copy.Operator, NcsCase.Turn(2), 1e-6, 1e-8);
    }

    [Test]
    public void DifferentSequencesPiecesAndShapesAreNoCopies()
    {
        Model whole = NcsCase.Ring(1);
        int n = whole.Residues.Count;
        var mutated = new Model();
        NcsCase.AddChain(mutated, "A", whole, _ => true, (_, p) => p);
        NcsCase.AddChain(mutated, "B", whole, _ => true, (_, p) => p);
        for (int r = n; r < 2 * n; r += 3)
            mutated.Residues[r].Name = mutated.Residues[r].Name == "GLY" ? "TRP" : "GLY";

        var piece = new Model();
        NcsCase.AddChain(piece, "A", whole, _ => true, (_, p) => p);
        NcsCase.AddChain(piece, "B", whole, r => r.Number <= n / 3, (_, p) => p);

        var stretched = new Model();
        NcsCase.AddChain(stretched, "A", whole, _ => true, (_, p) => p);
        NcsCase.AddChain(stretched, "B", whole, _ => true, (_, p) => 1.6 * p);
        Assert.Multiple(() =>
        {
            Assert.That(NcsSearch.Find(mutated), Is.Empty);
            Assert.That(NcsSearch.Find(piece), Is.Empty);
            Assert.That(NcsSearch.Find(stretched), Is.Empty);
            Assert.That(NcsSearch.Find(new Model()), Is.Empty);
        });
    }

    [Test]
    public void ResiduesThatLieElsewhereAreLeftOut()
    {
        Model model = NcsCase.Ring(2);
        Residue moved = model.Residues[^3];
        for (int i = moved.FirstAtom; i < moved.FirstAtom + moved.AtomCount; i++)
            model.Atoms[i].Position += new Vec3(9, 0, 0);
        NcsGroup group = NcsSearch.Find(model).Single();
        Assert.That(group.Copies[0].Residues, Is.EqualTo(model.Residues.Count / 2 - 1));
        Assert.That(group.Copies[0].Atoms, Has.None.EqualTo(moved.FirstAtom));
        AssertSame(group.Copies[0].Operator, NcsCase.Turn(1), 1e-6, 1e-8);
    }

    [Test]
    public void HalfTurnsOfRingsAreRecognised()
    {
        Model model = NcsCase.Ring(2);
        int half = model.Residues.Count / 2;
        int r = model.Residues.FindIndex(half, x => x.Name is "PHE" or "TYR");
        Atom[] ring = [.. model.Atoms.GetRange(model.Residues[r].FirstAtom, model.Residues[r].AtomCount)];
        foreach ((string a, string b) in new[] { ("CD1", "CD2"), ("CE1", "CE2") })
        {
            (Atom p, Atom q) = (ring.First(x => x.Name == a), ring.First(x => x.Name == b));
            (p.Position, q.Position) = (q.Position, p.Position);
        }

        NcsGroup group = NcsSearch.Find(model).Single();
        int cd1 = model.Atoms.FindIndex(model.Residues[r - half].FirstAtom, x => x.Name == "CD1");
        int partner = group.Copies[0].Atoms[Array.IndexOf(group.MasterAtoms, cd1)];
        Assert.That(model.Atoms[partner].Name, Is.EqualTo("CD2"));
        Assert.That(group.LargestRmsd, Is.LessThan(1e-9));
    }

    [Test]
    public void LigandsBelongToTheirChain()
    {
        Model model = NcsCase.Ring(3);
        Vec3 site = model.Atoms[40].Position + new Vec3(3, 0, 0), centre = new(40, 35, 0);
        for (int c = 0; c < 3; c++)
            NcsCase.AddIon(model, c == 1 ? "Z" : ((char)('A' + c)).ToString(), "ZN", new Element(30), NcsCase.Turn(c).Apply(site));
        NcsCase.AddIon(model, "A", "CA", new Element(20), NcsCase.Turn(0).Apply(site + new Vec3(0, 8, 0)));
        NcsCase.AddIon(model, "B", "HOH", Element.O, NcsCase.Turn(1).Apply(site));
        NcsCase.AddIon(model, "A", "HOH", Element.O, site);
        NcsCase.AddIon(model, "A", "K", new Element(19), centre);
        NcsGroup group = NcsSearch.Find(model).Single();
        string[] names = [.. group.MasterAtoms.Select(i => model.Atoms[i].Name).Where(n => n is "ZN" or "HOH" or "K")];
        Assert.That(names, Is.EqualTo(new[] { "ZN" }));
        Assert.That(group.Copies.Select(c => c.Ligands), Is.EqualTo(new[] { 1, 1 }));
        Assert.That(group.Copies.Select(c => model.Atoms[c.Atoms[^1]].Name), Is.EqualTo(new[] { "ZN", "ZN" }));
    }

    [Test]
    public void NoiseIsToleratedAndMeasured()
    {
        NcsGroup group = NcsSearch.Find(NcsCase.Ring(3, 0.2)).Single();
        Assert.That(group.Copies.Select(c => c.Rmsd), Is.All.EqualTo(0.2 * Math.Sqrt(6)).Within(0.06));
    }

    [Test]
    public void AChannelHasItsFourfoldAxis()
    {
        Model model = StructureReader.Read(SharedData.Require("data", "real", "hcn4_0093", "model.pdb.gz")).First;
        NcsGroup group = NcsSearch.Find(model).Single();
        int independent = NcsConstraint.Create([group], model.Atoms.Count).IndependentAtoms.Length;
        TestContext.Out.WriteLine($"{model.Atoms.Count} atoms, {independent} independent, rmsd {group.LargestRmsd:F4} Å");
        Assert.Multiple(() =>
        {
            Assert.That(group.Copies, Has.Count.EqualTo(3));
            Assert.That(group.LargestRmsd, Is.LessThan(0.3));
        });

        // The published matrices of the map: quarter turns about z through (147.4, 147.4), in either sense.
        foreach (NcsCopy copy in group.Copies)
        {
            TestContext.Out.WriteLine($"{copy.Chain}: {copy.Operator}, {copy.Rmsd:F4} Å, {copy.Residues} residues, {copy.Ligands} ligands");
            double deviation = Enumerable.Range(1, 3).Min(q =>
            {
                RigidTransform rest = copy.Operator.After(RigidTransform.About(new Vec3(0, 0, q * Math.PI / 2), new Vec3(147.4, 147.4, 0), Vec3.Zero).Inverse());
                return rest.AngleDegrees + Vec3.Distance(rest.Apply(new Vec3(147.4, 147.4, 147.4)), new Vec3(147.4, 147.4, 147.4));
            });
            TestContext.Out.WriteLine($"  from the map's operator: {deviation:F3} (degrees + Å)");
            Assert.That(deviation, Is.LessThan(0.5));
        }
    }

    [Test]
    public void AntibodiesOfDifferentKindAreNoCopies()
    {
        Model model = StructureReader.Read(SharedData.Require("data", "real", "7cec_30342", "model_full_10_chains.cif.gz")).First;
        IReadOnlyList<NcsGroup> groups = NcsSearch.Find(model);
        foreach (NcsGroup g in groups)
            TestContext.Out.WriteLine($"{g.Master}: {string.Join(", ", g.Copies.Select(c => $"{c.Chain} {c.Similarity:F2} {c.Rmsd:F2} Å"))}");
        Assert.That(groups, Is.Empty);
    }

    [Test]
    public void TheStrandsOfADoubleHelixAreCopies()
    {
        Model model = StructureReader.Read(SharedData.Require("data", "models", "biotite", "1bna.pdb")).First;
        NcsGroup group = NcsSearch.Find(model).Single();
        Assert.Multiple(() =>
        {
            Assert.That(group.Copies.Single().Residues, Is.InRange(10, 12));
            Assert.That(group.LargestRmsd, Is.InRange(0.5, 2));
            Assert.That(group.Copies.Single().Operator.AngleDegrees, Is.EqualTo(180).Within(8), "the dyad of a palindrome");
            Assert.That(group.MasterAtoms.Select(i => model.Residues[model.Atoms[i].ResidueIndex].Name), Has.None.EqualTo("HOH"));
        });
    }

    [Test]
    public void OneChainHasNoCopies() =>
        Assert.That(NcsSearch.Find(StructureReader.Read(SharedData.Require("data", "real", "apo_20026", "model.pdb")).First), Is.Empty);

    private static void AssertSame(RigidTransform found, RigidTransform expected, double degrees, double angstrom)
    {
        RigidTransform rest = found.After(expected.Inverse());
        Assert.That(rest.AngleDegrees, Is.LessThan(degrees));
        Assert.That(Vec3.Distance(found.Shift, expected.Shift), Is.LessThan(angstrom));
    }
}
