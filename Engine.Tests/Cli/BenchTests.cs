using System.Text.Json.Nodes;
using Engine.Kernels;
using Engine.Tests.IO;
using NUnit.Framework;

namespace Engine.Tests.Cli;

/// <summary>'bench' as a user starts it.</summary>
[TestFixture]
public sealed class BenchTests
{
    /// <summary>One row and one command: a table on stdout, JSON with machine, ceilings and times in a file.</summary>
    [Test]
    public void RowsAreMeasuredAndWritten()
    {
        using var folder = new TemporaryFolder();
        string file = folder["bench.json"];
        CommandResult result = CommandLine.Start("bench", "--quick", "--only", "vectors.dot", "command.mask", "--repeat", "2", "--device", "cpu", "--threads", "1", "-o", file);
        Assert.That(result.ExitCode, Is.Zero, result.Out + result.Error);
        Assert.That(result.Out, Does.Contain("vectors.dot").And.Contain("command.mask").And.Contain("load average before"));
        JsonNode json = JsonNode.Parse(File.ReadAllText(file))!;
        Assert.That((string?)json["schema"], Is.EqualTo("cryoengine.bench/1"));
        Assert.That((double?)json["devices"]![0]!["ceilings"]!["double_flops_per_s"], Is.Positive);
        JsonNode dot = json["results"]![0]!, mask = json["results"]![1]!;
        Assert.That(((string?)dot["row"], (string?)dot["status"], (int?)dot["seconds"]!["calls"]), Is.EqualTo(("vectors.dot", "measured", 2)));
        Assert.That((double?)dot["ceiling_fraction"], Is.Positive);
        Assert.That((double?)dot["bytes"], Is.EqualTo(16 * (double)dot["size"]!));
        Assert.That(((string?)mask["status"], mask["ceiling_fraction"]), Is.EqualTo(("measured", (JsonNode?)null)), (string?)mask["reason"]);
        Assert.That((string?)mask["command"], Does.StartWith("cryoengine mask 500/map.mrc"));
        CommandResult again = CommandLine.Start("bench", "--quick", "--only", "vectors.dot", "-o", file);
        Assert.That((again.ExitCode, again.Error), Is.EqualTo(((int)ExitCode.BadInput, again.Error)));
        Assert.That(again.Error, Does.Contain("exists already"));
    }

    /// <summary>The list names every row, measures nothing, and wrong options are errors of usage.</summary>
    [Test]
    public void RowsAreListedAndOptionsChecked()
    {
        CommandResult list = CommandLine.Start("bench", "--list");
        Assert.That(list.Out, Does.Contain("fourier.forward").And.Contain("512 (full)").And.Contain("command.refine").And.Contain("counted:"));
        Assert.That(CommandLine.Start("bench", "--only", "nothing").ExitCode, Is.EqualTo((int)ExitCode.Usage));
        Assert.That(CommandLine.Start("bench", "--quick", "--full").ExitCode, Is.EqualTo((int)ExitCode.Usage));
        Assert.That(CommandLine.Start("bench", "--repeat", "-1").ExitCode, Is.EqualTo((int)ExitCode.Usage));
    }
}
