using System.Globalization;
using System.Text.Json;
using Engine.Core.IO;
using Engine.Kernels;

namespace Engine.Core.Batch;

/// <summary>
/// The folder of a batch, on which any number of machines may work at once. Each list of entries (a generation) is a folder work/NNNN with the manifest, and a file for every entry in one of
/// queue, claims or finished; files move by renaming, which only one process can win. Claims carry the name of the scheduler that holds them. Results are in entries/ID.
/// </summary>
public sealed class BatchFolder
{
    /// <summary>How many of the waiting entries are compared.</summary>
    public const int Window = 64;

    private readonly List<(string Folder, BatchEntry Entry)> entries = [];
    private int generations;

    private BatchFolder(string root) => Root = Path.GetFullPath(root);

    /// <summary>Full path of the folder.</summary>
    public string Root { get; }

    /// <summary>All entries, in the order of the manifests.</summary>
    public IEnumerable<BatchEntry> Entries => entries.Select(e => e.Entry);

    /// <summary>Folder of the signs of life.</summary>
    public string Signs => Path.Combine(Root, "work", "workers");

    /// <summary>Opens a folder, and adds the entries of a manifest that are not there yet.</summary>
    /// <param name="root">Folder; made where it is missing.</param>
    /// <param name="manifest">Entries, or null to take those that are there.</param>
    /// <exception cref="InputException">An entry is there with other values, or the folder holds no batch and no manifest is given.</exception>
    public static BatchFolder Open(string root, IReadOnlyList<BatchEntry>? manifest)
    {
        var folder = new BatchFolder(root);
        try
        {
            Directory.CreateDirectory(folder.Signs);
            Directory.CreateDirectory(Path.Combine(folder.Root, "entries"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AtomicFile.CannotWrite(folder.Root, e);
        }

        // Another machine may add the same entries at this moment: then its generation is found on the next round, and holds them.
        while (true)
        {
            folder.Load();
            BatchEntry[] missing = manifest == null ? [] : folder.Missing(manifest);
            if (missing.Length == 0 || folder.TryAdd(missing))
                break;
        }

        folder.Load();
        if (folder.entries.Count == 0)
            throw new InputException($"{folder.Root}: holds no batch; give a manifest");
        return folder;
    }

    /// <summary>Takes up entries that another process has added since.</summary>
    public void Refresh()
    {
        if (Generations().Count() != generations)
            Load();
    }

    /// <summary>Folder of an entry's results.</summary>
    /// <param name="id">Entry.</param>
    public string FolderOf(string id) => Path.Combine(Root, "entries", id);

    /// <summary>
    /// Claims a waiting entry: of the next <see cref="Window"/> the one with the most work, as long ones that start last keep everyone waiting; of those behind them the first. Only so many, since
    /// the work of an entry is known from its files.
    /// </summary>
    /// <param name="worker">Name of the scheduler.</param>
    /// <param name="fits">Whether there is room for it now, and whether it should be tried now.</param>
    /// <param name="work">How much work it is, in any unit; null = all the same.</param>
    /// <returns>The entry, or null when there is none that fits.</returns>
    public BatchEntry? Claim(string worker, Predicate<BatchEntry> fits, Func<BatchEntry, double>? work = null)
    {
        (string Folder, BatchEntry Entry)[] waiting = [.. Waiting()];
        foreach ((string folder, BatchEntry entry) in waiting.Take(Window).OrderByDescending(e => work?.Invoke(e.Entry)).Concat(waiting.Skip(Window)))
        {
            if (fits(entry) && TryMove(Path.Combine(folder, "queue", entry.Id), Path.Combine(folder, "claims", $"{entry.Id}@{worker}")))
                return entry;
        }

        return null;
    }

    /// <summary>Puts a claimed entry back into the queue.</summary>
    /// <param name="id">Entry.</param>
    /// <param name="worker">Scheduler that holds it.</param>
    /// <returns>False when the claim was taken back meanwhile.</returns>
    public bool Release(string id, string worker) => Move(id, $"claims/{id}@{worker}", $"queue/{id}");

    /// <summary>Marks a claimed entry as finished.</summary>
    /// <param name="id">Entry.</param>
    /// <param name="worker">Scheduler that holds it.</param>
    /// <returns>False when the claim was taken back meanwhile.</returns>
    public bool Finish(string id, string worker) => Move(id, $"claims/{id}@{worker}", $"finished/{id}");

    /// <summary>Whether a scheduler still holds an entry.</summary>
    /// <param name="id">Entry.</param>
    /// <param name="worker">Scheduler.</param>
    public bool Holds(string id, string worker) => entries.Exists(e => e.Entry.Id == id && File.Exists(Path.Combine(e.Folder, "claims", $"{id}@{worker}")));

    /// <summary>Entries that nobody works on and that are not finished.</summary>
    public int WaitingCount => Waiting().Count();

    /// <summary>Entries that are finished.</summary>
    public IReadOnlySet<string> Finished => Generations().SelectMany(g => Files(Path.Combine(g, "finished"))).Select(f => Path.GetFileName(f)).ToHashSet();

    /// <summary>Claims, as entry and scheduler.</summary>
    public IReadOnlyList<(string Id, string Worker)> Claims =>
        [.. Generations().SelectMany(g => Files(Path.Combine(g, "claims"))).Select(f => Path.GetFileName(f).Split('@')).Where(p => p.Length == 2).Select(p => (p[0], p[1]))];

    /// <summary>Puts the entries of dead schedulers back into the queue.</summary>
    /// <param name="sign">Own sign of life.</param>
    /// <param name="patience">How long a sign on another machine may go untouched.</param>
    /// <returns>The entries that were put back.</returns>
    public IReadOnlyList<string> TakeBack(WorkerSign sign, TimeSpan patience)
    {
        var back = new List<string>();
        DateTime now = sign.Touch();
        foreach (IGrouping<string, (string Id, string Worker)> claims in Claims.Where(c => c.Worker != sign.Name).GroupBy(c => c.Worker))
        {
            if (WorkerSign.IsDead(Path.Combine(Signs, claims.Key), now, patience))
                back.AddRange(claims.Where(c => Release(c.Id, c.Worker)).Select(c => c.Id));
        }

        return back;
    }

    private IEnumerable<(string Folder, BatchEntry Entry)> Waiting()
    {
        HashSet<string> waiting = [.. Generations().SelectMany(g => Files(Path.Combine(g, "queue")))];
        return entries.Where(e => waiting.Contains(Path.Combine(e.Folder, "queue", e.Entry.Id)));
    }

    private bool Move(string id, string from, string to) =>
        entries.Exists(e => e.Entry.Id == id && TryMove(Path.Combine(e.Folder, from), Path.Combine(e.Folder, to)));

    private static bool TryMove(string from, string to)
    {
        try
        {
            File.Move(from, to);
            return true;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    private void Load()
    {
        entries.Clear();
        generations = 0;
        foreach (string generation in Generations())
        {
            generations++;
            BatchEntry[] list = JsonSerializer.Deserialize<BatchEntry[]>(File.ReadAllText(Path.Combine(generation, "manifest.json")), BatchJson.Indented)!;
            foreach (BatchEntry entry in list)
                entries.Add((generation, entry));
        }
    }

    private BatchEntry[] Missing(IReadOnlyList<BatchEntry> manifest)
    {
        Dictionary<string, BatchEntry> known = entries.ToDictionary(e => e.Entry.Id, e => e.Entry, StringComparer.OrdinalIgnoreCase);
        foreach (BatchEntry entry in manifest)
        {
            if (known.TryGetValue(entry.Id, out BatchEntry? other) && other != entry)
                throw new InputException($"{Root}: was begun with other values for the entry {entry.Id}; choose another -o FOLDER, or another id");
        }

        return [.. manifest.Where(e => !known.ContainsKey(e.Id))];
    }

    /// <summary>Adds the generation that follows those that were read, with one rename, which fails when another process was quicker.</summary>
    private bool TryAdd(BatchEntry[] missing)
    {
        string work = Path.Combine(Root, "work");
        string temporary = Path.Combine(work, $".new-{MachineIdentity.Host}-{Environment.ProcessId}-{Guid.NewGuid():N}");
        foreach (string part in new[] { "queue", "claims", "finished" })
            Directory.CreateDirectory(Path.Combine(temporary, part));
        foreach (BatchEntry entry in missing)
            File.WriteAllBytes(Path.Combine(temporary, "queue", entry.Id), []);
        AtomicFile.WriteText(Path.Combine(temporary, "manifest.json"), writer => writer.WriteLine(JsonSerializer.Serialize(missing, BatchJson.Indented)));
        string target = Path.Combine(work, string.Create(CultureInfo.InvariantCulture, $"{generations + 1:D4}"));
        try
        {
            Directory.Move(temporary, target);
            return true;
        }
        catch (IOException) when (Directory.Exists(target))
        {
            Directory.Delete(temporary, recursive: true);
            return false;
        }
    }

    private IEnumerable<string> Generations() =>
        Directory.EnumerateDirectories(Path.Combine(Root, "work")).Where(d => Path.GetFileName(d) is { Length: 4 } name && name.All(char.IsAsciiDigit)).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Files(string folder) => Directory.Exists(folder) ? Directory.EnumerateFiles(folder) : [];
}
