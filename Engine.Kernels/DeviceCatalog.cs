using System.Globalization;
using Engine.Kernels.Cpu;

namespace Engine.Kernels;

/// <summary>Finds the devices of this machine and opens the one that the user asked for. Safe for threads.</summary>
public static partial class DeviceCatalog
{
    /// <summary>All devices: the CPU first, then the OpenCL and the CUDA devices in the drivers' order, also those that cannot be used.</summary>
    public static IReadOnlyList<DeviceInfo> List()
    {
        List<DeviceInfo> devices = [CpuAccelerator.Describe()];
        AddOpenClDevices(devices);
        AddCudaDevices(devices);
        return devices;
    }

    /// <summary>Opens a device.</summary>
    /// <param name="choice">
    /// <c>auto</c>: the first usable GPU, else the CPU. <c>cpu</c>. <c>gpu</c> or <c>gpu:N</c>: the first or the N-th (from 0) GPU. <c>cuda</c>
    /// or <c>cuda:N</c>: likewise of the CUDA driver. Anything else: the name of a device, or a part of it that no other device has. Upper and lower case are the same.
    /// </param>
    /// <param name="threads">CPU threads, 0 = one per core; used by the CPU accelerator only.</param>
    /// <exception cref="UsageException">The choice or the number of threads makes no sense.</exception>
    /// <exception cref="DeviceException">There is no such device, or it cannot be used.</exception>
    public static Accelerator Open(string choice, int threads)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(choice);
        if (threads < 0)
            throw new UsageException($"--threads {threads}: give a number of threads, or 0 for one per core");
        if (choice.Equals("cpu", StringComparison.OrdinalIgnoreCase))
            return new CpuAccelerator(threads);
        DeviceInfo device = Choose(choice, List());
        return device.Kind == AcceleratorKind.Cpu ? new CpuAccelerator(threads) : OpenOther(device);
    }

    /// <summary>The device that a choice means; see <see cref="Open"/>.</summary>
    /// <param name="choice">What the user wrote.</param>
    /// <param name="devices">Devices to choose from, the CPU first.</param>
    /// <exception cref="UsageException">The choice makes no sense.</exception>
    /// <exception cref="DeviceException">There is no such device, or it cannot be used.</exception>
    public static DeviceInfo Choose(string choice, IReadOnlyList<DeviceInfo> devices)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(choice);
        ArgumentNullException.ThrowIfNull(devices);
        string wanted = choice.Trim();
        if (wanted.Equals("auto", StringComparison.OrdinalIgnoreCase))
            return devices.FirstOrDefault(d => d.IsGpu && !d.IsSecondary && d.IsUsable) ?? devices[0];
        DeviceInfo device =
            Numbered(wanted, "gpu") is { } gpu ? Pick(wanted, gpu, "GPU", [.. devices.Where(d => d.IsGpu && !d.IsSecondary)])
            : Numbered(wanted, "cuda") is { } cuda ? Pick(wanted, cuda, "CUDA device", [.. devices.Where(d => d.Kind == AcceleratorKind.Cuda)])
            : Named(wanted, devices);
        return device.Reason is { } reason
            ? throw new DeviceException($"device '{device.Name}' cannot be used: {reason}; choose another with --device ('cryoengine info' lists them)")
            : device;
    }

    /// <summary>The number in "kind" (0) or "kind:N"; null when the choice is something else.</summary>
    private static int? Numbered(string choice, string kind)
    {
        if (choice.Equals(kind, StringComparison.OrdinalIgnoreCase))
            return 0;
        if (!choice.StartsWith(kind + ":", StringComparison.OrdinalIgnoreCase) || choice.Contains(' ', StringComparison.Ordinal))
            return null;
        return int.TryParse(choice.AsSpan(kind.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new UsageException($"--device {choice}: '{kind}:' is followed by the number of the device, counted from 0");
    }

    private static DeviceInfo Pick(string choice, int number, string what, DeviceInfo[] devices)
    {
        if (number < devices.Length)
            return devices[number];
        string found = devices.Length == 0 ? $"no {what} was found" : $"{what}s 0 to {devices.Length - 1} were found";
        throw new DeviceException($"--device {choice}: {found}; use --device cpu, or 'cryoengine info' to see why");
    }

    private static DeviceInfo Named(string name, IReadOnlyList<DeviceInfo> devices)
    {
        DeviceInfo? exact = devices.FirstOrDefault(d => d.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (exact != null)
            return exact;
        DeviceInfo[] part = [.. devices.Where(d => d.Name.Contains(name, StringComparison.OrdinalIgnoreCase))];
        if (part.Length > 1)
            part = [.. part.Where(d => !d.IsSecondary)];
        return part.Length switch
        {
            1 => part[0],
            0 => throw new DeviceException($"--device {name}: no such device; found: {string.Join(", ", devices.Select(d => $"'{d.Name}'"))}"),
            _ => throw new UsageException($"--device {name}: means {string.Join(" and ", part.Select(d => $"'{d.Name}'"))}; write more of the name"),
        };
    }

    private static Accelerator OpenOther(DeviceInfo device)
    {
        Accelerator? accelerator = null;
        OpenOpenClDevice(device, ref accelerator);
        accelerator ??= OpenCudaDevice(device);
        return accelerator ?? throw new DeviceException($"device '{device.Name}' has gone; 'cryoengine info' lists what is there");
    }

    /// <summary>Appends the OpenCL devices.</summary>
    static partial void AddOpenClDevices(List<DeviceInfo> devices);

    /// <summary>Opens an OpenCL device of the list.</summary>
    static partial void OpenOpenClDevice(DeviceInfo device, ref Accelerator? accelerator);
}
