using Engine.Kernels.Windows;

namespace Engine.Kernels.Compute;

/// <summary>Launches windows.cl: windows are gathered in batches, transformed and summed.</summary>
internal sealed class ComputeWindowKernels : WindowKernels
{
    private readonly ComputeAccelerator accelerator;
    private readonly ComputeKernel gather;
    private readonly ComputeKernel sums;

    /// <summary>Takes the kernels out of the program 'windows'.</summary>
    public ComputeWindowKernels(ComputeAccelerator accelerator)
    {
        this.accelerator = accelerator;
        gather = accelerator.Kernel("windows", "windows_gather", KernelConstants.WindowGroup);
        sums = accelerator.Kernel("windows", "windows_sums", KernelConstants.WindowGroup);
    }

    /// <inheritdoc/>
    public override WindowPlan CreatePlan(DeviceBuffer<float> map, DeviceBuffer<float>? reference, int nx, int ny, int nz, WindowShape shape)
    {
        Check(map, reference, nx, ny, nz, shape);
        return new ComputeWindowPlan(accelerator, gather, sums, map, reference, nx, ny, nz, shape);
    }
}
