using System.Text.Json;
using System.Text.Json.Serialization;
using Engine.Core.IO;

namespace Engine.Core.Archive;

/// <summary>A file of an entry in the cache folder.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Name in the folder of the entry.</param>
/// <param name="Address">Where it came from.</param>
/// <param name="Bytes">Size.</param>
/// <param name="Sha256">SHA-256, lower-case hexadecimal.</param>
/// <param name="Verified">What was checked when it arrived.</param>
public sealed record FetchedFile(ArchiveFileKind Kind, string Name, string Address, long Bytes, string Sha256, string Verified);

/// <summary>An entry in the cache folder: what its metadata say, and its files. Kept beside them as entry.json.</summary>
public sealed record FetchedEntry
{
    /// <summary>Version of entry.json.</summary>
    public const string CurrentSchema = "cryoengine.entry/1";

    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Version of this document.</summary>
    public string Schema { get; init; } = CurrentSchema;

    /// <summary>The entry that was asked for.</summary>
    public required string Id { get; init; }

    /// <summary>Its map entry, or null.</summary>
    public string? Emdb { get; init; }

    /// <summary>Its model entry, or null.</summary>
    public string? Pdb { get; init; }

    /// <summary>Title, or an empty text.</summary>
    public string Title { get; init; } = "";

    /// <summary>Resolution by the authors, Å.</summary>
    public double? Resolution { get; init; }

    /// <summary>Recommended contour level, map units.</summary>
    public double? ContourLevel { get; init; }

    /// <summary>Point group that the reconstruction used, or an empty text.</summary>
    public string PointGroup { get; init; } = "";

    /// <summary>Files.</summary>
    public IReadOnlyList<FetchedFile> Files { get; init; } = [];

    /// <summary>What the user should know, one line each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Folder of the entry; not in the document.</summary>
    [JsonIgnore]
    public string Folder { get; init; } = "";

    /// <summary>Path of the first file of a kind, or null.</summary>
    /// <param name="kind">Kind.</param>
    public string? PathOf(ArchiveFileKind kind) => PathsOf(kind).FirstOrDefault();

    /// <summary>Paths of the files of a kind.</summary>
    /// <param name="kind">Kind.</param>
    public IEnumerable<string> PathsOf(ArchiveFileKind kind) => Files.Where(f => f.Kind == kind).Select(f => Path.Combine(Folder, f.Name));

    /// <summary>Reads the entry of a folder; null where there is none, or one that cannot be read.</summary>
    /// <param name="folder">Folder of the entry.</param>
    public static FetchedEntry? Read(string folder)
    {
        string path = Path.Combine(folder, "entry.json");
        if (!File.Exists(path))
            return null;
        try
        {
            FetchedEntry? entry = JsonSerializer.Deserialize<FetchedEntry>(File.ReadAllText(path), Options);
            return entry?.Schema == CurrentSchema ? entry with { Folder = folder } : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes entry.json.</summary>
    public void Write() => AtomicFile.WriteText(Path.Combine(Folder, "entry.json"), writer => writer.WriteLine(JsonSerializer.Serialize(this, Options)));
}
