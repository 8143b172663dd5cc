using System.IO.Compression;
using System.Text;
using Engine.Core.Models;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Models;

[TestFixture]
public sealed class HostileFileTests
{
    private const string Atom = "ATOM      1  CA  ALA A   1       1.000   2.000   3.000  1.00 20.00           C\n";

    private const string Cif = "data_x\nloop_\n_atom_site.id\n_atom_site.type_symbol\n_atom_site.label_atom_id\n_atom_site.label_comp_id\n_atom_site.auth_asym_id\n"
        + "_atom_site.auth_seq_id\n_atom_site.Cartn_x\n_atom_site.Cartn_y\n_atom_site.Cartn_z\n";

    private string folder = "";

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("models").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(folder, recursive: true);

    [TestCase("", "the file is empty")]
    [TestCase("\n\n  \n", "the file is empty")]
    [TestCase("hello\nworld\n", "neither PDB nor mmCIF")]
    [TestCase("HEADER    TEST\nEND\n", "holds no atoms")]
    [TestCase("data_x\n", "no _atom_site")]
    [TestCase("data_x\n_entry.id x\n", "no _atom_site")]
    [TestCase("data_comp_LIG\nloop_\n_chem_comp_atom.atom_id\nC1\n", "a restraint dictionary")]
    [TestCase(Cif, "no _atom_site with rows")]
    [TestCase(Cif + "1 C CA ALA A 1 1.0 2.0\n", "8 values, which is no whole number of rows")]
    [TestCase(Cif + "1 C CA ALA A 1 ? ? ?\n", "line 12: _atom_site.Cartn_x '?' is not a number")]
    [TestCase(Cif + "1 C CA ALA A ? 1 2 3\n", "no residue numbers")]
    [TestCase(Cif + "1 C CA ALA A x 1 2 3\n", "line 12: residue number 'x' is not a number")]
    [TestCase("data_x\nloop_\n_atom_site.label_atom_id\n_atom_site.fract_x\nC 0.1\n", "fractional coordinates only")]
    [TestCase("data_x\nloop_\n_atom_site.label_atom_id\n_atom_site.Cartn_x\nC 0.1\n", "_atom_site has no item Cartn_y")]
    public void RefusesWithOneLineThatNamesTheFault(string text, string fault)
    {
        string path = Path.Combine(folder, "model.file");
        File.WriteAllText(path, text);
        InputException e = Assert.Throws<InputException>(() => StructureReader.Read(path))!;
        Assert.That(e.Message, Does.StartWith(path).And.Contain(fault).And.Not.Contain("\n"));
    }

    [Test]
    public void RefusesBinaryGarbage()
    {
        byte[] bytes = new byte[100_000];
        new Random(7).NextBytes(bytes);
        Assert.That(() => Read(bytes), Throws.TypeOf<InputException>().With.Message.Contains("neither PDB nor mmCIF"));
        Assert.That(() => Read([0x83, 0xa7, .. bytes]), Throws.TypeOf<InputException>().With.Message.Contains("BinaryCIF"));
    }

    [Test]
    public void GarbageBehindAValidStartNeverEscapesAsAnotherError()
    {
        var random = new Random(11);
        foreach (string start in (string[])[Atom, Cif, Cif + "1 C CA ALA A 1 1 2 3\n", "HEADER\nMODEL     \nTER\nANISOU\nCONECT\nLINK\nSSBOND\nCRYST1\n" + Atom])
        {
            for (int trial = 0; trial < 200; trial++)
            {
                byte[] noise = new byte[random.Next(300)];
                random.NextBytes(noise);
                string[] words = ["ATOM  ", "HETATM", "MODEL ", "\n", "\r", "'", ";", "\n;", "loop_ ", "_a.b ", "save_x ", "1.0 ", "CONECT", "ANISOU", "*****"];
                string text = start + string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => words[random.Next(words.Length)]));
                byte[] bytes = [.. Encoding.UTF8.GetBytes(text), .. noise.Where(b => b != 0)];
                try
                {
                    Structure structure = StructureReader.Parse(bytes, "noise");
                    Assert.That(structure.First.Atoms, Is.Not.Empty);
                }
                catch (InputException)
                {
                    // The only exception a bad file may cause.
                }
            }
        }
    }

    [Test]
    public void RefusesDamagedGzip()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(Atom, 1000))));
        byte[] bytes = packed.ToArray();
        Assert.That(Read(bytes).First.Atoms, Has.Count.EqualTo(1000));
        Assert.That(() => Read(bytes[..(bytes.Length / 2)]), Throws.TypeOf<InputException>());
    }

    [Test]
    public void RefusesMissingFilesAndFolders()
    {
        Assert.That(() => StructureReader.Read(Path.Combine(folder, "none.pdb")), Throws.TypeOf<InputException>().With.Message.Contains("none.pdb"));
        Assert.That(() => StructureReader.Read(folder), Throws.TypeOf<InputException>().With.Message.Contains(folder));
        Assert.That(ModelFileDetector.LooksLikeModel(Path.Combine(folder, "none.pdb")), Is.False);
        Assert.That(ModelFileDetector.LooksLikeModel(folder), Is.False);
    }

    [TestCase(Atom, ModelFileKind.Pdb)]
    [TestCase("atom      1  ca  ala a   1 \n", ModelFileKind.Pdb)]
    [TestCase("\n\nsome text\nCRYST1   10.0\n", ModelFileKind.Pdb)]
    [TestCase("END", ModelFileKind.None)]
    [TestCase("# comment\n\ndata_x\n", ModelFileKind.Mmcif)]
    [TestCase("global_\n", ModelFileKind.Mmcif)]
    [TestCase(">sp|P1\nMKV\n", ModelFileKind.None)]
    [TestCase("title: a text\nsource of nothing\n", ModelFileKind.None)]
    public void DetectsByContent(string text, ModelFileKind kind)
    {
        string path = Path.Combine(folder, "x");
        File.WriteAllText(path, text);
        Assert.That(ModelFileDetector.Detect(path), Is.EqualTo(kind));
    }

    private Structure Read(byte[] bytes)
    {
        string path = Path.Combine(folder, "bytes");
        File.WriteAllBytes(path, bytes);
        return StructureReader.Read(path);
    }
}
