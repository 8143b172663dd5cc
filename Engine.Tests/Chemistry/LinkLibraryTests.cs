using Engine.Core.Chemistry;
using Engine.Core.Geometry;
using NUnit.Framework;

namespace Engine.Tests.Chemistry;

[TestFixture]
public sealed class LinkLibraryTests
{
    private readonly LinkLibrary library = LinkLibrary.BuiltIn();

    private static ChemicalComponent Component(string id) => BuiltInComponents.Instance.Find(id)!;

    private static ChemicalComponent Sugar(string id = "NAG") => new MonomerCifSource(SharedData.Require("data", "monlib_core")).Find(id)!;

    [TestCase("ALA", "GLY", "TRANS CIS")]
    [TestCase("PRO", "GLY", "TRANS CIS")]
    [TestCase("GLY", "PRO", "PTRANS PCIS")]
    public void PeptideLinksByGroup(string first, string second, string expected)
    {
        IReadOnlyList<LinkCandidate> found = library.Find(Component(first), "C", Component(second), "N");
        Assert.That(found.Select(f => f.Link.Id), Is.EquivalentTo(expected.Split(' ')));
        Assert.That(found.Select(f => f.Swapped), Is.All.False);
        IReadOnlyList<LinkCandidate> turned = library.Find(Component(second), "N", Component(first), "C");
        Assert.That(turned.Select(f => f.Link.Id), Is.EquivalentTo(expected.Split(' ')));
        Assert.That(turned.Select(f => f.Swapped), Is.All.True);
        Assert.That(turned[0].Side(2), Is.EqualTo(turned[0].Link.Side1));
        Assert.That(turned[0].Partner(new LinkAtom(1, "C")), Is.EqualTo(2));
    }

    [Test]
    public void OtherLinks()
    {
        Assert.That(library.Find(Component("CYS"), "SG", Component("CYS"), "SG").Single().Link.Id, Is.EqualTo("SS"));
        Assert.That(library.Find(Component("A"), "O3'", Component("U"), "P").Single().Link.Id, Is.EqualTo("p"));
        Assert.That(library.Find(Component("ASN"), "ND2", Sugar(), "C1").Single().Link.Id, Is.EqualTo("pyr-ASN"));
        Assert.That(library.Find(Sugar(), "C1", Component("SER"), "OG").Single().Link.Id, Is.EqualTo("pyr-SER"));
        Assert.That(library.Find(Sugar(), "O4", Sugar("BMA"), "C1").Select(f => f.Link.Id), Is.EquivalentTo(new[] { "ALPHA1-4", "BETA1-4" }));
        Assert.That(library.Find(Sugar(), "O6", Sugar("FUC"), "C1").Select(f => f.Link.Id), Is.EquivalentTo(new[] { "ALPHA1-6", "BETA1-6" }));
        Assert.That(library.Find(Component("LYS"), "NZ", Component("GLU"), "CD"), Is.Empty);
        Assert.That(library.Find(Component("MG"), "MG", Component("ASP"), "OD1"), Is.Empty);
    }

    /// <summary>Figures of the design document's table of links.</summary>
    [Test]
    public void ValuesAreThePublishedOnes()
    {
        LinkDefinition trans = library.FindLink("TRANS")!;
        Assert.That(trans.Bonds.Single(), Is.EqualTo(new LinkBond(new(1, "C"), new(2, "N"), BondOrder.Single, 1.337, 0.011)));
        Assert.That(trans.Angles.Select(a => a.Ideal), Is.EqualTo(new[] { 115.917, 123.469, 122.095, 119.176 }));
        Assert.That(trans.Torsions.Single(), Is.EqualTo(new LinkTorsion("omega", new(1, "CA"), new(1, "C"), new(2, "N"), new(2, "CA"), 180, 5, 0)));
        Assert.That(library.FindLink("SS")!.Torsions.Single().Period, Is.EqualTo(2));
        Assert.That(library.FindLink("p")!.Chirals.Single().Sign, Is.EqualTo(ChiralSign.Both));
        Assert.That(Sign("pyr-ASN"), Is.EqualTo(ChiralSign.Negative));
        Assert.That(Sign("BETA1-4"), Is.EqualTo(ChiralSign.Negative));
        Assert.That(Sign("ALPHA1-3"), Is.EqualTo(ChiralSign.Positive));
        Assert.That(Sign("ALPHA1-6"), Is.EqualTo(ChiralSign.Positive), "for the order O5, O6, C2");
        Assert.That(Sign("ALPHA2-6"), Is.EqualTo(ChiralSign.Negative));
        foreach (string id in (string[])["PTRANS", "PCIS"])
        {
            double link = library.FindLink(id)!.Angles.Where(a => a.Apex.Name == "N").Sum(a => a.Ideal);
            double inside = library.Modify(Component("PRO"), "DEL-HNP").Angles.Single(a => a.Apex == "N").Ideal;
            Assert.That(link + inside, Is.EqualTo(360).Within(0.6), id);
        }
    }

