using System.Globalization;
using System.Text.Json.Nodes;
using Engine.Core.Models;
using Engine.Tests.Simulation;
using NUnit.Framework;

namespace Engine.Tests.Cli;

/// <summary>Models as they are found in archives are judged sensibly: what does not apply is absent, and nothing is not a number.</summary>
[TestFixture]
[NonParallelizable]
public sealed class ValidateOddModelTests : PeptideFixture
{
    private string[] lines = null!;

    [OneTimeSetUp]
    public void ReadLines() => lines = [.. PdbWriter.ToText(StructureReader.Read(Files.Truth)).Split('\n').Where(l => l.StartsWith("ATOM", StringComparison.Ordinal))];

    /// <summary>No φ, ψ, side chains or clashes; the fit is still measured.</summary>
    [Test]
    public void ATraceOfCaHasAFitOnly()
    {
        JsonNode json = Validate("trace", lines.Where(l => Name(l) == "CA"), Files.Map);
        Assert.Multiple(() =>
        {
            foreach (string key in new[] { "rama", "rama_z", "rotamers", "cbeta", "clashscore", "molprobity_score" })
                Assert.That(json[key], Is.Null, key);
            Assert.That(Texts(json, "absent"), Has.Some.StartWith("clashes").And.Some.StartWith("Ramachandran").And.Some.StartWith("rotamers"));
            Assert.That((double)json["cc_mask"]!, Is.InRange(0.05, 1));
            Assert.That(json["emringer"]!["score"], Is.Null);
        });
    }

    [Test]
    public void MissingSideChainsLeaveTheBackbone()
    {
        JsonNode json = Validate("bare", lines.Where(l => Name(l) is "N" or "CA" or "C" or "O" or "CB"), null);
        Assert.That(((int)json["rama"]!["n"]!, (int)json["cbeta_outliers"]!, json["rotamers"]?["outliers"]?.GetValue<int>() ?? 0), Is.EqualTo((10, 0, 0)));
        Assert.That((double)json["clashscore"]!, Is.GreaterThanOrEqualTo(0));
    }

    /// <summary>Residues with insertion codes keep them, in rows and lists.</summary>
    [Test]
    public void InsertionCodesAreKept()
    {
        JsonNode json = Validate("insertion", lines.Select(l => Number(l) == 7 ? Put(Put(l, 22, "   6"), 26, "A") : l), Files.Map);
        JsonNode[] rows = [.. json["residues"]!.AsArray().Where(r => (int)r!["number"]! == 6).Select(r => r!)];
        Assert.Multiple(() =>
        {
            Assert.That(rows.Select(r => (string?)r["insertion_code"]), Is.EqualTo(new[] { null, "A" }));
            Assert.That(rows.Select(r => r["cc"]), Has.None.Null);
            Assert.That((int)json["rama"]!["n"]!, Is.EqualTo(10), "they are joined to their neighbours");
            Assert.That(File.ReadAllLines(Files["insertion_residues.csv"])[7], Does.StartWith("A,6,A,"));
        });
    }

    [Test]
    public void OneOfTwoConformersIsJudged()
    {
        JsonNode json = Validate(
            "alternates", lines.SelectMany(l => Number(l) != 7 || Name(l) is "N" or "CA" or "C" or "O" ? [l] : (string[])[Alternate(l, 'A', "0.60"), Alternate(Put(l, 30, Text(X(l) + 0.4)), 'B', "0.40")]), Files.Map);
        JsonNode row = json["residues"]!.AsArray().Single(r => (int)r!["number"]! == 7)!;
        Assert.That(((string)row["alternates"]!, (int)json["rama"]!["n"]!, (int)json["composition"]!["alternate_residues"]!), Is.EqualTo(("AB", 10, 1)));
        Assert.That(json["outliers"]!.AsArray().Any(o => (string)o!["kind"]! is "collision"), Is.False, "conformers do not see each other");
    }

    /// <summary>D-amino acids are judged by their own hand: no Cβ outliers, no wrong hands.</summary>
    [Test]
    public void DAminoAcidsHaveTheirOwnHand()
    {
        MmcifWriter.Write(OddModelTests.Mirror(SyntheticCase.Peptide(12)), Files["mirror.cif"]);
        JsonNode json = Validate("mirror", null, null);
        Assert.Multiple(() =>
        {
            Assert.That((int)json["cbeta_outliers"]!, Is.Zero);
            Assert.That(json["outliers"]!.AsArray().Select(o => (string)o!["kind"]!), Has.None.EqualTo("chirality"));
            Assert.That((int)json["composition"]!["protein"]!, Is.EqualTo(12));
        });
    }

    /// <summary>A ligand that no dictionary knows is said to be so, and the rest is judged; --strict refuses.</summary>
    [Test]
    public void UnknownLigandsAreNamed()
    {
        string[] ligand = [.. lines.Where(l => Number(l) == 4).Select(l => Put(Put(Put(Put(l, 0, "HETATM"), 17, "QQ9"), 22, " 900"), 30, Text(X(l) + 30)))];
        JsonNode json = Validate("unknown", lines.Concat(ligand), null), found = json["ligands"]!.AsArray().Single()!;
        Assert.Multiple(() =>
        {
            Assert.That(((string)found["component"]!, found["source"], found["bond_rms_z"]), Is.EqualTo(("QQ9", (JsonNode?)null, (JsonNode?)null)));
            Assert.That(Texts(json, "warnings"), Has.Some.Contain("QQ9"));
            Assert.That((int)json["rama"]!["n"]!, Is.EqualTo(10));
        });
        CommandResult strict = CommandLine.Run("validate", Files["unknown_in.pdb"], "--strict", "--no-report", "--device", "cpu", "-o", Files["strict"]);
        Assert.That((strict.ExitCode, strict.Error.Contains("QQ9", StringComparison.Ordinal)), Is.EqualTo((1, true)), strict.Error);
    }

