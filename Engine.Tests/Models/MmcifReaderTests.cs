using System.Text;
using Engine.Core.Models;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Models;

[TestFixture]
public sealed class MmcifReaderTests
{
    [Test]
    public void ReadsColumnsInAnyOrderAndCase()
    {
        Structure structure = Parse("""
            data_x
            LOOP_
            _ATOM_SITE.Cartn_Z
            _atom_site.cartn_y
            _atom_site.CARTN_X
            _atom_site.auth_seq_id
            _atom_site.auth_asym_id
            _atom_site.label_comp_id
            _atom_site.label_atom_id
            _atom_site.pdbx_PDB_model_num
            3.0(5) 2.0 1.0 -7 "B C" A1ABC "O5'" 4
            6.0 5.0 4.0 -7 "B C" A1ABC 'H5''' 4
            6.0 5.0 4.0 -7 "B C" A1ABC "O5'" 9
            6.5 5.5 4.5 -7 "B C" A1ABC FE1 4
            """);
        Atom atom = structure.First.Atoms[0];
        using (Assert.EnterMultipleScope())
        {
            Assert.That(structure.Models.Select(m => (m.Number, m.Atoms.Count)), Is.EqualTo(new[] { (4, 3), (9, 1) }));
            Assert.That((atom.Position.X, atom.Position.Y, atom.Position.Z), Is.EqualTo((1.0, 2.0, 3.0)));
            Assert.That((atom.Name, atom.Element, atom.Occupancy), Is.EqualTo(("O5'", Element.O, 1.0)));
            Assert.That(structure.First.Atoms.Select(a => a.Element.Symbol), Is.EqualTo(new[] { "O", "H", "Fe" }));
            Assert.That((structure.First.Residues[0].Name, structure.First.Residues[0].Number), Is.EqualTo(("A1ABC", -7)));
            Assert.That(structure.First.Chains[0].Id, Is.EqualTo("B C"));
            Assert.That(structure.Warnings, Has.Some.Contains("4 atoms have no B factor"));
        }
    }

    [Test]
    public void KeepsBothIdsAndMicroheterogeneity()
    {
        Structure structure = Parse("""
            data_x
            loop_
            _atom_site.group_PDB
            _atom_site.id
            _atom_site.type_symbol
            _atom_site.label_atom_id
            _atom_site.label_alt_id
            _atom_site.label_comp_id
            _atom_site.label_asym_id
            _atom_site.label_entity_id
            _atom_site.label_seq_id
            _atom_site.pdbx_PDB_ins_code
            _atom_site.Cartn_x
            _atom_site.Cartn_y
            _atom_site.Cartn_z
            _atom_site.auth_seq_id
            _atom_site.auth_asym_id
            _atom_site.pdbx_formal_charge
            ATOM   1 C  CA A SER LA 1 3 ? 1 2 3 103 A ?
            ATOM   2 C  CA B THR LA 1 3 ? 1 2 3 103 A ?
            ATOM   3 C  CB A SER LA 1 3 ? 1 2 3 103 A ?
            ATOM   4 C  CA . GLY LA 1 4 B 1 2 3 103 A ?
            HETATM 5 ZN ZN . ZN  LB 2 . ? 1 2 3 201 A 2
            HETATM 6 O  O  . HOH LC 3 . ? 1 2 3 301 A ?
            HETATM 7 O  O  . HOH LC 3 . ? 1 2 3 302 A ?
            """);
        Model model = structure.First;
        Assert.That(
            model.Residues.Select(r => (r.Name, r.Number, r.InsertionCode, r.LabelChain, r.LabelNumber, r.EntityId, r.IsHetero, r.EndsChain, r.AtomCount)),
            Is.EqualTo(new[]
            {
                ("SER", 103, '\0', "LA", (int?)3, "1", false, false, 2), ("THR", 103, '\0', "LA", 3, "1", false, false, 1),
                ("GLY", 103, 'B', "LA", 4, "1", false, true, 1), ("ZN", 201, '\0', "LB", null, "2", true, false, 1),
                ("HOH", 301, '\0', "LC", null, "3", true, false, 1), ("HOH", 302, '\0', "LC", null, "3", true, false, 1),
            }));
        Assert.That(model.Atoms.Select(a => a.Serial), Is.EqualTo(new[] { 1, 3, 2, 4, 5, 6, 7 }));
        Assert.That(model.Atoms[4].Charge, Is.EqualTo(2));
        Assert.That(model.Chains, Has.Count.EqualTo(1));
    }

