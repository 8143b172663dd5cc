namespace Engine.Kernels.OpenCl;

/// <summary>A typed array in the memory of an OpenCL device.</summary>
/// <typeparam name="T">Element type.</typeparam>
internal sealed class OpenClBuffer<T> : DeviceBuffer<T>
    where T : unmanaged
{
    /// <summary>Wraps device memory.</summary>
    /// <param name="accelerator">Its accelerator.</param>
    /// <param name="memory">Memory of at least <paramref name="length"/> elements.</param>
    /// <param name="length">Number of elements.</param>
    public OpenClBuffer(OpenClAccelerator accelerator, OpenClMemory memory, long length)
        : base(accelerator, length) => Memory = memory;

    /// <summary>The memory.</summary>
    public OpenClMemory Memory { get; }

    /// <summary>The OpenCL array behind a device array.</summary>
    /// <param name="buffer">A device array.</param>
    /// <exception cref="ArgumentException">It belongs to an accelerator of another kind.</exception>
    public static OpenClBuffer<T> From(DeviceBuffer<T> buffer) =>
        buffer as OpenClBuffer<T>
        ?? throw new ArgumentException($"the array belongs to accelerator '{buffer.Accelerator.Name}', an OpenCL one is needed", nameof(buffer));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Memory.Dispose();
    }
}
