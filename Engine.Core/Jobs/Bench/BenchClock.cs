using System.Diagnostics;
using Engine.Kernels;

namespace Engine.Core.Jobs.Bench;

/// <summary>Seconds of repeated calls: median, quartiles and extremes.</summary>
/// <param name="Sorted">All calls after the warm-up, rising.</param>
public sealed record BenchTimes(IReadOnlyList<double> Sorted)
{
    /// <summary>Number of calls.</summary>
    public int Count => Sorted.Count;

    /// <summary>Median.</summary>
    public double Median => At(0.5);

    /// <summary>Distance of the quartiles over the median.</summary>
    public double Spread => Median > 0 ? (At(0.75) - At(0.25)) / Median : 0;

    /// <summary>A quantile, linear between neighbours.</summary>
    /// <param name="part">0 to 1.</param>
    public double At(double part)
    {
        double place = part * (Sorted.Count - 1);
        int low = (int)place, high = Math.Min(low + 1, Sorted.Count - 1);
        return Sorted[low] + (place - low) * (Sorted[high] - Sorted[low]);
    }
}

/// <summary>Times calls: first a warm-up, in which code is compiled and memory is touched, then as many as fit into a second or so.</summary>
/// <param name="repeats">Calls that are timed; 0 = as many as fit, 5 to 200, and at least 3 where one takes long.</param>
public sealed class BenchClock(int repeats)
{
    private const int FewestRepeats = 5, MostRepeats = 200, FewestLong = 3;
    private const double WarmSeconds = 0.2, TotalSeconds = 1, LongSeconds = 2;

    /// <summary>Times work on a device, until the device is done.</summary>
    /// <param name="device">Device.</param>
    /// <param name="work">Work.</param>
    /// <param name="cancel">Stops between two calls.</param>
    public BenchTimes Measure(Accelerator device, Action work, CancellationToken cancel) => Measure(
        () =>
        {
            work();
            device.Synchronize();
        },
        cancel);

    /// <summary>Times a call that returns when it is done.</summary>
    /// <param name="call">The call.</param>
    /// <param name="cancel">Stops between two calls.</param>
    public BenchTimes Measure(Action call, CancellationToken cancel)
    {
        double last = Warm(call, cancel);
        int count = repeats > 0 ? repeats : last > LongSeconds ? FewestLong : Math.Clamp((int)(TotalSeconds / Math.Max(last, 1e-9)), FewestRepeats, MostRepeats);
        var seconds = new double[count];
        for (int i = 0; i < count; i++)
        {
            cancel.ThrowIfCancellationRequested();
            seconds[i] = Time(call);
        }

        Array.Sort(seconds);
        return new BenchTimes(seconds);
    }

    /// <summary>Calls until the warm-up time has passed; returns the time of the last call.</summary>
    private static double Warm(Action call, CancellationToken cancel)
    {
        double total = 0, last = 0;
        for (int i = 0; i < MostRepeats && (i < 2 || total < WarmSeconds) && total < LongSeconds; i++)
        {
            cancel.ThrowIfCancellationRequested();
            last = Time(call);
            total += last;
        }

        return last;
    }

    private static double Time(Action call)
    {
        long start = Stopwatch.GetTimestamp();
        call();
        return (Stopwatch.GetTimestamp() - start) / (double)Stopwatch.Frequency;
    }
}
