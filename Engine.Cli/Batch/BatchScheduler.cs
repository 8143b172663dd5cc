using System.Diagnostics;
using System.Globalization;
using Engine.Core.Batch;

namespace Engine.Cli.Batch;

/// <summary>
/// Gives the entries of a batch folder to worker processes until none is left, here or with other schedulers on the same folder. An entry whose attempt fails for a passing reason (device, network,
/// memory, a crash) goes back into the queue, behind the others; one whose input is wrong is parked at once.
/// </summary>
internal sealed class BatchScheduler(BatchFolder folder, BatchSettings settings, RunContext context) : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SignInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan OverviewInterval = TimeSpan.FromMinutes(1);

    private readonly WorkerSign sign = new(folder.Signs);
    private readonly List<Running> running = [];
    private readonly Stack<WorkerProcess> idle = new(Enumerable.Range(0, settings.Workers).Select(_ => new WorkerProcess()));
    private readonly HashSet<string> failedHere = [];
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private int finishedHere;

    /// <summary>Works until all entries are finished, or the token is cancelled.</summary>
    /// <returns>True when all entries are finished.</returns>
    public async Task<bool> Run(CancellationToken cancel)
    {
        var watch = new IdleWatch(folder, sign);
        long lastSign = long.MinValue, lastOverview = Stopwatch.GetTimestamp();
        while (!cancel.IsCancellationRequested)
        {
            if (lastSign == long.MinValue || Stopwatch.GetElapsedTime(lastSign) > SignInterval)
            {
                foreach (string id in folder.TakeBack(sign, settings.Patience))
                    context.Say($"{id}: taken back from a scheduler that is gone");
                folder.Refresh();
                lastSign = Stopwatch.GetTimestamp();
            }

            StartWaiting();
            bool isIdle = running.Count == 0 && folder.WaitingCount == 0;
            if (isIdle && folder.Claims.Count == 0)
                return true;
            if (settings.LeaveWhenIdle && watch.MayLeave(isIdle))
                return true;
            await Task.WhenAny([.. running.Select(r => r.Reply), Task.Delay(Tick, cancel)]).ConfigureAwait(false);
            foreach (Running done in running.Where(r => r.Reply.IsCompleted).ToArray())
                End(done, await done.Reply.ConfigureAwait(false));
            foreach (Running late in running)
                CheckLimits(late);
            if (Stopwatch.GetElapsedTime(lastOverview) > OverviewInterval)
            {
                BatchOverview.Write(folder);
                lastOverview = Stopwatch.GetTimestamp();
            }
        }

        await Stop().ConfigureAwait(false);
        return false;
    }

    public void Dispose()
    {
        foreach (WorkerProcess worker in idle.Concat(running.Select(r => r.Worker)))
            worker.Dispose();
        sign.Dispose();
    }

    private void StartWaiting()
    {
        while (idle.Count > 0 && (folder.Claim(sign.Name, e => !failedHere.Contains(e.Id)) ?? folder.Claim(sign.Name, _ => true)) is { } entry)
        {
            string place = folder.FolderOf(entry.Id);
            EntryResult before = EntryResult.Read(place) ?? new() { Id = entry.Id };
            if (before.State is EntryState.Done or EntryState.Parked)
            {
                // The result was written, and then the scheduler ended before it could say so.
                folder.Finish(entry.Id, sign.Name);
                continue;
            }

            Directory.CreateDirectory(place);
            var history = AttemptHistory.Begin(place, before);
            if (entry.Problem != null || history.Interruptions > settings.Interruptions)
            {
                string reason = entry.Problem ?? string.Create(CultureInfo.InvariantCulture, $"interrupted {history.Interruptions} times: it may be what ends the scheduler");
                Publish(new EntryResult { Id = entry.Id, State = EntryState.Parked, Reason = reason, Resolution = entry.Resolution, Version = RunContext.Version }, history);
                continue;
            }

            WorkerProcess worker = idle.Pop();
            var order = new AttemptOrder
            {
                Entry = entry,
                Folder = place,
                GlobalOptions = settings.GlobalOptions,
                RefineOptions = settings.RefineOptions,
                Cache = settings.Cache,
                Mirrors = settings.Mirrors,
            };
            running.Add(new(entry.Id, worker, worker.Work(order), history));
        }
    }

    private void End(Running done, AttemptReply reply)
    {
        running.Remove(done);
        idle.Push(done.Worker);
        EntryResult result = reply.Result;
        if (reply.Cancelled && done.Limit == null)
        {
            // Someone stopped the worker, not the entry's doing.
            done.History.Forget();
            folder.Release(done.Id, sign.Name);
            return;
        }

        if (done.Limit != null)
            result = result with { State = EntryState.Parked, Reason = done.Limit };
        else if (result.State == EntryState.Failed && (!reply.MayRetry || done.History.Failures + 1 > settings.Retries))
            result = result with { State = EntryState.Parked };
        Publish(result, done.History);
    }

    /// <summary>Writes a result and moves the entry on, unless another scheduler has taken it back meanwhile.</summary>
    private void Publish(EntryResult result, AttemptHistory history)
    {
        if (!folder.Holds(result.Id, sign.Name))
            return;
        result = history.End(result);
        result.Write(folder.FolderOf(result.Id));
        if (result.State == EntryState.Failed)
        {
            failedHere.Add(result.Id);
            folder.Release(result.Id, sign.Name);
        }
        else if (folder.Finish(result.Id, sign.Name))
        {
            finishedHere++;
        }

        context.Say(Line(result));
    }

    private string Line(EntryResult result)
    {
        int all = folder.Entries.Count(), finished = folder.Finished.Count;
        double rate = finishedHere / clock.Elapsed.TotalSeconds;
        string left = finished < all && rate > 0 ? $", about {Duration((all - finished) / rate)} left" : "";
        string what = result.State switch
        {
            EntryState.Done => string.Create(CultureInfo.InvariantCulture, $"{result.Decision}, CC_mask {result.Before.GetValueOrDefault("cc_mask"):F3} -> {result.After.GetValueOrDefault("cc_mask"):F3}, {result.Timings.Values.Sum():F1} s"),
            _ => result.Reason,
        };
        return $"[{finished}/{all}{left}] {result.Id}: {result.State.ToString().ToLowerInvariant()}: {what}";
    }

    private static string Duration(double seconds) => seconds switch
    {
        < 90 => string.Create(CultureInfo.InvariantCulture, $"{seconds:F0} s"),
        < 5400 => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:F0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:F1} h"),
    };

    private void CheckLimits(Running entry)
    {
        if (entry.Limit != null)
            return;
        if (settings.TimeLimit is { } time && entry.Clock.Elapsed > time)
            entry.Limit = string.Create(CultureInfo.InvariantCulture, $"took longer than the limit of {time.TotalSeconds:0.#} s (--limit-time)");
        else if (settings.MemoryLimit is long memory && entry.Worker.Memory > memory)
            entry.Limit = string.Create(CultureInfo.InvariantCulture, $"used more than the limit of {memory / (double)(1L << 30):0.##} GiB (--limit-memory)");
        if (entry.Limit != null)
            entry.Worker.Kill();
    }

    private async Task Stop()
    {
        foreach (Running entry in running)
            entry.Worker.Terminate();
        Task all = Task.WhenAll(running.Select(r => r.Reply));
        await Task.WhenAny(all, Task.Delay(TimeSpan.FromSeconds(20))).ConfigureAwait(false);
        foreach (Running entry in running.ToArray())
        {
            if (!entry.Reply.IsCompleted)
                entry.Worker.Kill();
            AttemptReply reply = await entry.Reply.ConfigureAwait(false);
            if (reply.Result.State == EntryState.Done)
            {
                End(entry, reply);
            }
            else
            {
                running.Remove(entry);
                idle.Push(entry.Worker);
                entry.History.Forget();
                folder.Release(entry.Id, sign.Name);
            }
        }
    }

    private sealed record Running(string Id, WorkerProcess Worker, Task<AttemptReply> Reply, AttemptHistory History)
    {
        public Stopwatch Clock { get; } = Stopwatch.StartNew();

        /// <summary>The limit that the attempt ran into, or null.</summary>
        public string? Limit { get; set; }
    }
}
