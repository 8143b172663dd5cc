using System.Text.Json.Nodes;
using Engine.Core.Models;
using NUnit.Framework;

namespace Engine.Tests.Cli;

/// <summary>A refinement that makes a model worse leaves the input; one that makes it better replaces it.</summary>
[TestFixture]
[NonParallelizable]
public sealed class RefineDecisionTests
{
    private static PeptideFiles files = null!;

    [OneTimeSetUp]
    public static void Simulate() => files = new PeptideFiles();

    [OneTimeTearDown]
    public static void Delete() => files.Dispose();

    [Test]
    public void AWorseModelIsNotWritten()
    {
        CommandResult result = CommandLine.Run(
            "refine", files.Truth, files.Map, "-d", "2.8", "--weight", "0", "--target", "density", "--device", "cpu", "-o", files["worse"]);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        JsonNode decision = JsonNode.Parse(File.ReadAllText(files["worse_stats.json"]))!["decision"]!;
        Assert.Multiple(() =>
        {
            Assert.That((string)decision["result"]!, Is.EqualTo("kept"));
            Assert.That((string)decision["deciding"]!, Is.EqualTo("cc_mask"));
            Assert.That(result.Out, Does.Contain("kept: the input stays"));
            Assert.That(Coordinates.Rmsd(Positions("worse.cif"), Coordinates.Of(StructureReader.Read(files.Truth).First)), Is.LessThan(1e-3));
            Assert.That(Coordinates.Rmsd(Positions("worse_attempt.cif"), Positions("worse.cif")), Is.GreaterThan(0.02));
        });
    }

    [Test]
    public void ABetterModelIsWritten()
    {
        CommandResult result = files.Refine("better");
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        JsonNode stats = JsonNode.Parse(File.ReadAllText(files["better_stats.json"]))!;
        Assert.Multiple(() =>
        {
            Assert.That((string)stats["decision"]!["result"]!, Is.EqualTo("accepted"));
            Assert.That(stats["decision"]!["criteria"]!.AsArray(), Has.Count.EqualTo(8));
            Assert.That((int)stats["validation"]!["after"]!["ramachandran_outliers"]!, Is.Zero);
            Assert.That(File.Exists(files["better_attempt.cif"]), Is.False);
        });
    }

    private static double[] Positions(string name) => Coordinates.Of(StructureReader.Read(files[name]).First);
}
