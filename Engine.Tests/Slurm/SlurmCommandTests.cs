using System.Text.Json.Nodes;
using Engine.Core.Batch;
using Engine.Core.Batch.Slurm;
using Engine.Kernels;
using Engine.Tests.Cli;
using Engine.Tests.IO;
using NUnit.Framework;

namespace Engine.Tests.Slurm;

/// <summary>batch --slurm, --status and --cancel with scripts in the place of Slurm's programs: what they are asked, and what becomes of their answers.</summary>
[TestFixture]
public sealed class SlurmCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly SlurmStandIns slurm = new();

    public void Dispose()
    {
        slurm.Dispose();
        folder.Dispose();
    }

    [Test]
    public void AnArrayIsSubmittedAndKept()
    {
        string run = folder["rün 'q' $(touch hit) 5%A"];
        CommandResult result = slurm.Batch(Manifest("ä;list", 3), "-o", run, "--slurm", "--slurm-config", Config("tasks = 9\nat_once=2\npartition = slow\ncpus=6\nrequeues=7\nsetup=echo it is on\n"), "--slurm-partition", "gpu", "--slurm-time",
            "30", "--slurm-gpus", "1", "--slurm-memory", "12", "--refine=--no-flips", "--workers", "2", "--retries", "4", "--device", "cpu", "--mirror", "rcsb", "pdbj", "--seed", "3", "--threads", "64");
        Assert.That(result.ExitCode, Is.Zero, result.Error);
        Assert.That(result.Out, Does.Contain("submitted job 4711: 3 tasks for 3 entries"), "no more tasks than entries");
        string script = File.ReadAllText(Path.Combine(run, "slurm", "job.sh"));
        string quoted = SlurmScript.Quote("--output=" + run);
        Assert.Multiple(() =>
        {
            Assert.That(slurm.Arguments("sbatch"), Is.EqualTo(new[] { "--parsable", "--array=0-2%2", "--chdir=" + run, "--output=" + run.Replace("%", "%%", StringComparison.Ordinal) + "/slurm/log/%A_%a.txt", Path.Combine(run, "slurm", "job.sh") }));
            Assert.That(script, Does.Contain("#SBATCH --partition=gpu\n").And.Contain("#SBATCH --gres=gpu:1\n").And.Contain("#SBATCH --time=30\n").And.Contain("#SBATCH --mem=12288M\n").And.Contain("#SBATCH --cpus-per-task=6\n"), "options win over the file");
            Assert.That(script, Does.Contain("\necho it is on\n").And.Contain(new SlurmRecord(run).JobName));
            Assert.That(script, Does.Contain($"'batch' {quoted} '--slurm-task=7' '--threads=6' '--workers=2' '--retries=4' '--refine=--no-flips' '--mirror=rcsb' '--mirror=pdbj' '--device=cpu' '--seed=3'\n"));
            Assert.That(new SlurmRecord(run).Jobs.Select(j => (j.Job, j.Tasks, j.Entries)), Is.EqualTo(new[] { ("4711", 3, 3) }));
            Assert.That(BatchFolder.Open(run, null).WaitingCount, Is.EqualTo(3));
            Assert.That(Directory.EnumerateFiles(folder.Root, "hit", SearchOption.AllDirectories), Is.Empty);
        });
    }

    [Test]
    public void OneTaskForEachGroupOfEntries()
    {
        Assert.That(slurm.Batch(Manifest("m", 9), "-o", folder["run"], "--slurm").ExitCode, Is.Zero);
        Assert.That(slurm.Arguments("sbatch")[1], Is.EqualTo("--array=0-2"), "four processors, four entries at a time, nine entries");
    }

    [Test]
    public void NothingIsSubmittedTwice()
    {
        string run = folder["run"], manifest = Manifest("m", 3);
        slurm.Answer("squeue", "12|0|RUNNING|n1|me|None\n12|1|PENDING||me|Resources\n11|0|COMPLETED|n1|me|None\n");
        CommandResult busy = slurm.Batch(manifest, "-o", run, "--slurm");
        Assert.That((busy.ExitCode, slurm.Arguments("sbatch").Length), Is.EqualTo((0, 0)), busy.Error);
        Assert.That(busy.Out, Does.Contain("job 12 works on this folder already (1 tasks run, 1 wait)"));
        Assert.That(slurm.Arguments("squeue"), Does.Contain("--name=" + new SlurmRecord(run).JobName).And.Contain("--array").And.Contain("--states=all"));

        // The same job, all tasks over: what is left is submitted, and no more.
        slurm.Answer("squeue", "12|0|COMPLETING|n1|me|None\n12|1|CANCELLED||me|None\n");
        Finish(run, "e0", EntryState.Done);
        CommandResult rest = slurm.Batch("-o", run, "--slurm", "--slurm-tasks", "10", "--json");
        JsonNode answer = JsonNode.Parse(rest.Out)!;
        Assert.That(((string)answer["action"]!, (string)answer["job"]!, (int)answer["tasks"]!, (int)answer["entries_left"]!), Is.EqualTo(("submitted", "4711", 2, 2)));
        Finish(run, "e1", EntryState.Done);
        Finish(run, "e2", EntryState.Parked);
        int before = slurm.Arguments("sbatch").Length;
        CommandResult none = slurm.Batch("-o", run, "--slurm");
        Assert.That((none.ExitCode, slurm.Arguments("sbatch").Length), Is.EqualTo((5, before)), none.Out + none.Error);
        Assert.That(none.Out, Does.Contain("nothing is submitted"));
    }

    [Test]
    public void WhatSlurmSaysIsPassedOn()
    {
        string run = folder["run"], manifest = Manifest("m", 2);
        slurm.Refuse("sbatch", "sbatch: error: invalid partition specified: nope\nsbatch: error: Batch job submission failed: Invalid partition name specified\n");
        CommandResult refused = slurm.Batch(manifest, "-o", run, "--slurm", "--slurm-partition", "nope");
        Assert.That(refused.ExitCode, Is.EqualTo(3));
        Assert.That(refused.ErrorLines, Has.Length.EqualTo(1));
        Assert.That(refused.Error, Does.Contain("invalid partition specified: nope"));
        Assert.That(new SlurmRecord(run).Jobs, Is.Empty);
        slurm.Refuse("squeue", "slurm_load_jobs error: Unable to contact slurm controller (connect failure)\n");
        Assert.That(slurm.Batch(manifest, "-o", run, "--slurm").Error, Does.Contain("Unable to contact slurm controller"));
        Assert.That(slurm.Batch("-o", run, "--cancel").ExitCode, Is.EqualTo(3));
    }

    [Test]
    public void AnAnswerWithoutANumberIsNoJob()
    {
        slurm.Answer("sbatch", "Submitted, perhaps\n");
        CommandResult odd = slurm.Batch(Manifest("m", 2), "-o", folder["run"], "--slurm");
        Assert.That((odd.ExitCode, odd.Error.Contains("Submitted, perhaps", StringComparison.Ordinal)), Is.EqualTo((3, true)));
        slurm.Answer("sbatch", "sbatch: a word of the site\n4712;cluster\n");
        Assert.That(slurm.Batch("-o", folder["run"], "--slurm").Out, Does.Contain("submitted job 4712:"));
    }

    [Test]
    public void WithoutSlurmOneLineSaysSo()
    {
        CommandResult result = SlurmStandIns.BatchWithoutSlurm(Manifest("m", 1), "-o", folder["run"], "--slurm");
        Assert.That(result.ExitCode, Is.EqualTo(3));
        Assert.That(result.ErrorLines, Has.Length.EqualTo(1));
        Assert.That(result.Error, Does.Contain("squeue").And.Contain("submitted to Slurm"));
    }

    [Test]
    public void AProgramThatHangsIsGivenUp()
    {
        Programs.Open(folder.Write("squeue", "#!/bin/sh\nexec sleep 60\n"u8.ToArray()));
        DeviceException e = Assert.Throws<DeviceException>(() => new SlurmTools(TimeSpan.FromSeconds(0.3), folder.Root).Queue("x"))!;
        Assert.That(e.Message, Does.StartWith("squeue: did not answer within"));
    }

    [Test]
    public void OnlyTheTasksOfTheFolderAreCancelled()
    {
        string run = folder["run"];
        slurm.Batch(Manifest("m", 2), "-o", run, "--slurm");
        Assert.That(slurm.Batch("-o", run, "--cancel").Out, Does.Contain("no task of this folder"));
        Assert.That(slurm.Arguments("scancel"), Is.Empty);
        slurm.Answer("squeue", "12|0|RUNNING|n1|me|None\n12|1|PENDING||me|Resources\n14|0|PENDING||me|None\n11|0|COMPLETED|n1|me|None\n");
        CommandResult result = slurm.Batch("-o", run, "--cancel");
        Assert.That(slurm.Arguments("scancel"), Is.EqualTo(new[] { "--name=" + new SlurmRecord(run).JobName, "12", "14" }));
        Assert.That(result.Out, Does.Contain("job 12, 14: 3 tasks cancelled"));
    }

    [Test]
    public void TheStatusJoinsQueueAndFolder()
    {
        string run = folder["run"];
        slurm.Batch(Manifest("m", 8), "-o", run, "--slurm", "--slurm-tasks", "3");
        BatchFolder batch = BatchFolder.Open(run, null);
        for (int i = 0; i < 2; i++)
            Finish(run, $"e{i}", EntryState.Done, host: "n-1", seconds: 30);
        Finish(run, "e2", EntryState.Parked, host: "n2");
        new EntryResult { Id = "e3", State = EntryState.Failed, Host = "n2" }.Write(Directory.CreateDirectory(batch.FolderOf("e3")).FullName);
        using var alive = new WorkerSign(batch.Signs);
        Assert.That(batch.Claim(alive.Name, e => e.Id == "e4"), Is.Not.Null);
        Assert.That(batch.Claim("gone-1-abc", e => e.Id == "e5"), Is.Not.Null);
        slurm.Answer("squeue", "4711|0|RUNNING|n1|me|None\n4711|1|PENDING||me|ReqNodeNotAvail, UnavailableNodes:n2\n4711|2|PENDING||me|Resources\n");
        CommandResult result = slurm.Batch("-o", run, "--status");
        string[] lines = result.Out.Split('\n');
        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.Zero, result.Error);
            Assert.That(lines[0], Does.Match(@"^job 4711, submitted 20\d\d-.* UTC from .*: 3 tasks, 2 pending, 1 running$"));
            Assert.That(lines[1], Is.EqualTo("  waits for: ReqNodeNotAvail, UnavailableNodes:n2"));
            Assert.That(lines[3], Is.EqualTo("8 entries: 2 done (2 improved), 1 parked, 1 running, 1 failed and to be tried again, 3 waiting"));
            Assert.That(lines, Does.Contain("  n-1: 0 running, 2 done, 0 parked").And.Contain("  n2: 0 running, 0 done, 1 parked").And.Contain($"  {MachineIdentity.Host}: 1 running, 0 done, 0 parked"));
            Assert.That(lines, Does.Contain("  held by tasks that show no sign of life: e5; the next task takes them back"));
            Assert.That(lines, Does.Contain("about 2 min left"), "four and a half entries of 30 s, one at a time");
            Assert.That(Directory.EnumerateFiles(batch.Signs).Select(f => Path.GetFileName(f)), Is.EqualTo(new[] { alive.Name }), "asking leaves nothing behind");
        });
        slurm.Refuse("squeue", "down\n");
        CommandResult down = slurm.Batch("-o", run, "--status", "--json");
        JsonNode document = JsonNode.Parse(down.Out)!;
        Assert.That((down.ExitCode, (int)document["folder"]!["done"]!, document["queue"]), Is.EqualTo((0, 2, (JsonNode?)null)), "the folder is told without the queue");
        Assert.That(down.Error, Does.Contain("the queue cannot be asked: squeue: down"));
    }

    [TestCase("--slurm --status", 2, "give one of them")]
    [TestCase("--status --cancel", 2, "give one of them")]
    [TestCase("--slurm-partition gpu", 2, "--slurm-partition: needs --slurm")]
    [TestCase("--slurm-config x --status", 2, "--slurm-config: needs --slurm")]
    [TestCase("--slurm --slurm-gpus many", 2, "--slurm-gpus \"many\": give a number, or TYPE:NUMBER")]
    [TestCase("--slurm --workers 0", 2, "--workers 0")]
    [TestCase("--status", 1, "holds no batch")]
    [TestCase("--cancel", 1, "holds no batch")]
    public void MistakesAreToldBeforeAnythingIsDone(string options, int code, string message)
    {
        CommandResult result = slurm.Batch(["-o", folder["none"], .. options.Split(' ')]);
        Assert.That((result.ExitCode, result.ErrorLines.Length), Is.EqualTo((code, 1)), result.Error);
        Assert.That(result.Error, Does.Contain(message));
        Assert.That(Directory.Exists(folder["none"]), Is.False);
    }

    [Test]
    public void ADryRunShowsTheScriptAndWritesNothing()
    {
        CommandResult result = slurm.Batch(Manifest("m", 2), "-o", folder["run"], "--slurm", "--slurm-time", "1:00:00", "--dry-run");
        Assert.That((result.ExitCode, Directory.Exists(folder["run"])), Is.EqualTo((0, false)), result.Error);
        Assert.That(result.Out, Does.Contain("#SBATCH --time=1:00:00").And.Contain("'batch' '--output=" + folder["run"] + "'"));
        Assert.That(slurm.Arguments("sbatch"), Is.Empty);
    }

    private static void Finish(string run, string id, EntryState state, string host = "", double seconds = 1)
    {
        BatchFolder batch = BatchFolder.Open(run, null);
        Assert.That(batch.Claim("test", e => e.Id == id), Is.Not.Null);
        new EntryResult { Id = id, State = state, Decision = "accepted", Host = host, Timings = new Dictionary<string, double> { ["refine"] = seconds } }.Write(Directory.CreateDirectory(batch.FolderOf(id)).FullName);
        Assert.That(batch.Finish(id, "test"));
    }

    private string Manifest(string name, int entries) =>
        folder.Write(name + ".csv", System.Text.Encoding.UTF8.GetBytes("id,model,map,resolution\n" + string.Concat(Enumerable.Range(0, entries).Select(i => $"e{i},m.cif,n.mrc,3\n"))));

    private string Config(string text) => folder.Write("slurm.txt", System.Text.Encoding.UTF8.GetBytes(text));
}
