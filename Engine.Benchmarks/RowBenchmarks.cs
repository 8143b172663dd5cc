using BenchmarkDotNet.Attributes;
using Engine.Core.Jobs.Bench;
using Engine.Kernels;

namespace Engine.Benchmarks;

/// <summary>The rows of 'cryoengine bench' under BenchmarkDotNet: the sizes of the default set on the device that ENGINE_BENCHMARK_DEVICE names.</summary>
public class RowBenchmarks : IDisposable
{
    private Accelerator device = null!;
    private BenchScope scope = null!;
    private BenchWork work = null!;

    /// <summary>Row and size.</summary>
    [ParamsSource(nameof(All))]
    public string Row { get; set; } = "";

    /// <summary>Names of all rows with their sizes.</summary>
    public static IEnumerable<string> All => from row in BenchRows.All from size in row.Sizes where size.Set <= BenchSet.Default select $"{row.Name} {size.Value}";

    /// <summary>Generates the data.</summary>
    [GlobalSetup]
    public void Setup()
    {
        string[] parts = Row.Split(' ');
        device = DeviceCatalog.Open(Environment.GetEnvironmentVariable("ENGINE_BENCHMARK_DEVICE") ?? "cpu", Environment.ProcessorCount);
        scope = new BenchScope(device, Environment.ProcessorCount);
        work = BenchRows.All.First(r => r.Name == parts[0]).Prepare(scope, long.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>One call, to its end.</summary>
    [Benchmark]
    public void Call()
    {
        work.Run();
        device.Synchronize();
    }

    /// <summary>Frees the device.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the device.</summary>
    /// <param name="disposing">True when called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        scope.Dispose();
        device.Dispose();
    }
}
