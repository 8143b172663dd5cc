namespace Engine.Kernels;

/// <summary>Device memory that this process holds, on all devices but the CPU together. What drivers and Fourier libraries take for themselves is not in it.</summary>
public static class DeviceMemoryAccount
{
    private static readonly Lock Gate = new();
    private static long held;
    private static long peak;

    /// <summary>Largest amount since <see cref="ResetPeak"/>, bytes.</summary>
    public static long Peak
    {
        get
        {
            lock (Gate)
                return peak;
        }
    }

    /// <summary>Forgets the peak: it is what is held now.</summary>
    public static void ResetPeak()
    {
        lock (Gate)
            peak = held;
    }

    /// <summary>Counts memory taken (positive) or given back.</summary>
    internal static void Add(long bytes)
    {
        lock (Gate)
        {
            held += bytes;
            peak = Math.Max(peak, held);
        }
    }
}
