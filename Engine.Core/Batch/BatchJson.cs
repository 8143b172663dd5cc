using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Engine.Core.Batch;

/// <summary>How the documents of a batch are written: keys in snake_case, one line unless indented.</summary>
internal static class BatchJson
{
    /// <summary>On one line.</summary>
    public static JsonSerializerOptions Line { get; } = Create(indented: false);

    /// <summary>For people.</summary>
    public static JsonSerializerOptions Indented { get; } = Create(indented: true);

    /// <summary>Reads a document; default where the text is none.</summary>
    public static T? Read<T>(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, Line);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static JsonSerializerOptions Create(bool indented) => new()
    {
        WriteIndented = indented,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };
}
