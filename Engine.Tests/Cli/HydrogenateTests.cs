using System.Text.Json.Nodes;
using Engine.Core.Models;
using Engine.Tests.IO;
using Engine.Tests.Simulation;
using NUnit.Framework;

namespace Engine.Tests.Cli;

/// <summary>The verb hydrogenate: files, keys, options.</summary>
[TestFixture]
[NonParallelizable]
public sealed class HydrogenateTests
{
    private static TemporaryFolder folder = null!;
    private static int heavy;

    [OneTimeSetUp]
    public static void WriteModel()
    {
        folder = new TemporaryFolder();
        Structure structure = SyntheticCase.Peptide(20);
        structure = StructureCopy.Keep(structure, [.. structure.First.Atoms.Select(a => !a.Element.IsHydrogen)]);
        heavy = structure.First.Atoms.Count;
        MmcifWriter.Write(structure, folder["in.cif"]);
    }

    [OneTimeTearDown]
    public static void Delete() => folder.Dispose();

    [Test]
    public void HydrogensAreAddedAndRemovedAgain()
    {
        CommandResult result = CommandLine.Run("hydrogenate", folder["in.cif"], "-o", folder["h"]);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        JsonNode document = JsonNode.Parse(File.ReadAllText(folder["h_hydrogens.json"]))!;
        int added = (int)document["added"]!;
        Structure full = StructureReader.Read(folder["h.cif"]);
        Assert.Multiple(() =>
        {
            Assert.That((string)document["schema"]!, Is.EqualTo("cryoengine.hydrogenate/1"));
            Assert.That(added, Is.InRange(heavy * 3 / 4, heavy * 5 / 4));
            Assert.That(full.First.Atoms, Has.Count.EqualTo(heavy + added));
            Assert.That(StructureReader.Read(folder["h.pdb"]).First.Atoms, Has.Count.EqualTo(heavy + added));
            Assert.That(result.Out, Does.Contain($"hydrogens: {added} added, 0 kept, 0 removed").And.Contain("written:"));
        });
        result = CommandLine.Run("hydrogenate", folder["h.cif"], "--remove", "-o", folder["bare"]);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(StructureReader.Read(folder["bare.cif"]).First.Atoms, Has.Count.EqualTo(heavy));
        Assert.That((int)JsonNode.Parse(File.ReadAllText(folder["bare_hydrogens.json"]))!["removed"]!, Is.EqualTo(added));
    }

    [Test]
    public void ContradictoryOptionsAreAUsageError()
    {
        CommandResult result = CommandLine.Run("hydrogenate", folder["in.cif"], "--remove", "--nuclear", "-o", folder["x"]);
        Assert.That((result.ExitCode, result.Error.Contains("--remove", StringComparison.Ordinal)), Is.EqualTo((2, true)));
    }

    [Test]
    public void ADryRunWritesNothing()
    {
        CommandResult result = CommandLine.Run("hydrogenate", folder["in.cif"], "-o", folder["dry"], "--dry-run");
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(folder.Names.Where(n => n.StartsWith("dry", StringComparison.Ordinal)), Is.Empty);
    }
}
