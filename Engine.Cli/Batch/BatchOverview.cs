using Engine.Core.Batch;
using Engine.Core.IO;
using Engine.Core.Reports;

namespace Engine.Cli.Batch;

/// <summary>Writes the tables and the page of a batch as it stands.</summary>
internal static class BatchOverview
{
    private const int MostAttempts = 5;

    /// <summary>Writes results.csv, results.jsonl and index.html.</summary>
    /// <returns>The results in the order of the manifests.</returns>
    public static IReadOnlyList<EntryResult> Write(BatchFolder folder)
    {
        // Another scheduler may have finished an entry and written its tables while these were made; then they are made anew, so that the last tables written are those of the last entry.
        for (int attempt = 0; ; attempt++)
        {
            int finished = folder.Finished.Count;
            EntryResult[] results = [.. folder.Entries.Select(e => EntryResult.Read(folder.FolderOf(e.Id)) ?? new EntryResult { Id = e.Id })];
            ResultsTable.Write(folder.Root, results);
            AtomicFile.Write(Path.Combine(folder.Root, "index.html"), stream => BatchPage.Write(stream, results, RunContext.Version));
            if (folder.Finished.Count == finished || attempt == MostAttempts)
                return results;
        }
    }
}
