using System.Globalization;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;
using Engine.Core.Archive;
using Engine.Core.IO;
using Engine.Kernels;

namespace Engine.Core.Batch;

/// <summary>
/// Reads the list of entries of a batch: CSV or TSV with a line of names, or JSON (a list of objects, or an object with the list "entries"). Columns: id, model, map, half1, half2, mask, resolution,
/// options, in any order; paths are relative to the manifest. A line that cannot be worked on becomes an entry with a problem and stops nothing; a manifest that cannot be understood is an error.
/// </summary>
public static class ManifestReader
{
    private const long LargestManifest = 256L << 20;
    private static readonly string[] Columns = ["id", "model", "map", "half1", "half2", "mask", "resolution", "options"];

    /// <summary>Reads a manifest.</summary>
    /// <param name="path">File; .json is JSON, .tsv and .tab are TSV, everything else CSV.</param>
    /// <exception cref="InputException">The file is missing, has unknown or missing columns, or holds no entry.</exception>
    public static IReadOnlyList<BatchEntry> Read(string path)
    {
        string text;
        using (StreamReader reader = CompressedFile.OpenText(path, LargestManifest))
            text = reader.ReadToEnd();
        string ending = Path.GetExtension(path).ToLowerInvariant();
        List<(string Place, Dictionary<string, string> Values)> rows = ending == ".json" ? FromJson(text, path) : FromTable(text, path, ending is ".tsv" or ".tab" ? "\t" : ",");
        if (rows.Count == 0)
            throw new InputException($"{path}: holds no entry; give one line each, below a line with the names {string.Join(", ", Columns)}");
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var used = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        return [.. rows.Select(r => EntryOf(r.Place, r.Values, folder, used))];
    }

    private static List<(string Place, Dictionary<string, string> Values)> FromTable(string text, string path, string delimiter)
    {
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = delimiter, TrimOptions = TrimOptions.Trim, BadDataFound = null, MissingFieldFound = null, IgnoreBlankLines = true };
        using var csv = new CsvReader(new StringReader(text), configuration);
        var rows = new List<(string, Dictionary<string, string>)>();
        if (!csv.Read() || !csv.ReadHeader())
            return rows;
        string[] names = [.. csv.HeaderRecord!.Select(h => h.TrimStart('\uFEFF').ToLowerInvariant())];
        CheckNames(names, path);
        while (csv.Read())
        {
            var values = new Dictionary<string, string>();
            for (int i = 0; i < names.Length; i++)
                values[names[i]] = csv.TryGetField(i, out string? value) ? value ?? "" : "";
            if (values.Values.Any(v => v.Length > 0))
                rows.Add((string.Create(CultureInfo.InvariantCulture, $"line-{csv.Context.Parser!.RawRow}"), values));
        }

        return rows;
    }

    private static List<(string Place, Dictionary<string, string> Values)> FromJson(string text, string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement list = document.RootElement;
            if (list.ValueKind == JsonValueKind.Object && list.TryGetProperty("entries", out JsonElement inner))
                list = inner;
            if (list.ValueKind != JsonValueKind.Array)
                throw new InputException($"{path}: is neither a list of entries nor an object with the list \"entries\"");
            var rows = new List<(string, Dictionary<string, string>)>();
            foreach (JsonElement element in list.EnumerateArray())
            {
                if (element.ValueKind != JsonValueKind.Object)
                    throw new InputException($"{path}: entry {rows.Count + 1} is not an object");
                Dictionary<string, string> values = element.EnumerateObject().ToDictionary(p => p.Name.ToLowerInvariant(), p => p.Value.ValueKind == JsonValueKind.Null ? "" : p.Value.ToString().Trim());
                CheckNames([.. values.Keys], path);
                rows.Add((string.Create(CultureInfo.InvariantCulture, $"entry-{rows.Count + 1}"), values));
            }

            return rows;
        }
        catch (JsonException e)
        {
            throw new InputException($"{path}: is not JSON: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    private static void CheckNames(string[] names, string path)
    {
        if (!names.Contains("id"))
            throw new InputException($"{path}: has no column id; the first line must name the columns: {string.Join(", ", Columns)}");
        if (names.FirstOrDefault(n => !Columns.Contains(n)) is { } unknown)
            throw new InputException($"{path}: unknown column \"{unknown}\"; the columns are {string.Join(", ", Columns)}");
        if (names.Distinct().Count() < names.Length)
            throw new InputException($"{path}: a column is named twice");
    }

    private static BatchEntry EntryOf(string place, Dictionary<string, string> values, string folder, Dictionary<string, string> used)
    {
        string id = values["id"];
        if (!BatchEntry.IsSafeId(id))
            return new() { Id = place, Problem = $"the id {Shown(id)} may hold only letters, digits, dots, dashes and underscores, and starts with a letter or digit" };
        if (!used.TryAdd(id, place))
            return new() { Id = place, Problem = $"the id {id} is that of {used[id]} already" };
        string resolution = values.GetValueOrDefault("resolution", "");
        double d = double.NaN;
        bool hasResolution = resolution.Length > 0;
        bool isNumber = !hasResolution || double.TryParse(resolution, NumberStyles.Float, CultureInfo.InvariantCulture, out d);
        var entry = new BatchEntry
        {
            Id = id,
            Model = File("model"),
            Map = File("map"),
            Half1 = File("half1"),
            Half2 = File("half2"),
            Mask = File("mask"),
            Resolution = hasResolution && isNumber ? d : null,
            Options = values.GetValueOrDefault("options", ""),
        };
        return entry with { Problem = isNumber ? ProblemOf(entry) : $"resolution {Shown(resolution)}: is not a number" };

        string? File(string column) => values.GetValueOrDefault(column, "") is { Length: > 0 } text ? Path.GetFullPath(text, folder) : null;
    }

    private static string? ProblemOf(BatchEntry entry)
    {
        if (entry.Resolution is double d && !(d > 0.5 && d < 100))
            return string.Create(CultureInfo.InvariantCulture, $"resolution {d}: give a value from 0.5 to 100 Å");
        if (entry.IsFetched)
            return ArchiveId.TryParse(entry.Id, out _) ? null : "has neither files nor an identifier of the public archives";
        if (entry.Model == null)
            return "has no model";
        if ((entry.Half1 == null) != (entry.Half2 == null))
            return "has one half map; give both or none";
        return entry.Map == null && entry.Half1 == null ? "has neither a map nor half maps" : null;
    }

    private static string Shown(string text) => "\"" + new string([.. text.Take(40).Select(c => char.IsControl(c) || c == '"' ? '?' : c)]) + "\"";
}
