using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Engine.Core.IO;

namespace Engine.Cli;

/// <summary>JSON to stdout or to a file, with two-space indent and stable order of keys.</summary>
internal static class JsonOutput
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Prints a document on stdout.</summary>
    public static void Print(JsonNode node)
    {
        using (var writer = new Utf8JsonWriter(Console.OpenStandardOutput(), Options))
            node.WriteTo(writer);
        Console.Out.WriteLine();
    }

    /// <summary>Writes a document to a file; the file appears whole or not at all.</summary>
    public static void Write(string path, JsonNode node) => AtomicFile.Write(path, stream =>
    {
        using var writer = new Utf8JsonWriter(stream, Options);
        node.WriteTo(writer);
    });
}
