namespace Engine.Cli.Batch;

/// <summary>How a batch is worked on.</summary>
internal sealed record BatchSettings
{
    /// <summary>Worker processes.</summary>
    public required int Workers { get; init; }

    /// <summary>Further attempts at an entry after one that failed for a passing reason.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>Attempts that ended with the whole scheduler before an entry is given up: it may be what ends it.</summary>
    public int Interruptions { get; init; } = 50;

    /// <summary>Longest time for one attempt, or null.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Most memory of one worker, bytes, or null.</summary>
    public long? MemoryLimit { get; init; }

    /// <summary>Memory that all workers together may need, bytes; entries that do not fit wait, one alone may exceed it.</summary>
    public required long MemoryBudget { get; init; }

    /// <summary>Memory of the device that all workers together may need, bytes; null where the device is the CPU.</summary>
    public long? DeviceBudget { get; init; }

    /// <summary>How long the sign of life of a scheduler on another machine may go untouched.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Leave when there is nothing to do and those who still work are alive, instead of waiting for the last entry.</summary>
    public bool LeaveWhenIdle { get; init; }

    /// <summary>Device, threads and seed, as options.</summary>
    public required IReadOnlyList<string> GlobalOptions { get; init; }

    /// <summary>Options of refine for all entries.</summary>
    public IReadOnlyList<string> RefineOptions { get; init; } = [];

    /// <summary>Folder of fetched entries.</summary>
    public required string Cache { get; init; }

    /// <summary>Mirrors, as typed; empty = the known ones.</summary>
    public IReadOnlyList<string> Mirrors { get; init; } = [];
}
