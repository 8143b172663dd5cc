namespace Engine.Core.Batch;

/// <summary>What a machine does and did for a batch.</summary>
/// <param name="Host">Machine.</param>
/// <param name="Running">Entries that it works on now.</param>
/// <param name="Done">Entries that it did.</param>
/// <param name="Parked">Entries that it parked.</param>
public sealed record HostProgress(string Host, int Running, int Done, int Parked);

/// <summary>How a batch stands, as its folder says.</summary>
public sealed record BatchProgress
{
    /// <summary>All entries.</summary>
    public required int Entries { get; init; }

    /// <summary>Entries that are done.</summary>
    public required int Done { get; init; }

    /// <summary>Of these, those whose refined model replaced the input.</summary>
    public required int Improved { get; init; }

    /// <summary>Entries that are parked.</summary>
    public required int Parked { get; init; }

    /// <summary>Entries that someone works on now.</summary>
    public required int Running { get; init; }

    /// <summary>Entries whose last attempt failed and that wait for another.</summary>
    public required int Failed { get; init; }

    /// <summary>Entries that wait for their first attempt, or for the rest of one that was stopped.</summary>
    public required int Waiting { get; init; }

    /// <summary>Entries that a scheduler holds which shows no sign of life; the next one takes them back. Not counted as running but as waiting.</summary>
    public required IReadOnlyList<string> Lost { get; init; }

    /// <summary>Machines, by name.</summary>
    public required IReadOnlyList<HostProgress> Hosts { get; init; }

    /// <summary>Time left, s, from the mean time of the entries that are done and the number that is worked on now; null where nothing is done, or nothing runs.</summary>
    public required double? SecondsLeft { get; init; }

    /// <summary>Entries that are neither done nor parked.</summary>
    public int Left => Entries - Done - Parked;

    /// <summary>Reads how a folder stands.</summary>
    /// <param name="folder">Folder.</param>
    /// <param name="patience">How long the sign of a scheduler on another machine may go untouched.</param>
    public static BatchProgress Read(BatchFolder folder, TimeSpan patience)
    {
        DateTime now = Now(folder);
        (string Id, string Worker)[] claims = [.. folder.Claims];
        HashSet<string> gone = [.. claims.Select(c => c.Worker).Distinct().Where(w => WorkerSign.IsDead(Path.Combine(folder.Signs, w), now, patience))];
        EntryResult[] results = [.. folder.Entries.Select(e => EntryResult.Read(folder.FolderOf(e.Id)) ?? new EntryResult { Id = e.Id })];
        EntryResult[] done = [.. results.Where(r => r.State == EntryState.Done)];
        int parked = results.Count(r => r.State == EntryState.Parked);
        HashSet<string> over = [.. results.Where(r => r.State is EntryState.Done or EntryState.Parked).Select(r => r.Id)];
        (string Id, string Worker)[] running = [.. claims.Where(c => !gone.Contains(c.Worker) && !over.Contains(c.Id))];
        HashSet<string> held = [.. running.Select(c => c.Id)];
        int failed = results.Count(r => r.State == EntryState.Failed && !held.Contains(r.Id));
        int left = results.Length - done.Length - parked;
        double mean = done.Length == 0 ? 0 : done.Average(r => r.Timings.Values.Sum());
        return new()
        {
            Entries = results.Length,
            Done = done.Length,
            Improved = done.Count(r => r.Decision == "accepted"),
            Parked = parked,
            Running = running.Length,
            Failed = failed,
            Waiting = left - running.Length - failed,
            Lost = [.. claims.Where(c => gone.Contains(c.Worker) && !over.Contains(c.Id)).Select(c => c.Id).Order(StringComparer.Ordinal)],
            Hosts = HostsOf(running, results),

            // Those that run are half done on average.
            SecondsLeft = mean > 0 && running.Length > 0 ? mean * (left - (running.Length / 2.0)) / running.Length : null,
        };
    }

    private static HostProgress[] HostsOf((string Id, string Worker)[] running, EntryResult[] results)
    {
        ILookup<string, string> now = running.ToLookup(c => WorkerSign.HostOf(c.Worker), c => c.Id);
        ILookup<string, EntryState> then = results.Where(r => r.Host.Length > 0).ToLookup(r => r.Host, r => r.State);
        return
        [
            .. now.Select(g => g.Key).Union(then.Select(g => g.Key)).Order(StringComparer.Ordinal)
                .Select(h => new HostProgress(h, now[h].Count(), then[h].Count(s => s == EntryState.Done), then[h].Count(s => s == EntryState.Parked))),
        ];
    }

    /// <summary>Now, by the clock of the file system, or by that of this machine where the folder cannot be written.</summary>
    private static DateTime Now(BatchFolder folder)
    {
        try
        {
            using var sign = new WorkerSign(folder.Signs);
            return sign.Touch();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Engine.Kernels.EngineException)
        {
            return DateTime.UtcNow;
        }
    }
}
