namespace Engine.Kernels.Compute;

/// <summary>
/// One kernel of one accelerator. Arguments are given in the order of the kernel's parameters, then <see cref="Run"/> queues it:
/// <c>kernel.Set(a).Set(x).Set(y).Set(n).Run(n)</c>. Each argument is checked against the parameter in the source, since not every driver does
/// that. Not for use by two threads.
/// </summary>
internal abstract unsafe class ComputeKernel(ComputeAccelerator accelerator, string name, int group, IReadOnlyList<KernelParameter> parameters) : IDisposable
{
    private int next;

    /// <summary>Function name.</summary>
    protected string Name => name;

    /// <summary>Work-items in a group.</summary>
    protected int Group => group;

    /// <summary>Gives the next argument: an array, or null for a parameter that this call does not use.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="buffer">An array of the same accelerator's device.</param>
    public ComputeKernel Set<T>(DeviceBuffer<T>? buffer)
        where T : unmanaged
    {
        nint address = buffer == null ? 0 : ComputeBuffer<T>.MemoryOf(buffer, accelerator).Address;
        return Set(typeof(T), isArray: true, &address, sizeof(nint));
    }

    /// <summary>Gives the next argument: a number of the kernel's type.</summary>
    /// <typeparam name="T">int, long, float or double.</typeparam>
    /// <param name="value">The number.</param>
    public ComputeKernel Set<T>(T value)
        where T : unmanaged => Set(typeof(T), isArray: false, &value, sizeof(T));

    /// <summary>Queues the kernel with at least the given number of work-items, rounded up to whole groups.</summary>
    /// <param name="items">Number of work-items needed; 0 queues nothing.</param>
    public void Run(long items) => RunGroups((items + group - 1) / group);

    /// <summary>Queues the kernel with a number of groups.</summary>
    /// <param name="groups">Number of groups; 0 queues nothing.</param>
    public void RunGroups(long groups)
    {
        int given = next;
        next = 0;
        if (given != parameters.Count)
            throw new InvalidOperationException($"kernel {name} has {parameters.Count} parameters and was given {given}");
        if (groups > 0)
            Launch(groups);
    }

    /// <summary>Frees the kernel.</summary>
    public abstract void Dispose();

    /// <summary>Keeps an argument for the next launch.</summary>
    /// <param name="index">Position.</param>
    /// <param name="value">Its bytes; they may change on return.</param>
    /// <param name="size">Number of bytes.</param>
    protected abstract void SetArgument(int index, void* value, int size);

    /// <summary>Queues the kernel with the arguments kept.</summary>
    /// <param name="groups">Number of groups, 1 or more.</param>
    protected abstract void Launch(long groups);

    private ComputeKernel Set(Type type, bool isArray, void* value, int size)
    {
        if (next >= parameters.Count || !parameters[next].Takes(type, isArray))
        {
            int at = next;
            next = 0;
            string wanted = at < parameters.Count ? parameters[at].ToString() : "nothing";
            throw new InvalidOperationException($"kernel {name}, argument {at}: {(isArray ? "an array of " : "")}{type.Name} where the source has {wanted}");
        }

        SetArgument(next, value, size);
        next++;
        return this;
    }
}
