using System.Globalization;
using System.Text;
using Engine.Core.Batch;
using Engine.Core.Batch.Slurm;
using Engine.Tests.Cli;
using Engine.Tests.IO;
using NUnit.Framework;

namespace Engine.Tests.Slurm;

/// <summary>Batches through a real Slurm on the loopback interface: killed tasks, drained nodes, cancelled and repeated submissions, time limits.</summary>
[TestFixture]
[NonParallelizable]
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class SlurmClusterTests : PeptideFixture
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(4);

    private readonly TemporaryFolder folder = new();
    private SlurmCluster cluster = null!;

    [OneTimeSetUp]
    public void StartSlurm() => cluster = SlurmCluster.Require();

    [OneTimeTearDown]
    public void StopSlurm()
    {
        cluster?.Dispose();
        folder.Dispose();
    }

    [Test]
    public void NothingIsLostAndNothingDoneTwice()
    {
        string manifest = Manifest(12), run = folder["rün 'q' $(touch hit) 5%A"], name = new SlurmRecord(run).JobName;
        Submit(run, manifest, "tasks=4\n");
        Wait("two entries are done", () => Done(run) >= 2);
        string first = new SlurmRecord(run).Jobs[0].Job;

        // One node takes no further tasks; one task is killed without a chance to say so; meanwhile a second submission is refused.
        cluster.Run("scontrol", "update", "NodeName=n2", "State=DRAIN", "Reason=test");
        CommandResult again = cluster.Engine("batch", "-o", run, "--slurm");
        string victim = Running(name);
        cluster.Run("scancel", "--batch", "--signal=KILL", victim);
        Wait("the killed task is over", () => !Live(name).Contains(victim));
        Assert.That(again.Out, Does.Contain($"job {first} works on this folder already"), again.Error);
        Assert.That(new SlurmRecord(run).Jobs, Has.Count.EqualTo(1));

        // The others are cancelled and submitted anew at once.
        CommandResult cancelled = cluster.Engine("batch", "-o", run, "--cancel");
        Assert.That(cancelled.ExitCode, Is.Zero, cancelled.Error);
        Wait("the cancelled tasks are over", () => Live(name).Length == 0);
        int done = Done(run);
        Submit(run, null, "tasks=4\n");
        string status = cluster.Engine("batch", "-o", run, "--status").Out;
        Wait("nobody works on it", () => Live(name).Length == 0);
        cluster.Run("scontrol", "update", "NodeName=n2", "State=RESUME");
        TestContext.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{done} entries were done before the second submission\n{status}"));

        Assert.That(cluster.Engine("batch", "-o", run, "--collect").ExitCode, Is.Zero);
        string whole = Undisturbed(manifest);
        Assert.Multiple(() =>
        {
            Assert.That(done, Is.InRange(2, 11));
            Assert.That(status, Does.Contain("12 entries: ").And.Contain($"job {first}, submitted"));
            Assert.That(File.ReadAllBytes(Path.Combine(run, "results.csv")), Is.EqualTo(File.ReadAllBytes(Path.Combine(whole, "results.csv"))));
            foreach (string id in Ids(12))
                Assert.That(File.ReadAllBytes(Path.Combine(run, "entries", id, "refined.cif")), Is.EqualTo(File.ReadAllBytes(Path.Combine(whole, "entries", id, "refined.cif"))), id);
            Assert.That(SaidDone(run), Is.EqualTo(Ids(12)), "each entry once");
            Assert.That(Directory.EnumerateFiles(Path.Combine(run, "work", "0001", "claims")), Is.Empty);
            Assert.That(Directory.EnumerateFiles(folder.Root, "hit", SearchOption.AllDirectories), Is.Empty);
            Assert.That(Log(run, first), Does.Contain("n1").And.Contain("n2"), "both nodes took part");
        });
        Assert.That(cluster.Engine("batch", "-o", run, "--slurm").Out, Does.Contain("nothing is submitted"));
    }

    [Test]
    public void ATaskNearItsTimeLimitGoesBackIntoTheQueue()
    {
        string run = folder["time"], name = new SlurmRecord(run).JobName;
        Submit(run, Manifest(5), "tasks=1\n");
        Wait("an entry is done", () => Done(run) >= 1);

        // What Slurm sends to the batch process some time before the limit.
        cluster.Run("scancel", "--batch", "--signal=USR1", Running(name));
        Wait("the task said so", () => Log(run).Contains("it goes back into the queue", StringComparison.Ordinal));
        Wait("it is done", () => Done(run) == 5 && Live(name).Length == 0);
        Assert.That(SaidDone(run), Is.EqualTo(Ids(5)));
        Assert.That(cluster.Run("scontrol", "show", "job", new SlurmRecord(run).Jobs[0].Job), Does.Contain("Restarts=1"));
    }

    [Test]
    public void ACancelledTaskGivesItsEntriesBackAndATaskPastItsRequeuesSaysSo()
    {
        string run = folder["cancel"], name = new SlurmRecord(run).JobName;
        Submit(run, Manifest(6), "tasks=2\nrequeues=0\n");
        Wait("an entry is done", () => Done(run) >= 1);
        cluster.Run("scancel", "--batch", "--signal=USR1", Running(name));
        Wait("the task ended", () => Log(run).Contains("submit again, with more time", StringComparison.Ordinal));
        cluster.Engine("batch", "-o", run, "--cancel");
        Wait("all ended", () => cluster.Run("squeue", "--noheader", "--name=" + name).Length == 0);
        BatchFolder batch = BatchFolder.Open(run, null);
        Assert.That((batch.Claims.Count, batch.WaitingCount), Is.EqualTo((0, 6 - Done(run))), Log(run));
        Assert.That(Directory.EnumerateFiles(Path.Combine(run, "entries"), "attempt.open", SearchOption.AllDirectories), Is.Empty, "being stopped is no failure");
    }

    [Test]
    public void WhatSlurmRefusesIsPassedOn()
    {
        string run = folder["refused"];
        CommandResult partition = cluster.Engine("batch", Manifest(2), "-o", run, "--slurm", "--slurm-partition", "nope");
        CommandResult memory = cluster.Engine("batch", "-o", run, "--slurm", "--slurm-cpus", "1", "--slurm-memory", "900");
        Assert.That((partition.ExitCode, memory.ExitCode), Is.EqualTo((3, 3)));
        Assert.That(partition.Error, Is.EqualTo("cryoengine: sbatch: invalid partition specified: nope Batch job submission failed: Invalid partition name specified\n"));
        Assert.That(memory.Error, Does.StartWith("cryoengine: sbatch: ").And.Contain("Memory"));
        Assert.That(new SlurmRecord(run).Jobs, Is.Empty);
    }

    [Test]
    public void PendingTasksThatAreCancelledLeaveNothingBehind()
    {
        string run = folder["pending"], name = new SlurmRecord(run).JobName;
        cluster.Run("scontrol", "update", "NodeName=n1,n2", "State=DRAIN", "Reason=test");
        try
        {
            Submit(run, Manifest(3), "tasks=3\n");
            Assert.That(cluster.Engine("batch", "-o", run, "--status").Out, Does.Contain("3 tasks, 3 pending").And.Contain("3 waiting"));
            Assert.That(cluster.Engine("batch", "-o", run, "--cancel").Out, Does.Contain("3 tasks cancelled"));
            Wait("the queue is empty", () => cluster.Run("squeue", "--noheader", "--name=" + name).Length == 0);
            Assert.That(cluster.Engine("batch", "-o", run, "--status").Out, Does.Contain("nobody works on it"));
        }
        finally
        {
            cluster.Run("scontrol", "update", "NodeName=n1,n2", "State=RESUME");
        }
    }

    private static string[] Ids(int count) => [.. Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"e{i:D2}"))];

    private static int Done(string run) => Directory.EnumerateFiles(Path.Combine(run, "work", "0001", "finished")).Count();

    /// <summary>What the tasks of a job, or of all jobs, printed.</summary>
    private static string Log(string run, string job = "") =>
        string.Concat(Directory.EnumerateFiles(Path.Combine(run, "slurm", "log"), job + "*").Order(StringComparer.Ordinal).Select(File.ReadAllText));

    /// <summary>Entries in the order of their names, as often as a task said that they are done.</summary>
    private static string[] SaidDone(string run) =>
        [.. Log(run).Split('\n').Where(l => l.Contains(": done: ", StringComparison.Ordinal)).Select(l => l.Split("] ")[1].Split(':')[0]).Order(StringComparer.Ordinal)];

    /// <summary>Tasks in the queue, as JOB_INDEX.</summary>
    private string[] Live(string name, string states = "PENDING,RUNNING,COMPLETING") =>
        cluster.Run("squeue", "--noheader", "--array", "--name=" + name, "--states=" + states, "--format=%F_%K").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private string Running(string name) => Live(name, "RUNNING")[0];

    private void Wait(string what, Func<bool> holds)
    {
        try
        {
            SlurmCluster.Wait(what, Longest, holds);
        }
        catch (TimeoutException e)
        {
            Assert.Fail($"{e.Message}\n{cluster.Run("squeue", "--array", "--states=all")}\n{cluster.Logs()}");
        }
    }

    private void Submit(string run, string? manifest, string settings)
    {
        string config = folder.Write($"{Guid.NewGuid():N}.txt", Encoding.UTF8.GetBytes(settings + "cpus=1\nmemory=0.4\ntime=20\nsetup=export CRYOENGINE_HOST=$SLURMD_NODENAME\nsetup=echo task on $SLURMD_NODENAME\n"));
        CommandResult result = cluster.Engine(["batch", .. manifest == null ? [] : new[] { manifest }, "-o", run, "--slurm", "--slurm-config", config, "--workers", "1", "--patience", "10", "--device", "cpu"]);
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(result.Out, Does.Contain("submitted job "));
    }

    /// <summary>The same entries without Slurm.</summary>
    private string Undisturbed(string manifest)
    {
        CommandResult result = CommandLine.Start("batch", manifest, "-o", folder["whole"], "--workers", "2", "--device", "cpu");
        Assert.That(result.ExitCode, Is.Zero, result.Error + result.Out);
        return folder["whole"];
    }

    private string Manifest(int entries) => folder.Write($"list {entries} é.csv", Encoding.UTF8.GetBytes("id,model,map,resolution,options\n" + string.Concat(Ids(entries).Select((id, i) =>
        string.Create(CultureInfo.InvariantCulture, $"{id},{Files.Model},{(i % 2 == 0 ? Files.Map : Files.OtherMap)},2.8,--run xyz --cycles 1 --iterations {8 + i}\n")))));
}
