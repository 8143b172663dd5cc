using Engine.Core.Chemistry;
using Engine.Core.Models;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Chemistry;

[TestFixture]
public sealed class UserDictionaryTests
{
    /// <summary>Lactic acid in the manner of the Chemical Component Dictionary: no restraints, ideal coordinates, one stereo centre.</summary>
    private const string PlainComponent = """
        data_LAC
        _chem_comp.id    LAC
        _chem_comp.name  "LACTIC ACID"
        _chem_comp.type  NON-POLYMER
        loop_
        _chem_comp_atom.comp_id
        _chem_comp_atom.atom_id
        _chem_comp_atom.type_symbol
        _chem_comp_atom.charge
        _chem_comp_atom.pdbx_stereo_config
        _chem_comp_atom.model_Cartn_x
        _chem_comp_atom.pdbx_model_Cartn_x_ideal
        _chem_comp_atom.pdbx_model_Cartn_y_ideal
        _chem_comp_atom.pdbx_model_Cartn_z_ideal
        LAC C   C 0 N ?  0.000  0.000  0.000
        LAC CA  C 0 S ?  1.520  0.000  0.000
        LAC CB  C 0 N ?  2.030  1.440  0.000
        LAC OHN O 0 N ?  2.000 -0.680  1.150
        LAC O   O 0 N ? -0.600  1.050  0.000
        LAC OXT O 0 N ? -0.650 -1.150  0.000
        LAC HA  H 0 N ?  1.880 -0.520 -0.890
        LAC HO  H 0 N ?  2.960 -0.680  1.150
        LAC HXT H 0 N ? -1.600 -1.150  0.000
        LAC HB1 H 0 N ?  1.670  1.950  0.890
        LAC HB2 H 0 N ?  1.670  1.950 -0.890
        LAC HB3 H 0 N ?  3.120  1.440  0.000
        loop_
        _chem_comp_bond.comp_id
        _chem_comp_bond.atom_id_1
        _chem_comp_bond.atom_id_2
        _chem_comp_bond.value_order
        _chem_comp_bond.pdbx_aromatic_flag
        LAC C CA SING N
        LAC CA CB SING N
        LAC CA OHN SING N
        LAC C O DOUB N
        LAC C OXT SING N
        LAC CA HA SING N
        LAC OHN HO SING N
        LAC OXT HXT SING N
        LAC CB HB1 SING N
        LAC CB HB2 SING N
        LAC CB HB3 SING N
        """;

    private const string TwoComponents = """
        data_comp_list
        loop_
        _chem_comp.id
        _chem_comp.three_letter_code
        _chem_comp.name
        _chem_comp.group
        AA1 AA1 'first one' NON-POLYMER
        ALA ALA 'my own alanine' L-peptide
        data_comp_AA1
        loop_
        _chem_comp_atom.comp_id
        _chem_comp_atom.atom_id
        _chem_comp_atom.type_symbol
        _chem_comp_atom.type_energy
        AA1 C1 C CH3
        AA1 "O1'" O .
        loop_
        _chem_comp_bond.comp_id
        _chem_comp_bond.atom_id_1
        _chem_comp_bond.atom_id_2
        _chem_comp_bond.type
        _chem_comp_bond.value_dist
        _chem_comp_bond.value_dist_esd
        AA1 C1 "O1'" single 1.43 0.013
        data_comp_ALA
        loop_
        _chem_comp_atom.comp_id
        _chem_comp_atom.atom_id
        _chem_comp_atom.type_symbol
        ALA CA C
        ALA CB C
        loop_
        _chem_comp_bond.comp_id
        _chem_comp_bond.atom_id_1
        _chem_comp_bond.atom_id_2
        _chem_comp_bond.type
        _chem_comp_bond.value_dist
        ALA CA CB single 1.6
        """;

    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("dictionary").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    private string Write(string name, string text)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    [Test]
    public void PlainComponentFileGetsIdealValuesFromItsCoordinates()
    {
        ChemicalComponent lac = new UserDictionarySource(Write("lac.cif", PlainComponent)).Find("LAC")!;
        MonomerLibraryTests.AssertConsistent(lac);
        Assert.That(lac.Name, Is.EqualTo("LACTIC ACID"));
        Assert.That(lac.Group, Is.EqualTo("non-polymer"));
        ComponentBond bond = lac.Bonds.Single(b => b is { Atom1: "C", Atom2: "CA" });
        Assert.That(bond.Ideal, Is.EqualTo(1.52).Within(1e-9));
        Assert.That(bond.Sigma, Is.EqualTo(0.02));
        Assert.That(lac.Bonds.Single(b => b.Atom2 == "HA").Ideal, Is.EqualTo(0.97).Within(0.02), "hydrogens at the electron cloud");
        Assert.That(lac.Angles, Has.Count.EqualTo(3 + 6 + 6 + 1 + 1), "an angle at every pair of bonds");
        ComponentAngle angle = lac.Angles.Single(a => a.Apex == "C" && a.Atom1 != "CA" && a.Atom3 != "CA");
        Assert.That(angle.Sigma, Is.EqualTo(3.0));
        Assert.That(angle.Ideal, Is.EqualTo(120.7).Within(0.3));
        Assert.That(lac.Chirals.Single().Centre, Is.EqualTo("CA"));
        Assert.That(lac.Chirals.Single().Sign, Is.Not.EqualTo(ChiralSign.Both));
        Assert.That(lac.Planes.Single().Atoms, Is.EquivalentTo(new[] { "C", "CA", "O", "OXT" }));
        Assert.That(lac.Planes.Single().Sigma, Is.EqualTo(0.02));
        Assert.That(lac.Torsions.Single(t => t.Atom2 == "CA" && t.Atom3 == "OHN" || t.Atom2 == "OHN" && t.Atom3 == "CA").Period, Is.EqualTo(3));
        Assert.That(lac.Atoms.Single(a => a.Name == "CA").EnergyType, Is.EqualTo("CH1"));
        Assert.That(lac.Atoms.Single(a => a.Name == "OHN").EnergyType, Is.EqualTo("OH1"));
    }

