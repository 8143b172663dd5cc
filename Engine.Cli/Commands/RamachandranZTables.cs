using System.IO.Compression;
using System.Text.Json;
using Engine.Core.Validation.Backbone;
using Engine.Kernels;

namespace Engine.Cli.Commands;

/// <summary>The part of 'tables' that makes the table of the Ramachandran Z-score from the published Top8000 counts.</summary>
internal static class RamachandranZTables
{
    private const string FileName = "top8000_rama_z.json";

    /// <summary>The packed table.</summary>
    /// <param name="folder">Folder with top8000_rama_z.json or top8000_rama_z.json.gz: {"H", "S", "L": {residue type: 90 rows of 90 counts}}.</param>
    public static byte[] Make(string folder)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            path += ".gz";
        if (!File.Exists(path))
            throw new UsageException($"--ramachandran-z {folder}: {FileName}(.gz) is not there: give the folder with the counts of the Ramachandran Z-score");
        using Stream file = File.OpenRead(path);
        using Stream text = path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using JsonDocument document = JsonDocument.Parse(text);
        var grids = new Dictionary<(BackbonePart, string), RamachandranZGrid>();
        foreach ((string key, BackbonePart part) in new[] { ("H", BackbonePart.Helix), ("S", BackbonePart.Sheet), ("L", BackbonePart.Loop) })
        {
            foreach (JsonProperty type in document.RootElement.GetProperty(key).EnumerateObject())
                grids[(part, type.Name)] = new([.. type.Value.EnumerateArray().SelectMany(row => row.EnumerateArray().Select(n => n.GetInt32()))]);
        }

        return new RamachandranZTable(grids).Pack();
    }
}
