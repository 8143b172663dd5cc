namespace Engine.Kernels;

/// <summary>A typed array in the memory of one accelerator.</summary>
/// <typeparam name="T">Element type.</typeparam>
public abstract class DeviceBuffer<T> : IDisposable
    where T : unmanaged
{
    /// <summary>Describes a buffer of <paramref name="length"/> elements on <paramref name="accelerator"/>.</summary>
    protected DeviceBuffer(Accelerator accelerator, long length)
    {
        Accelerator = accelerator;
        Length = length;
    }

    /// <summary>The device that holds the data.</summary>
    public Accelerator Accelerator { get; }

    /// <summary>Number of elements.</summary>
    public long Length { get; }

    /// <summary>Frees the device memory.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees the device memory.</summary>
    /// <param name="disposing">True when called by <see cref="Dispose()"/>.</param>
    protected abstract void Dispose(bool disposing);
}
