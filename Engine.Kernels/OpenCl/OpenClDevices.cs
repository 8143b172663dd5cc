using Engine.Kernels.Compute;

namespace Engine.Kernels.OpenCl;

/// <summary>Finds the OpenCL devices of this machine and opens them. Safe for threads.</summary>
public static unsafe class OpenClDevices
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<nint, OpenClContext> Contexts = [];
    private static readonly List<string> Failures = [];
    private static IReadOnlyList<OpenClDeviceInfo>? found;

    /// <summary>What was found while looking for drivers, one sentence each; for 'cryoengine info'.</summary>
    public static IReadOnlyList<string> Notes
    {
        get
        {
            List();
            lock (Gate)
            {
                List<string> notes = [.. OpenClLoader.Notes, .. Failures];
                notes.Add(CacheFolder.Root.Length == 0 ? "no folder for compiled kernels can be written" : $"compiled kernels are kept in {CacheFolder.Root}");
                notes.Add(VkFft.Problem ?? $"VkFFT library: header version {VkFft.HeaderVersion}");
                return notes;
            }
        }
    }

    /// <summary>
    /// All devices in the drivers' order, also those that cannot be used (<see cref="OpenClDeviceInfo.Reason"/> says why). Empty where there is
    /// no OpenCL; never throws for a missing or broken driver.
    /// </summary>
    public static IReadOnlyList<OpenClDeviceInfo> List()
    {
        lock (Gate)
        {
            return found ??= OpenClLoader.IsAvailable ? Hide(Platforms().SelectMany(Devices).ToList()) : [];
        }
    }

    /// <summary>Opens a device: makes its context and builds its programs at the first time, and a queue each time.</summary>
    /// <param name="device">A device of <see cref="List"/>.</param>
    /// <exception cref="DeviceException">The device cannot be used, or its kernels do not build.</exception>
    public static OpenClAccelerator Open(OpenClDeviceInfo device)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (device.Reason is { } reason)
            throw new DeviceException($"device '{device.Name}' cannot be used: {reason}; choose another with --device ('cryoengine info' lists them)");
        lock (Gate)
        {
            if (Contexts.TryGetValue(device.Handle, out OpenClContext? context))
                return new OpenClAccelerator(context);
            context = OpenClContext.Create(device, ProgramCache.Default);
            OpenClAccelerator accelerator = new(context);
            Contexts.Add(device.Handle, context);

            // PoCL finishes compiling a kernel at its first launch. That happens here, under the lock, for every kernel; what the tests find is
            // for 'cryoengine info' to show.
            if (device.IsPocl)
                SelfTest.Run(accelerator, SelfTest.KernelGroups);
            return accelerator;
        }
    }

    /// <summary>The devices that CUDA_VISIBLE_DEVICES hides are marked.</summary>
    private static List<OpenClDeviceInfo> Hide(List<OpenClDeviceInfo> devices)
    {
        int[] nvidia = [.. Enumerable.Range(0, devices.Count).Where(i => devices[i].Vendor.Contains("NVIDIA", StringComparison.OrdinalIgnoreCase))];
        bool[] visible = VisibleDevices.Filter(
            Environment.GetEnvironmentVariable("CUDA_VISIBLE_DEVICES"), [.. nvidia.Select(i => devices[i].Uuid)]);
        for (int k = 0; k < nvidia.Length; k++)
            devices[nvidia[k]] = devices[nvidia[k]] with { IsHidden = !visible[k] };
        return devices;
    }

    private static nint[] Platforms()
    {
        uint count;
        int status = OpenClNative.clGetPlatformIDs(0, null, &count);
        if (status == OpenClStatus.PlatformNotFound || (status == OpenClStatus.Success && count == 0))
            return [];
        nint[] platforms = new nint[count];
        fixed (nint* p = platforms)
            status = status == OpenClStatus.Success ? OpenClNative.clGetPlatformIDs(count, p, null) : status;
        if (status == OpenClStatus.Success)
            return platforms;
        Failures.Add($"OpenCL: the drivers cannot be listed ({OpenClStatus.Name(status)})");
        return [];
    }

    /// <summary>The devices of one platform; a broken driver is noted and does not hide the others.</summary>
    private static List<OpenClDeviceInfo> Devices(nint platform)
    {
        string name = "?";
        try
        {
            name = OpenClQuery.PlatformText(platform, OpenClQuery.PlatformName);
            List<OpenClDeviceInfo> devices = [.. DeviceIds(platform).Select(id => Describe(platform, name, id))];
            if (devices.Count == 0)
                Failures.Add($"OpenCL: the driver '{name}' shows no device");
            return devices;
        }
        catch (DeviceException e)
        {
            Failures.Add($"OpenCL: the driver '{name}' cannot be used: {e.Message}");
            return [];
        }
    }

    private static nint[] DeviceIds(nint platform)
    {
        uint count;
        int status = OpenClNative.clGetDeviceIDs(platform, OpenClNative.DeviceTypeAll, 0, null, &count);
        if (status == OpenClStatus.DeviceNotFound || (status == OpenClStatus.Success && count == 0))
            return [];
        OpenClStatus.ThrowIfFailed(status, nameof(OpenClNative.clGetDeviceIDs));
        nint[] ids = new nint[count];
        fixed (nint* p = ids)
            OpenClStatus.ThrowIfFailed(OpenClNative.clGetDeviceIDs(platform, OpenClNative.DeviceTypeAll, count, p, null));
        return ids;
    }

    private static OpenClDeviceInfo Describe(nint platform, string platformName, nint device)
    {
        string extensions = OpenClQuery.DeviceText(device, OpenClQuery.DeviceExtensions);
        string name = OpenClQuery.DeviceText(device, OpenClQuery.DeviceName);
        bool isGpu = ((ulong)OpenClQuery.DeviceNumber(device, OpenClQuery.DeviceType) & OpenClNative.DeviceTypeGpu) != 0;
        bool isPocl = !isGpu && platformName.Contains("Portable Computing Language", StringComparison.OrdinalIgnoreCase);
        return new OpenClDeviceInfo
        {
            Name = isPocl ? $"pocl {name}" : name,
            Platform = platformName,
            Vendor = OpenClQuery.DeviceText(device, OpenClQuery.DeviceVendor),
            Version = OpenClQuery.DeviceText(device, OpenClQuery.DeviceVersion),
            Driver = OpenClQuery.DeviceText(device, OpenClQuery.DriverVersion),
            IsGpu = isGpu,
            IsPocl = isPocl,
            MemoryBytes = OpenClQuery.DeviceNumber(device, OpenClQuery.DeviceGlobalMemSize),
            MaxAllocationBytes = OpenClQuery.DeviceNumber(device, OpenClQuery.DeviceMaxMemAllocSize),
            ComputeUnits = (int)OpenClQuery.DeviceNumber(device, OpenClQuery.DeviceMaxComputeUnits),
            MaxGroupSize = OpenClQuery.DeviceNumber(device, OpenClQuery.DeviceMaxWorkGroupSize),
            LocalMemoryBytes = OpenClQuery.DeviceNumber(device, OpenClQuery.DeviceLocalMemSize),
            HasDouble = extensions.Split(' ').Contains("cl_khr_fp64"),
            HasCompiler = OpenClQuery.DeviceNumber(device, OpenClQuery.DeviceCompilerAvailable) != 0,
            IsAvailable = OpenClQuery.DeviceNumber(device, OpenClQuery.DeviceAvailable) != 0,
            Uuid = OpenClQuery.Uuid(device),
            PlatformHandle = platform,
            Handle = device,
        };
    }
}
