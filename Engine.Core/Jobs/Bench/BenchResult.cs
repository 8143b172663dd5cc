namespace Engine.Core.Jobs.Bench;

/// <summary>One row at one size on one device with one number of threads.</summary>
public sealed record BenchResult
{
    /// <summary>Device.</summary>
    public required string Device { get; init; }

    /// <summary>Processor threads.</summary>
    public required int Threads { get; init; }

    /// <summary>Name of the row.</summary>
    public required string Row { get; init; }

    /// <summary>Size.</summary>
    public required long Size { get; init; }

    /// <summary>What the size counts.</summary>
    public required string Unit { get; init; }

    /// <summary>Times; null when nothing was measured.</summary>
    public BenchTimes? Times { get; init; }

    /// <summary>Why nothing was measured; null when it was.</summary>
    public string? Reason { get; init; }

    /// <summary>True when it was tried and went wrong, false when it was left out.</summary>
    public bool Failed { get; init; }

    /// <summary>What a call must at least do; null without a model.</summary>
    public BenchCost? Cost { get; init; }

    /// <summary>The least time by the device's ceilings, s; null without a model or ceilings.</summary>
    public double? LeastSeconds { get; init; }

    /// <summary>What sets the least time: memory, single or double; null without it.</summary>
    public string? Limit { get; init; }

    /// <summary>The target on a device of this class, s; null without.</summary>
    public double? TargetSeconds { get; init; }

    /// <summary>Processes that wanted the processor just before, the mean of a minute; null where the system does not say.</summary>
    public double? LoadAverage { get; init; }

    /// <summary>The command line of a command row; null for others.</summary>
    public string? CommandLine { get; init; }

    /// <summary>Part of the ceiling that was reached, 0 to 1; null without ceilings.</summary>
    public double? CeilingPart => LeastSeconds is { } least && Times is { Median: > 0 } times ? least / times.Median : null;
}

/// <summary>Everything that was measured on one device with one number of threads.</summary>
/// <param name="Device">Name.</param>
/// <param name="Kind">Kind, such as cpu.</param>
/// <param name="MemoryBytes">Its memory.</param>
/// <param name="Threads">Processor threads.</param>
/// <param name="Ceilings">Ceilings; null where they could not be measured.</param>
public sealed record BenchDevice(string Device, string Kind, long MemoryBytes, int Threads, DeviceCeilings? Ceilings);

/// <summary>The whole benchmark.</summary>
/// <param name="Machine">The machine before the first measurement.</param>
/// <param name="LoadAfter">Load average at the end; null where the system does not say.</param>
/// <param name="Devices">Devices and threads.</param>
/// <param name="Results">Results in the order in which they were measured.</param>
/// <param name="Cancelled">True when it was stopped.</param>
public sealed record BenchReport(BenchMachine Machine, double? LoadAfter, IReadOnlyList<BenchDevice> Devices, IReadOnlyList<BenchResult> Results, bool Cancelled);
