using System.Text;
using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Models.Cif;
using Engine.Core.Models.Pdb;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Models;

[TestFixture]
public sealed class WriterTests
{
    private const string Deposited = """
        data_7XYZ
        #
        _entry.id 7XYZ
        # a comment that stays
        _em_3d_fitting.id 1
        _em_3d_fitting.entry_id 7XYZ
        _em_3d_fitting.method ?
        _em_3d_fitting.ref_space RECIPROCAL
        #
        loop_
        _software.pdbx_ordinal
        _software.name
        _software.version
        _software.classification
        1 PHENIX 1.19 refinement
        2 cryoengine 0.0.1 refinement
        #
        _refine.entry_id 7XYZ
        _refine.pdbx_refine_id 'ELECTRON MICROSCOPY'
        _refine.ls_d_res_high 9.9
        _refine.ls_R_factor_obs 0.25
        #
        loop_
        _atom_site.group_PDB
        _atom_site.id
        _atom_site.type_symbol
        _atom_site.label_atom_id
        _atom_site.label_alt_id
        _atom_site.label_comp_id
        _atom_site.label_asym_id
        _atom_site.label_seq_id
        _atom_site.auth_seq_id
        _atom_site.auth_asym_id
        _atom_site.Cartn_x
        _atom_site.Cartn_y
        _atom_site.Cartn_z
        _atom_site.B_iso_or_equiv
        _atom_site.Q_score
        ATOM   1 N "N"   . ALA AA 5 105 X 1.0  2.00 3.000 20.00 0.71
        ATOM   2 C "CA"  . ALA AA 5 105 X 2.0  2.00 3.000 21.00 0.72
        HETATM 7 O "O5'" . LIG BB . 301 X 10.0 -2.50 3.125 30.00 '0.7 3'
        #
        loop_
        _atom_site_anisotrop.id
        _atom_site_anisotrop.U[1][1]
        _atom_site_anisotrop.U[2][2]
        _atom_site_anisotrop.U[3][3]
        _atom_site_anisotrop.U[1][2]
        _atom_site_anisotrop.U[1][3]
        _atom_site_anisotrop.U[2][3]
        1 0.1 0.2 0.3 0.01 0.02 0.03
        7 0.4 0.5 0.6 0.04 0.05 0.06
        #
        """;

    [Test]
    public void ChangedCellsAreRewrittenAndTheOthersKept()
    {
        Structure structure = Read(Deposited);
        structure.First.Atoms[1].Position = new Vec3(2.5, 2, 3);
        structure.First.Atoms[1].Occupancy = 0.5;
        structure.First.Atoms[2].UAniso = null;
        CifCategory sites = Block(structure).Category("_atom_site")!;
        Assert.That(Row(sites, 0), Is.EqualTo(new[] { "ATOM", "1", "N", "N", null, "ALA", "AA", "5", "105", "X", "1.0", "2.00", "3.000", "20.00", "0.71", "1.00" }));
        Assert.That(Row(sites, 1), Is.EqualTo(new[] { "ATOM", "2", "C", "CA", null, "ALA", "AA", "5", "105", "X", "2.500", "2.00", "3.000", "21.00", "0.72", "0.50" }));
        Assert.That(Row(sites, 2)[14], Is.EqualTo("0.7 3"));
        Assert.That(MmcifWriter.ToText(structure), Does.Contain("# a comment that stays"));
        CifCategory aniso = Block(structure).Category("_atom_site_anisotrop")!;
        Assert.That(Row(aniso, 0), Is.EqualTo(new[] { "1", "0.1", "0.2", "0.3", "0.01", "0.02", "0.03" }));
        Assert.That(aniso.RowCount, Is.EqualTo(1));
    }

    [Test]
    public void DroppedAtomsLoseTheirRows()
    {
        Structure kept = StructureCopy.Keep(Read(Deposited), [true, false, false]);
        CifBlock block = Block(kept);
        Assert.That(block.Category("_atom_site")!.RowCount, Is.EqualTo(1));
        Assert.That(block.Category("_atom_site_anisotrop")!.RowCount, Is.EqualTo(1));
        Structure none = StructureCopy.Keep(Read(Deposited), [false, true, false]);
        Assert.That(Block(none).Category("_atom_site_anisotrop"), Is.Null);
    }