    [Test]
    public void MirrorImageTurnsTheHand()
    {
        string mirrored = string.Join('\n', PlainComponent.Split('\n').Select(Mirror));
        ChiralSign one = new UserDictionarySource(Write("a.cif", PlainComponent)).Find("LAC")!.Chirals.Single().Sign;
        ChiralSign other = new UserDictionarySource(Write("b.cif", mirrored)).Find("LAC")!.Chirals.Single().Sign;
        Assert.That(other, Is.Not.EqualTo(one));

        static string Mirror(string line)
        {
            string[] w = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (w.Length == 9)
                w[8] = w[8].StartsWith('-') ? w[8][1..] : "-" + w[8];
            return string.Join(' ', w);
        }
    }

    [Test]
    public void WithoutCoordinatesRadiiServe()
    {
        string bare = PlainComponent.Replace(".000  0.000  0.000", ".000 ? ?", StringComparison.Ordinal);
        bare = string.Join('\n', bare.Split('\n').Select(l => l.TrimStart().StartsWith("LAC ", StringComparison.Ordinal) && l.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 9
            ? string.Join(' ', l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[..6]) + " ? ? ?"
            : l));
        ChemicalComponent lac = new UserDictionarySource(Write("bare.cif", bare)).Find("LAC")!;
        MonomerLibraryTests.AssertConsistent(lac);
        Assert.That(lac.Bonds.Single(b => b is { Atom1: "CA", Atom2: "CB" }).Ideal, Is.EqualTo(1.52).Within(0.03));
        Assert.That(lac.Angles.Single(a => a is { Atom1: "CA", Apex: "C", Atom3: "O" } or { Atom1: "O", Apex: "C", Atom3: "CA" }).Ideal, Is.EqualTo(120));
        Assert.That(lac.Chirals.Single().Sign, Is.EqualTo(ChiralSign.Both), "no coordinates, no hand");
    }

    [Test]
    public void SeveralComponentsInOneFile()
    {
        var source = new UserDictionarySource(Write("two.cif", TwoComponents));
        Assert.That(source.Ids, Is.EquivalentTo(new[] { "AA1", "ALA" }));
        ChemicalComponent first = source.Find("aa1")!;
        Assert.That(first.Atoms, Is.EqualTo(new[] { new ComponentAtom("C1", Element.C, "CH3"), new ComponentAtom("O1'", Element.O, "OC") }));
        Assert.That(first.Bonds.Single(), Is.EqualTo(new ComponentBond("C1", "O1'", BondOrder.Single, 1.43, 0.013)));
        Assert.That(source.Find("ALA")!.Group, Is.EqualTo("l-peptide"));
        Assert.That(source.Find("ALA")!.Bonds.Single().Sigma, Is.EqualTo(0.02), "a missing standard deviation");
        Assert.That(source.Find("GLY"), Is.Null);
    }

    [Test]
    public void UserFilesComeBeforeEverythingElse()
    {
        var library = new ComponentLibrary(ComponentLibraryOptions.BuiltInOnly with { DictionaryFiles = [Write("two.cif", TwoComponents)] });
        Assert.That(library.Find("ALA")!.Bonds.Single().Ideal, Is.EqualTo(1.6));
        Assert.That(library.Find("ALA")!.Source, Does.EndWith("two.cif"));
        Assert.That(library.Find("GLY")!.Source, Is.EqualTo("built-in"));
        Assert.That(library.Find("LIG"), Is.Null);
        Assert.That(library.Sources, Has.Count.EqualTo(2));
    }

