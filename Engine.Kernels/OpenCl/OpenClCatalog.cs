using Engine.Kernels.Cuda;
using Engine.Kernels.OpenCl;

namespace Engine.Kernels;

/// <summary>The OpenCL devices in the list of devices.</summary>
public static partial class DeviceCatalog
{
    /// <summary>Entries and devices, made once: an entry is the key to its device, since several GPUs of a machine have the same name.</summary>
    private static readonly Lazy<(DeviceInfo Entry, OpenClDeviceInfo Device)[]> OpenClEntries =
        new(() => [.. OpenClDevices.List().Select(d => (Describe(d), d))]);

    /// <summary>What was found while looking for drivers, one sentence each.</summary>
    public static IReadOnlyList<string> Notes() => [.. OpenClDevices.Notes, .. CudaPlatform.Default.Notes];

    /// <summary>The entry of an OpenCL device. GPUs that CUDA_VISIBLE_DEVICES hides are listed but not counted as GPUs.</summary>
    internal static DeviceInfo Describe(OpenClDeviceInfo device) => new()
    {
        Name = device.Name,
        Kind = AcceleratorKind.OpenCl,
        IsGpu = device.IsGpu && !device.IsHidden,
        MemoryBytes = device.MemoryBytes,
        Description = $"{device.Vendor}, {device.Version}, driver {device.Driver}, {device.ComputeUnits} compute units, platform {device.Platform}",
        Reason = device.Reason,
    };

    static partial void AddOpenClDevices(List<DeviceInfo> devices) => devices.AddRange(OpenClEntries.Value.Select(e => e.Entry));

    static partial void OpenOpenClDevice(DeviceInfo device, ref Accelerator? accelerator)
    {
        foreach ((DeviceInfo entry, OpenClDeviceInfo info) in OpenClEntries.Value)
        {
            if (ReferenceEquals(entry, device))
            {
                accelerator = OpenClDevices.Open(info);
                return;
            }
        }
    }
}
