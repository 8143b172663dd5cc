namespace Engine.Core.Jobs.Bench;

/// <summary>One line of the benchmark: a kernel or a method on generated data of several sizes. A new one is an entry in one of the lists of <see cref="BenchRows"/>.</summary>
public sealed record BenchRow
{
    /// <summary>Name, such as fourier.forward: what --only is compared with.</summary>
    public required string Name { get; init; }

    /// <summary>What is timed, in some words.</summary>
    public required string What { get; init; }

    /// <summary>What the sizes count: "voxels³" (along an edge), "atoms", "windows", "numbers".</summary>
    public required string Unit { get; init; }

    /// <summary>Sizes, rising.</summary>
    public required IReadOnlyList<BenchSize> Sizes { get; init; }

    /// <summary>Bytes that a size needs, on the device and in host memory together.</summary>
    public required Func<long, double> Memory { get; init; }

    /// <summary>Generates the data of a size; what the scope holds is freed afterwards.</summary>
    public required Func<BenchScope, long, BenchWork> Prepare { get; init; }

    /// <summary>How bytes and operations are counted; "" where no model fits, as for whole methods.</summary>
    public string Model { get; init; } = "";

    /// <summary>The processor does the work, whatever the device.</summary>
    public bool IsHost { get; init; }
}

/// <summary>Work that is ready to be timed.</summary>
/// <param name="Run">Does it once; may leave it queued on the device.</param>
/// <param name="Cost">What it must at least do; null without a model.</param>
/// <param name="CommandLine">The command line that it starts; null for others.</param>
public sealed record BenchWork(Action Run, BenchCost? Cost = null, string? CommandLine = null);