    [Test]
    public void NewAtomsGetRowsBehindTheirPredecessor()
    {
        Structure structure = Read(Deposited);
        Model model = structure.First;
        model.Atoms.Insert(2, new Atom { Name = "CB", Element = Element.C, ResidueIndex = 0, Position = new Vec3(1, 1, 1), BIso = 25, UAniso = [1, 2, 3, 4, 5, 6] });
        model.Residues[0].AtomCount++;
        model.Residues[1].FirstAtom++;
        CifCategory sites = Block(structure).Category("_atom_site")!;
        Assert.That(Row(sites, 2), Is.EqualTo(new[] { "ATOM", "8", "C", "CB", null, "ALA", "AA", "5", "105", "X", "1.000", "1.000", "1.000", "25.00", null, "1.00" })
            .Or.EqualTo(new[] { "ATOM", "8", "C", "CB", null, "ALA", "AA", "5", "105", "X", "1.000", "1.000", "1.000", "25.00", null }));
        Assert.That(Row(sites, 3)[1], Is.EqualTo("7"));
        Assert.That(Row(Block(structure).Category("_atom_site_anisotrop")!, 1), Is.EqualTo(new[] { "8", "1.0000", "2.0000", "3.0000", "4.0000", "5.0000", "6.0000" }));
    }

