using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;
using NUnit.Framework;

namespace Engine.Tests.Restraints;

[TestFixture]
public sealed class FileLinkTests
{
    [TestCase(2.05, true, "", 1)]
    [TestCase(2.7, true, "", 1)]
    [TestCase(2.9, true, "", 0)]
    [TestCase(2.05, false, "", 0)]
    [TestCase(2.05, true, "HG", 0)]
    public void DisulfidesAreFoundByDistance(double distance, bool detect, string hydrogen, int links)
    {
        Model model = TwoCysteines(distance);
        if (hydrogen.Length > 0)
            Peptides.AddAtom(model, hydrogen, model.Atoms[^1].Position + new Vec3(0, 1.3, 0));
        RestraintModel r = RestraintBuilder.Build(model, [], Peptides.Library, new RestraintOptions { DetectLinks = detect });
        Assert.That(r.Links, Has.Count.EqualTo(links));
        if (links == 1)
            Assert.That(r.Links[0], Does.EndWith("A 1 CYS - B 1 CYS"));
    }

    [Test]
    public void ARecordedDisulfideIsNotFoundTwice()
    {
        Model model = TwoCysteines(2.05);
        int a = 5, b = 11;
        RestraintModel r = Peptides.Build(model, Peptides.Link(model, b, a, "disulf"));
        Assert.That(r.Links, Has.Count.EqualTo(1));
        Assert.That(r.Table.BondIdeal.Count(d => d is > 2 and < 2.1), Is.EqualTo(1));
        Assert.That(r.Nonbonded.Atoms14, Is.Not.Empty);
    }

    [Test]
    public void BadRecordsAreReportedAndIgnored()
    {
        Model model = TwoCysteines(2.05);
        LinkRecord good = Peptides.Link(model, 5, 11);
        LinkRecord missing = good with { Second = good.Second with { AtomName = "XX" } };
        LinkRecord far = Peptides.Link(model, 0, 6);
        RestraintModel r = RestraintBuilder.Build(
            model, [missing, far, good with { SymmetryDiffers = true }, good with { Kind = "hydrog" }], Peptides.Library, new RestraintOptions { DetectLinks = false });
        Assert.That(r.Links, Is.Empty);
        Assert.That(r.Warnings, Has.Count.EqualTo(2));
        Assert.That(r.Warnings, Has.Some.Contains("XX").And.Some.Contains("Å long"));
    }

    [Test]
    public void MetalContactsGoToTheUsualDistanceAndDoNotCount()
    {
        Model model = TwoCysteines(6);
        model.Chains.Add(new Chain { Id = "C" });
        Peptides.AddResidue(model, "ZN", 1, hetero: true);
        Peptides.AddAtom(model, "ZN", model.Atoms[5].Position + new Vec3(2.6, 0, 0), "Zn");
        int zinc = model.Atoms.Count - 1;
        RestraintModel r = Peptides.Build(model, Peptides.Link(model, 5, zinc, "metalc"));
        int k = Array.IndexOf(r.Table.BondAtoms, zinc) / 2;
        Assert.That(r.Table.BondIdeal[k], Is.EqualTo(2.31));
        Assert.That(r.Table.BondWeight[k], Is.EqualTo(100).Within(1e-6));
        Assert.That(r.BondCounts[k], Is.Zero);
        Assert.That(r.Nonbonded.Radius[zinc], Is.LessThan(1), "ionic radius");
    }

    [Test]
    public void AnyOtherLinkIsAGenericBondWithAngles()
    {
        Model model = TwoCysteines(6);
        Vec3 shift = model.Atoms[0].Position + new Vec3(-1.5, 0, 0) - model.Atoms[10].Position;
        for (int i = 6; i < 12; i++)
            model.Atoms[i].Position += shift;
        RestraintModel r = RestraintBuilder.Build(model, [Peptides.Link(model, 0, 10)], Peptides.Library, new RestraintOptions { DetectLinks = false });
        Assert.That(r.Links[0], Does.StartWith("generic"));
        int[] x = r.Table.BondAtoms;
        int k = Enumerable.Range(0, r.Table.BondCount).Single(i => (x[2 * i], x[2 * i + 1]) == (0, 10));
        Assert.That(r.Table.BondIdeal[k], Is.EqualTo(0.71 + 0.76).Within(0.02));
        int[] t = r.Table.AngleAtoms;
        Assert.That(Enumerable.Range(0, r.Table.AngleCount).Count(i => t.AsSpan(3 * i, 3).Contains(0) && t.AsSpan(3 * i, 3).Contains(10)), Is.EqualTo(3));
    }

    /// <summary>Two cysteines in two chains (atoms N CA C O CB SG) whose sulphurs are the given distance apart.</summary>
    private static Model TwoCysteines(double distance)
    {
        Model one = Peptides.Chain(1, name: "CYS"), model = new();
        Vec3 At(string name) => one.Atoms[Peptides.Find(one, 1, name)].Position;
        Vec3 sulphur = Peptides.Place(At("N"), At("CA"), At("CB"), 1.81, 114, 180), away = (sulphur - At("CA")).Normalized();
        Vec3 middle = sulphur + 0.5 * distance * away, axis = Vec3.Cross(away, At("C")).Normalized();
        Vec3 HalfTurn(Vec3 p) => middle + 2 * Vec3.Dot(p - middle, axis) * axis - (p - middle);
        foreach (string chain in new[] { "A", "B" })
        {
            model.Chains.Add(new Chain { Id = chain });
            Peptides.AddResidue(model, "CYS", 1);
            foreach (string name in new[] { "N", "CA", "C", "O", "CB", "SG" })
            {
                Vec3 p = name == "SG" ? sulphur : At(name);
                Peptides.AddAtom(model, name, chain == "A" ? p : HalfTurn(p));
            }
        }

        return model;
    }
}
