namespace Engine.Kernels.Compute;

/// <summary>A typed array in the memory of a device that runs compiled kernels.</summary>
/// <typeparam name="T">Element type.</typeparam>
internal sealed class ComputeBuffer<T> : DeviceBuffer<T>
    where T : unmanaged
{
    /// <summary>Wraps device memory.</summary>
    /// <param name="accelerator">Its accelerator.</param>
    /// <param name="memory">Memory of at least <paramref name="length"/> elements.</param>
    /// <param name="length">Number of elements.</param>
    public ComputeBuffer(ComputeAccelerator accelerator, ComputeMemory memory, long length)
        : base(accelerator, length) => Memory = memory;

    /// <summary>The memory.</summary>
    public ComputeMemory Memory { get; }

    /// <summary>The memory of a device array, for an accelerator of the same kind.</summary>
    /// <param name="buffer">A device array.</param>
    /// <param name="user">The accelerator that is to use it.</param>
    /// <exception cref="ArgumentException">It belongs to an accelerator of another kind.</exception>
    public static ComputeMemory MemoryOf(DeviceBuffer<T> buffer, ComputeAccelerator user) =>
        buffer is ComputeBuffer<T> own && buffer.Accelerator.Kind == user.Kind
            ? own.Memory
            : throw new ArgumentException($"the array belongs to accelerator '{buffer.Accelerator.Name}', one of '{user.Name}' is needed", nameof(buffer));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            Memory.Dispose();
    }
}
