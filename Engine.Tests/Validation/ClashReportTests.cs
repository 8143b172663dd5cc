using Engine.Core.Chemistry;
using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Validation.Contacts;
using Engine.Core.Validation.Hydrogens;
using Engine.Tests.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Validation;

/// <summary>Clashes against Reduce and Probe, and of atoms placed for the purpose.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class ClashReportTests(string accelerator) : KernelFixture(accelerator)
{
    private static readonly ComponentLibrary Library = new(ComponentLibraryOptions.BuiltInOnly);

    /// <summary>Clashscores within 10 % or 1 of those of Reduce and Probe.</summary>
    [TestCaseSource(typeof(ValidationReference), nameof(ValidationReference.Names))]
    public void RealModelsHaveTheClashscoreOfProbe(string name)
    {
        (int clashes, double score) = ClashReference.Of(name);
        ClashReport report = ClashReport.Compute(Device, Hydrogenation.Add(ClashReference.Read(name), Library, new HydrogenOptions { Ligands = false }).Structure, Library);
        TestContext.Out.WriteLine($"{name}: {report.Clashes.Count} clashes, {report.Score:F2}; Probe {clashes}, {score:F2}; {report.Collisions.Count} collisions");
        foreach (Collision c in report.Collisions)
            TestContext.Out.WriteLine($"   {c.Name1} - {c.Name2} {c.Distance:F2} Å: taken for bonded");
        foreach (Clash c in report.Clashes.Where(c => c.Overlap < 0.42))
            TestContext.Out.WriteLine($"   {c.Name1} - {c.Name2} {c.Overlap:F3}: at the limit");
        Assert.That(report.Score, Is.EqualTo(score).Within(Math.Max(1, 0.1 * score)));
        Assert.That(report.Clashes, Is.Ordered.Descending.By(nameof(Clash.Overlap)));
    }

    /// <summary>Two carbons (radius 1.70 Å) overlap as spheres do, to the spacing of the dots.</summary>
    [TestCase(2.64, true)]
    [TestCase(2.94, true)]
    [TestCase(3.09, false)]
    [TestCase(3.64, false)]
    public void OverlapIsThatOfSpheres(double distance, bool clashes)
    {
        ClashReport report = ClashReport.Compute(Device, Pair("C", Element.C, "C", Element.C, distance), Library);
        Assert.That(report.Clashes, Has.Count.EqualTo(clashes ? 1 : 0));
        if (clashes)
            Assert.That(report.Clashes[0].Overlap, Is.EqualTo(3.40 - distance).Within(0.03));
        Assert.That(report.Score, Is.EqualTo(clashes ? 500 : 0));
    }

    /// <summary>Heavy atoms as near as bonds are no clash but a collision.</summary>
    [Test]
    public void AtomsAsNearAsBondsCollide()
    {
        ClashReport report = ClashReport.Compute(Device, Pair("C", Element.C, "C", Element.C, 1.6), Library);
        Assert.That((report.Clashes.Count, report.Collisions.Count), Is.EqualTo((0, 1)));
        Assert.That(report.Collisions[0].Distance, Is.EqualTo(1.6).Within(1e-9));
    }

    /// <summary>Alternates do not see each other, nor do atoms that hardly exist count.</summary>
    [Test]
    public void AlternatesAndFaintAtomsDoNotClash()
    {
        Structure pair = Pair("C", Element.C, "C", Element.C, 2.6);
        pair.First.Atoms[0].AltLoc = 'A';
        pair.First.Atoms[1].AltLoc = 'B';
        Assert.That(ClashReport.Compute(Device, pair, Library).Clashes, Is.Empty);
        pair.First.Atoms[0].AltLoc = pair.First.Atoms[1].AltLoc = '\0';
        pair.First.Atoms[0].Occupancy = 0.1;
        ClashReport report = ClashReport.Compute(Device, pair, Library);
        Assert.That((report.Clashes.Count, report.Atoms), Is.EqualTo((0, 1)));
    }

    /// <summary>Atoms whose occupancies add up to 1 or less need not be there together: they are listed apart. Those of one conformer are there together.</summary>
    [TestCase(0.43, 0.57, '\0', false)]
    [TestCase(0.44, 0.57, '\0', true)]
    [TestCase(0.30, 0.30, 'A', true)]
    public void AtomsThatNeedNotBeThereTogetherDoNotCount(double first, double second, char alternate, bool counts)
    {
        Structure pair = Pair("C", Element.C, "C", Element.C, 2.6);
        (pair.First.Atoms[0].Occupancy, pair.First.Atoms[1].Occupancy) = ((float)first, (float)second);
        (pair.First.Atoms[0].AltLoc, pair.First.Atoms[1].AltLoc) = (alternate, alternate);
        ClashReport report = ClashReport.Compute(Device, pair, Library);
        Assert.That((report.Clashes.Count, report.Partial.Count, report.Atoms), Is.EqualTo(counts ? (1, 0, 2) : (0, 1, 2)));
    }

    /// <summary>A salt bridge may overlap more than a hydrogen bond, and that more than other atoms; equal charges do not bond.</summary>
    [TestCase(ContactRole.Donor, ContactRole.Acceptor, 0.6)]
    [TestCase(ContactRole.Donor | ContactRole.Positive, ContactRole.Acceptor | ContactRole.Negative, 0.8)]
    [TestCase(ContactRole.Donor | ContactRole.Positive, ContactRole.Acceptor, 0.6)]
    [TestCase(ContactRole.Donor | ContactRole.Positive, ContactRole.Acceptor | ContactRole.Positive, 0.0)]
    [TestCase(ContactRole.Donor, ContactRole.Donor, 0.0)]
    [TestCase(ContactRole.Acceptor, ContactRole.Acceptor, 0.0)]
    public void HydrogenBondsMayOverlap(object a, object b, double allowed)
    {
        Assert.That(ContactRules.AllowedOverlap((ContactRole)a, (ContactRole)b), Is.EqualTo(allowed));
        Assert.That(ContactRules.AllowedOverlap((ContactRole)b, (ContactRole)a), Is.EqualTo(allowed));
    }

    [Test]
    public void ThreadsDoNotMatter()
    {
        Structure full = ClashReference.Read("3j63_5830");
        Assert.That(ClashReport.Compute(Device, full, Library, threads: 4).Clashes, Is.EqualTo(ClashReport.Compute(Device, full, Library, threads: 1).Clashes));
    }

    /// <summary>A model of nothing has no clashes.</summary>
    [Test]
    public void NoAtomsNoClashes()
    {
        var empty = new Structure();
        empty.Models.Add(new Model());
        Assert.That(ClashReport.Compute(Device, empty, Library).Score, Is.Zero);
    }

    /// <summary>The score of two spheres is the integral over the part of the surface that lies inside the other: 2πr₁/d [r₂D²/2 - D³/3] from d - r₁ to r₂, half of it, times the weight.</summary>
    [TestCase(2.2, 0.0, -10)]
    [TestCase(2.2, 0.8, 4)]
    public void TheDotScoreIsTheIntegralOverTheSurface(double distance, double allowed, double weight)
    {
        const float r1 = 1.05f, r2 = 1.40f;
        double F(double d) => r2 * d * d / 2 - d * d * d / 3;
        double integral = 2 * Math.PI * r1 / distance * (F(r2) - F(distance - r1));
        double score = DotContacts.Score(Vec3.Zero, r1, [new(1, new Vec3(distance, 0, 0), r2, allowed)], []);
        Assert.That(score, Is.EqualTo(0.5 * weight * integral).Within(0.05 * Math.Abs(0.5 * weight * integral)));
    }

    private static Structure Pair(string name1, Element element1, string name2, Element element2, double distance)
    {
        var structure = new Structure();
        var model = new Model();
        structure.Models.Add(model);
        foreach ((string name, Element element, double x) in new[] { (name1, element1, 0.0), (name2, element2, distance) })
        {
            model.Chains.Add(new Chain { Id = model.Chains.Count == 0 ? "A" : "B" });
            model.Chains[^1].Residues.Add(model.Residues.Count);
            model.Residues.Add(new Residue { Name = "UNL", ChainIndex = model.Chains.Count - 1, Number = 1, FirstAtom = model.Atoms.Count, AtomCount = 1, IsHetero = true });
            model.Atoms.Add(new Atom { Name = name, Element = element, ResidueIndex = model.Residues.Count - 1, Position = new Vec3(x, 0, 0) });
        }

        return structure;
    }
}
