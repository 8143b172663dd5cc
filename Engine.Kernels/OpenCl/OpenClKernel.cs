namespace Engine.Kernels.OpenCl;

/// <summary>
/// One kernel of one accelerator. Arguments are given in the order of the kernel's parameters, then <see cref="Run"/> queues it:
/// <c>kernel.Set(a).Set(x).Set(y).Set(n).Run(n)</c>. Not for use by two threads.
/// </summary>
internal sealed unsafe class OpenClKernel : IDisposable
{
    private const uint NumberOfArguments = 0x1191;

    private readonly nint queue;
    private readonly string name;
    private readonly int group;
    private readonly uint parameters;
    private nint handle;
    private uint next;

    /// <summary>Takes a kernel out of a program.</summary>
    /// <param name="program">Compiled program.</param>
    /// <param name="queue">The accelerator's cl_command_queue.</param>
    /// <param name="name">Function name.</param>
    /// <param name="group">Work-items in a group.</param>
    public OpenClKernel(OpenClProgram program, nint queue, string name, int group)
    {
        this.queue = queue;
        this.name = name;
        this.group = group;
        int status;
        handle = OpenClNative.clCreateKernel(program.Handle, name, &status);
        OpenClStatus.ThrowIfFailed(status, $"clCreateKernel {name}");
        uint count;
        OpenClStatus.ThrowIfFailed(OpenClNative.clGetKernelInfo(handle, NumberOfArguments, sizeof(uint), &count, null));
        parameters = count;
    }

    /// <summary>Gives the next argument: an array.</summary>
    /// <param name="memory">Device memory.</param>
    public OpenClKernel Set(OpenClMemory memory) => Set(memory.Address);

    /// <summary>Gives the next argument: an array, or null for a parameter that this call does not use.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="buffer">An array of the same accelerator's device.</param>
    public OpenClKernel Set<T>(DeviceBuffer<T>? buffer)
        where T : unmanaged => buffer == null ? Set((nint)0) : Set(OpenClBuffer<T>.From(buffer).Memory);

    /// <summary>Gives the next argument: a number of the kernel's type.</summary>
    /// <typeparam name="T">int, long, float or double.</typeparam>
    /// <param name="value">The number.</param>
    public OpenClKernel Set<T>(T value)
        where T : unmanaged
    {
        OpenClStatus.ThrowIfFailed(OpenClNative.clSetKernelArg(handle, next, (nuint)sizeof(T), &value), $"clSetKernelArg {name} {next}");
        next++;
        return this;
    }

    /// <summary>Queues the kernel with at least the given number of work-items, rounded up to whole groups.</summary>
    /// <param name="items">Number of work-items needed; 0 queues nothing.</param>
    public void Run(long items) => RunGroups((items + group - 1) / group);

    /// <summary>Queues the kernel with a number of groups.</summary>
    /// <param name="groups">Number of groups; 0 queues nothing.</param>
    public void RunGroups(long groups)
    {
        if (next != parameters)
            throw new InvalidOperationException($"kernel {name} has {parameters} parameters and was given {next}");
        next = 0;
        if (groups == 0)
            return;
        nuint global = (nuint)(groups * group);
        nuint local = (nuint)group;
        int status = OpenClNative.clEnqueueNDRangeKernel(queue, handle, 1, null, &global, &local, 0, null, null);
        OpenClStatus.ThrowIfFailed(status, $"clEnqueueNDRangeKernel {name}");
    }

    /// <summary>Frees the kernel.</summary>
    public void Dispose()
    {
        if (handle != 0)
            _ = OpenClNative.clReleaseKernel(handle);
        handle = 0;
    }
}
