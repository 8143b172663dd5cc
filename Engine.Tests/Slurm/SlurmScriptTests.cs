using System.Diagnostics;
using Engine.Core.Batch.Slurm;
using Engine.Kernels;
using Engine.Tests.IO;
using NUnit.Framework;

namespace Engine.Tests.Slurm;

/// <summary>The script of a task, run by a real shell, and the names of a folder.</summary>
[TestFixture]
public sealed class SlurmScriptTests : IDisposable
{
    private static readonly string[] Hostile = ["a b", "", "'", "\"", "$(touch hit)", "`touch hit`", "; touch hit", "käse ☃", "a\nb", "-n", "*", "~", "$HOME", "\\", "'\\''", "!x", "%A"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Test]
    public void TheShellHandsOverEachWordAsItWas()
    {
        string place = Directory.CreateDirectory(folder["-o 'q' $(touch hit) é"]).FullName;
        string show = folder.Write("show", "#!/bin/sh\npwd\nprintf '%s\\000' \"$@\"\n"u8.ToArray());
        Programs.Open(show);
        string script = folder["job.sh"];
        File.WriteAllText(script, SlurmScript.Text(new SlurmSettings { Setup = ["export GREETING=hello"] }, "cryoengine-x", place, [show, .. Hostile]));
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardOutput = true, WorkingDirectory = folder.Root };
        start.ArgumentList.Add(script);
        using Process shell = Process.Start(start)!;
        string output = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        Assert.That(output, Is.EqualTo(place + "\n" + string.Concat(Hostile.Select(h => h + "\0"))));
        Assert.That(Directory.EnumerateFiles(folder.Root, "hit", SearchOption.AllDirectories), Is.Empty);
    }

    [Test]
    public void DirectivesComeBeforeTheFirstCommand()
    {
        string[] lines = SlurmScript.Text(new SlurmSettings { Cpus = 2, Setup = ["module load x"] }.With("partition", "gpu", ""), "cryoengine-x", "/r", ["/p", "batch"]).Split('\n');
        int last = Array.FindLastIndex(lines, l => l.StartsWith("#SBATCH ", StringComparison.Ordinal));
        Assert.Multiple(() =>
        {
            Assert.That(lines[0], Is.EqualTo("#!/bin/sh"));
            Assert.That(lines[..last], Has.All.StartsWith("#"), "Slurm reads no directive after a command");
            Assert.That(lines[..(last + 1)], Does.Contain("#SBATCH --job-name=cryoengine-x").And.Contain("#SBATCH --partition=gpu"));
            Assert.That(lines[(last + 1)..], Is.EqualTo(new[] { "cd -- '/r' || exit 1", "module load x", "exec '/p' 'batch'", "" }));
        });
    }

    [Test]
    public void AFolderHasOneNameAndACopyAnother()
    {
        Directory.CreateDirectory(folder["run"]);
        Directory.CreateSymbolicLink(folder["link"], folder["run"]);
        Directory.CreateDirectory(folder["copy"]);
        string name = new SlurmRecord(folder["run"]).JobName;
        Assert.Multiple(() =>
        {
            Assert.That(name, Does.Match("^cryoengine-[0-9a-f]{12}$"));
            Assert.That(new SlurmRecord(folder["link"]).JobName, Is.EqualTo(name));
            Assert.That(new SlurmRecord(folder["run"] + "/../run/").JobName, Is.EqualTo(name));
            Assert.That(new SlurmRecord(folder["copy"]).JobName, Is.Not.EqualTo(name));
            Assert.That(new SlurmRecord(folder["50%A"]).Log, Is.EqualTo(folder["50%%A"] + "/slurm/log/%A_%a.txt"), "a percent sign of the folder is not one of Slurm's");
            Assert.Throws<InputException>(() => new SlurmRecord("/a\\b"));
            Assert.Throws<InputException>(() => new SlurmRecord("/a\nb"));
        });
    }

    [Test]
    public void SubmittedJobsAreKept()
    {
        var record = new SlurmRecord(folder["run"]);
        using (record.Begin())
        {
            Assert.Throws<InputException>(() => new SlurmRecord(folder["run"]).Begin(), "two submissions at once");
            record.Add(new("7", 3, 12, new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc), "h"));
            record.Add(new("9", 1, 2, new DateTime(2026, 1, 3, 3, 4, 5, DateTimeKind.Utc), "h"));
        }

        using (new SlurmRecord(folder["run"]).Begin())
            Assert.That(record.Jobs.Select(j => (j.Job, j.Tasks, j.Entries, j.Submitted.Day)), Is.EqualTo(new[] { ("7", 3, 12, 2), ("9", 1, 2, 3) }));
    }

    [TestCase("12|3|RUNNING|n1|me|None", SlurmTaskState.Running)]
    [TestCase("12|3|PENDING||me|Resources", SlurmTaskState.Pending)]
    [TestCase("12|3|REQUEUE_HOLD||me|launch failed requeued held", SlurmTaskState.Pending)]
    [TestCase("12|3|COMPLETING|n1|me|None", SlurmTaskState.Over)]
    [TestCase("12|3|CANCELLED||me|None", SlurmTaskState.Over)]
    [TestCase("12|3|SOMETHING_NEW|n1|me|None", SlurmTaskState.Running)]
    public void LinesOfTheQueueAreRead(string line, SlurmTaskState state)
    {
        SlurmQueueTask task = SlurmQueueTask.Parse(line + "\r")!;
        Assert.That((task.Job, task.Index, task.User, task.State), Is.EqualTo(("12", "3", "me", state)));
        Assert.That(SlurmQueueTask.Parse("12|RUNNING"), Is.Null);
    }
}
