using Engine.Core.Chemistry;
using Engine.Core.Models;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;

namespace Engine.Tests.Chemistry;

[TestFixture]
public sealed class AtomNamesAndTypesTests
{
    private static ChemicalComponent Component(string id) => BuiltInComponents.Instance.Find(id)!;

    [TestCase("SER", "N HN CA HA CB 1HB 2HB OG HG C O", "N H CA HA CB HB2 HB3 OG HG C O")]
    [TestCase("SER", "CB HB1 HB2", "CB HB3 HB2")]
    [TestCase("ALA", "CB 1HB 2HB 3HB", "CB HB1 HB2 HB3")]
    [TestCase("ALA", "N H1 H2 H3 OT1 OT2", "N H H2 H3 O OXT")]
    [TestCase("ILE", "CD CG1 1HG1 2HG1 HD1 HD2 HD3", "CD1 CG1 HG12 HG13 HD11 HD12 HD13")]
    [TestCase("VAL", "1HG1 2HG1 3HG1", "HG11 HG12 HG13")]
    [TestCase("ARG", "1HH1 2HH1", "HH11 HH12")]
    [TestCase("DT", "P O1P O2P O5* C5* 1H5* 2H5* C5M", "P OP1 OP2 O5' C5' H5' H5'' C7")]
    [TestCase("A", "O2* 2HO* H5T H3T", "O2' HO2' HO5' HO3'")]
    [TestCase("SER", "D DA DG", "H HA HG")]
    [TestCase("HOH", "OW HW1 HW2", "O H1 H2")]
    [TestCase("HOH", "O D1 D2", "O H1 H2")]
    public void OldNamesAreFound(string id, string names, string expected)
    {
        // HO5' is not in the component: a free 5' end is a modification.
        string[] wanted = expected.Split(' ');
        string?[] found = AtomAliases.Resolve(Component(id), names.Split(' '));
        Assert.That(found, Is.EqualTo(wanted.Select(w => w == "HO5'" ? null : w)));
    }

    [Test]
    public void UnknownNamesAreNull() => Assert.That(AtomAliases.Resolve(Component("ALA"), ["QQ", "", "XYZ1", "H"]), Is.EqualTo(new[] { null, null, null, "H" }));

