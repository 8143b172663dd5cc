using System.Runtime.InteropServices;
using System.Text;
using Engine.Kernels.Compute;

namespace Engine.Kernels.Cuda;

/// <summary>CUDA's run-time compiler (libnvrtc).</summary>
internal sealed unsafe class Nvrtc
{
    private readonly delegate* unmanaged<int, byte*> getErrorString;
    private readonly delegate* unmanaged<nint*, byte*, byte*, int, byte**, byte**, int> createProgram;
    private readonly delegate* unmanaged<nint*, int> destroyProgram;
    private readonly delegate* unmanaged<nint, int, byte**, int> compileProgram;
    private readonly delegate* unmanaged<nint, nuint*, int> getLogSize;
    private readonly delegate* unmanaged<nint, byte*, int> getLog;
    private readonly delegate* unmanaged<nint, nuint*, int> getCubinSize;
    private readonly delegate* unmanaged<nint, byte*, int> getCubin;
    private readonly delegate* unmanaged<nint, nuint*, int> getPtxSize;
    private readonly delegate* unmanaged<nint, byte*, int> getPtx;

    /// <summary>Takes the functions out of the library.</summary>
    /// <param name="library">The loaded library, of CUDA 11.2 or later.</param>
    /// <exception cref="EntryPointNotFoundException">It lacks one of them.</exception>
    public Nvrtc(nint library)
    {
        getErrorString = (delegate* unmanaged<int, byte*>)NativeLibrary.GetExport(library, "nvrtcGetErrorString");
        createProgram = (delegate* unmanaged<nint*, byte*, byte*, int, byte**, byte**, int>)NativeLibrary.GetExport(library, "nvrtcCreateProgram");
        destroyProgram = (delegate* unmanaged<nint*, int>)NativeLibrary.GetExport(library, "nvrtcDestroyProgram");
        compileProgram = (delegate* unmanaged<nint, int, byte**, int>)NativeLibrary.GetExport(library, "nvrtcCompileProgram");
        getLogSize = (delegate* unmanaged<nint, nuint*, int>)NativeLibrary.GetExport(library, "nvrtcGetProgramLogSize");
        getLog = (delegate* unmanaged<nint, byte*, int>)NativeLibrary.GetExport(library, "nvrtcGetProgramLog");
        getCubinSize = (delegate* unmanaged<nint, nuint*, int>)NativeLibrary.GetExport(library, "nvrtcGetCUBINSize");
        getCubin = (delegate* unmanaged<nint, byte*, int>)NativeLibrary.GetExport(library, "nvrtcGetCUBIN");
        getPtxSize = (delegate* unmanaged<nint, nuint*, int>)NativeLibrary.GetExport(library, "nvrtcGetPTXSize");
        getPtx = (delegate* unmanaged<nint, byte*, int>)NativeLibrary.GetExport(library, "nvrtcGetPTX");
        var version = (delegate* unmanaged<int*, int*, int>)NativeLibrary.GetExport(library, "nvrtcVersion");
        int major, minor;
        Check(version(&major, &minor), "nvrtcVersion");
        Version = (major, minor);
        Architectures = Supported(library);
    }

    /// <summary>Version of the toolkit that the library belongs to.</summary>
    public (int Major, int Minor) Version { get; }

    /// <summary>Architectures that it makes machine code for, in ascending order, 10 major + minor.</summary>
    public IReadOnlyList<int> Architectures { get; }

    /// <summary>
    /// The target for a device: its own architecture as machine code where the compiler knows it, else the newest older one as PTX, which the
    /// driver compiles further; null when the compiler knows newer ones only.
    /// </summary>
    /// <param name="architecture">The device's, 10 major + minor.</param>
    public CudaTarget? Target(int architecture)
    {
        if (Architectures.Contains(architecture))
            return new CudaTarget(architecture, IsMachineCode: true);
        int older = Architectures.LastOrDefault(a => a < architecture);
        return older == 0 ? null : new CudaTarget(older, IsMachineCode: false);
    }

    /// <summary>Compiles a program.</summary>
    /// <param name="name">Name for messages.</param>
    /// <param name="source">CUDA C++ text.</param>
    /// <param name="options">Compiler options.</param>
    /// <param name="machineCode">True for machine code, false for PTX.</param>
    /// <exception cref="DeviceException">The compiler refuses the source; the message has its first complaint.</exception>
    public byte[] Compile(string name, string source, IReadOnlyList<string> options, bool machineCode)
    {
        nint program;
        fixed (byte* text = Terminated(source))
        fixed (byte* title = Terminated(name + ".cu"))
            Check(createProgram(&program, text, title, 0, null, null), "nvrtcCreateProgram");
        try
        {
            int status = Compile(program, options);
            if (status != 0)
            {
                throw new DeviceException(
                    $"CUDA: the kernels '{name}' do not build with NVRTC {Version.Major}.{Version.Minor} ({ErrorName(status)}): "
                    + $"{BuildLogs.Shorten(Log(program))}; install another CUDA toolkit or use --device cpu");
            }

            return machineCode ? Take(program, getCubinSize, getCubin, "nvrtcGetCUBIN") : Take(program, getPtxSize, getPtx, "nvrtcGetPTX");
        }
        finally
        {
            _ = destroyProgram(&program);
        }
    }

    private static byte[] Terminated(string text) => Encoding.UTF8.GetBytes(text + "\0");

    private static int[] Supported(nint library)
    {
        var count = (delegate* unmanaged<int*, int>)NativeLibrary.GetExport(library, "nvrtcGetNumSupportedArchs");
        var list = (delegate* unmanaged<int*, int>)NativeLibrary.GetExport(library, "nvrtcGetSupportedArchs");
        int number;
        if (count(&number) != 0 || number <= 0)
            return [];
        int[] architectures = new int[number];
        fixed (int* p = architectures)
        {
            if (list(p) != 0)
                return [];
        }

        Array.Sort(architectures);
        return architectures;
    }

    private int Compile(nint program, IReadOnlyList<string> options)
    {
        nint[] texts = [.. options.Select(Marshal.StringToCoTaskMemUTF8)];
        try
        {
            fixed (nint* list = texts)
                return compileProgram(program, texts.Length, (byte**)list);
        }
        finally
        {
            foreach (nint text in texts)
                Marshal.FreeCoTaskMem(text);
        }
    }

    private byte[] Take(nint program, delegate* unmanaged<nint, nuint*, int> size, delegate* unmanaged<nint, byte*, int> get, string call)
    {
        nuint length;
        Check(size(program, &length), call);
        byte[] bytes = new byte[length];
        fixed (byte* data = bytes)
            Check(get(program, data), call);
        return bytes;
    }

    private string Log(nint program)
    {
        nuint size;
        if (getLogSize(program, &size) != 0 || size == 0)
            return "";
        byte[] bytes = new byte[size];
        fixed (byte* data = bytes)
            return getLog(program, data) == 0 ? Encoding.UTF8.GetString(bytes).TrimEnd('\0').Trim() : "";
    }

    private void Check(int status, string call)
    {
        if (status != 0)
            throw new DeviceException($"CUDA: {call} failed with {ErrorName(status)} ({status}); install another CUDA toolkit or use --device cpu");
    }

    private string ErrorName(int status) => Marshal.PtrToStringUTF8((nint)getErrorString(status)) ?? "an unknown code";
}
