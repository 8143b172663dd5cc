using Engine.Kernels;

namespace Engine.Core.Jobs.Bench;

/// <summary>The device and the data of one measurement. Random numbers come from a fixed seed.</summary>
/// <param name="device">Device.</param>
/// <param name="threads">Processor threads.</param>
public sealed class BenchScope(Accelerator device, int threads) : IDisposable
{
    /// <summary>Random numbers are drawn once for this many elements and then repeated.</summary>
    private const int Piece = 1 << 20;

    private readonly Stack<IDisposable> held = new();
    private readonly Random random = new(1);

    /// <summary>The device.</summary>
    public Accelerator Device => device;

    /// <summary>Processor threads.</summary>
    public int Threads => threads;

    /// <summary>Frees something at the end.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="thing">What to free.</param>
    public T Hold<T>(T thing)
        where T : IDisposable
    {
        held.Push(thing);
        return thing;
    }

    /// <summary>A zeroed array on the device.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="length">Elements.</param>
    public DeviceBuffer<T> Room<T>(long length)
        where T : unmanaged => Hold(device.Allocate<T>(length, "benchmark"));

    /// <summary>Copies an array to the device.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="values">Values.</param>
    public DeviceBuffer<T> Put<T>(T[] values)
        where T : unmanaged => Hold(device.Upload<T>(values, "benchmark"));

    /// <summary>An array of random numbers on the device.</summary>
    /// <param name="length">Elements.</param>
    /// <param name="low">Smallest.</param>
    /// <param name="high">Largest.</param>
    public DeviceBuffer<float> Singles(long length, double low = -0.5, double high = 0.5) => Fill(Room<float>(length), _ => (float)Next(low, high));

    /// <summary>An array of random numbers on the device.</summary>
    /// <param name="length">Elements.</param>
    public DeviceBuffer<double> Doubles(long length) => Fill(Room<double>(length), _ => Next(-0.5, 0.5));

    /// <summary>A random number.</summary>
    /// <param name="low">Smallest.</param>
    /// <param name="high">Largest.</param>
    public double Next(double low, double high) => low + (high - low) * random.NextDouble();

    /// <inheritdoc/>
    public void Dispose()
    {
        while (held.TryPop(out IDisposable? last))
            last.Dispose();
    }

    private DeviceBuffer<T> Fill<T>(DeviceBuffer<T> buffer, Func<int, T> next)
        where T : unmanaged
    {
        T[] piece = [.. Enumerable.Range(0, (int)Math.Min(Piece, buffer.Length)).Select(next)];
        for (long at = 0; at < buffer.Length; at += piece.Length)
            device.Upload<T>(piece.AsSpan(0, (int)Math.Min(piece.Length, buffer.Length - at)), buffer, at);
        return buffer;
    }
}
