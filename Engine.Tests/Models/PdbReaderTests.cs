using System.Text;
using Engine.Core.Models;
using Engine.Core.Models.Pdb;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Models;

[TestFixture]
public sealed class PdbReaderTests
{
    private const string Tail = "      1.000   2.000   3.000  1.00 20.00";

    [Test]
    public void CountsOnInHexadecimalAsVmdWrites()
    {
        Model model = Parse(
            "ATOM  99998  CA  ALA A9998 " + Tail, "ATOM  99999  CA  ALA A9999 " + Tail, "ATOM  186a0  CA  ALA A2710 " + Tail, "ATOM  186a1  CA  ALA A2711 " + Tail,
            "ATOM  186a2  CA  ALA A271a " + Tail).First;
        Assert.That(model.Atoms.Select(a => a.Serial), Is.EqualTo(new[] { 99998, 99999, 100000, 100001, 100002 }));
        Assert.That(model.Residues.Select(r => r.Number), Is.EqualTo(new[] { 9998, 9999, 10000, 10001, 10010 }));
    }

    [Test]
    public void CountsOnAtStars()
    {
        Structure structure = Parse(
            "ATOM  99999  N   ALA A9999 " + Tail, "ATOM  *****  CA  ALA A**** " + Tail, "ATOM  *****  CB  ALA A**** " + Tail, "ATOM  *****  CA  ALA A**** " + Tail,
            "ATOM  *****  CA  GLY A**** " + Tail);
        Assert.That(structure.First.Atoms.Select(a => a.Serial), Is.EqualTo(new[] { 99999, 100000, 100001, 100002, 100003 }));
        Assert.That(structure.First.Residues.Select(r => (r.Name, r.Number, r.AtomCount)), Is.EqualTo(new[] { ("ALA", 9999, 3), ("ALA", 10000, 1), ("GLY", 10001, 1) }));
        Assert.That(structure.Warnings, Has.Some.Contains("4 atoms have stars as residue number"));
    }

    [TestCase(" CA  ALA", "C")]
    [TestCase("CA   ALA", "C")]
    [TestCase("CA    CA", "Ca")]
    [TestCase(" HG  SER", "H")]
    [TestCase("HG    HG", "Hg")]
    [TestCase("HG11 VAL", "H")]
    [TestCase("1HB  ALA", "H")]
    [TestCase("SE   MSE", "Se")]
    [TestCase("FE   HEM", "Fe")]
    [TestCase("CL1  LIG", "Cl")]
    [TestCase("C123 LIG", "C")]
    [TestCase(" O5'  DA", "O")]
    [TestCase("ZN    ZN", "Zn")]
    [TestCase(" X   UNK", "X")]
    public void FindsTheElementInTheName(string columns, string element) =>
        Assert.That(Parse($"HETATM    1 {columns} A   1 {Tail}").First.Atoms[0].Element.Symbol, Is.EqualTo(element));

    [Test]
    public void IgnoresTheLineNumbersOfOldFiles()
    {
        Atom atom = Parse("ATOM      1  CA  MET     1     -19.201  51.101   6.138  1.00 35.00      1GDR 109").First.Atoms[0];
        Assert.That((atom.Element, atom.Charge), Is.EqualTo((Element.C, (sbyte)0)));
        Assert.That(Parse("ATOM      1  CA  MET     1     -19.201  51.101   6.138  1.00 35.00      1GDR 109").First.Residues[0].SegmentId, Is.Empty);
    }

    [Test]
    public void ReadsLinks()
    {
        const string text = """
            SSBOND   1 CYS A    3    CYS A   40A                         1555   1555  2.03
            LINK         ND2 ASN B  12                 C1  NAG B 501     1555   1555  1.45
            LINK        MG    MG A 301                 O   HOH A 401     1555   4556  2.10
            LINK         ??? broken
            ATOM      1  SG  CYS A   3       0.000   0.000   0.000  1.00 20.00           S
            HETATM    2  C1  LIG A 100       5.000   0.000   0.000  1.00 20.00           C
            HETATM    3  O1  LIG A 101       6.000   0.000   0.000  1.00 20.00           O
            HETATM    4 ZN    ZN A 102       7.000   0.000   0.000  1.00 20.00          ZN
            CONECT    2    3
            CONECT    3    2    4
            CONECT    3   99
            """;
        Structure structure = PdbReader.Parse(Encoding.ASCII.GetBytes(text), "links.pdb");
        Assert.That(structure.Links.Select(l => $"{l.Kind} {l.First.AtomName} {l.First.Number}{l.First.InsertionCode} {l.Second.AtomName} {l.Second.Number}{l.Second.InsertionCode} {l.SymmetryDiffers}".Replace("\0", "", StringComparison.Ordinal)),
            Is.EqualTo(new[]
            {
                "disulf SG 3 SG 40A False", "covale ND2 12 C1 501 False", "metalc MG 301 O 401 True", "covale C1 100 O1 101 False", "metalc O1 101 ZN 102 False",
            }));
        Assert.That(structure.Warnings, Has.Some.StartsWith("line 4:"));
        Assert.That(structure.Links[2].SecondSymmetry, Is.EqualTo("4_556"));
    }

