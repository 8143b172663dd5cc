using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Engine.Kernels.Compute;

namespace Engine.Kernels.Cuda;

/// <summary>The functions of libcuda (the driver API of CUDA 11 and later) that the engine calls, as they are, and the check of their results.</summary>
internal sealed unsafe class CudaDriver
{
    public const int Success = 0;
    public const int OutOfMemory = 2;

    /// <summary>Takes the functions out of the library.</summary>
    /// <param name="library">The loaded library.</param>
    /// <exception cref="EntryPointNotFoundException">It lacks one of them.</exception>
    public CudaDriver(nint library)
    {
        Init = (delegate* unmanaged<uint, int>)NativeLibrary.GetExport(library, "cuInit");
        DriverGetVersion = (delegate* unmanaged<int*, int>)NativeLibrary.GetExport(library, "cuDriverGetVersion");
        GetErrorName = (delegate* unmanaged<int, byte**, int>)NativeLibrary.GetExport(library, "cuGetErrorName");
        GetErrorString = (delegate* unmanaged<int, byte**, int>)NativeLibrary.GetExport(library, "cuGetErrorString");
        DeviceGetCount = (delegate* unmanaged<int*, int>)NativeLibrary.GetExport(library, "cuDeviceGetCount");
        DeviceGet = (delegate* unmanaged<int*, int, int>)NativeLibrary.GetExport(library, "cuDeviceGet");
        DeviceGetName = (delegate* unmanaged<byte*, int, int, int>)NativeLibrary.GetExport(library, "cuDeviceGetName");
        DeviceGetAttribute = (delegate* unmanaged<int*, int, int, int>)NativeLibrary.GetExport(library, "cuDeviceGetAttribute");
        DeviceTotalMem = (delegate* unmanaged<nuint*, int, int>)NativeLibrary.GetExport(library, "cuDeviceTotalMem_v2");
        DeviceGetUuid = (delegate* unmanaged<byte*, int, int>)(
            NativeLibrary.TryGetExport(library, "cuDeviceGetUuid_v2", out nint uuid) ? uuid : NativeLibrary.GetExport(library, "cuDeviceGetUuid"));
        DevicePrimaryCtxRetain = (delegate* unmanaged<nint*, int, int>)NativeLibrary.GetExport(library, "cuDevicePrimaryCtxRetain");
        CtxSetCurrent = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "cuCtxSetCurrent");
        CtxSynchronize = (delegate* unmanaged<int>)NativeLibrary.GetExport(library, "cuCtxSynchronize");
        MemGetInfo = (delegate* unmanaged<nuint*, nuint*, int>)NativeLibrary.GetExport(library, "cuMemGetInfo_v2");
        MemAlloc = (delegate* unmanaged<nint*, nuint, int>)NativeLibrary.GetExport(library, "cuMemAlloc_v2");
        MemFree = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "cuMemFree_v2");
        MemcpyHtoDAsync = (delegate* unmanaged<nint, void*, nuint, nint, int>)NativeLibrary.GetExport(library, "cuMemcpyHtoDAsync_v2");
        MemcpyDtoHAsync = (delegate* unmanaged<void*, nint, nuint, nint, int>)NativeLibrary.GetExport(library, "cuMemcpyDtoHAsync_v2");
        MemcpyDtoDAsync = (delegate* unmanaged<nint, nint, nuint, nint, int>)NativeLibrary.GetExport(library, "cuMemcpyDtoDAsync_v2");
        MemsetD8Async = (delegate* unmanaged<nint, byte, nuint, nint, int>)NativeLibrary.GetExport(library, "cuMemsetD8Async");
        StreamCreate = (delegate* unmanaged<nint*, uint, int>)NativeLibrary.GetExport(library, "cuStreamCreate");
        StreamDestroy = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "cuStreamDestroy_v2");
        StreamSynchronize = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "cuStreamSynchronize");
        ModuleLoadDataEx = (delegate* unmanaged<nint*, void*, uint, int*, void**, int>)NativeLibrary.GetExport(library, "cuModuleLoadDataEx");
        ModuleUnload = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "cuModuleUnload");
        ModuleGetFunction = (delegate* unmanaged<nint*, nint, byte*, int>)NativeLibrary.GetExport(library, "cuModuleGetFunction");
        LaunchKernel = (delegate* unmanaged<nint, uint, uint, uint, uint, uint, uint, uint, nint, void**, void**, int>)
            NativeLibrary.GetExport(library, "cuLaunchKernel");
    }

    public delegate* unmanaged<uint, int> Init { get; }

    public delegate* unmanaged<int*, int> DriverGetVersion { get; }

    public delegate* unmanaged<int, byte**, int> GetErrorName { get; }

    public delegate* unmanaged<int, byte**, int> GetErrorString { get; }

    public delegate* unmanaged<int*, int> DeviceGetCount { get; }

    public delegate* unmanaged<int*, int, int> DeviceGet { get; }

    public delegate* unmanaged<byte*, int, int, int> DeviceGetName { get; }

    public delegate* unmanaged<int*, int, int, int> DeviceGetAttribute { get; }

    public delegate* unmanaged<nuint*, int, int> DeviceTotalMem { get; }

    public delegate* unmanaged<byte*, int, int> DeviceGetUuid { get; }

    public delegate* unmanaged<nint*, int, int> DevicePrimaryCtxRetain { get; }

    public delegate* unmanaged<nint, int> CtxSetCurrent { get; }

    public delegate* unmanaged<int> CtxSynchronize { get; }

    public delegate* unmanaged<nuint*, nuint*, int> MemGetInfo { get; }

    public delegate* unmanaged<nint*, nuint, int> MemAlloc { get; }

    public delegate* unmanaged<nint, int> MemFree { get; }

    public delegate* unmanaged<nint, void*, nuint, nint, int> MemcpyHtoDAsync { get; }

    public delegate* unmanaged<void*, nint, nuint, nint, int> MemcpyDtoHAsync { get; }

    public delegate* unmanaged<nint, nint, nuint, nint, int> MemcpyDtoDAsync { get; }

    public delegate* unmanaged<nint, byte, nuint, nint, int> MemsetD8Async { get; }

    public delegate* unmanaged<nint*, uint, int> StreamCreate { get; }

    public delegate* unmanaged<nint, int> StreamDestroy { get; }

    public delegate* unmanaged<nint, int> StreamSynchronize { get; }

    public delegate* unmanaged<nint*, void*, uint, int*, void**, int> ModuleLoadDataEx { get; }

    public delegate* unmanaged<nint, int> ModuleUnload { get; }

    public delegate* unmanaged<nint*, nint, byte*, int> ModuleGetFunction { get; }

    public delegate* unmanaged<nint, uint, uint, uint, uint, uint, uint, uint, nint, void**, void**, int> LaunchKernel { get; }

    /// <summary>Version of CUDA that the driver supports, 1000 major + 10 minor.</summary>
    public int Version
    {
        get
        {
            int version;
            Check(DriverGetVersion(&version));
            return version;
        }
    }

    /// <summary>Throws unless a call succeeded.</summary>
    /// <param name="status">What the call returned.</param>
    /// <param name="expression">The call, as written; filled in by the compiler.</param>
    /// <exception cref="DeviceOutOfMemoryException">The device ran out of memory.</exception>
    /// <exception cref="DeviceException">Any other failure; the message names the code and the call.</exception>
    public void Check(int status, [CallerArgumentExpression(nameof(status))] string? expression = null)
    {
        if (status == Success)
            return;
        string call = "cu" + NativeCalls.Name(expression);
        if (status == OutOfMemory)
            throw new DeviceOutOfMemoryException(0, -1, $"{call} ({Name(status)})", ComputeMemory.Advice);
        throw new DeviceException(
            $"CUDA: {call} failed with {Name(status)} ({status}{Explain(status)}); run 'cryoengine info' to test the device, or choose another with --device");
    }

    /// <summary>The name of a status code as in cuda.h.</summary>
    /// <param name="status">What a call returned.</param>
    public string Name(int status) => Text(GetErrorName, status) ?? "an unknown code";

    private string Explain(int status) => Text(GetErrorString, status) is { Length: > 0 } text ? ": " + text : "";

    private static string? Text(delegate* unmanaged<int, byte**, int> function, int status)
    {
        byte* text;
        return function(status, &text) == Success ? Marshal.PtrToStringUTF8((nint)text) : null;
    }
}
