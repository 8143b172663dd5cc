using System.Text.Json.Nodes;
using Engine.Core.Models;
using NUnit.Framework;

namespace Engine.Tests.Cli;

/// <summary>The verb validate: files, keys, options, and what is given in which combination.</summary>
[TestFixture]
[NonParallelizable]
public sealed class ValidateTests : PeptideFixture
{
    private static readonly string[] Promised =
        ["cc_mask", "emringer", "clashscore", "qscore", "rama", "rama_z", "rotamers", "cbeta_outliers", "mtriage", "geometry", "b_factors", "outliers", "residues", "molprobity_score", "absent", "warnings"];

    [Test]
    public void AModelInAMapGivesAllFiles()
    {
        CommandResult result = Run("all", Files.Model, Files.Map, "-d", "2.8");
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        JsonNode json = Json("all");
        JsonArray rows = json["residues"]!.AsArray();
        string[] csv = File.ReadAllLines(Files["all_residues.csv"]);
        Assert.Multiple(() =>
        {
            Assert.That((string)json["schema"]!, Is.EqualTo("cryoengine.validation/1"));
            foreach (string key in Promised)
                Assert.That(json[key], Is.Not.Null, key);
            Assert.That(((double)json["qscore"]!["sigma"]!, (double)json["qscore_06"]!["sigma"]!), Is.EqualTo((0.4, 0.6)));
            Assert.That((double)json["cc_mask"]!, Is.InRange(0.5, 1));
            Assert.That((double)json["mtriage"]!["d_fsc_model_05"]!, Is.InRange(2, 5));
            Assert.That(rows, Has.Count.EqualTo(12));
            Assert.That(rows.Select(r => (double)r!["cc"]!), Is.All.InRange(-1, 1));
            Assert.That(csv, Has.Length.EqualTo(13));
            Assert.That(csv.Select(l => l.Split(',').Length).Distinct(), Has.Exactly(1).Items, "no cell of this model holds a comma");
            Assert.That(File.ReadAllText(Files["all_table1.txt"]), Does.Contain("Clashscore").And.Contain("CC (mask)").And.Contain("Q-score (expected)"));
            Assert.That(File.ReadAllText(Files["all.cxc"]), Does.Contain("open \"").And.Contain("marker #3 position"));
            Assert.That(File.ReadAllText(Files["all_coot.py"]), Does.Contain("interesting_things_gui"));
            Assert.That(File.ReadAllText(Files["all.html"]), Does.StartWith("<!DOCTYPE html>"));
            Assert.That(result.Out, Does.Contain("CC_mask").And.Contain("Ramachandran").And.Contain("written:"));
        });
    }

    /// <summary>A shaken model has outliers, gravest places first, the outliers of a place together, and its rows say the same.</summary>
    [Test]
    public void OutliersComeInTheOrderOfAWalk()
    {
        Assert.That(Run("walk", Files.Model, "--no-report").ExitCode, Is.Zero);
        JsonArray outliers = Json("walk")["outliers"]!.AsArray();
        string[] grades = ["severe", "moderate", "minor"];
        var places = outliers.Select(o => (Number: (int)o!["number"]!, Grade: Array.IndexOf(grades, (string)o["severity"]!))).ToList();
        List<int> order = [.. places.Select(p => p.Number).Distinct()];
        int[] gravest = [.. order.Select(n => places.Where(p => p.Number == n).Min(p => p.Grade))];
        Assert.Multiple(() =>
        {
            Assert.That(outliers, Is.Not.Empty);
            Assert.That(places.Select((p, i) => i > 0 && places[i - 1].Number != p.Number ? 1 : 0).Sum() + 1, Is.EqualTo(order.Count), "outliers of a place together");
            Assert.That(gravest, Is.Ordered);
            foreach (JsonNode? row in Json("walk")["residues"]!.AsArray())
                Assert.That(row!["outliers"]?.AsArray().Count ?? 0, Is.EqualTo(outliers.Where(o => (int)o!["number"]! == (int)row["number"]!).Select(o => (string)o!["kind"]!).Distinct().Count()));
        });
    }

