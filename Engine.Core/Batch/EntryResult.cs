using System.Text.Json;
using Engine.Core.IO;

namespace Engine.Core.Batch;

/// <summary>How an entry stands.</summary>
public enum EntryState
{
    /// <summary>Not begun, or begun and not finished.</summary>
    Waiting,

    /// <summary>All stages were done.</summary>
    Done,

    /// <summary>The last attempt failed; there will be another.</summary>
    Failed,

    /// <summary>There will be no further attempt.</summary>
    Parked,
}

/// <summary>What is kept of an entry: entries/ID/result.json, and a line of results.jsonl.</summary>
public sealed record EntryResult
{
    /// <summary>Version of the document.</summary>
    public const string CurrentSchema = "cryoengine.batch-entry/1";

    /// <summary>Version of this document.</summary>
    public string Schema { get; init; } = CurrentSchema;

    /// <summary>Entry.</summary>
    public required string Id { get; init; }

    /// <summary>How it stands.</summary>
    public EntryState State { get; init; }

    /// <summary>Why it failed, in one line; empty when it is done.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Attempts that failed.</summary>
    public int Failures { get; init; }

    /// <summary>Attempts that ended with the whole scheduler; they do not count as failures.</summary>
    public int Interruptions { get; init; }

    /// <summary>Resolution that was used, Å.</summary>
    public double? Resolution { get; init; }

    /// <summary>Whether the refined model replaced the input: accepted or kept.</summary>
    public string Decision { get; init; } = "";

    /// <summary>Scores of the input, by name.</summary>
    public IReadOnlyDictionary<string, double?> Before { get; init; } = new Dictionary<string, double?>();

    /// <summary>Scores of the result, by name.</summary>
    public IReadOnlyDictionary<string, double?> After { get; init; } = new Dictionary<string, double?>();

    /// <summary>What the user should know.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Seconds by stage.</summary>
    public IReadOnlyDictionary<string, double> Timings { get; init; } = new Dictionary<string, double>();

    /// <summary>Largest memory of the process, bytes.</summary>
    public long PeakMemory { get; init; }

    /// <summary>Largest memory on the device, bytes; 0 on the CPU.</summary>
    public long PeakDeviceMemory { get; init; }

    /// <summary>Device.</summary>
    public string Device { get; init; } = "";

    /// <summary>Machine that the last attempt ran on.</summary>
    public string Host { get; init; } = "";

    /// <summary>Version of the engine.</summary>
    public string Version { get; init; } = "";

    /// <summary>The document on one line.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, BatchJson.Line);

    /// <summary>Reads a document; null when it is none.</summary>
    /// <param name="text">One line of JSON.</param>
    public static EntryResult? FromLine(string text) => BatchJson.Read<EntryResult>(text) is { Schema: CurrentSchema } result ? result : null;

    /// <summary>Reads result.json of a folder; null when there is none that can be read.</summary>
    /// <param name="folder">Folder of the entry.</param>
    public static EntryResult? Read(string folder)
    {
        string path = Path.Combine(folder, "result.json");
        return File.Exists(path) ? FromLine(File.ReadAllText(path)) : null;
    }

    /// <summary>Writes result.json.</summary>
    /// <param name="folder">Folder of the entry.</param>
    public void Write(string folder) => AtomicFile.WriteText(Path.Combine(folder, "result.json"), writer => writer.WriteLine(ToLine()));
}
