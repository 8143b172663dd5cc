using System.Text.Json.Nodes;
using NUnit.Framework;

namespace Engine.Tests.Cli;

/// <summary>Whole runs on a small simulated case: Files, order of arguments, reproducibility.</summary>
[TestFixture]
[NonParallelizable]
public sealed class WholeRunTests : PeptideFixture
{
    [Test]
    public void SimulateWritesItsFiles()
    {
        Assert.That(Files.Simulation.ExitCode, Is.Zero, Files.Simulation.Error);
        Assert.That(Files.Names, Is.SupersetOf(new[] { "sim_half1.mrc", "sim_half2.mrc", "sim_truth.mrc", "sim_model.cif", "sim_shaken.cif", "sim_simulation.json" }));
        JsonNode summary = JsonNode.Parse(File.ReadAllText(Files["sim_simulation.json"]))!;
        Assert.That((double)summary["resolution_masked"]!, Is.EqualTo(2.8).Within(2).Percent);
    }

    [Test]
    public void TheSameInputAndSeedGiveTheSameBytesForAnyNumberOfThreads()
    {
        foreach ((string prefix, string threads) in new[] { ("first", "2"), ("second", "2"), ("third", "1") })
        {
            CommandResult result = Files.Refine(prefix, "--threads", threads, "--seed", "3");
            Assert.That(result.ExitCode, Is.Zero, result.Error);
        }

        foreach (string other in new[] { "second", "third" })
        {
            foreach (string ending in new[] { ".cif", ".pdb" })
                Assert.That(File.ReadAllBytes(Files[other + ending]), Is.EqualTo(File.ReadAllBytes(Files["first" + ending])), other + ending);
            Assert.That(Result(other + "_stats.json"), Is.EqualTo(Result("first_stats.json")), other);
        }
    }

    [Test]
    public void TheStatisticsHaveTheirKeysAndTheModelImproves()
    {
        CommandResult result = Files.Refine("keys");
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        JsonObject stats = Stats("keys").AsObject();
        Assert.Multiple(() =>
        {
            foreach (string key in "schema version command inputs device threads seed timings_s before after cycles warnings".Split(' '))
                Assert.That(stats.ContainsKey(key), key);
            foreach (string key in "read restraints weight refine score total".Split(' '))
                Assert.That((double)stats["timings_s"]![key]!, Is.GreaterThanOrEqualTo(0), key);
            foreach (string key in "cc_mask cc_box cc_volume cc_peaks cc_mask_heavy cc_box_heavy cc_volume_heavy cc_peaks_heavy".Split(' '))
                Assert.That((double)stats["after"]![key]!, Is.InRange(-1, 1), key);
            Assert.That((double)stats["after"]!["cc_mask"]!, Is.GreaterThan((double)stats["before"]!["cc_mask"]!));
            Assert.That(stats["inputs"]!.AsArray().Select(i => (string)i!["sha256"]!), Has.All.Match("^[0-9a-f]{64}$").And.Exactly(2).Items);
            Assert.That(File.Exists(Files["keys.log"]));
        });
    }

    [Test]
    public void FilesMayComeInAnyOrder()
    {
        string[] common = ["-d", "2.8", "--device", "cpu"];
        CommandResult first = CommandLine.Run(["score", Files.Truth, Files.Map, .. common, "-o", Files["order1"]]);
        CommandResult second = CommandLine.Run(["score", .. common, "-o", Files["order2"], Files.Map, Files.Truth]);
        Assert.That((first.ExitCode, second.ExitCode), Is.EqualTo((0, 0)), first.Error + second.Error);
        Assert.That(Result("order2_scores.json"), Is.EqualTo(Result("order1_scores.json")));
    }

    [Test]
    public void HalfMapsAreAveraged()
    {
        string[] common = [Files.Truth, "-d", "2.8", "--device", "cpu", "--quiet"];
        CommandResult one = CommandLine.Run(["score", .. common, Files.Map, "-o", Files["half"]]);
        CommandResult both = CommandLine.Run(["score", .. common, "--half-maps", Files.Map, Files.OtherMap, "-o", Files["both"]]);
        Assert.That((one.ExitCode, both.ExitCode), Is.EqualTo((0, 0)), one.Error + both.Error);
        double Cc(string prefix) => (double)JsonNode.Parse(File.ReadAllText(Files[prefix + "_scores.json"]))!["cc_mask"]!;
        Assert.That(Cc("both"), Is.GreaterThan(Cc("half")), "the average has less noise");
    }

    [TestCase("refine")]
    [TestCase("score")]
    public void ADryRunWritesNothing(string verb)
    {
        string[] before = Files.Names;
        CommandResult result = CommandLine.Run(verb, Files.Model, Files.Map, "-d", "2.8", "-o", Files["dry"], "--device", "cpu", "--dry-run");
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.Zero, result.Error);
            Assert.That(result.Out, Does.Contain("memory").And.Contain("time").And.Contain("writes"));
            Assert.That(Files.Names.Where(n => n.StartsWith("dry", StringComparison.Ordinal)), Is.Empty);
            Assert.That(Files.Names, Has.Length.GreaterThanOrEqualTo(before.Length));
        });
    }

    [Test]
    public void ADryRunOfSimulateAndDemoWritesNothing()
    {
        CommandResult simulate = CommandLine.Run("simulate", Files.Truth, "-d", "3", "-o", Files["dry"], "--dry-run");
        CommandResult demo = CommandLine.Run("demo", "-o", Files["dry"], "--dry-run");
        Assert.That((simulate.ExitCode, demo.ExitCode), Is.EqualTo((0, 0)), simulate.Error + demo.Error);
        Assert.That(Files.Names.Where(n => n.StartsWith("dry", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void OverwriteReplacesFiles()
    {
        string path = Files["again_scores.json"];
        File.WriteAllText(path, "old");
        string[] args = ["score", Files.Truth, Files.Map, "-d", "2.8", "--device", "cpu", "-o", Files["again"]];
        Assert.That(CommandLine.Run(args).ExitCode, Is.EqualTo(1));
        Assert.That(File.ReadAllText(path), Is.EqualTo("old"));
        Assert.That(CommandLine.Run([.. args, "--overwrite"]).ExitCode, Is.Zero);
        Assert.That(JsonNode.Parse(File.ReadAllText(path))!["cc_mask"], Is.Not.Null);
    }

    [Test]
    public void JsonGoesToStdoutAlone()
    {
        CommandResult result = CommandLine.Start("score", Files.Truth, Files.Map, "-d", "2.8", "--device", "cpu", "-o", Files["json"], "--json");
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        JsonNode printed = JsonNode.Parse(result.Out)!, written = JsonNode.Parse(File.ReadAllText(Files["json_scores.json"]))!;
        Assert.That(JsonNode.DeepEquals(printed, written), Is.True);
    }

    /// <summary>A document without what may differ: timings, the command line, and the number of threads that was asked for.</summary>
    private string Result(string name)
    {
        JsonObject document = JsonNode.Parse(File.ReadAllText(Files[name]))!.AsObject();
        foreach (string key in new[] { "timings_s", "command", "threads" })
            document.Remove(key);
        return document.ToJsonString();
    }
}
