using Engine.Kernels;

namespace Engine.Core.Jobs.Bench;

/// <summary>A measured bandwidth.</summary>
/// <param name="Bytes">Size of the three arrays of the triad together.</param>
/// <param name="PerSecond">Bytes per second.</param>
public readonly record struct Bandwidth(double Bytes, double PerSecond);

/// <summary>What a device reaches at best, measured by kernels that do nothing else: floating-point operations per second, and bytes per second by the size of the data.</summary>
/// <param name="Single">Operations per second in single precision.</param>
/// <param name="Double">Operations per second in double precision.</param>
/// <param name="Memory">Bandwidths, sizes rising.</param>
public sealed record DeviceCeilings(double Single, double Double, IReadOnlyList<Bandwidth> Memory)
{
    private const double SmallestBytes = 3 << 18, LargestBytes = 3.0 * (1 << 28), Growth = 4, WantedSeconds = 0.02;

    /// <summary>Calls of which the best counts: a ceiling is what can be reached.</summary>
    private const int Calls = 7;

    /// <summary>Measures a device; null where it has no such kernels.</summary>
    /// <param name="device">Device.</param>
    /// <param name="memory">Bytes that may be used.</param>
    /// <param name="cancel">Stops early.</param>
    public static DeviceCeilings? Measure(Accelerator device, double memory, CancellationToken cancel)
    {
        if (device.Roofline is not { } kernels)
            return null;
        var clock = new BenchClock(Calls);
        var bandwidths = new List<Bandwidth>();
        for (double bytes = SmallestBytes; bytes <= Math.Min(LargestBytes, 0.5 * memory); bytes *= Growth)
            bandwidths.Add(new(bytes, bytes / Triad(device, kernels, bytes, clock, cancel)));
        return new DeviceCeilings(Operations(device, kernels.MultiplyAddSingle, clock, cancel), Operations(device, kernels.MultiplyAddDouble, clock, cancel), bandwidths);
    }

    /// <summary>Bandwidth for a working set: that of the next larger arrays, so that what fits into a cache is compared with the cache; of the largest beyond.</summary>
    /// <param name="bytes">Bytes of the working set.</param>
    public double BandwidthAt(double bytes)
    {
        foreach (Bandwidth b in Memory)
        {
            if (b.Bytes >= bytes)
                return b.PerSecond;
        }

        return Memory[^1].PerSecond;
    }

    /// <summary>The least time of a call, and what limits it: memory, single or double.</summary>
    /// <param name="cost">What it must do.</param>
    public (double Seconds, string Limit) LeastTime(BenchCost cost)
    {
        double memory = cost.Bytes / BandwidthAt(cost.Bytes), single = cost.Single / Single, twice = cost.Double / Double;
        return memory >= single + twice ? (memory, "memory") : (single + twice, single >= twice ? "single" : "double");
    }

    private static double Triad(Accelerator device, RooflineKernels kernels, double bytes, BenchClock clock, CancellationToken cancel)
    {
        using var scope = new BenchScope(device, 0);
        long n = (long)(bytes / RooflineKernels.TriadBytes);
        DeviceBuffer<float> a = scope.Room<float>(n), b = scope.Singles(n), c = scope.Singles(n);
        return clock.Measure(device, () => kernels.Triad(a, b, c, 1.5f), cancel).Sorted[0];
    }

    /// <summary>The best of some runs that are long enough for the start not to count.</summary>
    private static double Operations(Accelerator device, Func<int, double> run, BenchClock clock, CancellationToken cancel)
    {
        int rounds = 256;
        while (rounds < 1 << 26 && clock.Measure(device, () => run(rounds), cancel).Sorted[0] < WantedSeconds)
            rounds *= 4;
        double operations = 0;
        double best = clock.Measure(device, () => operations = run(rounds), cancel).Sorted[0];
        return operations / best;
    }
}
