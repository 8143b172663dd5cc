using NUnit.Framework;

namespace Engine.Tests.Cli;

/// <summary>Help, version and citations.</summary>
[TestFixture]
[NonParallelizable]
public sealed class HelpTests
{
    [TestCase("refine")]
    [TestCase("regularize")]
    [TestCase("hydrogenate")]
    [TestCase("score")]
    [TestCase("inspect")]
    [TestCase("model-map")]
    [TestCase("mask")]
    [TestCase("fsc")]
    [TestCase("simulate")]
    [TestCase("local-resolution")]
    [TestCase("local-filter")]
    [TestCase("sharpen")]
    [TestCase("locscale")]
    [TestCase("batch")]
    [TestCase("relion")]
    [TestCase("demo")]
    [TestCase("info")]
    public void EveryVerbHasHelpWithAnExample(string verb)
    {
        CommandResult result = CommandLine.Run(verb, "--help");
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.Zero);
            Assert.That(result.Error, Is.Empty);
            Assert.That(result.Out, Does.Contain($"Example: cryoengine {verb}"));
            Assert.That(result.Out, Does.Contain("--device").And.Contain("--seed").And.Contain("--threads"));
        });
    }

    [Test]
    public void TheHelpListsEveryVerb()
    {
        CommandResult result = CommandLine.Run("--help");
        foreach (string verb in "refine regularize hydrogenate score validate fetch batch relion inspect model-map mask fsc local-resolution local-filter simulate demo info".Split(' '))
            Assert.That(result.Out, Does.Match($@"(?m)^\s+{verb}\b"));
    }

    [Test]
    public void WithoutArgumentsTheHelpIsPrinted() => Assert.That(CommandLine.Run().Out, Does.Contain("refine"));

    [Test]
    public void TheVersionIsANumber() => Assert.That(CommandLine.Run("--version").Out.Trim(), Does.Match(@"^\d+\.\d+\.\d+"));

    [Test]
    public void CitationsNameTheMethodsUsed()
    {
        CommandResult result = CommandLine.Run("--citations");
        Assert.That(result.ExitCode, Is.Zero);
        Assert.That(result.Out, Does.Contain("Engh").And.Contain("Peng").And.Contain("Nocedal").And.Contain("VkFFT"));
    }
}
