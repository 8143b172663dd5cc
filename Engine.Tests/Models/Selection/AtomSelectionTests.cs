using System.Text;
using Engine.Core.Models;
using Engine.Core.Models.Pdb;
using Engine.Core.Models.Selection;
using Engine.Kernels;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;

namespace Engine.Tests.Models.Selection;

[TestFixture]
public sealed class AtomSelectionTests
{
    private const string Text = """
        ATOM      1  N   ALA A  -2       0.000   0.000   0.000  1.00 20.00      SEGA N
        ATOM      2  CA  ALA A  -2       1.000   0.000   0.000  1.00 20.00      SEGA C
        ATOM      3  CB AALA A  -2       2.000   0.000   0.000  0.50 20.00      SEGA C
        ATOM      4  CB BALA A  -2       3.000   0.000   0.000  0.50 20.00      SEGA C
        ATOM      5  HB1 ALA A  -2       4.000   0.000   0.000  1.00 20.00      SEGA H
        ATOM      6  CA  GLY A  27       5.000   0.000   0.000  1.00 20.00           C
        ATOM      7  CA  GLY A  27A      6.000   0.000   0.000  1.00 20.00           C
        ATOM      8  CA  GLY A  28       7.000   0.000   0.000  1.00 20.00           C
        ATOM      9  P    DA B   1       8.000   0.000   0.000  1.00 20.00           P
        ATOM     10  C1'  DA B   1       9.000   0.000   0.000  1.00 20.00           C
        ATOM     11  N9   DA B   1      10.000   0.000   0.000  1.00 20.00           N
        HETATM   12 CA    CA b 100      11.000   0.000   0.000  1.00 20.00          CA
        HETATM   13 MG    MG   101      12.000   0.000   0.000  1.00 20.00          MG
        HETATM   14  O   HOH A 200      13.000   0.000   0.000  1.00 20.00           O
        HETATM   15  C1  LIG A 300      14.000   0.000   0.000  1.00 20.00           C
        END
        """;

    private static readonly Model Model = PdbReader.Parse(Encoding.ASCII.GetBytes(Text), "selection.pdb").First;

    [TestCase("all", "1-15")]
    [TestCase("none", "")]
    [TestCase("chain A", "1-8 14 15")]
    [TestCase("chain b", "12")]
    [TestCase("chain ' '", "13")]
    [TestCase("chain ''", "13")]
    [TestCase("chain ?", "1-12 14 15")]
    [TestCase("chain *", "1-15")]
    [TestCase("resseq 27", "6 7")]
    [TestCase("resseq 27:28", "6-8")]
    [TestCase("resseq -5:27", "1-7 9-11")]
    [TestCase("resseq :0", "1-5")]
    [TestCase("resseq 200:", "14 15")]
    [TestCase("resseq 27 : 28", "6-8")]
    [TestCase("resseq 200: and water", "14")]
    [TestCase("resseq 1??", "12 13")]
    [TestCase("resid 27", "6")]
    [TestCase("resid 27A", "7")]
    [TestCase("resid 27A:28", "7 8")]
    [TestCase("resid :27 and chain A", "1-6")]
    [TestCase("resi 27 through 28", "6-8")]
    [TestCase("icode A", "7")]
    [TestCase("resname ALA", "1-5")]
    [TestCase("resname ala", "1-5")]
    [TestCase("resname 'ala'", "")]
    [TestCase("resname Ala", "")]
    [TestCase("resname 'ALA'", "1-5")]
    [TestCase("resname ?A", "9-12")]
    [TestCase("name CA", "2 6-8 12")]
    [TestCase("name ca", "2 6-8 12")]
    [TestCase("name ' CA '", "2 6-8")]
    [TestCase("name 'CA  '", "12")]
    [TestCase("name C1'", "10")]
    [TestCase("name \"C1'\"", "10")]
    [TestCase("name C*", "2-4 6-8 10 12 15")]
    [TestCase("name C\\*", "")]
    [TestCase("name *1*", "5 10 15")]
    [TestCase("altloc A", "3")]
    [TestCase("altid B", "4")]
    [TestCase("altloc ' '", "1 2 5-15")]
    [TestCase("element C", "2-4 6-8 10 15")]
    [TestCase("element Mg", "13")]
    [TestCase("element MG", "13")]
    [TestCase("segid SEGA", "1-5")]
    [TestCase("water", "14")]
    [TestCase("protein", "1-8")]
    [TestCase("peptide", "1-8")]
    [TestCase("nucleic", "9-11")]
    [TestCase("nucleotide", "9-11")]
    [TestCase("hetero", "12-15")]
    [TestCase("backbone", "1 2 6-8 9 10")]
    [TestCase("sidechain", "3-5 11")]
    [TestCase("not (water or element Mg)", "1-12 15")]
    [TestCase("not water and chain A", "1-8 15")]
    [TestCase("NOT Water AND Chain A", "1-8 15")]
    [TestCase("water or chain A and name CA", "2 6-8 14")]
    [TestCase("(water or chain A) and name CA", "2 6-8")]
    [TestCase("not not water", "14")]
    [TestCase("(((water)))", "14")]
    public void Selects(string selection, string serials) => Assert.That(Serials(selection), Is.EqualTo(Expand(serials)));

