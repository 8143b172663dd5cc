using System.Text;
using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Models.Cif;
using NUnit.Framework;

namespace Engine.Tests.Models;

/// <summary>Every readable file of the model collection, written and read again.</summary>
[TestFixture]
public sealed class RoundTripTests
{
    private static readonly string[] Unreadable =
    [
        "made/stars_in_coordinates.pdb", "made/empty.pdb", "made/only_header.pdb", "biopython/header.pdb", "gemmi/eol-test.cif", "gemmi/misc.cif",
        "pymol/sia-alt-id.cif", "moorhen/BGC.cif", "moorhen/G2F.cif", "moorhen/LZA.cif", "moorhen/nitrobenzene.cif",
    ];

    /// <summary>Files with residues that only the segment ids tell apart: mmCIF has none and joins them.</summary>
    private static readonly string[] SplitBySegment =
        ["biopython/a_structure.pdb", "pdb-tools/dummy.pdb", "pdb-tools/dummy_az09.pdb", "pdb-tools/dummy_insertions.pdb"];

    public static IEnumerable<string> FilesWithoutSegments() => Files().Except(SplitBySegment);

    public static IEnumerable<string> Files() => ModelZooTests.Files().Except(Unreadable);

    public static IEnumerable<string> CifFiles() => Files().Where(f => f.Contains("cif", StringComparison.Ordinal));

    [TestCaseSource(nameof(Files))]
    public void PdbKeepsTheModel(string file)
    {
        Structure original = Read(file);
        if (PdbWriter.WhyNot(original) != null)
            Assert.Ignore("the PDB format cannot hold this file");
        string text = PdbWriter.ToText(original);
        Structure again = StructureReader.Parse(Encoding.UTF8.GetBytes(text), "again.pdb");
        if (file.Contains("cif", StringComparison.Ordinal))
            original.Links.RemoveAll(l => l.Kind == "hydrog");
        ModelAssert.Same(again, Normalised(original, again), comparePdbOnly: !file.Contains("cif", StringComparison.Ordinal));
        Assert.That(PdbWriter.ToText(again), Is.EqualTo(text), "a second round changes nothing");
    }

    [TestCaseSource(nameof(FilesWithoutSegments))]
    public void MmcifKeepsTheModel(string file)
    {
        Structure original = Read(file);
        Structure again = StructureReader.Parse(Encoding.UTF8.GetBytes(MmcifWriter.ToText(original)), "again.cif");
        ModelAssert.Same(again, original, comparePdbOnly: false);
    }

    [TestCaseSource(nameof(CifFiles))]
    public void UnchangedMmcifKeepsItsBytes(string file)
    {
        Structure structure = Read(file);
        byte[] before = CifDocument.Read(structure.Name).Text;
        using var stream = new MemoryStream();
        MmcifWriter.Write(structure, stream);
        byte[] after = stream.ToArray();
        Assert.That(after.AsSpan(0, before.Length).SequenceEqual(before), Is.True);
        Assert.That(after.Length - before.Length, Is.LessThanOrEqualTo(1), "only a missing last line end may be added");
    }

    [TestCaseSource(nameof(CifFiles))]
    public void MovedMmcifChangesOnlyTheAtoms(string file)
    {
        Structure original = Read(file), moved = Read(file);
        foreach (Model model in moved.Models)
        {
            foreach (Atom a in model.Atoms)
                (a.Position, a.BIso, a.UAniso) = (a.Position + new Vec3(0.123, -1, 2.5), a.BIso + 1.25, null);
        }

        string text = MmcifWriter.ToText(moved);
        Structure again = StructureReader.Parse(Encoding.UTF8.GetBytes(text), "again.cif");
        ModelAssert.Same(again, moved, comparePdbOnly: false);
        CifBlock before = WithAtoms(CifDocument.Read(original.Name)), after = WithAtoms(CifDocument.Parse(text));
        Assert.That(after.Categories.Select(c => c.Name), Is.EqualTo(before.Categories.Select(c => c.Name).Where(n => n != "_atom_site_anisotrop")));
        foreach (CifCategory category in before.Categories.Where(c => !c.Name.StartsWith("_atom_site", StringComparison.Ordinal)))
            AssertSame(after.Category(category.Name)!, category);
        CifCategory sites = before.Category("_atom_site")!, newSites = after.Category("_atom_site")!;
        string[] changing = ["Cartn_x", "Cartn_y", "Cartn_z", "B_iso_or_equiv"];
        for (int c = 0; c < sites.ColumnCount; c++)
        {
            if (!changing.Contains(sites.Tags[c].Split('.')[1]))
                AssertSameColumn(newSites, sites, c);
        }
    }

