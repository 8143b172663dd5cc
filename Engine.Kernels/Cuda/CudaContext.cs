using Engine.Kernels.Compute;

namespace Engine.Kernels.Cuda;

/// <summary>A device as this process uses it: its primary context and its compiled programs, made once and kept until the process ends.</summary>
internal sealed unsafe class CudaContext
{
    private readonly Dictionary<string, CudaProgram> programs = [];
    private readonly nint handle;

    private CudaContext(CudaDriver driver, CudaDeviceInfo device, CuFft? transforms, nint handle)
    {
        Driver = driver;
        Device = device;
        Transforms = transforms;
        this.handle = handle;
    }

    /// <summary>The driver.</summary>
    public CudaDriver Driver { get; }

    /// <summary>The device.</summary>
    public CudaDeviceInfo Device { get; }

    /// <summary>The Fourier transforms.</summary>
    public CuFft? Transforms { get; }

    /// <summary>Memory that is free on the device, bytes; -1 when the driver does not say.</summary>
    public long AvailableBytes
    {
        get
        {
            nuint free, total;
            Enter();
            return Driver.MemGetInfo(&free, &total) == CudaDriver.Success ? (long)free : -1;
        }
    }

    /// <summary>Takes the primary context and builds every program.</summary>
    /// <param name="libraries">Driver, compiler and transforms.</param>
    /// <param name="device">A usable device.</param>
    /// <param name="cache">Where compiled programs are kept.</param>
    public static CudaContext Create(CudaLibraries libraries, CudaDeviceInfo device, ProgramCache cache)
    {
        CudaDriver driver = libraries.Driver ?? throw new DeviceException("there is no CUDA driver");
        Nvrtc compiler = libraries.Nvrtc ?? throw new DeviceException(libraries.CompilerProblem ?? "there is no NVRTC");
        nint handle;
        driver.Check(driver.DevicePrimaryCtxRetain(&handle, device.Handle));
        CudaContext context = new(driver, device, libraries.CuFft, handle);
        context.Enter();
        foreach (string name in KernelSources.Programs)
            context.programs.Add(name, CudaProgram.Build(context, compiler, name, KernelSources.Assemble(name), KernelConstants.Definitions, cache));
        return context;
    }

    /// <summary>Makes the context current on the calling thread: the driver's calls mean the thread's context.</summary>
    public void Enter() => Driver.Check(Driver.CtxSetCurrent(handle));

    /// <summary>One of the engine's programs.</summary>
    /// <param name="name">Name from <see cref="KernelSources.Programs"/>.</param>
    public CudaProgram Program(string name) => programs[name];
}
