using System.Text.Json.Nodes;
using Engine.Core.Models;
using Engine.Tests.IO;
using Engine.Tests.Simulation;
using NUnit.Framework;

namespace Engine.Tests.Cli;

/// <summary>Refinement against half maps at 4 Å from the command line: weight, cross-validation, files, options.</summary>
[TestFixture]
[NonParallelizable]
public sealed class HalfMapRefineTests
{
    private static TemporaryFolder folder = null!;
    private static CommandResult normal = null!;

    [OneTimeSetUp]
    public static void Simulate()
    {
        folder = new TemporaryFolder();
        MmcifWriter.Write(SyntheticCase.Protein(), folder["protein.cif"]);
        CommandResult made = CommandLine.Run(
            "simulate", folder["protein.cif"], "-d", "4", "--add-b", "60", "--margin", "12", "--shake", "0.3", "--seed", "3", "-o", folder["sim"], "--device", "cpu");
        Assert.That(made.ExitCode, Is.Zero, made.Error);
        normal = Refine("normal");
    }

    [OneTimeTearDown]
    public static void Delete() => folder.Dispose();

    [Test]
    public void ANormalRunIsSound()
    {
        Assert.That(normal.ExitCode, Is.Zero, normal.Error);
        JsonNode halves = Stats("normal")["half_maps"]!;
        double work = (double)halves["average_work"]!, test = (double)halves["average_test"]!;
        JsonArray trials = halves["weight_search"]!["trials"]!.AsArray();
        double factor = (double)halves["weight_search"]!["factor"]!;
        JsonNode chosen = trials.Single(t => (double)t!["factor"]! == factor)!;
        Assert.Multiple(() =>
        {
            Assert.That((string)halves["result"]!, Is.EqualTo("sound"), (string)halves["verdict"]!["message"]!);
            Assert.That((double)halves["masked"]!["resolution"]!, Is.InRange(3.6, 4.1), "the curve touches 0.143 at 4 Å and rises again");
            Assert.That(work, Is.GreaterThan(test).And.LessThan(test + 0.1));
            Assert.That(trials, Has.Count.GreaterThanOrEqualTo(3));
            Assert.That((double)chosen["loss"]!, Is.LessThanOrEqualTo((double)chosen["loss_error"]!));
            Assert.That((double)halves["half_weights"]!["model_map"]! / (double)halves["weights"]!["model_map"]!, Is.InRange(0.5, 0.9), "1 / (1 + correlation of the halves)");
            Assert.That(normal.Out, Does.Contain("FSC_work").And.Contain("sound: ").And.Contain("weight by half maps"));
            Assert.That(normal.Error, Does.Not.Contain("over-fitted"));
        });
    }

    [Test]
    public void TheCurvesAreWritten()
    {
        string svg = File.ReadAllText(folder["normal_fsc.svg"]);
        string[] csv = File.ReadAllLines(folder["normal_fsc.csv"]);
        JsonArray shells = Stats("normal")["half_maps"]!["shells"]!.AsArray();
        Assert.That(svg, Does.StartWith("<svg").And.Contain("FSC_work").And.Contain("FSC_test").And.Contain("half 1 and half 2"));
        Assert.That(csv, Has.Length.EqualTo(shells.Count + 1));
        Assert.That(csv[0], Does.Contain("fsc_work,fsc_test"));
    }

    [Test]
    public void TwentyTimesTheWeightIsFlagged()
    {
        double weight = (double)Stats("normal")["half_maps"]!["weights"]!["model_map"]!;
        CommandResult result = Refine("heavy", "--weight", (20 * weight).ToString("R", System.Globalization.CultureInfo.InvariantCulture));
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        JsonNode halves = Stats("heavy")["half_maps"]!;
        Assert.Multiple(() =>
        {
            Assert.That((string)halves["result"]!, Is.EqualTo("over-fitted"), (string)halves["verdict"]!["message"]!);
            Assert.That(halves["weight_search"], Is.Null, "the weight was given");
            Assert.That((double)halves["average_work"]!, Is.GreaterThan((double)Stats("normal")["half_maps"]!["average_work"]!));
            Assert.That((double)halves["average_test"]!, Is.LessThan((double)Stats("normal")["half_maps"]!["average_test"]!));
            Assert.That(result.Error, Does.Contain("over-fitted"));
            Assert.That(Stats("heavy")["warnings"]!.ToJsonString(), Does.Contain("over-fitted"));
        });
    }

    [Test]
    public void TheTestAndTheChoiceCanBeSwitchedOff()
    {
        CommandResult result = Refine("off", "--no-half-map-test", "--weight-by", "geometry");
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(Stats("off")["half_maps"], Is.Null);
        Assert.That(result.Out, Does.Not.Contain("FSC_work"));
        Assert.That(folder.Names, Does.Not.Contain("off_fsc.svg"));
    }

    [TestCase("no half maps are given", "--no-half-map-test")]
    [TestCase("no half maps are given", "--weight-by", "halfmaps")]
    public void OptionsThatNeedHalfMapsSaySo(string message, params string[] options)
    {
        CommandResult result = CommandLine.Run(["refine", folder["sim_shaken.cif"], folder["sim_half1.mrc"], "-d", "4", "--device", "cpu", "-o", folder["none"], .. options]);
        Assert.That((result.ExitCode, result.Error.Contains(message, StringComparison.Ordinal)), Is.EqualTo((2, true)), result.Error);
    }

    [Test]
    public void AWeightLeavesNothingToChoose()
    {
        CommandResult result = Refine("both", "--weight", "3", "--weight-by", "halfmaps");
        Assert.That((result.ExitCode, result.Error.Contains("--weight-by", StringComparison.Ordinal)), Is.EqualTo((2, true)), result.Error);
    }

    [Test]
    public void OneHalfMapIsNotEnough()
    {
        CommandResult one = CommandLine.Run("refine", folder["sim_shaken.cif"], "-d", "4", "--device", "cpu", "-o", folder["one"], "--half-maps", folder["sim_half1.mrc"]);
        Assert.That((one.ExitCode, one.Error.Contains("--half-maps", StringComparison.Ordinal)), Is.EqualTo((2, true)), one.Error);
        CommandResult twice = CommandLine.Run(
            "refine", folder["sim_shaken.cif"], "-d", "4", "--device", "cpu", "-o", folder["one"], "--half-maps", folder["sim_half1.mrc"], folder["sim_half1.mrc"]);
        Assert.That((twice.ExitCode, twice.Error.Contains("hold the same values", StringComparison.Ordinal)), Is.EqualTo((1, true)), twice.Error);
        Assert.That(folder.Names.Where(n => n.StartsWith("one", StringComparison.Ordinal)), Is.Empty);
    }

    private static CommandResult Refine(string prefix, params string[] options) => CommandLine.Run(
        ["refine", folder["sim_shaken.cif"], "--half-maps", folder["sim_half1.mrc"], folder["sim_half2.mrc"], "-d", "4", "--cycles", "3", "--iterations", "60", "--device", "cpu", "-o", folder[prefix], .. options]);

    private static JsonNode Stats(string prefix) => JsonNode.Parse(File.ReadAllText(folder[prefix + "_stats.json"]))!;
}