    [TestCaseSource(nameof(FilesWithoutSegments))]
    public void PdbToMmcifToPdbKeepsTheModel(string file)
    {
        Structure original = Read(file);
        if (file.Contains("cif", StringComparison.Ordinal) || PdbWriter.WhyNot(original) != null)
            Assert.Ignore("starts from PDB files");
        Structure viaCif = StructureReader.Parse(Encoding.UTF8.GetBytes(MmcifWriter.ToText(original)), "via.cif");
        Structure again = StructureReader.Parse(Encoding.UTF8.GetBytes(PdbWriter.ToText(viaCif)), "again.pdb");
        ModelAssert.Same(again, Normalised(original, again), comparePdbOnly: false);
    }

    [Test]
    public void HeadersStayInOrder()
    {
        string path = SharedData.Require("data", "models", "moorhen", "5a3h.pdb");
        string[] Header(string text) =>
            [.. text.Split('\n').TakeWhile(l => !l.StartsWith("ATOM", StringComparison.Ordinal)).Where(l => !l.StartsWith("CISPEP", StringComparison.Ordinal)).Select(l => l.TrimEnd())];
        Assert.That(Header(PdbWriter.ToText(StructureReader.Read(path))), Is.EqualTo(Header(File.ReadAllText(path))));
    }

    [Test]
    public void CisPeptidesAreFoundAgain()
    {
        string path = SharedData.Require("data", "models", "moorhen", "5a3h.pdb");
        string[] CisPeptides(string text) => [.. text.Split('\n').Where(l => l.StartsWith("CISPEP", StringComparison.Ordinal)).Select(l => l[10..35])];
        string[] expected = CisPeptides(File.ReadAllText(path));
        Assert.That(expected, Is.Not.Empty);
        Assert.That(CisPeptides(PdbWriter.ToText(StructureReader.Read(path))), Is.EqualTo(expected));
    }

    private static Structure Read(string file) => StructureReader.Read(SharedData.Require("data", "models", file));

    /// <summary>What PDB cannot hold is left out of the comparison: several models without numbers of four digits, and link order.</summary>
    private static Structure Normalised(Structure original, Structure again)
    {
        Structure copy = StructureCopy.Copy(original);
        copy.Links.Clear();
        copy.Links.AddRange(original.Links.Order(Comparer<LinkRecord>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()))));
        again.Links.Sort((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()));
        if (copy.Models.Count == 1)
            copy.First.Number = 1;
        return copy;
    }

    private static CifBlock WithAtoms(CifDocument document) => document.Blocks.First(b => b.Category("_atom_site") != null);

    private static void AssertSame(CifCategory actual, CifCategory expected)
    {
        Assert.That(actual.Tags, Is.EqualTo(expected.Tags));
        Assert.That(actual.RowCount, Is.EqualTo(expected.RowCount), expected.Name);
        for (int c = 0; c < expected.ColumnCount; c++)
            AssertSameColumn(actual, expected, c);
    }

    private static void AssertSameColumn(CifCategory actual, CifCategory expected, int column)
    {
        for (int r = 0; r < expected.RowCount; r++)
        {
            if (actual.Text(r, column) != expected.Text(r, column))
                Assert.Fail($"{expected.Tags[column]}, row {r}: {actual.Text(r, column)} instead of {expected.Text(r, column)}");
        }
    }
}