    [TestCase("data_x\n_cell.length_a 3\n", "holds no component")]
    [TestCase("this is no CIF", "CIF")]
    [TestCase("data_comp_X\nloop_\n_chem_comp_atom.comp_id\n_chem_comp_atom.atom_id\nX C1\n", "type_symbol")]
    public void WrongFilesAreNamed(string text, string expected)
    {
        string path = Write("wrong.cif", text);
        InputException error = Assert.Throws<InputException>(() => new UserDictionarySource(path).Find("X"))!;
        Assert.That(error.Message, Does.Contain("wrong.cif").And.Contain(expected));
        Assert.That(error.Message, Does.Not.Contain("\n"));
    }

    [Test]
    public void WrongNumberIsNamed()
    {
        string path = Write("number.cif", TwoComponents.Replace("1.43", "1,43", StringComparison.Ordinal));
        Assert.That(Assert.Throws<InputException>(() => new UserDictionarySource(path).Find("AA1"))!.Message, Does.Contain("number.cif").And.Contain("value_dist").And.Contain("1,43"));
    }

    [Test]
    public void MissingFileAndFolderAreNamed()
    {
        Assert.Throws<InputException>(() => new UserDictionarySource(Path.Combine(folder, "none.cif")));
        Assert.That(Assert.Throws<InputException>(() => new MonomerCifSource(Path.Combine(folder, "none")))!.Message, Does.Contain("CLIBD_MON"));
    }

    /// <summary>Folder names and file names in either case, and the file that one operating system cannot have under its own name.</summary>
    [TestCase("a", "AA1.cif"), TestCase("A", "AA1.cif"), TestCase("a", "AA1_AA1.cif"), TestCase("A", "aa1.cif")]
    public void LibraryFolderLayouts(string sub, string file)
    {
        Directory.CreateDirectory(Path.Combine(folder, sub));
        Write(Path.Combine(sub, file), TwoComponents);
        Assert.That(new MonomerCifSource(folder).Find("AA1"), Is.Not.Null);
        Assert.That(new MonomerCifSource(folder).ReadAtomTypes(), Is.Null);
        Assert.That(new MonomerCifSource(folder).AddLinksTo(new LinkLibrary()), Is.False);
    }

    [Test]
    public void FaultyLibraryFileIsAWarningAndTheNextSourceServes()
    {
        Directory.CreateDirectory(Path.Combine(folder, "g"));
        Write(Path.Combine("g", "GLY.cif"), TwoComponents);
        Write(Path.Combine("g", "GLU.cif"), "f#\n" + TwoComponents.Replace("ALA", "GLU", StringComparison.Ordinal));
        var library = new ComponentLibrary(ComponentLibraryOptions.BuiltInOnly with { MonomerLibrary = folder });
        Assert.That(library.Find("GLY")!.Source, Is.EqualTo("built-in"));
        Assert.That(library.Warnings.Single(), Does.Contain("GLY.cif").And.Contain("data_comp_GLY"));
        Assert.That(library.Find("GLU")!.Source, Is.EqualTo(folder), "a stray letter before the first block does no harm");
    }

    [Test]
    public void CoordinatesThatAreNoNumbersDoNoHarm()
    {
        string path = Write("stars.cif", PlainComponent.Replace("1.440", "********", StringComparison.Ordinal));
        Assert.That(new UserDictionarySource(path).Find("LAC")!.Bonds, Has.Count.EqualTo(11));
    }

    [Test]
    public void LinksInAUserFileComeFirst()
    {
        string path = Write("link.cif", """
            data_link_list
            loop_
            _chem_link.id
            _chem_link.comp_id_1
            _chem_link.mod_id_1
            _chem_link.group_comp_1
            _chem_link.comp_id_2
            _chem_link.mod_id_2
            _chem_link.group_comp_2
            mine LYS . peptide GLU . peptide
            data_link_mine
            loop_
            _chem_link_bond.link_id
            _chem_link_bond.atom_1_comp_id
            _chem_link_bond.atom_id_1
            _chem_link_bond.atom_2_comp_id
            _chem_link_bond.atom_id_2
            _chem_link_bond.type
            _chem_link_bond.value_dist
            _chem_link_bond.value_dist_esd
            mine 1 NZ 2 CD single 1.34 0.02
            """);
        var library = new ComponentLibrary(ComponentLibraryOptions.BuiltInOnly with { DictionaryFiles = [path] });
        LinkCandidate found = library.Links.Find(library.Find("GLU")!, "CD", library.Find("LYS")!, "NZ").Single();
        Assert.That(found.Link.Id, Is.EqualTo("mine"));
        Assert.That(found.Swapped, Is.True);
        Assert.That(library.Links.FindLink("TRANS"), Is.Not.Null);
    }
}
