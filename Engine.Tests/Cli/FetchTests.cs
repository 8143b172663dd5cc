using Engine.Tests.Archive;
using Engine.Tests.IO;
using NUnit.Framework;

namespace Engine.Tests.Cli;

/// <summary>The verb fetch.</summary>
[TestFixture]
[NonParallelizable]
public sealed class FetchTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly LocalArchive server = new();

    public void Dispose()
    {
        server.Dispose();
        folder.Dispose();
    }

    [Test]
    public void AnEntryIsFetchedAndDescribed()
    {
        ArchiveEntries.Fill(server);
        CommandResult result = CommandLine.Run("fetch", "7CEC", "-o", folder["data"], "--mirror", server.Address);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(result.Out, Does.Contain("7cec  EMD-30342  3.9 Å  level 0.035").And.Contain("emd_30342.map.gz  (length, SHA256, gzip)"));
        Assert.That(File.Exists(Path.Combine(folder["data"], "7cec", "entry.json")));
    }

    [Test]
    public void OneOfTwoThatFailsIsExitCode5()
    {
        ArchiveEntries.Fill(server);
        CommandResult result = CommandLine.Run("fetch", "EMD-9999", "EMD-30342", "--only", "map", "-o", folder["data"], "--mirror", server.Address);
        Assert.That((result.ExitCode, result.ErrorLines[0].StartsWith("cryoengine: EMD-9999:", StringComparison.Ordinal)), Is.EqualTo((5, true)));
        Assert.That(File.Exists(Path.Combine(folder["data"], "EMD-30342", "emd_30342.map.gz")));
    }

    [TestCase("7cec; rm -rf x", 1, "not an archive identifier")]
    [TestCase("../../x", 1, "not an archive identifier")]
    public void HostileIdentifiersAreRefused(string id, int code, string message)
    {
        CommandResult result = CommandLine.Run("fetch", id, "-o", folder["data"], "--mirror", server.Address);
        Assert.That((result.ExitCode, result.Error.Contains(message, StringComparison.Ordinal)), Is.EqualTo((code, true)));
        Assert.That(Directory.Exists(folder["data"]), Is.False);
    }

    [TestCase("--only", "everything")]
    [TestCase("--mirror", "ftp://x")]
    [TestCase("--stall-time", "0")]
    [TestCase("--retries", "-1")]
    public void WrongOptionsAreUsageErrors(string option, string value) =>
        Assert.That(CommandLine.Run("fetch", "7cec", "-o", folder["data"], option, value).ExitCode, Is.EqualTo(2));
}
