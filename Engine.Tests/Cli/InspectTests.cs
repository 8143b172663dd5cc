using System.Text.Json;
using NUnit.Framework;

namespace Engine.Tests.Cli;

/// <summary>The command inspect on every sample file: a report, or one line that says what is wrong.</summary>
[TestFixture]
[NonParallelizable]
public sealed class InspectTests
{
    [TestCase("headers")]
    [TestCase("models")]
    public void EveryFileIsReportedOrRefusedInOneLine(string kind)
    {
        string[] files = [.. Directory.EnumerateFiles(SharedData.Require("data", kind), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        int reported = 0;
        Assert.Multiple(() =>
        {
            foreach (string file in files)
            {
                CommandResult result = CommandLine.Run("inspect", file);
                Assert.That(result.ExitCode, Is.AnyOf(0, 1), $"{file}: {result.Error}");
                if (result.ExitCode == 0)
                {
                    reported++;
                    Assert.That(result.Out, Is.Not.Empty, file);
                    Assert.That(result.Error, Is.Empty, file);
                    continue;
                }

                Assert.That(result.ErrorLines, Has.Length.EqualTo(1), file);
                Assert.That(result.Error, Does.StartWith("cryoengine: ").And.Contain(Path.GetFileName(file)).And.Not.Contain("internal error"), file);
                Assert.That(result.Out, Is.Empty, file);
            }
        });
        Assert.That(reported, Is.GreaterThan(files.Length / 2));
    }

    [TestCase("data", "headers", "real", "non_zero_origin_model.pdb")]
    [TestCase("data", "real", "3j63_5830", "map.map")]
    public void JsonIsValid(params string[] path)
    {
        CommandResult result = CommandLine.Start("inspect", SharedData.Require(path), "--json");
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        using JsonDocument document = JsonDocument.Parse(result.Out);
        Assert.That(document.RootElement.EnumerateObject().Count(), Is.GreaterThan(5));
    }
}
