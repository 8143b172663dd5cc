using Engine.Core.ModelMaps;
using NUnit.Framework;

namespace Engine.Tests.Cli;

/// <summary>The verb that makes and checks built-in tables.</summary>
[TestFixture]
[NonParallelizable]
public sealed class TablesTests
{
    private string folder = "";

    [SetUp]
    public void Create() => folder = Directory.CreateTempSubdirectory("tables").FullName;

    [TearDown]
    public void Delete() => Directory.Delete(folder, true);

    [Test]
    public void WritesATableThatCanBeRead()
    {
        string path = Path.Combine(folder, "t.tsv");
        CommandResult result = CommandLine.Run("tables", "--edge", "0.25", "--use", "1", "--guard", "1", "--terms", "4", "-o", path);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        ShellTable table = ShellTable.Read(File.ReadLines(path), path);
        Assert.Multiple(() =>
        {
            Assert.That((table.Edge, table.Use, table.Fit, table.Count), Is.EqualTo((0.25, 1.0, 2.0, 4)));
            Assert.That(table.Measured().Error, Is.EqualTo(table.Error).Within(6).Percent);
            Assert.That(result.Out, Does.Contain("4 terms").And.Contain("cancellation"));
        });
    }

    [Test]
    public void BuiltInTablesAreAsGoodAsTheyState()
    {
        CommandResult result = CommandLine.Run("tables", "--check");
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.Zero, result.Out);
            Assert.That(result.Out, Does.Contain("edge 0, use 11 d").And.Contain("ions").And.Not.Contain("FAILED"));
        });
    }

    [Test]
    public void BuiltInRamachandranPotentialsAgreeWithTheirDistributions()
    {
        CommandResult result = CommandLine.Run("tables", "--check", "--ramachandran", SharedData.Require("data", "top8000", "rama"));
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.Zero, result.Out);
            Assert.That(result.Out, Does.Contain("CisProline: same label in 99.").And.Not.Contain("FAILED"));
            Assert.That(CommandLine.Run("tables", "--check", "--ramachandran", folder).Error, Does.Contain("rama8000-general-noGPIVpreP.data(.gz) is not there"));
        });
    }

    [TestCase("--edge", "0.7")]
    [TestCase("--use", "40")]
    [TestCase("--guard", "-1")]
    [TestCase("--terms", "1")]
    public void ValuesOutOfRangeAreRefused(string option, string value)
    {
        CommandResult result = CommandLine.Run("tables", option, value, "-o", Path.Combine(folder, "t.tsv"));
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(2));
            Assert.That(result.Error, Does.Contain($"{option} {value}"));
        });
    }

    [Test]
    public void WithoutAFileTheUsageIsSaid() => Assert.That(CommandLine.Run("tables").Error, Does.Contain("-o FILE.tsv"));

    [Test]
    public void TheListOfVerbsDoesNotShowItButItHasHelp() => Assert.Multiple(() =>
    {
        Assert.That(CommandLine.Run("--help").Out, Does.Not.Match(@"(?m)^\s+tables\b"));
        Assert.That(CommandLine.Run("tables", "--help").Out, Does.Contain("Example: cryoengine tables"));
    });
}
