using System.Security.Cryptography;
using Engine.Core.Archive;
using Engine.Tests.IO;
using NUnit.Framework;

namespace Engine.Tests.Archive;

/// <summary>Answers that are allowed but rare: waits that servers ask for, weak tags, checksums of several kinds, bodies without a length.</summary>
[TestFixture]
public sealed class OddServerTests : IDisposable
{
    private const string Place = "emdb/structures/EMD-1234/map/emd_1234.map.gz";
    private static readonly ArchiveFile File1234 = ArchiveFile.Map(ArchiveId.Parse("EMD-1234"));

    private readonly TemporaryFolder folder = new();
    private readonly LocalArchive server = new() { PublishesChecksums = false };
    private readonly byte[] content = LocalArchive.Pack(RandomNumberGenerator.GetBytes(30_000));
    private readonly List<string> said = [];

    public OddServerTests() => server.Files[Place] = content;

    private string Target => folder["map.gz"];

    public void Dispose()
    {
        server.Dispose();
        folder.Dispose();
    }

    [Test]
    public void AFaultTellsMoreThanAMissingFile()
    {
        using var without = new LocalArchive();
        server.Plan(Place, ServerFault.Busy, ServerFault.Busy, ServerFault.Busy);
        DownloadException e = Assert.Throws<DownloadException>(() => Fetch(Options() with { Mirrors = [ArchiveMirror.Parse(without.Address), ArchiveMirror.Parse(server.Address)] }))!;
        Assert.That((e.IsMissing, e.Message.Contains("503", StringComparison.Ordinal)), Is.EqualTo((false, true)), "it may be there, so another attempt may end better");
        server.Plan(Place, ServerFault.Busy, ServerFault.Busy, ServerFault.Busy);
        e = Assert.Throws<DownloadException>(() => Fetch(Options() with { Mirrors = [ArchiveMirror.Parse(server.Address), ArchiveMirror.Parse(without.Address)] }))!;
        Assert.That(e.Message, Does.Contain("503"), "whichever is asked first");
    }

    [TestCase("429 Too Many Requests", 3, false)]
    [TestCase("408 Request Timeout", 3, false)]
    [TestCase("500 Trouble", 3, false)]
    [TestCase("403 Forbidden", 1, false)]
    [TestCase("410 Gone", 1, true)]
    [TestCase("404 Not Found", 1, true)]
    public void WhatMayPassIsTriedAgain(string status, int attempts, bool isMissing)
    {
        for (int i = 0; i < 3; i++)
            server.Script(Place, $"HTTP/1.1 {status}\nContent-Length: 0", []);
        DownloadException e = Assert.Throws<DownloadException>(() => Fetch(Options()))!;
        Assert.That((server.Requests.Count, e.IsMissing, e.IsTransient), Is.EqualTo((attempts, isMissing, attempts > 1)), e.Message);
    }

    [Test]
    public void EachWaitIsTwiceAsLongAsTheLastUntilSomethingArrives()
    {
        server.Plan(Place, ServerFault.Busy, ServerFault.Busy, ServerFault.Cut, ServerFault.Busy);
        Fetch(Options() with { FirstDelay = TimeSpan.FromMilliseconds(100) });
        Assert.That(said.Select(s => s.Split("again in ")[1].Split(',')[0]), Is.EqualTo(new[] { "0.1 s", "0.2 s", "0.1 s", "0.2 s" }));
    }

    /// <summary>The file is sent with no packing, length or checksum that would show it later: only the condition on the range keeps two versions apart.</summary>
    [Test]
    public void PartsOfTwoVersionsAreNotJoinedWhereNothingElseWouldShowIt()
    {
        const string place = "emdb/structures/EMD-1234/header/emd-1234.xml";
        byte[] first = RandomNumberGenerator.GetBytes(3000);
        server.Files[place] = first;
        server.Plan(place, ServerFault.Cut, ServerFault.NewVersion);
        using var downloader = new FileDownloader(Options(), "test");
        downloader.Fetch(ArchiveFile.Header(ArchiveId.Parse("EMD-1234")), Target, default).GetAwaiter().GetResult();
        Assert.That(File.ReadAllBytes(Target), Is.EqualTo(first.Reverse().ToArray()));
    }

    [Test]
    public void AnotherPartThanTheOneAskedForIsNotTaken()
    {
        server.Script(Place, $"HTTP/1.1 200 OK\nContent-Length: {content.Length}\nETag: \"version 1\"", content[..300]);
        server.Script(Place, $"HTTP/1.1 206 Partial Content\nContent-Range: bytes 200-{content.Length - 1}/{content.Length}\nContent-Length: {content.Length - 200}", content[200..]);
        Assert.That(Fetch(Options()).Bytes, Is.EqualTo(content.Length));
        Assert.That(said[^1], Does.Contain("another part than the one asked for"));
        Assert.That(server.Requests.Select(r => r.Range), Is.EqualTo(new[] { "", "bytes=300-", "" }));
    }

    [Test]
    public void AfterARangeThatIsRefusedTheFileIsFetchedFromItsStart()
    {
        server.Script(Place, "HTTP/1.1 200 OK\nContent-Length: 400\nETag: \"version 1\"", content[..300]);
        server.Script(Place, "HTTP/1.1 416 Range Not Satisfiable\nContent-Length: 0", []);
        Assert.That(Fetch(Options()).Bytes, Is.EqualTo(content.Length));
        Assert.That(server.Requests.Select(r => r.Range), Is.EqualTo(new[] { "", "bytes=300-", "" }));
    }

