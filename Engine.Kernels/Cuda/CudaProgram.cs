using System.Text;
using Engine.Kernels.Compute;

namespace Engine.Kernels.Cuda;

/// <summary>A compiled program, loaded on a device. Kernels made from it share the compiled code.</summary>
internal sealed unsafe class CudaProgram
{
    private readonly CudaContext context;
    private readonly nint module;

    private CudaProgram(CudaContext context, string source, nint module, bool fromCache)
    {
        this.context = context;
        this.module = module;
        Source = source;
        FromCache = fromCache;
    }

    /// <summary>The text.</summary>
    public string Source { get; }

    /// <summary>True when compiled code was found in the cache.</summary>
    public bool FromCache { get; }

    /// <summary>Builds a program from the cache, or from source and then fills the cache. The context is current.</summary>
    /// <param name="context">The device.</param>
    /// <param name="compiler">NVRTC.</param>
    /// <param name="name">Name for messages.</param>
    /// <param name="source">The kernels' text.</param>
    /// <param name="definitions">Macros, NAME=VALUE.</param>
    /// <param name="cache">Where compiled programs are kept.</param>
    /// <exception cref="DeviceException">The compiler refuses the source, or the driver the code.</exception>
    public static CudaProgram Build(
        CudaContext context, Nvrtc compiler, string name, string source, IReadOnlyList<string> definitions, ProgramCache cache)
    {
        CudaDeviceInfo device = context.Device;
        CudaTarget target = compiler.Target(device.Architecture) ?? throw new DeviceException($"NVRTC has no target for '{device.Name}'");
        string[] options = Options(source, definitions, target);
        string key = ProgramCache.Key(
            source, string.Join('\n', options), $"CUDA {device.DriverVersion}", $"NVRTC {compiler.Version}", device.Model);
        if (cache.Read(key) is { } saved && Load(context.Driver, saved, out nint loaded) == CudaDriver.Success)
            return new CudaProgram(context, source, loaded, fromCache: true);
        byte[] code = compiler.Compile(name, source, options, target.IsMachineCode);
        int status = Load(context.Driver, code, out nint module);
        context.Driver.Check(status, $"ModuleLoadDataEx of '{name}'");
        cache.Write(key, code);
        return new CudaProgram(context, source, module, fromCache: false);
    }

    /// <summary>The options of a program. A source that must not depend on whether products and sums are joined says so to OpenCL by a pragma, to NVRTC here.</summary>
    /// <param name="source">The kernels' text.</param>
    /// <param name="definitions">Macros, NAME=VALUE.</param>
    /// <param name="target">What to compile for.</param>
    public static string[] Options(string source, IReadOnlyList<string> definitions, CudaTarget target)
    {
        bool isStrict = source.Contains("#pragma OPENCL FP_CONTRACT OFF", StringComparison.Ordinal);
        return [target.Option, isStrict ? "--fmad=false" : "--fmad=true", .. definitions.Select(d => $"--define-macro={d}")];
    }

    /// <summary>The CUfunction of a kernel.</summary>
    /// <param name="name">Function name.</param>
    public nint Function(string name)
    {
        nint function;
        fixed (byte* text = Encoding.UTF8.GetBytes(name + "\0"))
            context.Driver.Check(context.Driver.ModuleGetFunction(&function, module, text), $"ModuleGetFunction {name}");
        return function;
    }

    /// <summary>Unloads the program. The context is current.</summary>
    public void Release() => context.Driver.Check(context.Driver.ModuleUnload(module));

    /// <summary>Machine code, or PTX text, which ends with a zero byte.</summary>
    private static int Load(CudaDriver driver, byte[] code, out nint module)
    {
        nint loaded;
        int status;
        fixed (byte* data = code)
            status = driver.ModuleLoadDataEx(&loaded, data, 0, null, null);
        module = loaded;
        return status;
    }
}