    /// <summary>Whatever the names, each dictionary atom is given at most once, names of the dictionary keep theirs, and nothing is invented.</summary>
    [Test]
    public void ResolutionIsAPartialBijection()
    {
        string[] ids = [.. BuiltInComponents.Instance.Ids];
        Gen<string> name = Gen.Elements("H", "D", "C", "O", "N", "1", "2", "3", "A", "B", "G", "'", "*", "P").ListOf().Select(parts => string.Concat(parts));
        Gen<(string Id, List<string> Names)> cases = from id in Gen.Elements(ids)
                                                     from odd in name.ListOf()
                                                     from own in Gen.SubListOf(Component(id).Atoms.Select(a => a.Name))
                                                     select (id, odd.Concat(own).Distinct().ToList());
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var known = Component(c.Id).Atoms.Select(a => a.Name).ToHashSet();
            string?[] found = AtomAliases.Resolve(Component(c.Id), c.Names);
            List<string> given = [.. found.OfType<string>()];
            return given.Distinct().Count() == given.Count && given.All(known.Contains)
                && c.Names.Select((n, i) => !known.Contains(n) || found[i] == n).All(ok => ok);
        }).QuickCheckThrowOnFailure();
    }

    [TestCase("WAT", "HOH"), TestCase("DOD", "HOH"), TestCase("HID", "HIS"), TestCase("CYX", "CYS"), TestCase("T", "DT"), TestCase("wat", "HOH")]
    public void OtherNamesOfComponents(string alias, string id) =>
        Assert.That(new ComponentLibrary(ComponentLibraryOptions.BuiltInOnly).Find(alias)!.Id, Is.EqualTo(id));

    /// <summary>Every standard amino acid but glycine has a mirror image, with the other hand and otherwise the same.</summary>
    [Test]
    public void DAminoAcidsAreMirrorImages()
    {
        var library = new ComponentLibrary(ComponentLibraryOptions.BuiltInOnly);
        string[] ids = "DAL DAR DSG DAS DCY DGN DGL DHI DIL DLE DLY MED DPN DPR DSN DTH DTR DTY DVA".Split(' ');
        Assert.That(ids.Select(MirrorImages.StandardId).Distinct().Count(), Is.EqualTo(19));
        foreach (string id in ids)
        {
            ChemicalComponent mirror = library.Find(id)!, plain = library.Find(MirrorImages.StandardId(id)!)!;
            Assert.That(mirror.Id, Is.EqualTo(id));
            Assert.That(mirror.Bonds, Is.EqualTo(plain.Bonds), id);
            Assert.That(mirror.Chirals.Zip(plain.Chirals).All(c => c.First.Sign != c.Second.Sign || c.First.Sign == ChiralSign.Both), Is.True, id);
            Assert.That(mirror.Chirals.Count(c => c.Centre == "CA" && c.Sign != ChiralSign.Both), Is.EqualTo(1), id);
            Assert.That(mirror.Torsions.Zip(plain.Torsions).All(t => t.First.Ideal == -t.Second.Ideal), Is.True, id);
        }

        Assert.That((MirrorImages.IsD("ALA"), MirrorImages.StandardId("GLY")), Is.EqualTo((false, (string?)null)));
    }

    [Test]
    public void BuiltInTypesHaveTheRadiiOfTheTable()
    {
        AtomTypeTable table = AtomTypeTable.BuiltIn;
        Assert.That(table.Find("CH1", Element.C), Is.EqualTo(new AtomTypeData("CH1", HydrogenBondRole.None, 1.70, 1.95, double.NaN)));
        Assert.That(table.Find("CR16", Element.C).UnitedRadius, Is.EqualTo(1.82));
        Assert.That(table.Find("CR5", Element.C).UnitedRadius, Is.EqualTo(1.74));
        Assert.That(table.Find("SH1", Element.S).UnitedRadius, Is.EqualTo(1.95));
        Assert.That(table.Find("OHA", Element.O).UnitedRadius, Is.EqualTo(1.68));
        Assert.That(table.Find("MG", new Element(12)), Is.EqualTo(new AtomTypeData("MG", HydrogenBondRole.None, 1.73, 1.73, 0.71)));
        Assert.That(table.Find("no such type", Element.N).AllAtomRadius, Is.EqualTo(1.55), "falls back to the element");
        Assert.That(table.Find("", new Element(92)).UnitedRadius, Is.EqualTo(MaskRadii.Of(new Element(92))));
        Assert.That(table.Find("H", Element.D).AllAtomRadius, Is.EqualTo(1.2));
    }

    /// <summary>The built-in radii are those of ener_lib.cif for all types of organic atoms.</summary>
    [Test]
    public void BuiltInRadiiAgreeWithTheLibrary()
    {
        AtomTypeTable library = new MonomerCifSource(SharedData.Require("data", "monlib_core")).ReadAtomTypes()!;
        foreach (string type in "C C1 C2 CSP CR1 CR15 CR5 CR56 CR16 CR6 CR66 CH1 CH2 CH3 CT NSP N NH0 NH1 NH2 NC1 NC2 NT1 NT3 N30 NR5 NR15 NRD5 NR6 NR16 NRD6 O O2 OH1 OH2 OC OP OS P S S2 SH1 H".Split(' '))
        {
            AtomTypeData ours = AtomTypeTable.BuiltIn.Find(type, Element.C), theirs = library.Find(type, Element.C);
            Assert.That(ours with { IonRadius = 0 }, Is.EqualTo(theirs with { IonRadius = 0 }), type);
        }
    }

    [Test]
    public void DonorsAndAcceptorsOfAResidue()
    {
        ChemicalComponent asn = LinkLibrary.BuiltIn().Modify(Component("ASN"), "DEL-OXT", "DEL-HN1");
        AtomTypeData[] data = AtomTyper.Describe(asn);
        AtomTypeData Of(string name) => data[asn.Atoms.ToList().FindIndex(a => a.Name == name)];
        Assert.That(Of("N").IsDonor && !Of("N").IsAcceptor);
        Assert.That(Of("O").IsAcceptor && !Of("O").IsDonor);
        Assert.That(Of("ND2").IsDonor);
        Assert.That(Of("OD1").IsAcceptor);
        Assert.That(Of("CB").Role, Is.EqualTo(HydrogenBondRole.None));
        Assert.That(Of("H").Role, Is.EqualTo(HydrogenBondRole.Hydrogen));
        Assert.That(Of("HA").Role, Is.EqualTo(HydrogenBondRole.None));
    }

    [TestCase("HIS", "ND1", "NR15"), TestCase("TRP", "CD2", "CR56"), TestCase("TRP", "NE1", "NR15"), TestCase("PHE", "CZ", "CR16"), TestCase("TYR", "CG", "CR6")]
    [TestCase("ARG", "NE", "NC1"), TestCase("ARG", "NH1", "NC2"), TestCase("LYS", "NZ", "NT3"), TestCase("ASP", "OD1", "OC"), TestCase("CYS", "SG", "SH1")]
    [TestCase("G", "N9", "NR5"), TestCase("A", "N1", "NRD6"), TestCase("U", "N3", "NR16"), TestCase("G", "O6", "O"), TestCase("DT", "C7", "CH3")]
    [TestCase("U", "O4'", "O2"), TestCase("A", "P", "P"), TestCase("HOH", "O", "OH2"), TestCase("MET", "SD", "S2"), TestCase("MSE", "SE", "SE")]
    public void DerivedTypes(string id, string atom, string type) => Assert.That(Component(id).Atoms.Single(a => a.Name == atom).EnergyType, Is.EqualTo(type));

    [Test]
    public void RingsAreFoundOnce()
    {
        Assert.That(new ComponentGraph(Component("TRP")).Rings.Select(r => r.Length), Is.EquivalentTo(new[] { 5, 6 }));
        Assert.That(new ComponentGraph(Component("A")).Rings.Select(r => r.Length), Is.EquivalentTo(new[] { 5, 5, 6 }));
        Assert.That(new ComponentGraph(Component("LEU")).Rings, Is.Empty);
    }

    [TestCase("L-PEPTIDE LINKING", "ALA", "peptide"), TestCase("L-peptide", "PRO", "p-peptide"), TestCase("D-PEPTIDE LINKING", "DAL", "d-peptide")]
    [TestCase("RNA LINKING", "A", "rna"), TestCase("DNA linking", "DA", "dna"), TestCase("D-saccharide, beta linking", "NAG", "d-saccharide")]
    [TestCase("NON-POLYMER", "ATP", "non-polymer"), TestCase("pyranose", "NAG", "pyranose"), TestCase("", "X", "non-polymer"), TestCase("PEPTIDE LINKING", "GLY", "peptide")]
    public void GroupNames(string type, string id, string expected) => Assert.That(ComponentGroups.Normalise(type, id), Is.EqualTo(expected));
}
