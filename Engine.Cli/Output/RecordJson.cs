using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Engine.Cli.Output;

/// <summary>Plain records as JSON with snake_case keys, and JSON values as short text.</summary>
internal static class RecordJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DictionaryKeyPolicy = null,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>A record as a JSON object.</summary>
    public static JsonObject Of<T>(T record) => JsonSerializer.SerializeToNode(record, Options)!.AsObject();

    /// <summary>A list of records as a JSON array.</summary>
    public static JsonArray List<T>(IEnumerable<T> records) => JsonSerializer.SerializeToNode(records, Options)!.AsArray();

    /// <summary>A value for a person: lists with blanks between, objects as key=value.</summary>
    public static string Text(JsonNode? value) => value switch
    {
        null => "-",
        JsonArray list => string.Join(" ", list.Select(Text)),
        JsonObject o => string.Join(" ", o.Select(p => $"{p.Key}={Text(p.Value)}")),
        JsonValue v when v.TryGetValue(out double d) && Math.Abs(d - Math.Round(d)) > 0 => d.ToString("G7", CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
