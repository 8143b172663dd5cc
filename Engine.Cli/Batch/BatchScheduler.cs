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
    private readonly List<Claimed> claimed = [];
    private readonly Dictionary<string, MemoryNeed> needs = [];
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

            StartWaiting(cancel);
            bool isIdle = running.Count == 0 && claimed.Count == 0 && folder.WaitingCount == 0;
            if (isIdle && folder.Claims.Count == 0)
                return true;
            if (settings.LeaveWhenIdle && watch.MayLeave(isIdle))
                return true;
            await Task.WhenAny([.. running.Select(r => r.Reply), .. claimed.Select(c => c.Fetch).Where(f => !f.IsCompleted), Task.Delay(Tick, cancel)]).ConfigureAwait(false);
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

    /// <summary>Claims entries, as many as can be worked on now, and fetches some more ahead; gives those whose files are there to idle workers.</summary>
    private void StartWaiting(CancellationToken cancel)
    {
        while ((folder.Claim(sign.Name, e => !failedHere.Contains(e.Id) && IsWanted(e), Work) ?? folder.Claim(sign.Name, IsWanted, Work)) is { } entry)
            Take(entry, cancel);
        foreach (Claimed next in claimed.Where(c => c.Fetch.IsCompleted).ToArray())
        {
            if (next.Fetch.Result is { } failure)
            {
                claimed.Remove(next);
                Settle(next.Entry.Id, failure, next.History, null);
            }
            else if (idle.Count > 0 && Fits(next.Need))
            {
                claimed.Remove(next);
                WorkerProcess worker = idle.Pop();
                running.Add(new(next, worker, worker.Work(next.Order)));
            }
        }
    }

    /// <summary>Fetched entries are claimed ahead, one for each worker, so that they load while others are computed; the others only when there is room for them, as another machine may have it.</summary>
    private bool IsWanted(BatchEntry entry)
    {
        if (entry.Problem != null)
            return true;
        return entry.IsFetched ? claimed.Count < idle.Count + settings.Workers : claimed.Count(c => c.Fetch.IsCompleted) < idle.Count && Fits(Need(entry));
    }

    /// <summary>Work of an entry, for which its memory stands: both grow with voxels and atoms. Fetched entries come first, to be on their way.</summary>
    private double Work(BatchEntry entry) => entry.IsFetched || entry.Problem != null ? double.MaxValue : Need(entry).Host;

    private bool Fits(MemoryNeed need) => running.Count == 0
        || (running.Sum(r => r.Claim.Need.Host) + need.Host <= settings.MemoryBudget && !(running.Sum(r => r.Claim.Need.Device) + need.Device > settings.DeviceBudget));

    private MemoryNeed Need(BatchEntry entry)
    {
        if (!needs.TryGetValue(entry.Id, out MemoryNeed need))
            needs[entry.Id] = need = Need(entry.Id, new EntryFiles(entry));
        return need;
    }

    /// <summary>What an entry is expected to need: its peak of an earlier attempt, or the plan, whichever is larger.</summary>
    private MemoryNeed Need(string id, EntryFiles files)
    {
        EntryResult? before = EntryResult.Read(folder.FolderOf(id));
        MemoryNeed plan = MemoryNeed.Of(files.Size);
        return new(Math.Max(before?.PeakMemory ?? 0, plan.Host), Math.Max(before?.PeakDeviceMemory ?? 0, plan.Device));
    }

    private void Take(BatchEntry entry, CancellationToken cancel)
    {
        string place = folder.FolderOf(entry.Id);
        EntryResult before = EntryResult.Read(place) ?? new() { Id = entry.Id };
        if (before.State is EntryState.Done or EntryState.Parked)
        {
            // The result was written, and then the scheduler ended before it could say so.
            folder.Finish(entry.Id, sign.Name);
            return;
        }

        Directory.CreateDirectory(place);
        var history = AttemptHistory.Begin(place, before);
        if (entry.Problem != null || history.Interruptions > settings.Interruptions)
        {
            string reason = entry.Problem ?? string.Create(CultureInfo.InvariantCulture, $"interrupted {history.Interruptions} times: it may be what ends the scheduler");
            Publish(new EntryResult { Id = entry.Id, State = EntryState.Parked, Reason = reason, Resolution = entry.Resolution, Version = RunContext.Version }, history);
            return;
        }

        var order = new AttemptOrder
        {
            Entry = entry,
            Folder = place,
            GlobalOptions = settings.GlobalOptions,
            RefineOptions = settings.RefineOptions,
            Cache = settings.Cache,
            Mirrors = settings.Mirrors,
        };
        var next = new Claimed(entry, order, history);
        if (entry.IsFetched)
            next.Fetch = Task.Run(() => FetchAhead(next, cancel), CancellationToken.None);
        else
            next.Need = Need(entry);
        claimed.Add(next);
    }

    private AttemptReply? FetchAhead(Claimed next, CancellationToken cancel)
    {
        long start = Stopwatch.GetTimestamp();
        var runner = new EntryRunner(next.Order, _ => throw new InvalidOperationException("fetches alone"), cancel);
        try
        {
            AttemptReply? failure = runner.Fetch();
            if (failure == null)
                next.Need = Need(next.Entry.Id, runner.Files);
            next.FetchSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            return failure;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Nobody foresaw it: it costs one attempt of this entry, as in a worker, and not the batch.
            string reason = $"fetch: {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}";
            return new(new() { Id = next.Entry.Id, State = EntryState.Failed, Reason = reason, Version = RunContext.Version }, MayRetry: true, Cancelled: false);
        }
    }

    private void End(Running done, AttemptReply reply)
    {
        running.Remove(done);
        idle.Push(done.Worker);
        if (reply.Result.Timings.TryGetValue("fetch", out double seconds))
            reply = reply with { Result = reply.Result with { Timings = new Dictionary<string, double>(reply.Result.Timings) { ["fetch"] = seconds + done.Claim.FetchSeconds } } };
        Settle(done.Id, reply, done.Claim.History, done.Limit);
    }

    /// <summary>Decides what becomes of an entry after an attempt.</summary>
    private void Settle(string id, AttemptReply reply, AttemptHistory history, string? limit)
    {
        EntryResult result = reply.Result;
        if (reply.Cancelled && limit == null)
        {
            // Someone stopped the worker, not the entry's doing.
            history.Forget();
            folder.Release(id, sign.Name);
            return;
        }

        if (limit != null)
            result = result with { State = EntryState.Parked, Reason = limit };
        else if (result.State == EntryState.Failed && (!reply.MayRetry || history.Failures + 1 > settings.Retries))
            result = result with { State = EntryState.Parked };
        Publish(result, history);
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
            needs.Remove(result.Id);
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
        await Task.WhenAll(claimed.Select(c => c.Fetch)).ConfigureAwait(false);
        foreach (Claimed next in claimed)
        {
            next.History.Forget();
            folder.Release(next.Entry.Id, sign.Name);
        }

        claimed.Clear();
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
                entry.Claim.History.Forget();
                folder.Release(entry.Id, sign.Name);
            }
        }
    }

    /// <summary>An entry that this scheduler holds and no worker has yet.</summary>
    private sealed class Claimed(BatchEntry entry, AttemptOrder order, AttemptHistory history)
    {
        public BatchEntry Entry { get; } = entry;

        public AttemptOrder Order { get; } = order;

        public AttemptHistory History { get; } = history;

        /// <summary>Null when the files are there, else how fetching them failed.</summary>
        public Task<AttemptReply?> Fetch { get; set; } = Task.FromResult<AttemptReply?>(null);

        public double FetchSeconds { get; set; }

        /// <summary>Planned memory; known when the files are there.</summary>
        public MemoryNeed Need { get; set; }
    }

    /// <summary>Memory that an entry needs on the host and on the device, bytes.</summary>
    private readonly record struct MemoryNeed(long Host, long Device)
    {
        public static MemoryNeed Of(EntrySize? size) => size == null ? default : new(MemoryPlan.Estimate(size), MemoryPlan.EstimateOnDevice(size));
    }

    private sealed record Running(Claimed Claim, WorkerProcess Worker, Task<AttemptReply> Reply)
    {
        public string Id => Claim.Entry.Id;

        public Stopwatch Clock { get; } = Stopwatch.StartNew();

        /// <summary>The limit that the attempt ran into, or null.</summary>
        public string? Limit { get; set; }
    }
}