    [Test]
    public void AModelAloneHasNoFit()
    {
        CommandResult result = Run("model", Files.Truth, "--no-report");
        JsonNode json = Json("model");
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.Zero, result.Error);
            Assert.That((json["cc_mask"], json["qscore"], json["mtriage"]), Is.EqualTo(((JsonNode?)null, (JsonNode?)null, (JsonNode?)null)));
            Assert.That((int)json["rama"]!["n"]!, Is.EqualTo(10));
            Assert.That(json["absent"]!.AsArray().Select(a => (string)a!), Has.Some.Contain("no map"));
            Assert.That(File.Exists(Files["model.html"]), Is.False);
        });
    }

    [Test]
    public void AMapAloneHasItsResolutions()
    {
        CommandResult result = Run("map", Files.Map);
        JsonNode json = Json("map");
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.Zero, result.Error);
            Assert.That((double)json["mtriage"]!["d99"]!, Is.InRange(1, 6));
            Assert.That(json["map_grid"]!["grid"]!.AsArray(), Has.Count.EqualTo(3));
            Assert.That(json["residues"]!.AsArray(), Is.Empty);
            Assert.That(File.Exists(Files["map_residues.csv"]), Is.False);
        });
    }

    /// <summary>Half maps without a model give their FSC; a mask of the user counts.</summary>
    [Test]
    public void HalfMapsAloneHaveTheirCurves()
    {
        CommandResult mask = CommandLine.Run("mask", Files.Map, "--model", Files.Truth, "-o", Files["soft"], "--device", "cpu");
        Assert.That(mask.ExitCode, Is.Zero, mask.Error);
        CommandResult result = Run("pair", "--half-maps", Files.Map, Files.OtherMap, "--mask", Files["soft_mask.mrc"], "--no-report");
        JsonNode json = Json("pair");
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.Zero, result.Error);
            Assert.That((string)json["mtriage"]!["mask"]!, Is.EqualTo("of the user"));
            Assert.That((double)json["mtriage"]!["d_fsc"]!, Is.EqualTo(2.8).Within(0.5));
            Assert.That((double)json["mtriage"]!["d99"]!, Is.Not.EqualTo((double)json["mtriage"]!["unmasked"]!["d99"]!));
            Assert.That((double)json["resolution"]!, Is.EqualTo(2.8).Within(0.4));
            Assert.That(json["fsc"]!["curves"]!["model_masked"], Is.Null);
        });
    }

    /// <summary>Without -d the resolution is that of the half maps, whose average is the map.</summary>
    [Test]
    public void HalfMapsGiveTheResolution()
    {
        string plain = WithoutResolution("plain.pdb");
        CommandResult result = Run("halves", plain, "--half-maps", Files.Map, Files.OtherMap, "--no-report");
        JsonNode json = Json("halves");
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.Zero, result.Error);
            Assert.That((double)json["resolution"]!, Is.EqualTo(2.8).Within(0.4));
            Assert.That((string)json["resolution_source"]!, Does.Contain("half maps"));
            Assert.That(json["fsc"]!["curves"]!.AsObject().Select(c => c.Key), Is.SupersetOf(new[] { "unmasked", "masked", "corrected", "model_unmasked", "model_masked" }));
            Assert.That(json["cc_mask"], Is.Not.Null);
        });
    }

    /// <summary>The resolution comes from the model file where it has one; without any there are no correlations and the user is told.</summary>
    [Test]
    public void TheModelFileGivesTheResolution()
    {
        string plain = WithoutResolution("bare.pdb"), recorded = Files["recorded.pdb"];
        File.WriteAllText(recorded, "REMARK   2 RESOLUTION.    2.90 ANGSTROMS.\n" + File.ReadAllText(plain));
        CommandResult with = Run("recorded", recorded, Files.Map, "--no-report"), without = Run("unknown", plain, Files.Map, "--no-report");
        Assert.Multiple(() =>
        {
            Assert.That((with.ExitCode, without.ExitCode), Is.EqualTo((0, 0)), with.Error + without.Error);
            Assert.That((double)Json("recorded")["resolution"]!, Is.EqualTo(2.9));
            Assert.That((string)Json("recorded")["resolution_source"]!, Does.Contain("REMARK 2"));
            Assert.That((Json("unknown")["resolution"], Json("unknown")["cc_mask"]), Is.EqualTo(((JsonNode?)null, (JsonNode?)null)));
            Assert.That((double)Json("unknown")["qscore"]!["mean"]!, Is.InRange(0, 1));
            Assert.That(without.Error, Does.Contain("give it with -d"));
        });
    }

    [Test]
    public void TwoModelsStandSideBySide()
    {
        CommandResult result = Run("two", Files.Truth, Files.Map, "-d", "2.8", "--compare", Files.Model, "--no-report");
        JsonNode json = Json("two"), before = json["before"]!;
        string[] table = File.ReadAllLines(Files["two_table1.txt"]);
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.Zero, result.Error);
            Assert.That((double)json["cc_mask"]!, Is.GreaterThan((double)before["cc_mask"]!));
            Assert.That((double)json["geometry"]!["bond_rmsd"]!, Is.LessThan((double)before["geometry"]!["bond_rmsd"]!));
            Assert.That((double)json["mtriage"]!["d99"]!, Is.EqualTo((double)before["mtriage"]!["unmasked"]!["d99"]!).Within(1));
            Assert.That(table.Single(l => l.StartsWith("  Model", StringComparison.Ordinal)), Does.Contain("sim_shaken.cif").And.Contain("sim_model.cif"));
            Assert.That(json["inputs"]!.AsArray(), Has.Count.EqualTo(3));
        });
    }

    /// <summary>Selected atoms are judged as if the others were not there.</summary>
    [Test]
    public void SelectionsCount()
    {
        CommandResult result = Run("part", Files.Truth, Files.Map, "-d", "2.8", "--select", "resseq 1:6", "--no-report");
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That((Json("part")["residues"]!.AsArray().Count, (int)Json("part")["rama"]!["n"]!), Is.EqualTo((6, 4)));
    }

    /// <summary>A level of the user's own and another width of the Gaussian.</summary>
    [Test]
    public void OptionsOfScoresAreUsed()
    {
        CommandResult result = Run("own", Files.Truth, Files.Map, "-d", "2.8", "--sigma", "0.5", "--level", "0.01", "--no-report");
        JsonNode json = Json("own");
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(((double)json["qscore"]!["sigma"]!, (double)json["atom_inclusion"]!["level"]!, (bool)json["atom_inclusion"]!["level_is_given"]!), Is.EqualTo((0.5, 0.01, true)));
    }

    /// <summary>The half-map test of the refinement that made the model is taken over.</summary>
    [Test]
    public void TheHalfMapTestOfARefinementIsShown()
    {
        File.Copy(Files.Truth, Files["refined.cif"], true);
        const string Shell = """{"frequency":0.1,"resolution":10,"coefficients":50,"half_maps":0.9,"unmasked":0.9,"expected":0.95,"full":0.9,"work":0.8,"test":0.7}""";
        File.WriteAllText(
            Files["refined_stats.json"],
            """{"schema":"cryoengine.refinement/1","half_maps":{"resolution":2.8,"average_full":0.8,"average_work":0.81,"average_test":0.75,"result":"sound","shells":[""" + Shell + "]}}");
        CommandResult result = Run("tested", Files["refined.cif"], "--no-report");
        JsonNode? test = Json("tested")["half_map_test"];
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(((double)test!["average_test"]!, (bool)test["is_overfitted"]!, test["shells"]!.AsArray().Count), Is.EqualTo((0.75, false, 1)));
        Assert.That(result.Out, Does.Contain("half-map test"));
        File.WriteAllText(Files["other.json"], "{}");
        result = Run("refused", Files.Truth, "--refinement", Files["other.json"], "--no-report");
        Assert.That((result.ExitCode, result.Error.Contains("other.json", StringComparison.Ordinal)), Is.EqualTo((1, true)), result.Error);
    }

    [TestCase("nothing to validate")]
    [TestCase("--level", "0.1")]
    [TestCase("--mask", "MAP")]
    [TestCase("-d", "0.1")]
    [TestCase("--sigma", "0")]
    public void SenselessRequestsAreRefused(params string[] options)
    {
        string[] files = options.Length == 1 ? [] : [Files.Model];
        CommandResult result = Run("bad", [.. files, .. options.Skip(options.Length == 1 ? 1 : 0).Select(o => o == "MAP" ? Files.Map : o), "--no-report"]);
        Assert.That((result.ExitCode, result.ErrorLines.Length), Is.EqualTo((2, 1)), result.Error);
        Assert.That(result.Error, Does.Contain(options[0]));
        Assert.That(File.Exists(Files["bad_validation.json"]), Is.False);
    }

    [Test]
    public void ADryRunWritesNothing()
    {
        CommandResult result = Run("dry", Files.Model, Files.Map, "--dry-run");
        Assert.That((result.ExitCode, File.Exists(Files["dry_validation.json"])), Is.EqualTo((0, false)));
        Assert.That(result.Out, Does.Contain("dry_validation.json").And.Contain("dry.html"));
    }

    private CommandResult Run(string prefix, params string[] options) => CommandLine.Run(["validate", .. options, "--device", "cpu", "-o", Files[prefix]]);

    private JsonNode Json(string prefix) => JsonNode.Parse(File.ReadAllText(Files[prefix + "_validation.json"]))!;

    /// <summary>The true model in a file that tells no resolution.</summary>
    private string WithoutResolution(string name)
    {
        string[] lines = [.. PdbWriter.ToText(StructureReader.Read(Files.Truth)).Split('\n').Where(l => !l.StartsWith("REMARK", StringComparison.Ordinal))];
        File.WriteAllLines(Files[name], lines);
        return Files[name];
    }
}
