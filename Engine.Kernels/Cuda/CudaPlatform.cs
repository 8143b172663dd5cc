using System.Runtime.InteropServices;
using Engine.Kernels.Compute;

namespace Engine.Kernels.Cuda;

/// <summary>The CUDA devices of a set of libraries, and their contexts. Safe for threads.</summary>
/// <param name="libraries">Driver, compiler and transforms.</param>
/// <param name="cache">Where compiled programs are kept.</param>
internal sealed unsafe class CudaPlatform(CudaLibraries libraries, ProgramCache cache)
{
    private static readonly Lazy<CudaPlatform> Machine = new(() => new CudaPlatform(new CudaLibraries(CudaSearch.Default), ProgramCache.Default));

    private readonly Lock gate = new();
    private readonly Dictionary<int, CudaContext> contexts = [];
    private readonly List<string> failures = [];
    private IReadOnlyList<CudaDeviceInfo>? devices;

    /// <summary>The CUDA devices of this machine.</summary>
    public static CudaPlatform Default => Machine.Value;

    /// <summary>What was found while looking for libraries and devices, one sentence each; for 'cryoengine info'.</summary>
    public IReadOnlyList<string> Notes
    {
        get
        {
            List();
            lock (gate)
                return [.. libraries.Notes, .. failures];
        }
    }

    /// <summary>All devices in the driver's order, also those that cannot be used (<see cref="CudaDeviceInfo.Reason"/> says why). Never throws for a missing or broken driver.</summary>
    public IReadOnlyList<CudaDeviceInfo> List()
    {
        lock (gate)
        {
            if (devices != null)
                return devices;
            try
            {
                devices = libraries.Driver == null ? [] : Find(libraries.Driver);
            }
            catch (DeviceException e)
            {
                failures.Add(e.Message);
                devices = [];
            }

            return devices;
        }
    }

    /// <summary>Opens a device: takes its context and builds its programs at the first time, and a stream each time.</summary>
    /// <param name="device">A device of <see cref="List"/>.</param>
    /// <exception cref="DeviceException">The device cannot be used, or its kernels do not build.</exception>
    public CudaAccelerator Open(CudaDeviceInfo device)
    {
        if (device.Reason is { } reason)
            throw new DeviceException($"device '{device.Name}' cannot be used: {reason}; choose another with --device ('cryoengine info' lists them)");
        lock (gate)
        {
            if (!contexts.TryGetValue(device.Handle, out CudaContext? context))
            {
                context = CudaContext.Create(libraries, device, cache);
                contexts.Add(device.Handle, context);
            }

            return new CudaAccelerator(context);
        }
    }

    private static int Attribute(CudaDriver driver, int device, int attribute)
    {
        int value;
        driver.Check(driver.DeviceGetAttribute(&value, attribute, device));
        return value;
    }

    private CudaDeviceInfo[] Find(CudaDriver driver)
    {
        const int NoDevice = 100;
        int status = driver.Init(0);
        if (status == NoDevice)
        {
            failures.Add("the CUDA driver shows no device (CUDA_VISIBLE_DEVICES, or none is there)");
            return [];
        }

        driver.Check(status, "Init");
        int count;
        driver.Check(driver.DeviceGetCount(&count));
        return [.. Enumerable.Range(0, count).Select(i => Describe(driver, i))];
    }

    private CudaDeviceInfo Describe(CudaDriver driver, int index)
    {
        const int MaxThreadsPerBlock = 1, MultiprocessorCount = 16, ComputeMode = 20, CapabilityMajor = 75, CapabilityMinor = 76, ModeProhibited = 2;
        int device;
        driver.Check(driver.DeviceGet(&device, index));
        byte* name = stackalloc byte[256];
        driver.Check(driver.DeviceGetName(name, 256, device));
        byte* id = stackalloc byte[16];
        driver.Check(driver.DeviceGetUuid(id, device));
        nuint bytes;
        driver.Check(driver.DeviceTotalMem(&bytes, device));
        int architecture = 10 * Attribute(driver, device, CapabilityMajor) + Attribute(driver, device, CapabilityMinor);
        return new CudaDeviceInfo
        {
            Index = index,
            Handle = device,
            Model = (Marshal.PtrToStringUTF8((nint)name) ?? "").Trim(),
            Uuid = Convert.ToHexStringLower(new ReadOnlySpan<byte>(id, 16)),
            Architecture = architecture,
            DriverVersion = driver.Version,
            MemoryBytes = (long)bytes,
            Multiprocessors = Attribute(driver, device, MultiprocessorCount),
            MaxGroupSize = Attribute(driver, device, MaxThreadsPerBlock),
            IsProhibited = Attribute(driver, device, ComputeMode) == ModeProhibited,
            LibraryProblem = Problem(architecture),
        };
    }

    private string? Problem(int architecture)
    {
        if (libraries.Nvrtc == null)
            return libraries.CompilerProblem;
        if (libraries.Nvrtc.Target(architecture) == null)
        {
            return $"NVRTC {libraries.Nvrtc.Version.Major}.{libraries.Nvrtc.Version.Minor} has no target for compute capability "
                + $"{architecture / 10}.{architecture % 10}; an older CUDA toolkit is needed";
        }

        return libraries.CuFft == null ? libraries.TransformProblem : null;
    }
}