    [Test]
    public void TheRefinementIsRecorded()
    {
        CifBlock block = Block(Read(Deposited), Record);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(block.Value("_refine.ls_d_res_high"), Is.EqualTo("3.20"));
            Assert.That(block.Value("_refine.pdbx_refine_id"), Is.EqualTo("ELECTRON MICROSCOPY"));
            Assert.That(block.Value("_refine.entry_id"), Is.EqualTo("7XYZ"));
            Assert.That(block.Value("_refine.ls_R_factor_obs"), Is.Null, "statistics of the earlier refinement are gone");
            Assert.That(block.Category("_refine")!.RowCount, Is.EqualTo(1));
            Assert.That(block.Value("_em_3d_fitting.ref_space"), Is.EqualTo("REAL"));
            Assert.That(block.Value("_em_3d_fitting.target_criteria"), Is.EqualTo("sigma-scaled map value"));
            CifCategory software = block.Category("_software")!;
            Assert.That(Row(software, 0), Is.EqualTo(new[] { "1", "PHENIX", "1.19", "refinement" }));
            Assert.That(Row(software, 1), Is.EqualTo(new[] { "3", "cryoengine", "0.1.0", "refinement" }));
            Assert.That(software.RowCount, Is.EqualTo(2));
            CifCategory restraints = block.Category("_refine_ls_restr")!;
            Assert.That(Row(restraints, 1), Is.EqualTo(new[] { "ELECTRON MICROSCOPY", "f_angle_d", "2000", "1.5000" }));
        }
    }

    [Test]
    public void TheRefinementIsRecordedInNewFilesToo()
    {
        Structure pdb = PdbReader.Parse(Encoding.ASCII.GetBytes("REMARK   3 OLD\nSEQRES   1 A    1  ALA\n" + AtomLine("A", "   1")), "new.pdb");
        CifBlock block = Block(pdb, Record);
        Assert.That(block.Name, Is.EqualTo("new"));
        Assert.That(block.Value("_refine.ls_d_res_high"), Is.EqualTo("3.20"));
        Assert.That(block.Value("_software.name"), Is.EqualTo("cryoengine"));
        string[] lines = PdbWriter.ToText(pdb, Record).Split('\n');
        Assert.That(lines, Has.None.Contains("OLD"));
        Assert.That(Array.FindIndex(lines, l => l.Contains("CRYOENGINE 0.1.0", StringComparison.Ordinal)), Is.InRange(0, Array.FindIndex(lines, l => l.StartsWith("SEQRES", StringComparison.Ordinal))));
    }

    [Test]
    public void NewFilesHaveEntitiesAndLabels()
    {
        const string text = """
            HEADER    TEST                                    01-JAN-20   1ABC
            TITLE     A TITLE THAT GOES ON AND
            TITLE    2 ON
            ATOM      1  CA  ALA A   1       1.000   0.000   0.000  1.00 20.00           C
            ATOM      2  CA  MSE A   2       2.000   0.000   0.000  1.00 20.00           C
            TER       3      MSE A   2
            ATOM      4  CA  ALA B   1       3.000   0.000   0.000  1.00 20.00           C
            ATOM      5  CA  MSE B   2       4.000   0.000   0.000  1.00 20.00           C
            TER       6      MSE B   2
            HETATM    7 ZN    ZN A 101       5.000   0.000   0.000  1.00 20.00          ZN
            HETATM    8  O   HOH A 201       6.000   0.000   0.000  1.00 20.00           O
            HETATM    9  O   HOH A 202       7.000   0.000   0.000  1.00 20.00           O
            HETATM   10  O   HOH B 201       8.000   0.000   0.000  1.00 20.00           O
            END
            """;
        Structure structure = PdbReader.Parse(Encoding.ASCII.GetBytes(text), "x.pdb");
        CifBlock block = Block(structure);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(block.Value("_entry.id"), Is.EqualTo("1ABC"));
            Assert.That(block.Value("_struct.title"), Is.EqualTo("A TITLE THAT GOES ON AND ON"));
            CifCategory entity = block.Category("_entity")!;
            Assert.That(Enumerable.Range(0, entity.RowCount).Select(r => string.Join(' ', Row(entity, r))), Is.EqualTo(new[] { "1 polymer  2", "2 non-polymer ZN 1", "3 water water 2" }));
            Assert.That(block.Value("_entity_poly.pdbx_strand_id"), Is.EqualTo("A,B"));
            Assert.That(block.Value("_entity_poly.pdbx_seq_one_letter_code_can"), Is.EqualTo("AM"));
            CifCategory sites = block.Category("_atom_site")!;
            string?[] Labels(string item) => [.. Enumerable.Range(0, sites.RowCount).Select(r => sites.Text(r, sites.Column(item)))];
            Assert.That(Labels("label_asym_id"), Is.EqualTo(new[] { "A", "A", "B", "B", "C", "D", "D", "E" }));
            Assert.That(Labels("auth_asym_id"), Is.EqualTo(new[] { "A", "A", "B", "B", "A", "A", "A", "B" }));
            Assert.That(Labels("label_seq_id"), Is.EqualTo(new[] { "1", "2", "1", "2", null, null, null, null }));
        }

        Assert.That(structure.First.Residues[0].LabelChain, Is.Empty, "writing does not change the structure");
    }

    [TestCase("ABCDE", "A", "1", "CA", "1.0", "residue ABCDE A 1: the name has 5 characters")]
    [TestCase("ALA", "AAA", "1", "CA", "1.0", "residue ALA AAA 1: the chain id has 3 characters")]
    [TestCase("ALA", "A", "-1000", "CA", "1.0", "the number does not fit -999 to 2436111")]
    [TestCase("ALA", "A", "1", "CABCD", "1.0", "atom CABCD of ALA A 1: the name has 5 characters")]
    [TestCase("ALA", "A", "1", "CA", "10000.0", "a coordinate lies outside")]
    [TestCase("ALA", "A", "1", "CA", "-1000.0", "a coordinate lies outside")]
    [TestCase("ALA", "Ä", "1", "CA", "1.0", "outside ASCII")]
    public void PdbSaysWhyItCannotHoldAModel(string residue, string chain, string number, string atom, string x, string reason)
    {
        Structure structure = Read("data_x\nloop_\n_atom_site.type_symbol\n_atom_site.label_atom_id\n_atom_site.label_comp_id\n_atom_site.auth_asym_id\n_atom_site.auth_seq_id\n"
            + $"_atom_site.Cartn_x\n_atom_site.Cartn_y\n_atom_site.Cartn_z\nC {atom} {residue} {chain} {number} {x} 2 3\n");
        Assert.That(PdbWriter.WhyNot(structure), Does.Contain(reason));
        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid():N}.pdb");
        Assert.That(() => PdbWriter.Write(structure, path), Throws.TypeOf<InputException>().With.Message.Contains(reason).And.Message.Contains("write mmCIF"));
        Assert.That(File.Exists(path), Is.False);
        ModelAssert.Same(Read(MmcifWriter.ToText(structure)), structure, comparePdbOnly: false);
    }

    [Test]
    public void PdbClipsAndCountsPastItsColumns()
    {
        Structure structure = PdbReader.Parse(Encoding.ASCII.GetBytes(AtomLine("A", "9999") + AtomLine("A", "A000") + AtomLine("AB", "   1")), "x.pdb");
        structure.First.Atoms[0].BIso = 12345;
        structure.First.Atoms[1].BIso = -200;
        string[] lines = [.. PdbWriter.ToText(structure).Split('\n').Where(l => l.StartsWith("ATOM", StringComparison.Ordinal))];
        Assert.That(lines.Select(l => l[20..26]), Is.EqualTo(new[] { " A9999", " AA000", "AB   1" }));
        Assert.That(lines.Select(l => l[60..66]), Is.EqualTo(new[] { "999.99", "-99.99", " 20.00" }));
        Assert.That(lines, Has.All.Length.EqualTo(80));
    }

    [Test]
    public void NotANumberIsNeverWritten()
    {
        Structure structure = Read(Deposited);
        structure.First.Atoms[1].Position = new Vec3(double.NaN, 0, 0);
        string path = Path.Combine(TestContext.CurrentContext.WorkDirectory, $"{Guid.NewGuid():N}.cif");
        Assert.That(() => MmcifWriter.Write(structure, path), Throws.TypeOf<NumericalException>().With.Message.Contains("atom CA of ALA X 105"));
        Assert.That(() => PdbWriter.Write(structure, path), Throws.TypeOf<NumericalException>());
        Assert.That(File.Exists(path), Is.False);
    }

    [Test]
    public void ConnectionsFollowTheNewSerialNumbers()
    {
        const string text = """
            HETATM  100  C1  LIG A   1       1.000   0.000   0.000  1.00 20.00           C
            HETATM  200  C2  LIG A   1       2.000   0.000   0.000  1.00 20.00           C
            HETATM  300  C3  LIG A   1       3.000   0.000   0.000  1.00 20.00           C
            CONECT  100  200  300
            CONECT  200  100
            CONECT  300  999
            END
            """;
        Structure structure = PdbReader.Parse(Encoding.ASCII.GetBytes(text), "x.pdb");
        Assert.That(
            PdbWriter.ToText(structure).Split('\n').Where(l => l.StartsWith("CONECT", StringComparison.Ordinal)).Select(l => l.TrimEnd()),
            Is.EqualTo(new[] { "CONECT    1    2    3", "CONECT    2    1" }));
        Structure kept = StructureCopy.Keep(structure, [true, false, true]);
        Assert.That(
            PdbWriter.ToText(kept).Split('\n').Where(l => l.StartsWith("CONECT", StringComparison.Ordinal)).Select(l => l.TrimEnd()),
            Is.EqualTo(new[] { "CONECT    1    2" }));
    }

    private static RefinementRecord Record { get; } = new()
    {
        Version = "0.1.0",
        Resolution = 3.2,
        TargetCriteria = "sigma-scaled map value",
        MeanB = 55.5,
        Details = "CC_mask 0.85",
        Deviations = [new RestraintDeviation("bond", 0.01, 1000), new RestraintDeviation("angle", 1.5, 2000)],
    };

    private static string AtomLine(string chain, string number) => $"ATOM      1  CA  ALA{chain,2}{number}       1.000   2.000   3.000  1.00 20.00           C  \n";

    private static Structure Read(string text) => StructureReader.Parse(Encoding.UTF8.GetBytes(text), "test.cif");

    private static CifBlock Block(Structure structure, RefinementRecord? record = null) => CifDocument.Parse(MmcifWriter.ToText(structure, record)).Blocks[0];

    private static string?[] Row(CifCategory table, int row) => [.. Enumerable.Range(0, table.ColumnCount).Select(c => table.Text(row, c))];
}
