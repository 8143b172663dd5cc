using Engine.Kernels.OpenCl;

namespace Engine.Kernels;

/// <summary>The OpenCL devices as entries of the device catalogue.</summary>
public static partial class DeviceCatalog
{
    /// <summary>What was found while looking for drivers, one sentence each.</summary>
    public static IReadOnlyList<string> Notes() => OpenClDevices.Notes;

    static partial void AddOpenClDevices(List<DeviceInfo> devices) =>
        devices.AddRange(OpenClDevices.List().Select(d => new DeviceInfo
        {
            Name = d.Name,
            Kind = AcceleratorKind.OpenCl,
            IsGpu = d.IsGpu,
            MemoryBytes = d.MemoryBytes,
            Description = $"{d.Platform}, {d.Version}, driver {d.Driver}, {d.MemoryBytes >> 20} MiB",
            Reason = d.Reason,
        }));

    static partial void OpenOpenClDevice(DeviceInfo device, ref Accelerator? accelerator)
    {
        OpenClDeviceInfo? found = OpenClDevices.List().FirstOrDefault(d => d.Name == device.Name && d.IsUsable);
        if (found != null)
            accelerator = OpenClDevices.Open(found);
    }
}
