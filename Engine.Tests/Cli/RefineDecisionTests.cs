using System.Text.Json.Nodes;
using Engine.Core.Models;
using Engine.Kernels;
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

    [Test]
    public void ConstraintsWithoutCopiesAreAnError()
    {
        CommandResult result = files.Refine("copies", "--ncs", "constraints");
        Assert.That(result.ExitCode, Is.EqualTo((int)ExitCode.BadInput));
        Assert.That(result.Error.Trim().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(result.Error, Does.Contain("sim_shaken.cif").And.Contain("--ncs"));
    }

    [Test]
    public void RestraintsOfTheUserAndOfAReferenceCount()
    {
        Model model = StructureReader.Read(files.Model).First;
        Residue first = model.Residues[0], last = model.Residues[^1];
        string chain = model.Chains[0].Id;
        File.WriteAllText(files["own.txt"], $"bond {chain}/{first.Number}/CA {chain}/{last.Number}/CA 12.0 0.02\n");
        CommandResult result = files.Refine("own", "--restraints", files["own.txt"], "--reference-model", files.Truth);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        JsonNode stats = JsonNode.Parse(File.ReadAllText(files["own_stats.json"]))!;
        string name = File.Exists(files["own_attempt.cif"]) ? "own_attempt.cif" : "own.cif";
        Model refined = StructureReader.Read(files[name]).First;
        Atom[] ends = [refined.Atoms.First(a => a.Name == "CA" && a.ResidueIndex == 0), refined.Atoms.Last(a => a.Name == "CA")];
        Assert.Multiple(() =>
        {
            Assert.That(stats["refinement"]!["restraints"]!.ToJsonString(), Does.Contain("of the user or of a reference"));
            Assert.That(stats["inputs"]!.AsArray(), Has.Count.EqualTo(4));
            Assert.That(Core.Geometry.Vec3.Distance(ends[0].Position, ends[1].Position), Is.EqualTo(12).Within(0.3));
        });
    }

    private static double[] Positions(string name) => Coordinates.Of(StructureReader.Read(files[name]).First);
}
