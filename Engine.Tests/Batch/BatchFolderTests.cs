using System.Collections.Concurrent;
using Engine.Core.Batch;
using Engine.Kernels;
using Engine.Tests.IO;
using NUnit.Framework;

namespace Engine.Tests.Batch;

/// <summary>Claims on a shared folder: each entry once, none lost, dead schedulers found.</summary>
[TestFixture]
public sealed class BatchFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Test]
    public void EachEntryIsClaimedOnceWhoeverAsks()
    {
        BatchEntry[] entries = Entries("e", 300);
        var claimed = new ConcurrentBag<string>();
        Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            BatchFolder batch = BatchFolder.Open(folder["run"], entries);
            string worker = $"host-{i}";
            while (batch.Claim(worker, _ => true) is { } entry)
            {
                claimed.Add(entry.Id);
                Assert.That(batch.Holds(entry.Id, worker));
                Assert.That(batch.Finish(entry.Id, worker));
            }
        });
        BatchFolder after = BatchFolder.Open(folder["run"], null);
        Assert.Multiple(() =>
        {
            Assert.That(claimed.Order(), Is.EqualTo(entries.Select(e => e.Id).Order()));
            Assert.That(after.Finished, Has.Count.EqualTo(300));
            Assert.That((after.WaitingCount, after.Claims.Count), Is.EqualTo((0, 0)));
            Assert.That(Directory.GetDirectories(Path.Combine(folder["run"], "work")).Select(d => Path.GetFileName(d)), Is.EquivalentTo(new[] { "0001", "workers" }), "one list, however many brought it");
        });
    }

    [Test]
    public void EntriesAreClaimedInTheOrderOfTheManifestWhereTheyFit()
    {
        BatchFolder batch = BatchFolder.Open(folder["run"], Entries("e", 4));
        Assert.That(batch.Claim("w", e => e.Id == "e2")!.Id, Is.EqualTo("e2"));
        Assert.That(batch.Claim("w", _ => true)!.Id, Is.EqualTo("e0"));
        Assert.That(batch.Release("e0", "w"));
        Assert.That(batch.Claim("v", _ => true)!.Id, Is.EqualTo("e0"));
        Assert.That((batch.Finish("e0", "w"), batch.Release("e0", "w"), batch.Holds("e0", "w")), Is.EqualTo((false, false, false)), "a claim that was taken back");
    }

    [Test]
    public void OfTheNextOnesTheOneWithTheMostWorkIsClaimedFirst()
    {
        BatchFolder batch = BatchFolder.Open(folder["run"], Entries("e", BatchFolder.Window + 6));
        string[] order = [.. Enumerable.Range(0, 4).Select(_ => batch.Claim("w", _ => true, e => int.Parse(e.Id.AsSpan(1)) % BatchFolder.Window)!.Id)];

        // Each claim brings one more of those behind into the comparison, whose work here is as that of e0, e1 and so on.
        Assert.That(order, Is.EqualTo(new[] { "e63", "e62", "e61", "e60" }));
        Assert.That(batch.Claim("w", e => e.Id is "e68" or "e69", _ => 1)!.Id, Is.EqualTo("e68"), "none of the next fits");
    }

    [Test]
    public void FurtherEntriesAreAddedAndChangedOnesRefused()
    {
        BatchFolder.Open(folder["run"], Entries("a", 2));
        BatchFolder batch = BatchFolder.Open(folder["run"], [.. Entries("a", 2), .. Entries("b", 2)]);
        Assert.That(batch.Entries.Select(e => e.Id), Is.EqualTo(new[] { "a0", "a1", "b0", "b1" }));
        BatchEntry changed = Entries("a", 1)[0] with { Resolution = 4 };
        Assert.That(Assert.Throws<InputException>(() => BatchFolder.Open(folder["run"], [changed]))!.Message, Does.Contain("a0"));
        Assert.Throws<InputException>(() => BatchFolder.Open(folder["other"], null));
    }

    [Test]
    public void OnlyTheClaimsOfDeadSchedulersAreTakenBack()
    {
        BatchFolder batch = BatchFolder.Open(folder["run"], Entries("e", 4));
        using var own = new WorkerSign(batch.Signs);
        using var alive = new WorkerSign(batch.Signs);
        Sign("far-1", "far boot pid:[1]\n4242\nx\n", DateTime.UtcNow);
        Sign("far-2", "far boot pid:[1]\n4243\nx\n", DateTime.UtcNow.AddMinutes(-5));
        Sign("near-1", $"{MachineIdentity.Space}\n{Environment.ProcessId}\nanother start\n", DateTime.UtcNow);
        string[] workers = [alive.Name, "far-1", "far-2", "near-1"];
        for (int i = 0; i < 4; i++)
            batch.Claim(workers[i], _ => true);
        Assert.That(batch.TakeBack(own, TimeSpan.FromMinutes(1)), Is.EquivalentTo(new[] { "e2", "e3" }), "too long silent, or another process of that number");
        Assert.That(batch.Claims.Select(c => c.Worker), Is.EquivalentTo(new[] { alive.Name, "far-1" }));
        File.Delete(Path.Combine(batch.Signs, "far-1"));
        Assert.That(batch.TakeBack(own, TimeSpan.FromMinutes(1)), Is.EqualTo(new[] { "e1" }), "no sign at all");

        void Sign(string name, string text, DateTime time)
        {
            string path = Path.Combine(batch.Signs, name);
            File.WriteAllText(path, text);
            File.SetLastWriteTimeUtc(path, time);
        }
    }

    [Test]
    public void InterruptionsAreCountedAndFailuresKept()
    {
        Directory.CreateDirectory(folder["e"]);
        AttemptHistory first = AttemptHistory.Begin(folder["e"], new() { Id = "e" });
        AttemptHistory second = AttemptHistory.Begin(folder["e"], new() { Id = "e", Failures = 1 });
        AttemptHistory third = AttemptHistory.Begin(folder["e"], new() { Id = "e", Failures = 1 });
        Assert.That((first.Interruptions, second.Interruptions, third.Interruptions, third.Failures), Is.EqualTo((0, 1, 2, 1)));
        EntryResult failed = third.End(new() { Id = "e", State = EntryState.Failed });
        Assert.That((failed.Failures, failed.Interruptions), Is.EqualTo((2, 2)));
        Assert.That(AttemptHistory.Begin(folder["e"], failed).Interruptions, Is.EqualTo(2), "an attempt that ended is no interruption");
    }

    [Test]
    public void ATableIsSafeInASpreadsheetAndSaysNothingOfTime()
    {
        var result = new EntryResult { Id = "e", State = EntryState.Parked, Reason = "=HYPERLINK(\"x\"), \"y\"", Timings = new Dictionary<string, double> { ["refine"] = 3.25 }, Before = new Dictionary<string, double?> { ["rama_z"] = -1.5 } };
        Directory.CreateDirectory(folder["t"]);
        ResultsTable.Write(folder["t"], [result]);
        string[] lines = File.ReadAllLines(Path.Combine(folder["t"], "results.csv"));
        Assert.Multiple(() =>
        {
            Assert.That(lines[0], Does.StartWith("id,state,reason,resolution,decision,cc_mask_before,cc_mask_after"));
            Assert.That(lines[1], Does.StartWith("e,parked,\"'=HYPERLINK").And.Contain(",-1.5,").And.Not.Contain("3.25"));
            Assert.That(EntryResult.FromLine(File.ReadAllText(Path.Combine(folder["t"], "results.jsonl")))!.Timings["refine"], Is.EqualTo(3.25));
        });
    }

    private static BatchEntry[] Entries(string prefix, int count) => [.. Enumerable.Range(0, count).Select(i => new BatchEntry { Id = $"{prefix}{i}", Model = "/m", Map = "/n", Resolution = 3 })];
}