    [TestCase("", "empty", "^")]
    [TestCase("foo", "'foo' is not understood", "^foo")]
    [TestCase("chain A resname ALA", "'and' or 'or' is missing before 'resname'", "A ^resname")]
    [TestCase("chain", "a value is missing after 'chain'", "chain^")]
    [TestCase("chain and water", "a value is missing after 'chain'", "chain ^and")]
    [TestCase("(chain A", "closing parenthesis is missing", "A^")]
    [TestCase("chain A)", "never opened", "A^)")]
    [TestCase("chain A and", "a condition is missing at the end", "and^")]
    [TestCase("or water", "a condition is missing before 'or'", "^or")]
    [TestCase("name 'CA", "quote is not closed", "name ^'CA")]
    [TestCase("resseq 9:5", "ends before it starts", "resseq ^9:5")]
    [TestCase("resseq a:5", "'a' is not a residue number", "resseq ^a:5")]
    [TestCase("()", "a condition is missing", "(^)")]
    public void ExplainsWhatIsWrong(string selection, string fault, string place) =>
        Assert.That(
            () => AtomSelection.Parse(selection),
            Throws.TypeOf<UsageException>().With.Message.Contains(fault).And.Message.Contains(place).And.Message.Contains("known words: all none chain"));

    [Test]
    public void RefusesDepthAndLengthThatWouldExhaustTheStack()
    {
        Assert.That(() => AtomSelection.Parse(new string('(', 100_000) + "all"), Throws.TypeOf<UsageException>());
        Assert.That(() => AtomSelection.Parse(string.Concat(Enumerable.Repeat("not ", 100_000)) + "all"), Throws.TypeOf<UsageException>());
        Assert.That(() => AtomSelection.Parse(string.Join(" or ", Enumerable.Repeat("water", 100_000))), Throws.TypeOf<UsageException>());
        Assert.That(AtomSelection.Parse(string.Join(" or ", Enumerable.Repeat("water", 4_000))).Apply(Model).Count(b => b), Is.EqualTo(1));
    }

