using System.Text.Json.Nodes;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Cli;

/// <summary>'info' and 'info --self-test' as a user starts them.</summary>
[TestFixture]
public sealed class InfoSelfTestTests
{
    /// <summary>One line per kernel, all of one device that is named, and the same in JSON.</summary>
    [Test]
    public void EveryKernelOfTheNamedDeviceIsTested()
    {
        CommandResult text = CommandLine.Start("info", "--self-test", "--device", "cpu", "--threads", "2");
        Assert.That(text.ExitCode, Is.Zero, text.Out);
        Assert.That(text.Out.Split('\n').Count(l => l.StartsWith("  ok ", StringComparison.Ordinal)), Is.EqualTo(KernelEquivalence.Cases.Count));
        Assert.That(text.Out, Does.Contain($"{KernelEquivalence.Cases.Count} of {KernelEquivalence.Cases.Count} kernels right").And.Contain("windows: profiles").And.Not.Contain("FAILED"));
        CommandResult json = CommandLine.Start("info", "--self-test", "--device", "cpu", "--json");
        JsonNode device = JsonNode.Parse(json.Out)!["devices"]!.AsArray().Single()!;
        Assert.That(device["self_test"]!.AsArray(), Has.Count.EqualTo(KernelEquivalence.Cases.Count));
    }

    /// <summary>A device that is not there is an error, not a pass.</summary>
    [Test]
    public void AnUnknownDeviceIsAnError()
    {
        CommandResult result = CommandLine.Start("info", "--self-test", "--device", "no such device");
        Assert.That((result.ExitCode, result.ErrorLines.Single()), Is.EqualTo(((int)ExitCode.Device, result.ErrorLines[0])));
        Assert.That(result.Error, Does.Contain("no such device"));
    }
}
