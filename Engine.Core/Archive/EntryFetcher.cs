using System.Globalization;
using Engine.Core.IO;
using Engine.Core.Jobs;
using Engine.Kernels;

namespace Engine.Core.Archive;

/// <summary>Brings entries of the public archives into a cache folder: header first, then the files that it names. What is there already stays.</summary>
/// <param name="downloader">Downloads files.</param>
/// <param name="request">What to fetch, and where to keep it.</param>
public sealed class EntryFetcher(FileDownloader downloader, FetchRequest request)
{
    /// <summary>Called with each file before it is fetched.</summary>
    public Action<string>? Progress { get; init; }

    /// <summary>Fetches an entry. A map brings the model that was built into it, and a model its map.</summary>
    /// <param name="id">Entry.</param>
    /// <param name="cancel">Cancellation.</param>
    /// <exception cref="DownloadException">A file that the entry must have cannot be had.</exception>
    /// <exception cref="InputException">The folder cannot be written, or what was fetched is not what it should be.</exception>
    public async Task<FetchedEntry> Fetch(ArchiveId id, CancellationToken cancel)
    {
        string folder = Path.Combine(request.Folder, id.ToString());
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AtomicFile.CannotWrite(folder, e);
        }

        using IDisposable _ = await FolderLock.Take(folder, request.LockTimeout, cancel).ConfigureAwait(false);
        var files = new FileSet(this, folder, FetchedEntry.Read(folder));
        FetchedEntry entry = id.Kind == ArchiveKind.Emdb ? await FromMap(id, files, cancel).ConfigureAwait(false) : await FromModel(id, files, cancel).ConfigureAwait(false);
        entry = entry with { Folder = folder, Files = files.All, Warnings = files.Warnings };
        entry.Write();
        return entry;
    }

    private async Task<FetchedEntry> FromMap(ArchiveId id, FileSet files, CancellationToken cancel)
    {
        EmdbHeader header = await MapFiles(id, files, cancel).ConfigureAwait(false);
        ArchiveId? model = header.Models.Count > 0 ? header.Models[0] : null;
        if (header.Models.Count > 1)
            files.Warnings.Add($"{id}: {header.Models.Count} models; {model} is taken, the others are {string.Join(", ", header.Models.Skip(1))}");
        if (model == null && request.Parts.HasFlag(FetchParts.Model))
            files.Warnings.Add($"{id}: its header names no model");
        else if (model != null && request.Parts.HasFlag(FetchParts.Model))
            await files.Get(ArchiveFile.Model(model.Value), cancel).ConfigureAwait(false);
        return Describe(id, id, model, header, null);
    }

    private async Task<FetchedEntry> FromModel(ArchiveId id, FileSet files, CancellationToken cancel)
    {
        string path = await files.Get(ArchiveFile.Model(id), cancel).ConfigureAwait(false);
        ModelMetadata metadata = ModelMetadata.Read(path);
        if (metadata.Map is not { } map)
        {
            files.Warnings.Add($"{id}: the model names no map in the EMDB");
            return Describe(id, null, id, null, metadata);
        }

        EmdbHeader header = await MapFiles(map, files, cancel).ConfigureAwait(false);
        if (header.Models.Count > 0 && !header.Models.Contains(id))
            files.Warnings.Add($"{map}: its header names {string.Join(", ", header.Models)}, not {id}");
        return Describe(id, map, id, header, metadata);
    }

    private async Task<EmdbHeader> MapFiles(ArchiveId id, FileSet files, CancellationToken cancel)
    {
        string path = await files.Get(ArchiveFile.Header(id), cancel).ConfigureAwait(false);
        EmdbHeader header;
        using (Stream stream = CompressedFile.OpenRead(path))
            header = EmdbHeader.Read(stream, path);
        if (header.Status.Length > 0 && !header.Status.StartsWith("REL", StringComparison.OrdinalIgnoreCase))
            files.Warnings.Add($"{id}: the status of the entry is {header.Status}, not released");
        if (request.Parts.HasFlag(FetchParts.Map))
            await files.Get(ArchiveFile.Map(id), cancel).ConfigureAwait(false);
        if (request.Parts.HasFlag(FetchParts.HalfMaps))
            await files.GetNamed(id, ArchiveFileKind.HalfMap, "other", header.HalfMaps, cancel).ConfigureAwait(false);
        if (request.Parts.HasFlag(FetchParts.Masks))
            await files.GetNamed(id, ArchiveFileKind.Mask, "masks", header.Masks, cancel).ConfigureAwait(false);
        if (request.Parts.HasFlag(FetchParts.Fsc))
            await files.GetNamed(id, ArchiveFileKind.Fsc, "fsc", header.FscFiles, cancel).ConfigureAwait(false);
        return header;
    }

    private static FetchedEntry Describe(ArchiveId id, ArchiveId? map, ArchiveId? model, EmdbHeader? header, ModelMetadata? metadata) => new()
    {
        Id = id.ToString(),
        Emdb = map?.ToString(),
        Pdb = model?.ToString(),
        Title = header?.Title ?? "",
        Resolution = header?.Resolution ?? metadata?.Resolution,
        ContourLevel = header?.ContourLevel ?? metadata?.ContourLevel,
        PointGroup = header?.PointGroup ?? "",
    };

    /// <summary>The files of one entry, as they come in.</summary>
    private sealed class FileSet(EntryFetcher owner, string folder, FetchedEntry? before)
    {
        public List<FetchedFile> Done { get; } = [];

        public List<string> Warnings { get; } = [];

        /// <summary>The files of this run, and those of earlier runs that are still there.</summary>
        public IReadOnlyList<FetchedFile> All =>
            [.. Done, .. (before?.Files ?? []).Where(f => !Done.Exists(d => d.Name == f.Name) && File.Exists(Path.Combine(folder, f.Name)))];

        /// <summary>A file that must be had; gives its path.</summary>
        public async Task<string> Get(ArchiveFile file, CancellationToken cancel)
        {
            string path = Path.Combine(folder, file.Name);
            if (Kept(file, path) is { } kept)
            {
                Done.Add(kept);
                return path;
            }

            owner.Progress?.Invoke(file.Name);
            DownloadResult result = await owner.Download(file, path, cancel).ConfigureAwait(false);
            Done.Add(new(file.Kind, file.Name, result.Address.ToString(), result.Bytes, result.Sha256, result.Verified));
            return path;
        }

        /// <summary>Files that the header names; one that cannot be had is a warning.</summary>
        public async Task GetNamed(ArchiveId id, ArchiveFileKind kind, string inFolder, IReadOnlyList<string> names, CancellationToken cancel)
        {
            foreach (string name in names)
            {
                try
                {
                    await Get(ArchiveFile.OfMapEntry(id, kind, inFolder, name), cancel).ConfigureAwait(false);
                }
                catch (EngineException e) when (e is DownloadException { IsMissing: true } or InputException)
                {
                    Warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{id}: its header names a {kind} that cannot be had: {e.Message}"));
                }
            }
        }

        private FetchedFile? Kept(ArchiveFile file, string path)
        {
            FetchedFile? known = before?.Files.FirstOrDefault(f => f.Name == file.Name && f.Kind == file.Kind);
            if (known == null || !File.Exists(path) || new FileInfo(path).Length != known.Bytes)
                return null;
            return !owner.VerifiesCached || InputFingerprint.Of(path).Sha256 == known.Sha256 ? known : null;
        }
    }

    private bool VerifiesCached => request.VerifyCached;

    private Task<DownloadResult> Download(ArchiveFile file, string path, CancellationToken cancel) => downloader.Fetch(file, path, cancel);
}