    [Test]
    public void UnknownResiduesAreJudgedByTheirAtoms()
    {
        const string text = """
            HETATM    1  N   XYZ A   1       0.000   0.000   0.000  1.00 20.00           N
            HETATM    2  CA  XYZ A   1       1.000   0.000   0.000  1.00 20.00           C
            HETATM    3  C   XYZ A   1       2.000   0.000   0.000  1.00 20.00           C
            HETATM    4  O   XYZ A   1       3.000   0.000   0.000  1.00 20.00           O
            HETATM    5  C1' NAD A   2       4.000   0.000   0.000  1.00 20.00           C
            HETATM    6  C4' NAD A   2       5.000   0.000   0.000  1.00 20.00           C
            HETATM    7  O3' NAD A   2       6.000   0.000   0.000  1.00 20.00           O
            """;
        Model model = PdbReader.Parse(Encoding.ASCII.GetBytes(text), "unknown.pdb").First;
        Assert.That(AtomSelection.Parse("protein").Apply(model), Is.EqualTo(new[] { true, true, true, true, false, false, false }));
        Assert.That(AtomSelection.Parse("nucleic").Apply(model), Has.None.True);
    }

    /// <summary>Counts that Phenix's own selection code (cctbx 2021.12) gives for this file.</summary>
    [TestCase("chain a", 2742)]
    [TestCase("resseq 10:50", 335)]
    [TestCase("resseq :50", 406)]
    [TestCase("resseq 50:", 2368)]
    [TestCase("resid 10:20", 77)]
    [TestCase("resid 10 through 20", 77)]
    [TestCase("resid 10:", 2694)]
    [TestCase("name ca", 300)]
    [TestCase("name C*", 1521)]
    [TestCase("name C?", 886)]
    [TestCase("resname ala", 120)]
    [TestCase("element c", 1521)]
    [TestCase("altloc A", 18)]
    [TestCase("altloc ' '", 2729)]
    [TestCase("segid '    '", 2765)]
    [TestCase("water", 348)]
    [TestCase("protein", 2394)]
    [TestCase("nucleotide", 0)]
    [TestCase("hetero", 371)]
    [TestCase("not (water or chain A)", 23)]
    [TestCase("resname HOH or chain A and name CA", 648)]
    [TestCase("name CA and (resname ALA or resname GLY)", 49)]
    [TestCase("resseq -5:10", 75)]
    public void AgreesWithPhenix(string selection, int count)
    {
        Structure structure = StructureReader.Read(SharedData.Require("data", "models", "moorhen", "5a3h.pdb"));
        Assert.That(AtomSelection.Parse(selection).Apply(structure.First).Count(b => b), Is.EqualTo(count));
    }

    [Test]
    public void SelectsTheAtomsOfTheReference()
    {
        Structure structure = StructureReader.Read(SharedData.Require("data", "real", "apo_20026", "model.pdb"));
        Assert.That(AtomSelection.Parse("not (water or element Mg)").Apply(structure.First).Count(b => b), Is.EqualTo(1413));
    }

    [Test]
    public void ObeysTheLawsOfLogic()
    {
        Gen<string> leaf = Gen.Elements("chain A", "water", "name CA", "element C", "resseq 0:50", "hetero", "altloc A", "all", "none");
        Prop.ForAll(leaf.ToArbitrary(), leaf.ToArbitrary(), leaf.ToArbitrary(), (a, b, c) =>
        {
            Assert.That(Serials($"not ({a} and {b})"), Is.EqualTo(Serials($"not {a} or not {b}")));
            Assert.That(Serials($"{a} and ({b} or {c})"), Is.EqualTo(Serials($"{a} and {b} or {a} and {c}")));
            Assert.That(Serials($"{a} or not {a}"), Has.Length.EqualTo(Model.Atoms.Count));
        }).QuickCheckThrowOnFailure();
    }

    private static int[] Serials(string selection)
    {
        bool[] flags = AtomSelection.Parse(selection).Apply(Model);
        return [.. Model.Atoms.Where((_, i) => flags[i]).Select(a => a.Serial)];
    }

    private static int[] Expand(string serials) => [.. serials.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(part =>
    {
        int[] ends = [.. part.Split('-').Select(int.Parse)];
        return Enumerable.Range(ends[0], ends[^1] - ends[0] + 1);
    })];
}
