namespace Engine.Kernels.Cpu;

/// <summary>An array of the CPU accelerator: native host memory.</summary>
/// <typeparam name="T">Element type.</typeparam>
internal sealed unsafe class CpuBuffer<T> : DeviceBuffer<T>
    where T : unmanaged
{
    private readonly bool owned;

    /// <summary>Allocates a zeroed array.</summary>
    public CpuBuffer(CpuAccelerator accelerator, long length, string purpose)
        : base(accelerator, length) => (Memory, owned) = (new NativeBuffer<T>(length, purpose), true);

    /// <summary>Lends an array of the host, which stays its owner's.</summary>
    public CpuBuffer(CpuAccelerator accelerator, NativeBuffer<T> memory)
        : base(accelerator, memory.Length) => Memory = memory;

    /// <summary>The values.</summary>
    public NativeBuffer<T> Memory { get; }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && owned)
            Memory.Dispose();
    }
}

/// <summary>Access to the memory behind device arrays of the CPU accelerator.</summary>
internal static unsafe class CpuBuffer
{
    /// <summary>The host memory behind an array.</summary>
    /// <exception cref="ArgumentException">The array belongs to another kind of device.</exception>
    public static NativeBuffer<T> Memory<T>(DeviceBuffer<T> buffer)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(buffer);
        return buffer is CpuBuffer<T> cpu ? cpu.Memory : throw new ArgumentException("the array is not on the CPU accelerator", nameof(buffer));
    }

    /// <summary>Address of the first element of an array that holds at least <paramref name="minimum"/> elements.</summary>
    /// <exception cref="ArgumentException">The array is shorter, or belongs to another kind of device.</exception>
    public static T* Pointer<T>(DeviceBuffer<T> buffer, long minimum)
        where T : unmanaged
    {
        NativeBuffer<T> memory = Memory(buffer);
        return memory.Length >= minimum
            ? memory.Pointer
            : throw new ArgumentException($"the array has {memory.Length} elements, {minimum} are needed", nameof(buffer));
    }
}
