using System.Text;
using Engine.Core.Archive;
using Engine.Kernels;
using Engine.Tests.IO;
using NUnit.Framework;

namespace Engine.Tests.Archive;

/// <summary>Whole entries: from the map, from the model, again, in part, with things missing, by two processes at once.</summary>
[TestFixture]
public sealed class EntryFetcherTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly LocalArchive server = new();

    public EntryFetcherTests() => ArchiveEntries.Fill(server);

    public void Dispose()
    {
        server.Dispose();
        folder.Dispose();
    }

    [TestCase("EMD-30342")]
    [TestCase("7CEC")]
    public void MapAndModelBringEachOther(string id)
    {
        FetchedEntry entry = Fetch(id);
        Assert.Multiple(() =>
        {
            Assert.That((entry.Emdb, entry.Pdb, entry.Resolution, entry.ContourLevel, entry.PointGroup), Is.EqualTo(("EMD-30342", "7cec", 3.9, 0.035, "C4")));
            Assert.That(entry.Title, Is.EqualTo("A channel & its ligand"));
            Assert.That(entry.Files.Select(f => f.Kind), Is.EquivalentTo(new[] { ArchiveFileKind.Header, ArchiveFileKind.Map, ArchiveFileKind.HalfMap, ArchiveFileKind.HalfMap, ArchiveFileKind.Mask, ArchiveFileKind.Fsc, ArchiveFileKind.Model }));
            Assert.That(entry.Files.Select(f => Path.Combine(entry.Folder, f.Name)), Has.All.Exist);
            Assert.That(FetchedEntry.Read(entry.Folder)!.Files, Is.EqualTo(entry.Files));
        });
    }

    [Test]
    public void WhatIsThereIsNotFetchedAgain()
    {
        Fetch("EMD-30342");
        int before = server.Requests.Count;
        FetchedEntry entry = Fetch("EMD-30342");
        Assert.That(server.Requests, Has.Count.EqualTo(before));
        string map = entry.PathOf(ArchiveFileKind.Map)!;
        byte[] right = File.ReadAllBytes(map), wrong = [.. right];
        wrong[20] ^= 1;
        File.WriteAllBytes(map, wrong);
        Fetch("EMD-30342");
        Assert.That(File.ReadAllBytes(map), Is.EqualTo(wrong), "sizes count without --verify");
        Fetch("EMD-30342", r => r with { VerifyCached = true });
        Assert.That(File.ReadAllBytes(map), Is.EqualTo(right));
        File.WriteAllBytes(map, right[..10]);
        Fetch("EMD-30342");
        Assert.That(File.ReadAllBytes(map), Is.EqualTo(right));
    }

    [Test]
    public void APartOfAnEntryIsAddedToWithoutForgettingTheRest()
    {
        FetchedEntry entry = Fetch("EMD-30342", r => r with { Parts = FetchParts.Map });
        Assert.That(entry.Files.Select(f => f.Kind), Is.EqualTo(new[] { ArchiveFileKind.Header, ArchiveFileKind.Map }));
        entry = Fetch("EMD-30342", r => r with { Parts = FetchParts.Model });
        Assert.That(entry.Files.Select(f => f.Kind), Is.EquivalentTo(new[] { ArchiveFileKind.Header, ArchiveFileKind.Model, ArchiveFileKind.Map }));
    }

    [Test]
    public void WhatTheHeaderNamesInVainIsAWarningAndAMissingMapAnError()
    {
        server.Files.Remove("emdb/structures/EMD-30342/masks/emd_30342_msk_1.map");
        FetchedEntry entry = Fetch("EMD-30342");
        Assert.That(entry.Warnings, Has.Some.Contains("names a Mask that cannot be had"));
        Assert.That(entry.Warnings, Has.Some.Contains("2 models; 7cec is taken, the others are 1abc"));
        server.Files.Remove("emdb/structures/EMD-30342/map/emd_30342.map.gz");
        File.Delete(entry.PathOf(ArchiveFileKind.Map)!);
        Assert.Throws<DownloadException>(() => Fetch("EMD-30342"));
    }

    [Test]
    public void ADamagedNoteIsMadeAnew()
    {
        FetchedEntry entry = Fetch("7cec");
        File.WriteAllText(Path.Combine(entry.Folder, "entry.json"), "{ \"schema\":");
        Assert.That(Fetch("7cec").Files, Has.Count.EqualTo(entry.Files.Count));
    }

    [Test]
    public void ANoteOfAnotherVersionIsNotRead()
    {
        string note = Path.Combine(Fetch("7cec").Folder, "entry.json");
        File.WriteAllText(note, File.ReadAllText(note).Replace(FetchedEntry.CurrentSchema, "cryoengine.entry/99", StringComparison.Ordinal));
        Assert.That(FetchedEntry.Read(Path.GetDirectoryName(note)!), Is.Null);
    }

    /// <summary>A header that says something odd is believed where it can be, and the user is told.</summary>
    [Test]
    public void WhatIsOddInTheHeaderIsSaid()
    {
        const string place = "emdb/structures/EMD-30342/header/emd-30342.xml";
        server.Files[place] = Encoding.UTF8.GetBytes(ArchiveEntries.Header("-3.9", "0.035", "9xyz").Replace("<code>REL</code>", "<code>OBS</code>", StringComparison.Ordinal));
        FetchedEntry entry = Fetch("7cec");
        Assert.Multiple(() =>
        {
            Assert.That(entry.Warnings, Has.Some.Contains("the status of the entry is OBS, not released"));
            Assert.That(entry.Warnings, Has.Some.EqualTo("EMD-30342: its header names 9xyz, 1abc, not 7cec"));
            Assert.That(entry.Resolution, Is.EqualTo(3.9), "that of the model, as no map has -3.9 Å");
        });
    }

    /// <summary>A half map that is there but does not arrive is no missing half map: the next attempt may bring it.</summary>
    [Test]
    public void AHalfMapThatDoesNotArriveIsAnError()
    {
        server.Plan("emdb/structures/EMD-30342/other/emd_30342_half_map_1.map.gz", ServerFault.Busy, ServerFault.Busy);
        Assert.That(Assert.Throws<DownloadException>(() => Fetch("EMD-30342"))!.Message, Does.Contain("half_map_1").And.Contain("503"));
        Assert.That(Fetch("EMD-30342").PathsOf(ArchiveFileKind.HalfMap).Count(), Is.EqualTo(2));
    }

    [Test]
    public void TwoAtOnceFetchAnEntryOnce()
    {
        Parallel.Invoke(() => Fetch("EMD-30342"), () => Fetch("EMD-30342"));
        Assert.That(server.Requests.Select(r => r.Path), Is.Unique);
    }

    [Test]
    public void AFolderThatCannotBeIsSaid()
    {
        File.WriteAllText(folder["file"], "");
        Assert.Throws<InputException>(() => Fetch("EMD-30342", r => r with { Folder = folder["file"] }));
    }

    private FetchedEntry Fetch(string id, Func<FetchRequest, FetchRequest>? change = null)
    {
        var options = new DownloadOptions { Mirrors = [ArchiveMirror.Parse(server.Address)], FirstDelay = TimeSpan.FromMilliseconds(5), Retries = 1 };
        using var downloader = new FileDownloader(options, "test");
        var request = new FetchRequest { Folder = folder["cache"] };
        return new EntryFetcher(downloader, change == null ? request : change(request)).Fetch(ArchiveId.Parse(id), default).GetAwaiter().GetResult();
    }
}
