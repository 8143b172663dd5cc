using Engine.Core.Batch;
using Engine.Tests.IO;
using NUnit.Framework;

namespace Engine.Tests.Batch;

/// <summary>How a folder stands, and when a scheduler with nothing to do may leave.</summary>
[TestFixture]
public sealed class BatchProgressTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Test]
    public void CountsAddUpAndTheTimeLeftFollows()
    {
        BatchFolder batch = Open(6);
        using var one = new WorkerSign(batch.Signs);
        Assert.That(Seconds(batch), Is.Null, "nothing is done yet");
        batch.Claim(one.Name, _ => true);
        Assert.That(Seconds(batch), Is.Null, "still nothing is done");
        new EntryResult { Id = "e0", State = EntryState.Done, Decision = "kept", Host = "h", Timings = new Dictionary<string, double> { ["a"] = 8, ["b"] = 2 } }.Write(Directory.CreateDirectory(batch.FolderOf("e0")).FullName);
        BatchProgress finishing = BatchProgress.Read(batch, Patience);
        Assert.That((finishing.Done, finishing.Running, finishing.Waiting, finishing.SecondsLeft), Is.EqualTo((1, 0, 5, (double?)null)), "an entry whose result is written is not running any more");
        batch.Finish("e0", one.Name);
        batch.Claim(one.Name, _ => true);
        batch.Claim(one.Name, _ => true);
        BatchProgress progress = BatchProgress.Read(batch, Patience);
        Assert.Multiple(() =>
        {
            Assert.That((progress.Entries, progress.Done, progress.Improved, progress.Parked, progress.Running, progress.Failed, progress.Waiting, progress.Left), Is.EqualTo((6, 1, 0, 0, 2, 0, 3, 5)));
            Assert.That(progress.SecondsLeft, Is.EqualTo(10 * 4 / 2.0));
            Assert.That(progress.Hosts, Is.EqualTo(new[] { new HostProgress("h", 0, 1, 0), new HostProgress(MachineIdentity.Host, 2, 0, 0) }.OrderBy(h => h.Host, StringComparer.Ordinal)));
        });
        batch.Claim("gone-1-x", _ => true);
        BatchProgress lost = BatchProgress.Read(batch, Patience);
        Assert.That((lost.Running, lost.Waiting, string.Join(' ', lost.Lost)), Is.EqualTo((2, 3, "e3")), "nobody works on what a scheduler without a sign holds");
    }

    [Test]
    public void AnIdleSchedulerLeavesOnceTheOthersHaveShownLife()
    {
        BatchFolder batch = Open(2);
        using var own = new WorkerSign(batch.Signs);
        using var other = new WorkerSign(batch.Signs);
        other.Touch();
        batch.Claim(other.Name, _ => true);
        batch.Claim("gone-1-x", _ => true);
        var watch = new IdleWatch(batch, own);
        Assert.That(watch.MayLeave(false), Is.False);
        Assert.That(watch.MayLeave(true), Is.False, "neither has shown life since");
        Later(batch, other.Name);
        Assert.That(watch.MayLeave(true), Is.False, "one of them may be gone");
        batch.Release("e1", "gone-1-x");
        Assert.That(watch.MayLeave(true), "the other one is alive");
        Assert.That(watch.MayLeave(false), Is.False);
        DateTime shown = other.Touch();
        Assert.That(own.Touch, Is.GreaterThan(shown).After(5).Seconds.PollEvery(5), "the clock of the file system moves on in steps");
        Assert.That(watch.MayLeave(true), Is.False, "idle anew, so life must be shown anew");

        static void Later(BatchFolder batch, string name) => File.SetLastWriteTimeUtc(Path.Combine(batch.Signs, name), DateTime.UtcNow.AddSeconds(1));
    }

    [Test]
    public void EntriesThatOthersAddAreTakenUp()
    {
        BatchFolder batch = Open(1);
        BatchFolder.Open(folder["run"], Entries(3));
        Assert.That(batch.WaitingCount, Is.EqualTo(1));
        batch.Refresh();
        Assert.That((batch.WaitingCount, batch.Entries.Count()), Is.EqualTo((3, 3)));
    }

    [TestCase("node-7-123-0a1b2c3d", "node-7")]
    [TestCase("n1-1-x", "n1")]
    [TestCase("odd", "odd")]
    public void TheNameOfASchedulerBeginsWithItsHost(string name, string host) => Assert.That(WorkerSign.HostOf(name), Is.EqualTo(host));

    private static double? Seconds(BatchFolder batch) => BatchProgress.Read(batch, Patience).SecondsLeft;

    private BatchFolder Open(int count) => BatchFolder.Open(folder["run"], Entries(count));

    private static BatchEntry[] Entries(int count) => [.. Enumerable.Range(0, count).Select(i => new BatchEntry { Id = $"e{i}", Model = "/m", Map = "/n", Resolution = 3 })];
}