    private ChiralSign Sign(string id) => library.FindLink(id)!.Chirals.Single().Sign;

    /// <summary>Every atom that a built-in link names exists in what is left of the component after the link's own modification.</summary>
    [TestCase("TRANS", "ALA", "LEU"), TestCase("PTRANS", "GLY", "PRO"), TestCase("SS", "CYS", "CYS"), TestCase("p", "DG", "DT"), TestCase("p", "A", "U")]
    public void LinkAtomsSurviveTheModifications(string id, string first, string second)
    {
        LinkDefinition link = library.FindLink(id)!;
        ChemicalComponent[] sides = [library.Modify(Component(first), link.Side1.Modification), library.Modify(Component(second), link.Side2.Modification)];
        foreach (LinkAtom atom in link.Bonds.SelectMany(b => (LinkAtom[])[b.Atom1, b.Atom2]).Concat(link.Angles.SelectMany(a => (LinkAtom[])[a.Atom1, a.Apex, a.Atom3]))
            .Concat(link.Planes.SelectMany(p => p.Atoms)).Concat(link.Chirals.SelectMany(c => (LinkAtom[])[c.Centre, c.Atom1, c.Atom2, c.Atom3])))
        {
            Assert.That(sides[atom.Side - 1].Atoms.Select(a => a.Name), Does.Contain(atom.Name), id);
        }

        foreach (ChemicalComponent side in sides)
            MonomerLibraryTests.AssertConsistent(side);
    }

    /// <summary>All modifications that links name exist.</summary>
    [Test]
    public void ModificationsOfAllLinksExist()
    {
        foreach (LinkDefinition link in library.Links)
        {
            foreach (LinkSide side in (LinkSide[])[link.Side1, link.Side2])
            {
                ChemicalComponent component = side.ComponentId.Length > 0 ? Component(side.ComponentId) : Component(side.Modification is "DEL-HNP" ? "PRO" : "ALA");
                Assert.That(library.FindModification(side.Modification, component), Is.Not.Null, $"{link.Id}: {side.Modification}");
            }
        }
    }

    [Test]
    public void ResidueInAChainHasTheAtomsOfAResidue()
    {
        ChemicalComponent ala = library.Modify(Component("ALA"), "DEL-OXT", "DEL-HN1");
        Assert.That(ala.Atoms.Select(a => a.Name), Is.EquivalentTo(new[] { "N", "H", "CA", "HA", "CB", "HB1", "HB2", "HB3", "C", "O" }));
        Assert.That(ala.Bonds.Single(b => b is { Atom1: "N", Atom2: "CA" }).Ideal, Is.EqualTo(1.459));
        Assert.That(ala.Bonds.Single(b => b is { Atom1: "C", Atom2: "O" }), Is.EqualTo(new ComponentBond("C", "O", BondOrder.Double, 1.229, 0.019)));
        Assert.That(ala.Atoms.Single(a => a.Name == "N"), Is.EqualTo(new ComponentAtom("N", Core.Models.Element.N, "NH1")));
        Assert.That(ala.Atoms.Single(a => a.Name == "O").EnergyType, Is.EqualTo("O"));
        ChemicalComponent gly = library.Modify(Component("GLY"), "DEL-OXT", "DEL-HN1");
        Assert.That(gly.Bonds.Single(b => b is { Atom1: "N", Atom2: "CA" }).Ideal, Is.EqualTo(1.456), "glycine has values of its own");
    }