    [Test]
    public void APartThatIsTooLongIsThrownAway()
    {
        server.Script(Place, "HTTP/1.1 200 OK\nContent-Length: 400\nETag: \"version 1\"", content[..300]);
        server.Script(Place, "HTTP/1.1 206 Partial Content\nContent-Range: bytes 300-309/310\nContent-Length: 100", content[300..400]);
        Assert.That(Fetch(Options()).Bytes, Is.EqualTo(content.Length));
        Assert.That(server.Requests.Select(r => r.Range), Is.EqualTo(new[] { "", "bytes=300-", "" }));
    }

    [Test]
    public void ABodyWithoutALengthStopsAtTheLimit()
    {
        server.Script(Place, "HTTP/1.1 200 OK", content);
        DownloadException e = Assert.Throws<DownloadException>(() => Fetch(Options() with { LargestFile = 1000 }))!;
        Assert.That(e.Message, Does.Contain("sends more than the limit of 1000 bytes"));
        server.Script(Place, "HTTP/1.1 200 OK", content);
        Assert.That(Fetch(Options()).Verified, Is.EqualTo("gzip"), "no length and no checksum to compare with");
    }

    [TestCase("1", "again in 1 s")]
    [TestCase("7200", "again in 0 s")]
    public void AServerIsGivenTheTimeThatItAsksForUpToAMinute(string asked, string message)
    {
        server.Script(Place, $"HTTP/1.1 503 Busy\nRetry-After: {asked}\nContent-Length: 0", []);
        Fetch(Options());
        Assert.That(said, Has.Count.EqualTo(1));
        Assert.That(said[0], Does.Contain(message));
    }

    [Test]
    public void AWeakTagDoesNotPromiseTheSameBytes()
    {
        server.Script(Place, "HTTP/1.1 200 OK\nContent-Length: 400\nETag: W/\"version 1\"", content[..300]);
        Fetch(Options());
        Assert.That(server.Requests.Select(r => r.Range), Is.EqualTo(new[] { "", "" }));
        Assert.That(File.ReadAllBytes(Target), Is.EqualTo(content));
    }

    [Test]
    public void APartOfOneServerIsNotGoneOnWithFromAnother()
    {
        using var other = new LocalArchive();
        other.Files[Place] = content;
        server.Script(Place, "HTTP/1.1 200 OK\nContent-Length: 400\nETag: \"version 1\"", [.. content[..299], 7]);
        server.Script(Place, "HTTP/1.1 404 Not Found\nContent-Length: 0", []);
        Fetch(Options() with { Mirrors = [ArchiveMirror.Parse(server.Address), ArchiveMirror.Parse(other.Address)] });
        Assert.That(other.Requests.Select(r => r.Range), Is.EqualTo(new[] { "" }));
        Assert.That(File.ReadAllBytes(Target), Is.EqualTo(content));
    }

    [Test]
    public void TheStrongestChecksumCountsAndThatOfAPartDoesNot()
    {
        string md5 = Convert.ToBase64String(Md5(content)), sha = Convert.ToBase64String(SHA256.HashData(content));
        server.Script(Place, $"HTTP/1.1 200 OK\nContent-Length: {content.Length}\nDigest: md5={md5},sha-256={sha}", content);
        Assert.That(Fetch(Options()).Verified, Is.EqualTo("length, SHA256, gzip"));
        server.Script(Place, $"HTTP/1.1 200 OK\nContent-Length: {content.Length}\nETag: \"v\"", content[..300]);
        server.Script(
            Place, $"HTTP/1.1 206 Partial Content\nContent-Range: bytes 300-{content.Length - 1}/{content.Length}\nContent-Length: {content.Length - 300}\nContent-MD5: {Convert.ToBase64String(Md5(content[300..]))}", content[300..]);
        Assert.That(Fetch(Options()).Verified, Is.EqualTo("length, gzip"));
        Assert.That(server.Requests, Has.Count.EqualTo(3), "the sum of the part was not held against the file");
    }

    [Test]
    public void AFileThatIsDeclaredAsPackedForTheWayStaysPacked()
    {
        server.Script(Place, $"HTTP/1.1 200 OK\nContent-Length: {content.Length}\nContent-Encoding: gzip", content);
        Assert.That(Fetch(Options()).Verified, Is.EqualTo("length, gzip"));
        Assert.That(File.ReadAllBytes(Target), Is.EqualTo(content));
    }

    private static byte[] Md5(byte[] bytes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        hash.AppendData(bytes);
        return hash.GetHashAndReset();
    }

    private DownloadOptions Options() => new()
    {
        Mirrors = [ArchiveMirror.Parse(server.Address)],
        FirstDelay = TimeSpan.FromMilliseconds(5),
        StallTimeout = TimeSpan.FromSeconds(20),
        Retries = 2,
    };

    private DownloadResult Fetch(DownloadOptions options)
    {
        using var tooLong = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var downloader = new FileDownloader(options, "test") { Progress = said.Add };
        return downloader.Fetch(File1234, Target, tooLong.Token).GetAwaiter().GetResult();
    }
}
