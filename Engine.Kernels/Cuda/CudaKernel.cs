using System.Runtime.CompilerServices;
using Engine.Kernels.Compute;

namespace Engine.Kernels.Cuda;

/// <summary>A kernel on a CUDA device.</summary>
internal sealed unsafe class CudaKernel : ComputeKernel
{
    private readonly CudaAccelerator accelerator;
    private readonly nint function;
    private readonly ulong[] arguments;

    /// <summary>Takes a kernel out of a program.</summary>
    /// <param name="accelerator">Owner.</param>
    /// <param name="program">Compiled program.</param>
    /// <param name="name">Function name.</param>
    /// <param name="group">Threads in a block.</param>
    public CudaKernel(CudaAccelerator accelerator, CudaProgram program, string name, int group)
        : this(accelerator, program.Function(name), name, group, KernelParameter.Of(program.Source, name))
    {
    }

    private CudaKernel(CudaAccelerator accelerator, nint function, string name, int group, IReadOnlyList<KernelParameter> parameters)
        : base(accelerator, name, group, parameters)
    {
        this.accelerator = accelerator;
        this.function = function;
        arguments = new ulong[parameters.Count];
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        // A CUfunction belongs to its module.
    }

    /// <inheritdoc/>
    protected override void SetArgument(int index, void* value, int size)
    {
        fixed (ulong* target = &arguments[index])
            Unsafe.CopyBlock(target, value, (uint)size);
    }

    /// <inheritdoc/>
    protected override void Launch(long groups)
    {
        CudaDriver driver = accelerator.Enter();
        fixed (ulong* values = arguments)
        {
            void** list = stackalloc void*[arguments.Length];
            for (int i = 0; i < arguments.Length; i++)
                list[i] = values + i;
            int status = driver.LaunchKernel(function, checked((uint)groups), 1, 1, (uint)Group, 1, 1, 0, accelerator.Stream, list, null);
            driver.Check(status, $"LaunchKernel {Name}");
        }
    }
}
