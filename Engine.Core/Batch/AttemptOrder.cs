using System.Text.Json;

namespace Engine.Core.Batch;

/// <summary>What a scheduler tells a worker process to do, as one line of JSON.</summary>
public sealed record AttemptOrder
{
    /// <summary>The entry.</summary>
    public required BatchEntry Entry { get; init; }

    /// <summary>Folder of its results.</summary>
    public required string Folder { get; init; }

    /// <summary>Options that every verb gets: device, threads, seed.</summary>
    public required IReadOnlyList<string> GlobalOptions { get; init; }

    /// <summary>Options of refine for all entries; those of the entry win.</summary>
    public IReadOnlyList<string> RefineOptions { get; init; } = [];

    /// <summary>Folder of fetched entries.</summary>
    public required string Cache { get; init; }

    /// <summary>Mirrors, as typed; empty = the known ones.</summary>
    public IReadOnlyList<string> Mirrors { get; init; } = [];

    /// <summary>One line of JSON.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, BatchJson.Line);

    /// <summary>Reads a line.</summary>
    /// <param name="line">One line of JSON.</param>
    public static AttemptOrder FromLine(string line) => JsonSerializer.Deserialize<AttemptOrder>(line, BatchJson.Line)!;
}

/// <summary>What a worker process answers, as one line of JSON.</summary>
/// <param name="Result">The result; its state is done or failed.</param>
/// <param name="MayRetry">Another attempt may end better: what failed was a device, the network or memory, not the input.</param>
/// <param name="Cancelled">The attempt was stopped from outside.</param>
public sealed record AttemptReply(EntryResult Result, bool MayRetry, bool Cancelled)
{
    /// <summary>One line of JSON.</summary>
    public string ToLine() => JsonSerializer.Serialize(this, BatchJson.Line);

    /// <summary>Reads a line; null when it is none.</summary>
    /// <param name="line">One line of JSON.</param>
    public static AttemptReply? FromLine(string line) => BatchJson.Read<AttemptReply>(line);
}
