namespace Engine.Kernels.Compute;

/// <summary>Room for the partial sums that groups of a kernel write, and their way to the host.</summary>
/// <param name="accelerator">Owner.</param>
/// <param name="purpose">Named in the out-of-memory error.</param>
internal sealed class ComputePartials(ComputeAccelerator accelerator, string purpose) : IDisposable
{
    private DeviceBuffer<double>? device;
    private double[] host = [];

    /// <summary>The device array, grown to at least the given number of elements.</summary>
    /// <param name="count">Number of partial sums.</param>
    public DeviceBuffer<double> Reserve(long count)
    {
        if (device == null || device.Length < count)
        {
            device?.Dispose();
            device = null;
            long length = Math.Max(count, 64);
            device = accelerator.Allocate<double>(length, purpose);
            host = new double[length];
        }

        return device;
    }

    /// <summary>Waits for the kernels and fetches the first partial sums.</summary>
    /// <param name="count">Number of partial sums.</param>
    public ReadOnlySpan<double> Fetch(long count)
    {
        Span<double> span = host.AsSpan(0, (int)count);
        if (count > 0)
            accelerator.Download(Reserve(count), span);
        return span;
    }

    /// <summary>Waits for the kernels and adds the partial sums in order.</summary>
    /// <param name="count">Number of partial sums.</param>
    public double Sum(long count)
    {
        double sum = 0;
        foreach (double part in Fetch(count))
            sum += part;
        return sum;
    }

    /// <summary>Frees the device array.</summary>
    public void Dispose() => device?.Dispose();
}
