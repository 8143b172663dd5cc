using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Engine.Kernels.Compute;

namespace Engine.Kernels.Cuda;

/// <summary>The functions of libcufft that the engine calls, as they are, and the check of their results.</summary>
internal sealed unsafe class CuFft
{
    public const int RealToComplex = 0x2a;
    public const int ComplexToReal = 0x2c;
    public const int ComplexToComplex = 0x29;
    public const int Forward = -1;
    public const int Inverse = 1;

    /// <summary>Takes the functions out of the library.</summary>
    /// <param name="library">The loaded library.</param>
    /// <exception cref="EntryPointNotFoundException">It lacks one of them.</exception>
    public CuFft(nint library)
    {
        GetVersion = (delegate* unmanaged<int*, int>)NativeLibrary.GetExport(library, "cufftGetVersion");
        Create = (delegate* unmanaged<int*, int>)NativeLibrary.GetExport(library, "cufftCreate");
        Destroy = (delegate* unmanaged<int, int>)NativeLibrary.GetExport(library, "cufftDestroy");
        SetAutoAllocation = (delegate* unmanaged<int, int, int>)NativeLibrary.GetExport(library, "cufftSetAutoAllocation");
        MakePlanMany = (delegate* unmanaged<int, int, long*, long*, long, long, long*, long, long, int, long, nuint*, int>)
            NativeLibrary.GetExport(library, "cufftMakePlanMany64");
        SetWorkArea = (delegate* unmanaged<int, nint, int>)NativeLibrary.GetExport(library, "cufftSetWorkArea");
        SetStream = (delegate* unmanaged<int, nint, int>)NativeLibrary.GetExport(library, "cufftSetStream");
        ExecR2C = (delegate* unmanaged<int, nint, nint, int>)NativeLibrary.GetExport(library, "cufftExecR2C");
        ExecC2R = (delegate* unmanaged<int, nint, nint, int>)NativeLibrary.GetExport(library, "cufftExecC2R");
        ExecC2C = (delegate* unmanaged<int, nint, nint, int, int>)NativeLibrary.GetExport(library, "cufftExecC2C");
    }

    public delegate* unmanaged<int*, int> GetVersion { get; }

    public delegate* unmanaged<int*, int> Create { get; }

    public delegate* unmanaged<int, int> Destroy { get; }

    public delegate* unmanaged<int, int, int> SetAutoAllocation { get; }

    /// <summary>cufftMakePlanMany64: plan, rank, sizes, inembed, istride, idist, onembed, ostride, odist, type, batch, work size.</summary>
    public delegate* unmanaged<int, int, long*, long*, long, long, long*, long, long, int, long, nuint*, int> MakePlanMany { get; }

    public delegate* unmanaged<int, nint, int> SetWorkArea { get; }

    public delegate* unmanaged<int, nint, int> SetStream { get; }

    public delegate* unmanaged<int, nint, nint, int> ExecR2C { get; }

    public delegate* unmanaged<int, nint, nint, int> ExecC2R { get; }

    public delegate* unmanaged<int, nint, nint, int, int> ExecC2C { get; }

    /// <summary>Version of the library, 1000 major + 100 minor + patch.</summary>
    public int Version
    {
        get
        {
            int version;
            Check(GetVersion(&version));
            return version;
        }
    }

    /// <summary>Throws unless a call succeeded.</summary>
    /// <param name="status">What the call returned.</param>
    /// <param name="expression">The call, as written; filled in by the compiler.</param>
    /// <exception cref="DeviceOutOfMemoryException">The device ran out of memory.</exception>
    /// <exception cref="DeviceException">Any other failure; the message names the code and the call.</exception>
    public static void Check(int status, [CallerArgumentExpression(nameof(status))] string? expression = null)
    {
        if (status == 0)
            return;
        string call = "cufft" + NativeCalls.Name(expression);
        if (status == 2)
            throw new DeviceOutOfMemoryException(0, -1, $"{call} ({Name(status)})", ComputeMemory.Advice);
        throw new DeviceException($"cuFFT: {call} failed with {Name(status)} ({status}); use another box size, another device or --device cpu");
    }

    /// <summary>The name of a status code as in cufft.h.</summary>
    /// <param name="status">What a call returned.</param>
    public static string Name(int status) => status switch
    {
        0 => "CUFFT_SUCCESS",
        1 => "CUFFT_INVALID_PLAN",
        2 => "CUFFT_ALLOC_FAILED",
        3 => "CUFFT_INVALID_TYPE",
        4 => "CUFFT_INVALID_VALUE",
        5 => "CUFFT_INTERNAL_ERROR",
        6 => "CUFFT_EXEC_FAILED",
        7 => "CUFFT_SETUP_FAILED",
        8 => "CUFFT_INVALID_SIZE",
        9 => "CUFFT_UNALIGNED_DATA",
        11 => "CUFFT_INVALID_DEVICE",
        13 => "CUFFT_NO_WORKSPACE",
        14 => "CUFFT_NOT_IMPLEMENTED",
        16 => "CUFFT_NOT_SUPPORTED",
        _ => "an unknown code",
    };
}
