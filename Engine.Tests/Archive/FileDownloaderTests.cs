using System.Security.Cryptography;
using Engine.Core.Archive;
using Engine.Tests.IO;
using NUnit.Framework;

namespace Engine.Tests.Archive;

/// <summary>Downloads from a server that does everything wrong once.</summary>
[TestFixture]
public sealed class FileDownloaderTests : IDisposable
{
    private const string Place = "emdb/structures/EMD-1234/map/emd_1234.map.gz";
    private static readonly ArchiveFile File1234 = ArchiveFile.Map(ArchiveId.Parse("EMD-1234"));

    private readonly TemporaryFolder folder = new();
    private readonly LocalArchive server = new();
    private readonly byte[] content = LocalArchive.Pack(RandomNumberGenerator.GetBytes(100_000));

    public FileDownloaderTests() => server.Files[Place] = content;

    private string Target => folder["map.gz"];

    public void Dispose()
    {
        server.Dispose();
        folder.Dispose();
    }

    [Test]
    public void AFileArrivesWholeWithItsChecks()
    {
        DownloadResult result = Fetch(Options());
        Assert.Multiple(() =>
        {
            Assert.That(File.ReadAllBytes(Target), Is.EqualTo(content));
            Assert.That(result.Bytes, Is.EqualTo(content.Length));
            Assert.That(result.Sha256, Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(content))));
            Assert.That(result.Verified, Is.EqualTo("length, SHA256, gzip"));
            Assert.That(folder.Names, Is.EqualTo(new[] { "map.gz" }));
        });
    }

    [TestCase(ServerFault.Cut)]
    [TestCase(ServerFault.Stall)]
    public void AnInterruptedDownloadGoesOnWhereItStopped(object fault)
    {
        server.Plan(Place, (ServerFault)fault);
        Fetch(Options());
        Assert.That(File.ReadAllBytes(Target), Is.EqualTo(content));
        Assert.That(server.Requests, Has.Count.EqualTo(2));
        Assert.That(server.Requests[1].Range, Is.EqualTo($"bytes={content.Length / 3}-"));
    }

    [Test]
    public void ManyInterruptionsWithProgressAreNoReasonToGiveUp()
    {
        server.Plan(Place, [.. Enumerable.Repeat(ServerFault.Cut, 8)]);
        Fetch(Options() with { Retries = 1 });
        Assert.That(File.ReadAllBytes(Target), Is.EqualTo(content));
    }

    [Test]
    public void ALaterProcessGoesOnWithThePartOfAnEarlierOne()
    {
        server.Plan(Place, ServerFault.Cut, ServerFault.Busy);
        Assert.Throws<DownloadException>(() => Fetch(Options() with { Retries = 0 }));
        Assert.That(folder.Names, Does.Contain("map.gz.part").And.Not.Contain("map.gz"));
        Fetch(Options());
        Assert.That(File.ReadAllBytes(Target), Is.EqualTo(content));
        Assert.That(server.Requests[^1].Range, Is.Not.Empty);
    }

    [Test]
    public void AServerWithoutRangesSendsAllAgain()
    {
        server.Plan(Place, ServerFault.Cut, ServerFault.NoRanges);
        Fetch(Options());
        Assert.That(File.ReadAllBytes(Target), Is.EqualTo(content));
    }

    [Test]
    public void PartsOfDifferentVersionsAreNotJoined()
    {
        byte[] first = LocalArchive.Pack(RandomNumberGenerator.GetBytes(50_000));
        const string place = "emdb/structures/EMD-1234/header/emd-1234.xml";
        server.Files[place] = first;
        server.Plan(place, ServerFault.Cut, ServerFault.NewVersion);
        using var downloader = new FileDownloader(Options(), "test");
        downloader.Fetch(ArchiveFile.Header(ArchiveId.Parse("EMD-1234")), Target, default).GetAwaiter().GetResult();
        Assert.That(File.ReadAllBytes(Target), Is.EqualTo(first.Reverse().ToArray()));
    }

    [TestCase(ServerFault.WrongChecksum, "checksum")]
    [TestCase(ServerFault.Damage, "checksum")]
    public void AFileWithAnotherChecksumIsFetchedAnewAndNeverKept(object fault, string word)
    {
        server.Plan(Place, (ServerFault)fault);
        Fetch(Options());
        Assert.That(File.ReadAllBytes(Target), Is.EqualTo(content));
        File.Delete(Target);
        server.Plan(Place, [.. Enumerable.Repeat((ServerFault)fault, 10)]);
        Assert.That(Assert.Throws<DownloadException>(() => Fetch(Options()))!.Message, Does.Contain(word));
        Assert.That(folder.Names, Is.Empty);
    }

    [Test]
    public void DamagedGzipDataAreSeenWithoutAChecksum()
    {
        using var plain = new LocalArchive { PublishesChecksums = false };
        plain.Files[Place] = content;
        plain.Plan(Place, [.. Enumerable.Repeat(ServerFault.Damage, 10)]);
        Assert.That(Assert.Throws<DownloadException>(() => Fetch(Options(plain)))!.Message, Does.Contain("gzip data are damaged"));
        plain.Plan(Place);
        Assert.That(Fetch(Options(plain)).Verified, Is.EqualTo("length, gzip"));
    }

    [Test]
    public void ASlowServerIsWaitedForAsLongAsBytesArrive()
    {
        server.Plan(Place, ServerFault.Slow);
        Fetch(Options() with { StallTimeout = TimeSpan.FromMilliseconds(300) });
        Assert.That(server.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public void AMissingFileIsAskedForOnceAtEachMirror()
    {
        using var other = new LocalArchive();
        server.Files.Clear();
        DownloadOptions options = Options() with { Mirrors = [ArchiveMirror.Parse(server.Address), ArchiveMirror.Parse(other.Address)] };
        DownloadException e = Assert.Throws<DownloadException>(() => Fetch(options))!;
        Assert.That((e.IsMissing, server.Requests.Count, other.Requests.Count), Is.EqualTo((true, 1, 1)));
        Assert.That(e.Message, Does.Contain("HTTP 404"));
        other.Files[Place] = content;
        Assert.That(Fetch(options).Address.ToString(), Does.StartWith(other.Address));
    }

    [Test]
    public void AMirrorThatIsDownIsPassedOver()
    {
        var gone = new LocalArchive();
        DownloadOptions options = Options() with { Mirrors = [ArchiveMirror.Parse(gone.Address), ArchiveMirror.Parse(server.Address)] };
        gone.Dispose();
        Fetch(options);
        Assert.That(File.ReadAllBytes(Target), Is.EqualTo(content));
    }

    [Test]
    public void AFileBeyondTheLimitIsRefused()
    {
        DownloadException e = Assert.Throws<DownloadException>(() => Fetch(Options() with { LargestFile = 1000 }))!;
        Assert.That(e.Message, Does.Contain("--limit-size"));
        Assert.That(folder.Names.Where(n => !n.EndsWith(".from", StringComparison.Ordinal)), Is.Empty);
    }

    private DownloadOptions Options() => Options(server);

    private static DownloadOptions Options(LocalArchive archive) => new()
    {
        Mirrors = [ArchiveMirror.Parse(archive.Address)],
        FirstDelay = TimeSpan.FromMilliseconds(5),
        StallTimeout = TimeSpan.FromSeconds(1),
        Retries = 2,
    };

    private DownloadResult Fetch(DownloadOptions options)
    {
        using var downloader = new FileDownloader(options, "test");
        return downloader.Fetch(File1234, Target, default).GetAwaiter().GetResult();
    }
}
