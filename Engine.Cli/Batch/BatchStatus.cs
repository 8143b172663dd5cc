using System.Globalization;
using System.Text.Json.Nodes;
using Engine.Cli.Output;
using Engine.Core.Batch;
using Engine.Core.Batch.Slurm;
using Engine.Kernels;

namespace Engine.Cli.Batch;

/// <summary>Says how a batch stands: what the queue of Slurm holds for it, and what its folder says.</summary>
internal static class BatchStatus
{
    /// <summary>Prints it.</summary>
    /// <param name="context">Global options.</param>
    /// <param name="folder">Folder.</param>
    /// <param name="patience">How long a scheduler on another machine may show no sign of life.</param>
    public static int Show(RunContext context, BatchFolder folder, TimeSpan patience)
    {
        BatchProgress progress = BatchProgress.Read(folder, patience);
        var record = new SlurmRecord(folder.Root);
        IReadOnlyList<SlurmSubmitted> jobs = record.Jobs;
        SlurmQueueTask[]? queue = jobs.Count == 0 ? [] : Queue(record);
        foreach (SlurmSubmitted job in jobs)
            context.Say(JobLine(job, queue?.Where(t => t.Job == job.Job)));
        foreach (string reason in (queue ?? []).Where(t => t.State == SlurmTaskState.Pending && t.Reason is not ("None" or "")).Select(t => t.Reason).Distinct())
            context.Say($"  waits for: {reason}");
        context.Say($"{progress.Entries} entries: {progress.Done} done ({progress.Improved} improved), {progress.Parked} parked, {progress.Running} running, {progress.Failed} failed and to be tried again, {progress.Waiting} waiting");
        foreach (HostProgress host in progress.Hosts)
            context.Say($"  {host.Host}: {host.Running} running, {host.Done} done, {host.Parked} parked");
        if (progress.Lost.Count > 0)
            context.Say($"  held by tasks that show no sign of life: {string.Join(", ", progress.Lost)}; the next task takes them back");
        if (progress.SecondsLeft is double seconds)
            context.Say($"about {Span(seconds)} left");
        else if (progress.Left > 0 && progress.Running == 0 && queue?.Any(t => t.State != SlurmTaskState.Over) == false)
            context.Say("nobody works on it: go on with cryoengine batch -o FOLDER, or with --slurm");
        if (context.Json)
            JsonOutput.Print(Document(progress, jobs, queue));
        return 0;
    }

    /// <summary>The tasks in the queue; null, with a warning, when Slurm does not say.</summary>
    private static SlurmQueueTask[]? Queue(SlurmRecord record)
    {
        try
        {
            return [.. new SlurmTools().Queue(record.JobName)];
        }
        catch (DeviceException e)
        {
            RunContext.Warn($"the queue cannot be asked: {e.Message}");
            return null;
        }
    }

    private static string JobLine(SlurmSubmitted job, IEnumerable<SlurmQueueTask>? tasks)
    {
        string submitted = string.Create(CultureInfo.InvariantCulture, $"job {job.Job}, submitted {job.Submitted:yyyy-MM-dd HH:mm} UTC from {job.Host}: {job.Tasks} tasks");
        if (tasks == null)
            return submitted;
        string[] states = [.. tasks.GroupBy(t => t.StateName.ToLowerInvariant()).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => string.Create(CultureInfo.InvariantCulture, $"{g.Count()} {g.Key}"))];
        return submitted + ", " + (states.Length == 0 ? "none in the queue" : string.Join(", ", states));
    }

    private static JsonObject Document(BatchProgress progress, IReadOnlyList<SlurmSubmitted> jobs, SlurmQueueTask[]? queue) => new()
    {
        ["schema"] = "cryoengine.batch-status/1",
        ["version"] = RunContext.Version,
        ["folder"] = RecordJson.Of(progress),
        ["jobs"] = RecordJson.List(jobs),
        ["queue"] = queue == null ? null : RecordJson.List(queue),
    };

    private static string Span(double seconds) => seconds switch
    {
        < 90 => string.Create(CultureInfo.InvariantCulture, $"{seconds:F0} s"),
        < 5400 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:F0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:F1} h"),
    };
}