    [Test]
    public void ReadsConnections()
    {
        Structure structure = Parse("""
            data_x
            loop_
            _struct_conn.id
            _struct_conn.conn_type_id
            _struct_conn.ptnr1_auth_asym_id
            _struct_conn.ptnr1_auth_seq_id
            _struct_conn.ptnr1_label_comp_id
            _struct_conn.ptnr1_label_atom_id
            _struct_conn.pdbx_ptnr1_PDB_ins_code
            _struct_conn.pdbx_ptnr1_label_alt_id
            _struct_conn.ptnr1_symmetry
            _struct_conn.ptnr2_auth_asym_id
            _struct_conn.ptnr2_auth_seq_id
            _struct_conn.ptnr2_label_comp_id
            _struct_conn.ptnr2_label_atom_id
            _struct_conn.ptnr2_symmetry
            1 disulf      A 3  CYS SG  ? . 1_555 A 40  CYS SG 1_555
            2 covale_base A 4  ASN ND2 B C 1_555 A 501 NAG C1 1_555
            3 metalc      A 5  HIS NE2 ? . 1_555 A 601 ZN  ZN 2_655
            4 mismat      A 6  DA  N1  ? . 1_555 A 7   DC  N3 1_555
            5 covale      A ?  HIS NE2 ? . 1_555 A 601 ZN  ZN 1_555
            #
            loop_
            _atom_site.label_atom_id
            _atom_site.label_comp_id
            _atom_site.auth_seq_id
            _atom_site.Cartn_x
            _atom_site.Cartn_y
            _atom_site.Cartn_z
            SG CYS 3 0 0 0
            """);
        Assert.That(structure.Links, Is.EqualTo(new[]
        {
            new LinkRecord("disulf", new LinkPartner("A", 3, '\0', "CYS", "SG", '\0'), new LinkPartner("A", 40, '\0', "CYS", "SG", '\0'), false) { FirstSymmetry = "1_555", SecondSymmetry = "1_555" },
            new LinkRecord("covale", new LinkPartner("A", 4, 'B', "ASN", "ND2", 'C'), new LinkPartner("A", 501, '\0', "NAG", "C1", '\0'), false) { FirstSymmetry = "1_555", SecondSymmetry = "1_555" },
            new LinkRecord("metalc", new LinkPartner("A", 5, '\0', "HIS", "NE2", '\0'), new LinkPartner("A", 601, '\0', "ZN", "ZN", '\0'), true) { FirstSymmetry = "1_555", SecondSymmetry = "2_655" },
        }));
        Assert.That(structure.Warnings, Has.Some.StartsWith("_struct_conn row 5"));
    }

    [Test]
    public void OneBadRowIsAWarningManyAreAnError()
    {
        const string head = "data_x\nloop_\n_atom_site.label_atom_id\n_atom_site.label_comp_id\n_atom_site.auth_seq_id\n_atom_site.Cartn_x\n_atom_site.Cartn_y\n_atom_site.Cartn_z\n";
        Structure structure = Parse(head + "CA ALA 1 1 2 3\nCB ALA 1 1 x 3\n");
        Assert.That(structure.First.Atoms, Has.Count.EqualTo(1));
        Assert.That(structure.Warnings, Has.Some.EqualTo("line 10: atom left out: _atom_site.Cartn_y 'x' is not a number"));
        Assert.That(
            () => Parse(head + "CA ALA 1 1 2 3\n" + string.Concat(Enumerable.Repeat("CB ALA 1 1 x 3\n", 21))),
            Throws.TypeOf<InputException>().With.Message.Contains("more than 20 atoms cannot be read, the first at line 10"));
    }

    [Test]
    public void AnisotropicRowsMayStandInAnyOrder()
    {
        const string head = "data_x\nloop_\n_atom_site.id\n_atom_site.label_atom_id\n_atom_site.label_comp_id\n_atom_site.auth_seq_id\n_atom_site.Cartn_x\n_atom_site.Cartn_y\n"
            + "_atom_site.Cartn_z\n11 CA ALA 1 1 2 3\n12 CB ALA 1 1 2 3\n13 C ALA 1 1 2 3\nloop_\n_atom_site_anisotrop.id\n_atom_site_anisotrop.U[1][1]\n"
            + "_atom_site_anisotrop.U[2][2]\n_atom_site_anisotrop.U[3][3]\n_atom_site_anisotrop.U[1][2]\n_atom_site_anisotrop.U[1][3]\n_atom_site_anisotrop.U[2][3]\n";
        Structure structure = Parse(head + "13 3 0 0 0 0 0\n11 1 0 0 0 0 0\n12 2 0 0 0 0 0\n99 9 0 0 0 0 0\n");
        Assert.That(structure.First.Atoms.Select(a => a.UAniso![0]), Is.EqualTo(new[] { 1.0, 2.0, 3.0 }));
        Assert.That(structure.Warnings, Has.Some.StartsWith("1 rows of _atom_site_anisotrop"));
    }

    [TestCase("7cec_30342", "model_A.cif", 4308, 1)]
    [TestCase("7cec_30342", "model_full_10_chains.cif.gz", 17561, 10)]
    [TestCase("hcn4_0093", "model.pdb.gz", 16932, 4)]
    [TestCase("3j63_5830", "model.pdb", 1436, -1)]
    [TestCase("5ly6_4118", "model.pdb", 7399, -1)]
    public void ReadsDepositedModels(string folder, string file, int atoms, int chains)
    {
        Structure structure = StructureReader.Read(SharedData.Require("data", "real", folder, file));
        Assert.That(structure.First.Atoms, Has.Count.EqualTo(atoms));
        if (chains > 0)
            Assert.That(structure.First.Chains, Has.Count.EqualTo(chains));
    }

    private static Structure Parse(string text) => StructureReader.Parse(Encoding.UTF8.GetBytes(text), "test.cif");
}
