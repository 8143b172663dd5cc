namespace Engine.Kernels.Cpu;

/// <summary>Short way to the memory behind a device array of the CPU accelerator.</summary>
internal static unsafe class HostPointer
{
    /// <summary>Address of the first element.</summary>
    /// <exception cref="ArgumentException">The array belongs to another kind of device.</exception>
    public static T* Host<T>(this DeviceBuffer<T> buffer)
        where T : unmanaged => CpuBuffer.Memory(buffer).Pointer;
}
