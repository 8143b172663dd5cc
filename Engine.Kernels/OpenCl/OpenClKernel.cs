using Engine.Kernels.Compute;

namespace Engine.Kernels.OpenCl;

/// <summary>A kernel on an OpenCL device.</summary>
internal sealed unsafe class OpenClKernel : ComputeKernel
{
    private readonly nint queue;
    private nint handle;

    /// <summary>Takes a kernel out of a program.</summary>
    /// <param name="accelerator">Owner.</param>
    /// <param name="program">Compiled program.</param>
    /// <param name="name">Function name.</param>
    /// <param name="group">Work-items in a group.</param>
    public OpenClKernel(OpenClAccelerator accelerator, OpenClProgram program, string name, int group)
        : this(accelerator, Create(program, name), name, group, KernelParameter.Of(program.Source, name))
    {
    }

    private OpenClKernel(OpenClAccelerator accelerator, nint handle, string name, int group, IReadOnlyList<KernelParameter> parameters)
        : base(accelerator, name, group, parameters)
    {
        queue = accelerator.Queue;
        this.handle = handle;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (handle != 0)
            _ = OpenClNative.clReleaseKernel(handle);
        handle = 0;
    }

    /// <inheritdoc/>
    protected override void SetArgument(int index, void* value, int size) =>
        OpenClStatus.ThrowIfFailed(OpenClNative.clSetKernelArg(handle, (uint)index, (nuint)size, value), $"clSetKernelArg {Name} {index}");

    /// <inheritdoc/>
    protected override void Launch(long groups)
    {
        nuint global = (nuint)(groups * Group);
        nuint local = (nuint)Group;
        int status = OpenClNative.clEnqueueNDRangeKernel(queue, handle, 1, null, &global, &local, 0, null, null);
        OpenClStatus.ThrowIfFailed(status, $"clEnqueueNDRangeKernel {Name}");
    }
    private static nint Create(OpenClProgram program, string name)
    {
        int status;
        nint handle = OpenClNative.clCreateKernel(program.Handle, name, &status);
        OpenClStatus.ThrowIfFailed(status, $"clCreateKernel {name}");
        return handle;
    }
}
