using Engine.Kernels.Compute;

namespace Engine.Kernels.OpenCl;

/// <summary>
/// A device as this process uses it: one OpenCL context and its compiled programs, made once and kept until the process ends.
/// Drivers crash or leak when contexts come and go, and PoCL when two threads initialise it at once; hence one, made under a lock.
/// </summary>
internal sealed unsafe class OpenClContext
{
    private readonly Dictionary<string, OpenClProgram> programs = [];
    private long allocated;

    private OpenClContext(OpenClDeviceInfo device, nint handle)
    {
        Device = device;
        Handle = handle;
    }

    /// <summary>Held while programs are built and plans are made: compilers behind OpenCL are not all safe for threads.</summary>
    public static Lock BuildLock { get; } = new();

    /// <summary>The device.</summary>
    public OpenClDeviceInfo Device { get; }

    /// <summary>The cl_context.</summary>
    public nint Handle { get; }

    /// <summary>Device memory less what this process holds, bytes: an upper bound, since OpenCL does not tell what others use.</summary>
    public long AvailableBytes => Math.Max(0, Device.MemoryBytes - Interlocked.Read(ref allocated));

    /// <summary>Makes the context and builds every program.</summary>
    /// <param name="device">A usable device.</param>
    /// <param name="cache">Where compiled programs are kept.</param>
    public static OpenClContext Create(OpenClDeviceInfo device, ProgramCache cache)
    {
        nint* properties = stackalloc nint[] { 0x1084, device.PlatformHandle, 0 };
        nint id = device.Handle;
        int status;
        nint handle = OpenClNative.clCreateContext(properties, 1, &id, 0, 0, &status);
        OpenClStatus.ThrowIfFailed(status, nameof(OpenClNative.clCreateContext));
        OpenClContext context = new(device, handle);
        lock (BuildLock)
        {
            foreach (string name in KernelSources.Programs)
                context.programs.Add(name, OpenClProgram.Build(context, name, KernelSources.Assemble(name), KernelConstants.Defines, cache));
        }

        return context;
    }

    /// <summary>One of the engine's programs.</summary>
    /// <param name="name">Name from <see cref="KernelSources.Programs"/>.</param>
    public OpenClProgram Program(string name) => programs[name];

    /// <summary>Counts device memory taken (positive) or given back.</summary>
    /// <param name="bytes">Bytes.</param>
    public void AddAllocated(long bytes)
    {
        Interlocked.Add(ref allocated, bytes);
        DeviceMemoryAccount.Add(bytes);
    }
}
