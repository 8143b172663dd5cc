using System.Text.Json.Nodes;
using Engine.Core.Models;
using Engine.Core.Simulation;
using Engine.Tests.IO;
using Engine.Tests.Simulation;
using NUnit.Framework;

namespace Engine.Tests.Cli;

/// <summary>The verb regularize: files, keys, options.</summary>
[TestFixture]
[NonParallelizable]
public sealed class RegularizeTests
{
    private static TemporaryFolder folder = null!;

    [OneTimeSetUp]
    public static void WriteModel()
    {
        folder = new TemporaryFolder();
        Structure structure = SyntheticCase.Peptide(20);
        ModelShaker.Shake(structure.First, 0.4, 2);
        MmcifWriter.Write(structure, folder["in.cif"]);
    }

    [OneTimeTearDown]
    public static void Delete() => folder.Dispose();

    [Test]
    public void WritesModelsAndFiguresAlikeForTheSameSeed()
    {
        foreach ((string prefix, string threads) in new[] { ("a", "1"), ("b", "2") })
        {
            CommandResult result = CommandLine.Run("regularize", folder["in.cif"], "-o", folder[prefix], "--device", "cpu", "--threads", threads);
            Assert.That(result.ExitCode, Is.Zero, result.Error);
            Assert.That(result.Out, Does.Contain("bonds").And.Contain("shift:").And.Contain("written:"));
        }

        Assert.That(File.ReadAllBytes(folder["b.cif"]), Is.EqualTo(File.ReadAllBytes(folder["a.cif"])));
        JsonNode document = JsonNode.Parse(File.ReadAllText(folder["a_regularize.json"]))!;
        Assert.Multiple(() =>
        {
            Assert.That((string)document["schema"]!, Is.EqualTo("cryoengine.regularize/1"));
            Assert.That((double)document["after"]!["bond_rmsd"]!, Is.LessThan(0.1 * (double)document["before"]!["bond_rmsd"]!));
            Assert.That((double)document["rms_shift"]!, Is.InRange(0.1, 0.6));
            foreach (string key in "inputs timings_s largest_shift added_restraints secondary_structure repair warnings".Split(' '))
                Assert.That(document[key], Is.Not.Null, key);
            Assert.That(File.Exists(folder["a.pdb"]));
        });
    }

    [TestCase("--sigma", "-1")]
    [TestCase("--iterations", "0")]
    public void BadValuesAreUsageErrors(string option, string value)
    {
        CommandResult result = CommandLine.Run("regularize", folder["in.cif"], "-o", folder["bad"], option, value);
        Assert.That(result.ExitCode, Is.EqualTo(2));
        Assert.That(result.ErrorLines, Has.Length.EqualTo(1));
        Assert.That(result.Error, Does.Contain(option));
    }

    [Test]
    public void ADryRunWritesNothing()
    {
        CommandResult result = CommandLine.Run("regularize", folder["in.cif"], "-o", folder["dry"], "--dry-run");
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(folder.Names.Where(n => n.StartsWith("dry", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void AnEmptySelectionIsAnError()
    {
        CommandResult result = CommandLine.Run("regularize", folder["in.cif"], "-o", folder["none"], "--select", "chain Q", "--device", "cpu");
        Assert.That(result.ExitCode, Is.EqualTo(1));
        Assert.That(result.Error, Does.Contain("--select"));
    }
}