    [Test]
    public void JoinsResiduesThatAreInterleaved()
    {
        Model model = Parse(
            "ATOM      1  N  AALA A   1 " + Tail, "ATOM      2  N  BSER A   1 " + Tail, "ATOM      3  CA AALA A   1 " + Tail, "ATOM      4  CA BSER A   1 " + Tail).First;
        Assert.That(model.Residues.Select(r => (r.Name, r.FirstAtom, r.AtomCount)), Is.EqualTo(new[] { ("ALA", 0, 2), ("SER", 2, 2) }));
        Assert.That(model.Atoms.Select(a => a.Serial), Is.EqualTo(new[] { 1, 3, 2, 4 }));
        Assert.That(model.Atoms.Select(a => a.ResidueIndex), Is.EqualTo(new[] { 0, 0, 1, 1 }));
    }

    [Test]
    public void KeepsWatersOfOneNumberApart()
    {
        Model model = Parse("HETATM    1  O   HOH A   1 " + Tail, "HETATM    2  O   HOH A   2 " + Tail, "HETATM    3  O   HOH A   1 " + Tail).First;
        Assert.That(model.Residues.Select(r => r.Number), Is.EqualTo(new[] { 1, 2, 1 }));
    }

    [Test]
    public void OneBadLineIsAWarningManyAreAnError()
    {
        string good = "ATOM      1  CA  ALA A   1 " + Tail, bad = "ATOM      2  CA  ALA A   2       x.000   2.000   3.000";
        Structure structure = Parse(good, bad);
        Assert.That(structure.First.Atoms, Has.Count.EqualTo(1));
        Assert.That(structure.Warnings, Has.Some.StartsWith("line 2: atom left out: coordinate x 'x.000' is not a number"));
        Assert.That(() => Parse([good, .. Enumerable.Repeat(bad, 21)]), Throws.TypeOf<InputException>().With.Message.Contains("more than 20 atoms cannot be read, the first at line 2"));
        Assert.That(() => Parse(bad), Throws.TypeOf<InputException>().With.Message.Contains("no atom can be read, the first fault at line 1"));
    }

    [Test]
    public void ImpossibleCellsAreIgnored()
    {
        string atom = "ATOM      1  CA  ALA A   1 " + Tail;
        Assert.That(Parse("CRYST1    1.000    1.000    1.000  90.00  90.00  90.00 P 1           1", atom).Cell, Is.Null);
        Assert.That(Parse("CRYST1    0.000    0.000    0.000   0.00   0.00   0.00 P 1           1", atom).Cell, Is.Null);
        Assert.That(Parse("CRYST1   10.000   20.000   30.000  90.00  90.00 190.00 P 1           1", atom).Warnings, Has.Some.Contains("impossible"));
        Assert.That(Parse("CRYST1   10.000   20.000   30.0xx  90.00  90.00  90.00 P 1           1", atom).Warnings, Has.Some.Contains("30.0xx"));
        Assert.That(Parse("CRYST1   10.000   20.000   30.000  90.00  90.00 120.00 P 1           1", atom).Cell!.Gamma, Is.EqualTo(120));
    }

    [Test]
    public void AnisotropicDisplacementNeedsItsAtom()
    {
        Structure structure = Parse(
            "ATOM      1  CA  ALA A   1 " + Tail, "ANISOU    1  CA  ALA A   1      100    200    300     10     20     30", "ATOM      2  CB  ALA A   1 " + Tail,
            "ANISOU    3  CG  ALA A   1      100    200    300     10     20     30");
        Assert.That(structure.First.Atoms[0].UAniso, Is.EqualTo(new[] { 0.01, 0.02, 0.03, 0.001, 0.002, 0.003 }).Within(1e-12));
        Assert.That(structure.First.Atoms[1].UAniso, Is.Null);
        Assert.That(structure.Warnings, Has.Some.StartsWith("line 4: ANISOU"));
    }

    private static Structure Parse(params string[] lines) => PdbReader.Parse(Encoding.ASCII.GetBytes(string.Join('\n', lines)), "test.pdb");
}
