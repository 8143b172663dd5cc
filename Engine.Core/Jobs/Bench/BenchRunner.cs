using Engine.Kernels;

namespace Engine.Core.Jobs.Bench;

/// <summary>What to measure.</summary>
public sealed record BenchOptions
{
    /// <summary>Sizes.</summary>
    public BenchSet Set { get; init; } = BenchSet.Default;

    /// <summary>Names of rows, or their beginnings; empty = all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Devices as for <see cref="DeviceCatalog.Open"/>.</summary>
    public required IReadOnlyList<string> Devices { get; init; }

    /// <summary>Largest number of processor threads; the CPU is measured on one, on two and on these.</summary>
    public required int Threads { get; init; }

    /// <summary>Timed calls of each measurement; 0 = by time.</summary>
    public int Repeats { get; init; }

    /// <summary>Rows to choose from.</summary>
    public required IReadOnlyList<BenchRow> Rows { get; init; }

    /// <summary>Called after each measurement.</summary>
    public Action<BenchResult>? OnResult { get; init; }

    /// <summary>The chosen rows.</summary>
    /// <exception cref="UsageException">A name means no row.</exception>
    public IReadOnlyList<BenchRow> Chosen()
    {
        foreach (string name in Only)
        {
            if (!Rows.Any(r => Means(name, r)))
                throw new UsageException($"--only {name}: no row is called so; 'cryoengine bench --list' shows them");
        }

        return Only.Count == 0 ? Rows : [.. Rows.Where(r => Only.Any(name => Means(name, r)))];
    }

    private static bool Means(string name, BenchRow row) =>
        row.Name == name || (row.Name.StartsWith(name, StringComparison.Ordinal) && row.Name[name.Length] == '.');
}

/// <summary>Measures rows on devices, one after the other, with nothing else running.</summary>
public sealed class BenchRunner
{
    /// <summary>Part of the free memory that data may take.</summary>
    private const double MemoryPart = 0.8;

    private readonly BenchOptions options;
    private readonly BenchClock clock;
    private readonly CancellationToken cancel;
    private readonly List<BenchDevice> devices = [];
    private readonly List<BenchResult> results = [];

    private BenchRunner(BenchOptions options, CancellationToken cancel) => (this.options, clock, this.cancel) = (options, new BenchClock(options.Repeats), cancel);

    /// <summary>Measures.</summary>
    /// <param name="options">What.</param>
    /// <param name="cancel">Stops between two calls; what was measured is returned.</param>
    /// <exception cref="UsageException">A name means no row.</exception>
    /// <exception cref="DeviceException">A device cannot be opened.</exception>
    public static BenchReport Run(BenchOptions options, CancellationToken cancel)
    {
        BenchMachine machine = BenchMachine.Now();
        var runner = new BenchRunner(options, cancel);
        IReadOnlyList<BenchRow> rows = options.Chosen();
        try
        {
            foreach (string device in options.Devices)
                runner.MeasureDevice(device, rows);
        }
        catch (OperationCanceledException)
        {
            // What was measured so far is the result.
        }

        return new BenchReport(machine, BenchMachine.LoadAverage(), runner.devices, runner.results, cancel.IsCancellationRequested);
    }

    private void MeasureDevice(string name, IReadOnlyList<BenchRow> rows)
    {
        int[] threads = [1, 2, options.Threads];
        bool isCpu = DeviceCatalog.Choose(name, DeviceCatalog.List()).Kind == AcceleratorKind.Cpu;
        foreach (int count in isCpu ? threads.Where(t => t <= options.Threads).Distinct() : [options.Threads])
        {
            using Accelerator device = DeviceCatalog.Open(name, count);
            DeviceCeilings? ceilings = DeviceCeilings.Measure(device, Room(device), cancel);
            devices.Add(new(device.Name, device.Kind.ToString().ToLowerInvariant(), device.MemoryBytes, count, ceilings));
            foreach (BenchRow row in rows)
            {
                foreach (BenchSize size in row.Sizes.Where(s => s.Set <= options.Set))
                {
                    cancel.ThrowIfCancellationRequested();
                    Add(Measure(row, size.Value, device, count, ceilings));
                }
            }
        }
    }

    private void Add(BenchResult result)
    {
        results.Add(result);
        options.OnResult?.Invoke(result);
    }

    private static double Room(Accelerator device) => device.Kind == AcceleratorKind.Cpu ? BenchMachine.FreeMemory() : Math.Min(device.MemoryBytes, BenchMachine.FreeMemory());

    private BenchResult Measure(BenchRow row, long size, Accelerator device, int threads, DeviceCeilings? ceilings)
    {
        var result = new BenchResult
        {
            Device = device.Name,
            Threads = threads,
            Row = row.Name,
            Size = size,
            Unit = row.Unit,
            LoadAverage = BenchMachine.LoadAverage(),
            TargetSeconds = BenchTargets.For(row.Name, size, device.Name),
        };
        double needed = row.Memory(size), room = MemoryPart * Room(device);
        if (needed > room)
            return result with { Reason = FormattableString.Invariant($"needs {needed / 1073741824:0.0} GiB of memory, {room / 1073741824:0.0} GiB may be used") };
        try
        {
            using var scope = new BenchScope(device, threads);
            BenchWork work = row.Prepare(scope, size);
            result = result with { CommandLine = work.CommandLine };
            BenchTimes times = clock.Measure(device, work.Run, cancel);
            (double Seconds, string Limit)? least = work.Cost is { } cost && !row.IsHost ? ceilings?.LeastTime(cost) : null;
            return result with { Times = times, Cost = work.Cost, LeastSeconds = least?.Seconds, Limit = least?.Limit };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // One row that fails must not cost the figures of the others.
            return result with { Reason = e is EngineException ? e.Message : $"{e.GetType().Name}: {e.Message}", Failed = true };
        }
        finally
        {
            // Large arrays of one row must not be collected while the next is timed.
            GC.Collect();
        }
    }
}
