using System.Text.Json;
using Engine.Kernels;

namespace Engine.Core.Jobs.Validate;

/// <summary>Reads the half-map test from the <c>_stats.json</c> of a refinement.</summary>
public static class RefinementStats
{
    /// <summary>Ending of the file that a refinement writes beside its model.</summary>
    public const string Ending = "_stats.json";

    private static readonly string[] ModelEndings = [".cif", ".pdb"];

    /// <summary>The file that the refinement wrote which made a model; null when there is none beside it.</summary>
    /// <param name="model">Path of the model.</param>
    public static string? Beside(string model) =>
        ModelEndings.Where(e => model.EndsWith(e, StringComparison.Ordinal)).Select(e => model[..^e.Length] + Ending).FirstOrDefault(File.Exists);

    /// <summary>Reads a file.</summary>
    /// <param name="path">File.</param>
    /// <returns>Null when the refinement made no half-map test.</returns>
    /// <exception cref="InputException">The file is no record of a refinement.</exception>
    public static HalfMapValidationRecord? Read(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            using JsonDocument document = JsonDocument.Parse(stream);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("schema", out JsonElement schema) || !(schema.GetString() ?? "").StartsWith("cryoengine.refine", StringComparison.Ordinal))
                throw new InputException($"{path}: not the {Ending} of a refinement by this program; leave --refinement out or give another file");
            return root.TryGetProperty("half_maps", out JsonElement half) && half.ValueKind == JsonValueKind.Object && half.TryGetProperty("average_work", out _) ? Read(path, half) : null;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InputException($"{path}: half_maps cannot be read: {e.Message}", e);
        }
    }

    private static HalfMapValidationRecord Read(string path, JsonElement half)
    {
        double Number(string key) => half.GetProperty(key).GetDouble();
        bool? overfitted = half.TryGetProperty("result", out JsonElement result) ? result.GetString() == "over-fitted" : null;
        return new(path, Number("resolution"), Number("average_full"), Number("average_work"), Number("average_test"), overfitted, [.. half.GetProperty("shells").EnumerateArray().Select(Shell)]);
    }

    private static HalfMapShell Shell(JsonElement shell)
    {
        double Number(string key) => shell.GetProperty(key).GetDouble();
        return new(
            Number("frequency"), Number("resolution"), shell.GetProperty("coefficients").GetInt64(), Number("half_maps"), Number("unmasked"), Number("expected"), Number("full"), Number("work"),
            Number("test"));
    }
}
