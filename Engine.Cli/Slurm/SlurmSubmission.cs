using System.Diagnostics;
using System.Text.Json.Nodes;
using Engine.Cli.Batch;
using Engine.Core.Batch;
using Engine.Core.Batch.Slurm;
using Engine.Core.IO;
using Engine.Kernels;

namespace Engine.Cli.Slurm;

/// <summary>Submits the tasks of a batch to Slurm, and cancels them.</summary>
internal sealed class SlurmSubmission(RunContext context, string root)
{
    private const int MostDefaultTasks = 16;

    private readonly SlurmTools tools = new();
    private readonly SlurmRecord record = new(root);

    /// <summary>The script that <see cref="Submit"/> would write.</summary>
    /// <param name="settings">Settings of the array.</param>
    /// <param name="arguments">Arguments of batch in a task.</param>
    public string Script(SlurmSettings settings, IEnumerable<string> arguments) =>
        SlurmScript.Text(settings, record.JobName, Environment.CurrentDirectory, [.. Program(settings), "batch", $"--output={record.Root}", .. arguments]);

    /// <summary>How many tasks are worth their start.</summary>
    /// <param name="settings">Settings of the array.</param>
    /// <param name="workers">Entries that a task works on at a time.</param>
    /// <param name="left">Entries that are not finished.</param>
    public static int TaskCount(SlurmSettings settings, int workers, int left) =>
        Math.Min(settings.Tasks ?? Math.Min(MostDefaultTasks, (left + workers - 1) / workers), left);

    /// <summary>Submits an array for what is left to do, unless tasks of this folder are in the queue.</summary>
    /// <param name="folder">Folder.</param>
    /// <param name="settings">Settings of the array.</param>
    /// <param name="workers">Entries that a task works on at a time.</param>
    /// <param name="arguments">Arguments of batch in a task.</param>
    public int Submit(BatchFolder folder, SlurmSettings settings, int workers, IEnumerable<string> arguments)
    {
        using IDisposable alone = record.Begin();
        BatchProgress progress = BatchProgress.Read(folder, TimeSpan.MaxValue);
        if (progress.Left == 0)
        {
            context.Say($"{progress.Entries} entries: all are finished, nothing is submitted");
            return Answer("nothing", null, 0, 0, progress.Parked > 0 ? (int)ExitCode.PartialBatch : 0);
        }

        SlurmQueueTask[] live = [.. tools.Queue(record.JobName).Where(t => t.State != SlurmTaskState.Over)];
        if (live.Length > 0)
        {
            int running = live.Count(t => t.State == SlurmTaskState.Running);
            context.Say($"job {Numbers(live)} works on this folder already ({running} tasks run, {live.Length - running} wait): nothing is submitted; its tasks also take up entries that were added");
            return Answer("running", live[^1].Job, live.Length, progress.Left, 0);
        }

        int tasks = TaskCount(settings, workers, progress.Left);
        AtomicFile.WriteText(record.Script, writer => writer.Write(Script(settings, arguments)));
        string job = tools.Submit(record.Script, record.Root, record.Log, tasks, settings.AtOnce);
        record.Add(new(job, tasks, progress.Left, DateTime.UtcNow, MachineIdentity.Host));
        context.Say($"submitted job {job}: {tasks} tasks for {progress.Left} entries");
        context.Say($"how it stands: cryoengine batch -o {root} --status; to stop it: --cancel");
        return Answer("submitted", job, tasks, progress.Left, 0);
    }

    /// <summary>Cancels the tasks of this folder.</summary>
    public int Cancel()
    {
        SlurmQueueTask[] live = [.. tools.Queue(record.JobName).Where(t => t.State != SlurmTaskState.Over)];
        if (live.Length == 0)
        {
            context.Say("no task of this folder is in the queue of Slurm");
            return Answer("nothing", null, 0, 0, 0);
        }

        tools.Cancel(live.Select(t => t.Job).Distinct(), record.JobName);
        context.Say($"job {Numbers(live)}: {live.Length} tasks cancelled; those that run give their entries back first");
        return Answer("cancelled", live[^1].Job, live.Length, 0, 0);
    }

    private static IEnumerable<string> Program(SlurmSettings settings)
    {
        if (settings.Program is { } program)
            return [program];
        ProcessStartInfo own = OwnProgram.Start();
        return own.ArgumentList.Prepend(own.FileName);
    }

    private static string Numbers(IEnumerable<SlurmQueueTask> tasks) => string.Join(", ", tasks.Select(t => t.Job).Distinct());

    private int Answer(string action, string? job, int tasks, int left, int code)
    {
        if (context.Json)
            JsonOutput.Print(new JsonObject { ["schema"] = "cryoengine.batch-slurm/1", ["version"] = RunContext.Version, ["action"] = action, ["job"] = job, ["tasks"] = tasks, ["entries_left"] = left });
        return code;
    }
}
