using Engine.Core.Chemistry;
using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Core.Validation.Hydrogens;
using Engine.Kernels;
using Engine.Tests.Restraints;
using NUnit.Framework;

namespace Engine.Tests.Validation;

/// <summary>Hydrogens on models: numbers, names, geometry, choices.</summary>
[TestFixture]
public sealed class HydrogenationTests
{
    private static readonly ComponentLibrary Library = new(ComponentLibraryOptions.BuiltInOnly);

    /// <summary>As many as Reduce adds, but for the ends of chains and hydrogens that a Zn or a charge takes from His.</summary>
    [TestCase("apo_20026", 2770, 1)]
    [TestCase("emringer_small", 439, 0)]
    [TestCase("7cec_30342", 8496, 2)]
    public void RealModelsGetAsManyAsFromReduce(string name, int atoms, int tolerance)
    {
        Structure structure = ClashReference.Read(name);
        HydrogenResult result = Hydrogenation.Add(structure, Library, new HydrogenOptions { Ligands = false });
        Assert.Multiple(() =>
        {
            Assert.That(result.Structure.First.Atoms, Has.Count.EqualTo(atoms).Within(tolerance));
            Assert.That(result.Added, Is.EqualTo(result.Structure.First.Atoms.Count - structure.First.Atoms.Count));
            Assert.That(structure.First.Atoms.Any(a => a.Element.IsHydrogen), Is.False, "the given model stays as it was");
        });
    }

    /// <summary>Hydrogens that a model has are found again under the same names; those that cannot turn at their places.</summary>
    [Test]
    public void RemovedHydrogensComeBackWhereTheyWere()
    {
        Structure given = ClashReference.Read("3j63_5830");
        HydrogenResult result = Hydrogenation.Add(given, Library, new HydrogenOptions { Rebuild = true, Flips = false, Optimise = false });
        var after = new Dictionary<string, Vec3>();
        Model model = result.Structure.First;
        foreach (Atom a in model.Atoms)
            after[$"{a.ResidueIndex} {a.Name}"] = a.Position;
        int found = 0, near = 0, fixedHydrogens = 0;
        foreach (Atom a in given.First.Atoms.Where(a => a.Element.IsHydrogen))
        {
            if (!after.TryGetValue($"{a.ResidueIndex} {a.Name}", out Vec3 p))
                continue;
            found++;
            if (given.First.Residues[a.ResidueIndex].Name != "ALA" && a.Name is "HA" or "HB2" or "HB3" or "HA2" or "HA3" or "H" or "HG2" or "HD2" or "HH21" or "HE")
                (fixedHydrogens, near) = (fixedHydrogens + 1, near + (Vec3.Distance(p, a.Position) < 0.25 ? 1 : 0));
        }

        Assert.Multiple(() =>
        {
            Assert.That(result.Removed, Is.EqualTo(730));
            Assert.That(found, Is.EqualTo(730));
            Assert.That(fixedHydrogens, Is.GreaterThan(300));
            Assert.That(near, Is.EqualTo(fixedHydrogens));
        });
    }

    /// <summary>Lengths and angles of an alanine peptide, electron clouds and protons.</summary>
    [TestCase(false, 0.98, 0.86, 0.96)]
    [TestCase(true, 1.10, 1.02, 1.09)]
    public void LengthsFollowTheKindOfPosition(bool nuclear, double alpha, double amide, double methyl)
    {
        Structure full = Hydrogenation.Add(Chain("ALA"), Library, new HydrogenOptions { Nuclear = nuclear }).Structure;
        Vec3 At(string atom) => full.First.Atoms[Peptides.Find(full.First, 2, atom)].Position;
        Assert.Multiple(() =>
        {
            Assert.That(Vec3.Distance(At("CA"), At("HA")), Is.EqualTo(alpha).Within(1e-9));
            Assert.That(Vec3.Distance(At("N"), At("H")), Is.EqualTo(amide).Within(1e-9));
            Assert.That(Vec3.Distance(At("CB"), At("HB2")), Is.EqualTo(methyl).Within(1e-9));
            Assert.That(Vec3.AngleDegrees(At("CA"), At("CB"), At("HB1")), Is.EqualTo(109.5).Within(1e-6));
            Assert.That(Math.Abs(Vec3.TorsionDegrees(At("N"), At("CA"), At("CB"), At("HB1"))), Is.EqualTo(60).Within(1e-6));
            Assert.That(Vec3.Dot(At("HA") - At("CA"), Vec3.Cross(At("N") - At("CA"), At("C") - At("CA"))), Is.Not.EqualTo(0).Within(0.5));
        });
    }

    [Test]
    public void RemovingGivesTheHeavyAtomsBack()
    {
        Structure structure = Chain("SER");
        Structure full = Hydrogenation.Add(structure, Library, new HydrogenOptions { Flips = false }).Structure;
        Structure bare = Hydrogenation.Remove(full);
        Assert.Multiple(() =>
        {
            Assert.That(bare.First.Atoms.Select(a => (a.Name, a.Position)), Is.EqualTo(structure.First.Atoms.Select(a => (a.Name, a.Position))));
            Assert.That(Hydrogenation.Add(full, Library, new HydrogenOptions()).Added, Is.Zero, "there is no room for more");
        });
    }

    /// <summary>Coordinates are the same for every number of threads, bit by bit.</summary>
    [Test]
    public void ThreadsDoNotMatter()
    {
        Structure structure = ClashReference.Read("emringer_small");
        Vec3[] one = [.. Hydrogenation.Add(structure, Library, new HydrogenOptions { Threads = 1 }).Structure.First.Atoms.Select(a => a.Position)];
        Vec3[] four = [.. Hydrogenation.Add(structure, Library, new HydrogenOptions { Threads = 4 }).Structure.First.Atoms.Select(a => a.Position)];
        Assert.That(four, Is.EqualTo(one));
    }