    [Test]
    public void IonsAloneHaveNoGeometry()
    {
        string line = Put(Put(Put(lines[0], 0, "HETATM"), 12, "ZN  "), 17, " ZN");
        JsonNode json = Validate("ions", [Put(line, 76, "ZN")], Files.Map);
        Assert.That((json["rama"], (int)json["geometry"]!["bond_count"]!, (int)json["composition"]!["ions"]!), Is.EqualTo(((JsonNode?)null, 0, 1)));
        Assert.That((double)json["qscore"]!["mean"]!, Is.InRange(-1, 1));
    }

    [Test]
    public void WatersAloneHaveNoClashes()
    {
        string line = Put(Put(Put(Put(lines[0], 0, "HETATM"), 12, " O  "), 17, "HOH"), 76, " O");
        JsonNode json = Validate("water", [line], null);
        Assert.That((json["clashscore"], (int)json["composition"]!["waters"]!), Is.EqualTo(((JsonNode?)null, 1)));
        Assert.That(Texts(json, "absent"), Has.Some.StartWith("clashes"));
    }

    /// <summary>62 chains, with every letter and digit.</summary>
    [Test]
    public void SixtyTwoChainsAreJudged()
    {
        const string Ids = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        IEnumerable<string> all = Ids.SelectMany((id, i) => lines.Where(l => Number(l) < 5).Select(l => Put(Put(Put(l, 21, id.ToString()), 30, Text(X(l) + 40 * (i % 8))), 38, Text(Y(l) + 40 * (i / 8)))));
        JsonNode json = Validate("many", all, null);
        Assert.That(((int)json["composition"]!["chains"]!, (int)json["rama"]!["n"]!, json["residues"]!.AsArray().Count), Is.EqualTo((62, 124, 248)));
    }

    /// <summary>Backbone atoms on one line have no CB, torsions are what they are, and the document still holds numbers only.</summary>
    [Test]
    public void CoincidentAndCollinearAtomsBreakNothing()
    {
        JsonNode json = Validate("flat", lines.Select((l, i) => Put(Put(Put(l, 30, Text(i < 3 ? 0 : i)), 38, Text(0)), 46, Text(0))), null);
        Assert.That(json["outliers"]!.AsArray(), Is.Not.Empty);
        Assert.That((int)json["composition"]!["atoms"]!, Is.EqualTo(lines.Length));
        Assert.That(Texts(json, "warnings"), Has.None.Contain("not defined"), "nothing had to be replaced");
    }

    [TestCase("1rna.cif", "suites")]
    [TestCase("1bna.pdb", "sugar_puckers")]
    public void NucleicAcidsHaveChecksOfTheirOwn(string file, string key)
    {
        string path = SharedData.Require("data", "models", file == "1rna.cif" ? "pymol" : "biotite", file);
        CommandResult result = CommandLine.Run("validate", path, "--no-report", "--device", "cpu", "-o", Files[key]);
        JsonNode json = Json(key);
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.Zero, result.Error);
            Assert.That(json[key], Is.Not.Null);
            Assert.That((int)json["composition"]!["nucleic"]!, Is.GreaterThan(20));
            Assert.That((json["rama"], json["molprobity_score"]), Is.EqualTo(((JsonNode?)null, (JsonNode?)null)));
            Assert.That((double)json["clashscore"]!, Is.GreaterThanOrEqualTo(0));
        });
    }

    private JsonNode Validate(string name, IEnumerable<string>? changed, string? map)
    {
        string input = changed == null ? Files[name + ".cif"] : Files[name + "_in.pdb"];
        if (changed != null)
            File.WriteAllLines(input, [.. changed, "END"]);
        string[] files = map == null ? [input] : [input, map];
        CommandResult result = CommandLine.Run(["validate", .. files, "-d", "2.8", "--device", "cpu", "-o", Files[name + "_v"]]);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        foreach (string ending in new[] { "_residues.csv", "_table1.txt", "_validation.json" })
        {
            string text = File.ReadAllText(Files[name + "_v" + ending]);
            Assert.That(text, Does.Not.Contain("NaN").And.Not.Contain("Infinity"), ending);
        }

        File.Copy(Files[name + "_v_residues.csv"], Files[name + "_residues.csv"], true);
        return Json(name + "_v");
    }

    private JsonNode Json(string prefix) => JsonNode.Parse(File.ReadAllText(Files[prefix + "_validation.json"]))!;

    private static string[] Texts(JsonNode json, string key) => [.. json[key]!.AsArray().Select(t => (string)t!)];

    private static int Number(string line) => int.Parse(line[22..26], CultureInfo.InvariantCulture);

    private static string Name(string line) => line[12..16].Trim();

    private static double X(string line) => double.Parse(line[30..38], CultureInfo.InvariantCulture);

    private static double Y(string line) => double.Parse(line[38..46], CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString("F3", CultureInfo.InvariantCulture).PadLeft(8);

    private static string Put(string line, int at, string text) => string.Concat(line.AsSpan(0, at), text, line.AsSpan(at + text.Length));

    private static string Alternate(string line, char id, string occupancy) => Put(Put(line, 16, id.ToString()), 54, occupancy.PadLeft(6));
}
