using System.Text.Json;
using Engine.Core.IO;
using Engine.Kernels;

namespace Engine.Core.Batch.Slurm;

/// <summary>Reads settings for Slurm from a small file: lines KEY = VALUE (# begins a comment line; setup may occur more than once), or a JSON object with the same keys.</summary>
public static class SlurmConfigFile
{
    private const long LargestFile = 1 << 20;

    /// <summary>Reads a file.</summary>
    /// <param name="path">File.</param>
    /// <exception cref="InputException">The file is missing, or is neither form.</exception>
    /// <exception cref="UsageException">A key is unknown, or a value is not of its form.</exception>
    public static SlurmSettings Read(string path)
    {
        string text;
        using (StreamReader reader = CompressedFile.OpenText(path, LargestFile))
            text = reader.ReadToEnd();
        var settings = new SlurmSettings();
        foreach ((string key, string value) in text.AsSpan().TrimStart("\uFEFF \t\r\n").StartsWith("{") ? FromJson(text, path) : FromLines(text, path))
            settings = settings.With(key, value, $"{path}: {key}");
        return settings;
    }

    private static IEnumerable<(string Key, string Value)> FromLines(string text, string path)
    {
        int number = 0;
        foreach (string line in text.TrimStart('\uFEFF').Split('\n').Select(l => l.Trim()))
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
                continue;
            int at = line.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
                throw new InputException(FormattableString.Invariant($"{path}: line {number} is not KEY = VALUE; the keys are {string.Join(", ", SlurmSettings.Keys)}"));
            yield return (line[..at].TrimEnd().ToLowerInvariant(), line[(at + 1)..].Trim());
        }
    }

    private static List<(string Key, string Value)> FromJson(string text, string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text.TrimStart('\uFEFF'));
            var pairs = new List<(string, string)>();
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                string key = property.Name.ToLowerInvariant();
                IEnumerable<JsonElement> values = property.Value.ValueKind == JsonValueKind.Array ? property.Value.EnumerateArray() : [property.Value];
                foreach (JsonElement value in values)
                {
                    if (value.ValueKind is not (JsonValueKind.String or JsonValueKind.Number))
                        throw new InputException($"{path}: {key}: give a text or a number");
                    pairs.Add((key, value.ToString()));
                }
            }

            return pairs;
        }
        catch (JsonException e)
        {
            throw new InputException($"{path}: is not JSON: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }
}