    /// <summary>A hydroxyl turns to the only acceptor in reach.</summary>
    [Test]
    public void AHydroxylTurnsToAnAcceptor()
    {
        var structure = new Structure { Name = "serine" };
        var model = new Model();
        structure.Models.Add(model);
        model.Chains.Add(new Chain { Id = "A" });
        Peptides.AddResidue(model, "SER", 2);
        Vec3 n = Vec3.Zero, ca = new(1.46, 0, 0), c = new(2.005, 1.419, 0);
        Vec3 cb = CBetaGeometry.Of("SER").Place(n, ca, c, 1), og = InternalCoordinates.Place(n, ca, cb, 1.42, 110.8, 65);
        foreach ((string name, Vec3 at) in new[] { ("N", n), ("CA", ca), ("C", c), ("O", InternalCoordinates.Place(n, ca, c, 1.23, 120, 140)), ("CB", cb), ("OG", og) })
            Peptides.AddAtom(model, name, at);
        Peptides.AddResidue(model, "HOH", 3, true);
        Peptides.AddAtom(model, "O", InternalCoordinates.Place(ca, cb, og, 2.75, 109.5, 100));
        Model full = Hydrogenation.Add(structure, Library, new HydrogenOptions()).Structure.First;
        Vec3 At(string atom) => full.Atoms[Peptides.Find(full, 2, atom)].Position;
        Assert.That(Vec3.TorsionDegrees(At("CA"), At("CB"), At("OG"), At("HG")), Is.EqualTo(100).Within(8));
        Assert.That(full.Atoms.Count(a => full.Residues[a.ResidueIndex].Name == "HOH"), Is.EqualTo(1), "no hydrogens on waters");
    }

    /// <summary>All seven ends that Reduce turns in 7CEC chain A.</summary>
    [Test]
    public void TheEndsThatReduceTurnsAreTurned()
    {
        HydrogenResult result = Hydrogenation.Add(ClashReference.Read("7cec_30342"), Library, new HydrogenOptions { Ligands = false });
        string[] flipped = [.. result.Flips.Where(f => f.IsFlipped).Select(f => f.Name)];
        string[] reduce = ["A 566 GLN", "A 475 GLN", "A 277 HIS", "A 308 GLN", "A 448 GLN", "A 485 ASN", "A 547 GLN"];
        TestContext.Out.WriteLine($"turned beyond Reduce: {string.Join(", ", flipped.Except(reduce))}; of {result.Flips.Count}");
        Assert.That(reduce.Except(flipped), Is.Empty);
        Assert.That(result.Flips.Where(f => f.IsFlipped), Is.All.Matches<FlipRecord>(f => f!.Score > f.OtherScore));
    }

    /// <summary>Atoms in line or at one place have no directions: hydrogens come to some place at the right distance.</summary>
    [TestCase("ALA")]
    [TestCase("SER")]
    [TestCase("ASN")]
    [TestCase("GLY")]
    public void DegenerateModelsGetHydrogensSomewhere(string name)
    {
        Structure line = Chain(name), point = Chain(name);
        for (int i = 0; i < line.First.Atoms.Count; i++)
        {
            line.First.Atoms[i].Position = new Vec3(1.4 * i, 0, 0);
            point.First.Atoms[i].Position = Vec3.Zero;
        }

        foreach (Structure structure in new[] { line, point })
        {
            Model full = Hydrogenation.Add(structure, Library, new HydrogenOptions()).Structure.First;
            Assert.That(full.Atoms.All(a => a.Position.IsFinite));
        }
    }

    /// <summary>Residues of a real model with both tautomers of His: one hydrogen where nothing is optimised, and none beside one that is given.</summary>
    [Test]
    public void HistidineGetsOneHydrogenWithoutAChoice()
    {
        Structure bare = ClashReference.Read("7cec_30342");
        Structure full = Hydrogenation.Add(bare, Library, new HydrogenOptions { Flips = false, Optimise = false }).Structure;
        Assert.That(OnRing(full, "HD1"), Is.Zero);
        int protonated = OnRing(full, "HE2");
        Assert.That(protonated, Is.GreaterThan(5));
        Structure again = Hydrogenation.Add(full, Library, new HydrogenOptions()).Structure;
        Assert.That((OnRing(again, "HD1"), OnRing(again, "HE2")), Is.EqualTo((0, protonated)));
        static int OnRing(Structure s, string name) => s.First.Atoms.Count(a => a.Name == name && s.First.Residues[a.ResidueIndex].Name == "HIS");
    }

    [Test]
    public void UnsuitableModelsAreRefused()
    {
        Structure hydrogens = Chain("ALA");
        foreach (Atom a in hydrogens.First.Atoms)
            a.Element = Element.H;
        Assert.Throws<InputException>(() => Hydrogenation.Add(hydrogens, Library, new HydrogenOptions { Rebuild = true }));
        Structure broken = Chain("ALA");
        broken.First.Atoms[3].Position = new Vec3(double.NaN, 0, 0);
        Assert.That(Assert.Throws<InputException>(() => Hydrogenation.Add(broken, Library, new HydrogenOptions()))!.Message, Does.Contain("A 1 ALA"));
    }

    private static Structure Chain(string name)
    {
        var structure = new Structure { Name = "chain" };
        structure.Models.Add(Peptides.Chain(4, name: name));
        return structure;
    }
}
