using Engine.Kernels.Windows;

namespace Engine.Kernels.OpenCl;

/// <summary>Launches windows.cl: windows are gathered in batches, transformed and summed.</summary>
internal sealed class OpenClWindowKernels : WindowKernels
{
    private readonly OpenClAccelerator accelerator;
    private readonly OpenClKernel gather;
    private readonly OpenClKernel sums;

    /// <summary>Takes the kernels out of the program 'windows'.</summary>
    public OpenClWindowKernels(OpenClAccelerator accelerator)
    {
        this.accelerator = accelerator;
        gather = accelerator.Kernel("windows", "windows_gather", KernelConstants.WindowGroup);
        sums = accelerator.Kernel("windows", "windows_sums", KernelConstants.WindowGroup);
    }

    /// <inheritdoc/>
    public override WindowPlan CreatePlan(DeviceBuffer<float> map, DeviceBuffer<float>? reference, int nx, int ny, int nz, WindowShape shape)
    {
        Check(map, reference, nx, ny, nz, shape);
        return new OpenClWindowPlan(accelerator, gather, sums, map, reference, nx, ny, nz, shape);
    }
}
