using System.Text;
using Engine.Kernels.Compute;

namespace Engine.Kernels.OpenCl;

/// <summary>A compiled program. Kernels made from it share the compiled code.</summary>
internal sealed unsafe class OpenClProgram
{
    /// <summary>How often a disturbed build is tried again.</summary>
    public const int Retries = 10;

    private const uint BuildLogName = 0x1183;
    private const uint BinarySizesName = 0x1165;
    private const uint BinariesName = 0x1166;

    private OpenClProgram(string name, string source, nint handle, bool fromCache)
    {
        Name = name;
        Source = source;
        Handle = handle;
        FromCache = fromCache;
    }

    /// <summary>Name for messages.</summary>
    public string Name { get; }

    /// <summary>The text.</summary>
    public string Source { get; }

    /// <summary>The cl_program.</summary>
    public nint Handle { get; }

    /// <summary>True when compiled code was found in the cache.</summary>
    public bool FromCache { get; }

    /// <summary>Builds a program from the cache, or from source and then fills the cache. Callers hold <see cref="OpenClContext.BuildLock"/>.</summary>
    /// <param name="context">The device.</param>
    /// <param name="name">Name for messages.</param>
    /// <param name="source">OpenCL C text.</param>
    /// <param name="options">Compiler options.</param>
    /// <param name="cache">Where compiled programs are kept.</param>
    /// <exception cref="DeviceException">The compiler refuses the source; the message has its first complaint.</exception>
    public static OpenClProgram Build(OpenClContext context, string name, string source, string options, ProgramCache cache)
    {
        OpenClDeviceInfo device = context.Device;
        string key = ProgramCache.Key(source, options, device.Platform, device.Name, device.Version, device.Driver);
        if (cache.Read(key) is { } binary && TryLoad(context, binary, options, out nint loaded))
            return new OpenClProgram(name, source, loaded, fromCache: true);
        nint program = Compile(context, name, source, options);
        cache.Write(key, Binary(program));
        return new OpenClProgram(name, source, program, fromCache: false);
    }

    /// <summary>Frees the program.</summary>
    public void Release() => OpenClStatus.ThrowIfFailed(OpenClNative.clReleaseProgram(Handle));

    /// <summary>
    /// True when PoCL's compiler lost its temporary files. LLVM removes them at a segmentation fault in any thread, and .NET makes
    /// NullReferenceExceptions out of such faults; the source is not to blame and another try succeeds.
    /// </summary>
    /// <param name="device">The device.</param>
    /// <param name="log">What the compiler said.</param>
    public static bool IsDisturbed(OpenClDeviceInfo device, string log) =>
        device.IsPocl && log.Contains("tempfile_", StringComparison.Ordinal) && log.Contains("No such file", StringComparison.Ordinal);

    private static bool TryLoad(OpenClContext context, byte[] binary, string options, out nint program)
    {
        nint device = context.Device.Handle;
        nuint length = (nuint)binary.Length;
        int status;
        int binaryStatus;
        fixed (byte* data = binary)
            program = OpenClNative.clCreateProgramWithBinary(context.Handle, 1, &device, &length, &data, &binaryStatus, &status);
        if (status != OpenClStatus.Success)
            return false;
        if (binaryStatus == OpenClStatus.Success && Build(program, device, options) == OpenClStatus.Success)
            return true;
        _ = OpenClNative.clReleaseProgram(program);
        return false;
    }

    private static nint Compile(OpenClContext context, string name, string source, string options)
    {
        nint device = context.Device.Handle;
        byte[] text = Encoding.UTF8.GetBytes(source);
        nuint length = (nuint)text.Length;
        nint program;
        int status;
        fixed (byte* data = text)
            program = OpenClNative.clCreateProgramWithSource(context.Handle, 1, &data, &length, &status);
        OpenClStatus.ThrowIfFailed(status, nameof(OpenClNative.clCreateProgramWithSource));
        status = Build(program, device, options);
        string log = BuildLog(program, device);
        for (int again = 0; again < Retries && status != OpenClStatus.Success && IsDisturbed(context.Device, log); again++)
        {
            status = Build(program, device, options);
            log = BuildLog(program, device);
        }

        if (status == OpenClStatus.Success)
            return program;
        _ = OpenClNative.clReleaseProgram(program);
        throw new DeviceException(
            $"OpenCL: the kernels '{name}' do not build on '{context.Device.Name}', driver {context.Device.Driver} ({OpenClStatus.Name(status)}): "
            + $"{BuildLogs.Shorten(log)}; update the driver or use --device cpu");
    }

    private static int Build(nint program, nint device, string options)
    {
        byte[] text = Encoding.UTF8.GetBytes(options + "\0");
        fixed (byte* data = text)
            return OpenClNative.clBuildProgram(program, 1, &device, data, 0, 0);
    }

    private static string BuildLog(nint program, nint device)
    {
        nuint size;
        if (OpenClNative.clGetProgramBuildInfo(program, device, BuildLogName, 0, null, &size) != OpenClStatus.Success || size == 0)
            return "";
        byte[] bytes = new byte[size];
        fixed (byte* data = bytes)
        {
            if (OpenClNative.clGetProgramBuildInfo(program, device, BuildLogName, size, data, null) != OpenClStatus.Success)
                return "";
        }

        return Encoding.UTF8.GetString(bytes).TrimEnd('\0').Trim();
    }

    private static byte[] Binary(nint program)
    {
        nuint size;
        if (OpenClNative.clGetProgramInfo(program, BinarySizesName, (nuint)sizeof(nuint), &size, null) != OpenClStatus.Success || size == 0)
            return [];
        byte[] binary = new byte[size];
        fixed (byte* data = binary)
            return OpenClNative.clGetProgramInfo(program, BinariesName, (nuint)sizeof(nint), &data, null) == OpenClStatus.Success ? binary : [];
    }
}
