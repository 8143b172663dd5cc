using Engine.Core.Archive;
using Engine.Core.Batch;
using Engine.Kernels;

namespace Engine.Cli.Batch;

/// <summary>The files and the resolution that an entry is worked on with: those of its line in the manifest, or fetched.</summary>
internal sealed class EntryFiles(BatchEntry entry)
{
    public string? Model { get; private init; } = entry.Model;

    public string? Map { get; private init; } = entry.Map;

    public string? Half1 { get; private init; } = entry.Half1;

    public string? Half2 { get; private init; } = entry.Half2;

    public double? Resolution { get; private init; } = entry.Resolution;

    /// <summary>Its size; null when it cannot be told.</summary>
    public EntrySize? Size => EntrySize.Of(Model, Map, Half1);

    /// <summary>The map, or half maps, for refine.</summary>
    public string[] MapArguments => Half1 != null && Map == null ? ["--half-maps", Half1, Half2!] : [Map!];

    /// <summary>The map, and half maps where there are any, for validate.</summary>
    public string[] ValidationMapArguments => [.. Map == null ? [] : new[] { Map }, .. Half1 == null ? [] : new[] { "--half-maps", Half1, Half2! }];

    /// <summary>Fetches what the manifest does not name, and checks that everything is there.</summary>
    public static EntryFiles Resolve(AttemptOrder order, List<string> warnings, CancellationToken cancel)
    {
        BatchEntry entry = order.Entry;
        EntryFiles files = entry.IsFetched ? Fetch(order, warnings, cancel) : new(entry);
        foreach (string? path in new[] { files.Model, files.Map, files.Half1, files.Half2, entry.Mask })
        {
            if (path != null)
                InputFiles.RequireFile(path);
        }

        return files.Resolution != null ? files : throw new InputException("no resolution; give it in the column resolution");
    }

    private static EntryFiles Fetch(AttemptOrder order, List<string> warnings, CancellationToken cancel)
    {
        ArchiveId id = ArchiveId.Parse(order.Entry.Id);
        var options = new DownloadOptions();
        if (order.Mirrors.Count > 0)
            options = options with { Mirrors = [.. order.Mirrors.Select(ArchiveMirror.Parse)] };
        using var downloader = new FileDownloader(options, RunContext.Version);
        var request = new FetchRequest { Folder = order.Cache, Parts = FetchParts.Map | FetchParts.Model };
        FetchedEntry fetched = new EntryFetcher(downloader, request).Fetch(id, cancel).GetAwaiter().GetResult();
        warnings.AddRange(fetched.Warnings);
        return new(order.Entry)
        {
            Model = fetched.PathOf(ArchiveFileKind.Model) ?? throw new InputException($"{id}: the archives name no model for it"),
            Map = fetched.PathOf(ArchiveFileKind.Map) ?? throw new InputException($"{id}: the archives name no map for it"),
            Resolution = order.Entry.Resolution ?? fetched.Resolution,
        };
    }
}