    [Test]
    public void ModificationsThatAddAtoms()
    {
        Assert.That(library.FindAdding(Component("ASP"), "HD2")!.Id, Is.EqualTo("ASPprot"));
        Assert.That(library.FindAdding(Component("GLU"), "HE2")!.Id, Is.EqualTo("GLUprot"));
        Assert.That(library.FindAdding(Component("DA"), "HO5'")!.Id, Is.EqualTo("5*END"));
        Assert.That(library.FindAdding(Component("ALA"), "OXT")!.Id, Is.EqualTo("COO"));
        Assert.That(library.FindAdding(Component("ALA"), "XX"), Is.Null);
        ChemicalComponent acid = library.Modify(Component("ASP"), "ASPprot");
        Assert.That(acid.Atoms.Any(a => a.Name == "HD2"));
        Assert.That(acid.Bonds.Single(b => b.Atom2 == "HD2").Atom1, Is.EqualTo("OD2"));
        ChemicalComponent residue = library.Modify(Component("SER"), "DEL-OXT", "DEL-HN1");
        ChemicalComponent again = library.Modify(residue, "COO", "NH3");
        Assert.That(again.Atoms.Select(a => a.Name), Is.EquivalentTo(Component("SER").Atoms.Select(a => a.Name)), "the ends give back what the links take");
        Assert.That(again.Planes.Any(p => p.Atoms.Contains("OXT")));
        MonomerLibraryTests.AssertConsistent(again);
    }

    /// <summary>Modifications are safe to repeat: a second application changes nothing.</summary>
    [Test]
    public void DeletionsAreIdempotent()
    {
        foreach (LinkSide side in library.Links.SelectMany(l => (LinkSide[])[l.Side1, l.Side2]))
        {
            ChemicalComponent component = side.Group switch { "dna/rna" => Component("G"), "p-peptide" => Component("PRO"), "saccharide" => Sugar(), _ => Component(side.ComponentId.Length > 0 ? side.ComponentId : "CYS") };
            ChemicalComponent once = library.Modify(component, side.Modification), twice = library.Modify(once, side.Modification);
            Assert.That(twice.Atoms, Is.EqualTo(once.Atoms), side.Modification);
            Assert.That(twice.Bonds, Is.EqualTo(once.Bonds), side.Modification);
            Assert.That(twice.Angles, Is.EqualTo(once.Angles), side.Modification);
        }
    }

    [TestCase(180, "TRANS"), TestCase(-170, "TRANS"), TestCase(60, "TRANS"), TestCase(44, "CIS"), TestCase(-10, "CIS")]
    public void OmegaDecidesBetweenCisAndTrans(double omega, string expected)
    {
        double w = omega * Math.PI / 180;
        var atoms = new Dictionary<(int, string), Vec3>
        {
            [(1, "CA")] = new(1, 1, 0),
            [(1, "C")] = new(0, 0, 0),
            [(2, "N")] = new(0, 0, 1.3),
            [(2, "CA")] = new(Math.Cos(w + Math.PI / 4) * 1.4, Math.Sin(w + Math.PI / 4) * 1.4, 2),
        };
        IReadOnlyList<LinkCandidate> found = library.Find(Component("ALA"), "C", Component("ALA"), "N");
        Assert.That(LinkLibrary.Choose(found, (partner, name) => atoms.TryGetValue((partner, name), out Vec3 p) ? p : null).Link.Id, Is.EqualTo(expected));
        Assert.That(LinkLibrary.Choose(found, (_, _) => null).Link.Id, Is.EqualTo("TRANS"), "without coordinates the first");
    }

    /// <summary>The hand of the anomeric carbon decides between alpha and beta, also when the question is asked the other way round.</summary>
    [Test]
    public void HandDecidesBetweenAlphaAndBeta([Values] bool beta, [Values] bool swapped)
    {
        double z = beta ? -1 : 1;
        var atoms = new Dictionary<string, Vec3> { ["C1"] = new(0, 0, 0), ["O5"] = new(1, 0, z * 0.3), ["O4 link"] = new(-0.5, 0.8, z * 0.3), ["C2"] = new(-0.5, -0.8, z * 0.3) };
        int sugar = swapped ? 1 : 2;
        Vec3? At(int partner, string name) => partner == sugar ? atoms.TryGetValue(name, out Vec3 p) ? p : null : name == "O4" ? atoms["O4 link"] : null;
        IReadOnlyList<LinkCandidate> found = swapped ? library.Find(Sugar("MAN"), "C1", Sugar(), "O4") : library.Find(Sugar(), "O4", Sugar("MAN"), "C1");
        double volume = Vec3.Dot(atoms["O5"], Vec3.Cross(atoms["O4 link"], atoms["C2"]));
        Assert.That(volume > 0, Is.EqualTo(!beta));
        Assert.That(LinkLibrary.Choose(found, At).Link.Id, Is.EqualTo(beta ? "BETA1-4" : "ALPHA1-4"));
    }
}
