using Engine.Kernels.Cuda;
using Engine.Kernels.OpenCl;

namespace Engine.Kernels;

/// <summary>The CUDA devices in the list of devices.</summary>
public static partial class DeviceCatalog
{
    private static readonly Lazy<(DeviceInfo Entry, CudaDeviceInfo Device)[]> CudaEntries =
        new(() => [.. CudaPlatform.Default.List().Select(d => (Describe(d, OpenClDevices.List()), d))]);

    /// <summary>The entry of a CUDA device. Where the same GPU can be used through OpenCL, that is preferred.</summary>
    /// <param name="device">The device.</param>
    /// <param name="others">The OpenCL devices.</param>
    internal static DeviceInfo Describe(CudaDeviceInfo device, IReadOnlyList<OpenClDeviceInfo> others) => new()
    {
        Name = device.Name,
        Kind = AcceleratorKind.Cuda,
        IsGpu = true,
        IsSecondary = others.Any(o => o.IsUsable && o.IsGpu && o.Uuid.Length > 0 && o.Uuid == device.Uuid),
        MemoryBytes = device.MemoryBytes,
        Description = FormattableString.Invariant(
            $"NVIDIA, compute capability {device.Architecture / 10}.{device.Architecture % 10}, CUDA {device.DriverVersion / 1000}.{device.DriverVersion / 10 % 100}, {device.Multiprocessors} multiprocessors"),
        Reason = device.Reason,
    };

    private static void AddCudaDevices(List<DeviceInfo> devices) => devices.AddRange(CudaEntries.Value.Select(e => e.Entry));

    private static CudaAccelerator? OpenCudaDevice(DeviceInfo device)
    {
        foreach ((DeviceInfo entry, CudaDeviceInfo info) in CudaEntries.Value)
        {
            if (ReferenceEquals(entry, device))
                return CudaPlatform.Default.Open(info);
        }

        return null;
    }
}
