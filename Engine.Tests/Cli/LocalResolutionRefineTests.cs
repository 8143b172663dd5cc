using System.Text.Json.Nodes;
using Engine.Core.Models;
using NUnit.Framework;

namespace Engine.Tests.Cli;

/// <summary>Refinement with a resolution for every atom.</summary>
[TestFixture]
[NonParallelizable]
public sealed class LocalResolutionRefineTests
{
    private static PeptideFiles files = null!;

    [OneTimeSetUp]
    public static void Simulate() => files = new PeptideFiles();

    [OneTimeTearDown]
    public static void Delete() => files.Dispose();

    [Test]
    public void ResolutionsOfAtomsEnterTargetAndScores()
    {
        string chain = StructureReader.Read(files.Model).First.Chains[0].Id;
        CommandResult one = files.Refine("one"), local = files.Refine("local", "--chain-resolution", chain + "=4.5"), same = files.Refine("same", "--chain-resolution", chain + "=2.8");
        Assert.That((one.ExitCode, local.ExitCode, same.ExitCode), Is.EqualTo((0, 0, 0)), one.Error + local.Error + same.Error);
        Assert.Multiple(() =>
        {
            Assert.That(Coordinates.Rmsd(Positions("one"), Positions("same")), Is.LessThan(1e-3), "the resolution of -d for every atom");
            Assert.That(Coordinates.Rmsd(Positions("one"), Positions("local")), Is.GreaterThan(0.01), "images of atoms at 4.5 Å are wider");
            Assert.That(Stats("local")["after"]!["local"], Is.Not.Null);
            Assert.That(Stats("one")["after"]!["local"], Is.Null);
        });
    }

    [Test]
    public void TheBColumnIsNeededForBFactors()
    {
        CommandResult result = files.Refine("column", "--resolution-from", "b");
        Assert.That((result.ExitCode, result.Error.Contains("--resolution-from b", StringComparison.Ordinal)), Is.EqualTo((2, true)), result.Error);
    }

    private static double[] Positions(string prefix)
    {
        string attempt = files[prefix + "_attempt.cif"];
        return Coordinates.Of(StructureReader.Read(File.Exists(attempt) ? attempt : files[prefix + ".cif"]).First);
    }

    private static JsonNode Stats(string prefix) => JsonNode.Parse(File.ReadAllText(files[prefix + "_stats.json"]))!;
}
