using System.Runtime.CompilerServices;
using Engine.Kernels.Compute;

namespace Engine.Kernels.OpenCl;

/// <summary>Status codes of OpenCL calls: their names, and the one place where they are checked.</summary>
internal static class OpenClStatus
{
    public const int Success = 0;
    public const int DeviceNotFound = -1;
    public const int MemoryAllocationFailure = -4;
    public const int OutOfResources = -5;
    public const int OutOfHostMemory = -6;
    public const int BuildProgramFailure = -11;
    public const int InvalidBufferSize = -61;
    public const int PlatformNotFound = -1001;

    /// <summary>Throws unless a call succeeded.</summary>
    /// <param name="status">What the call returned.</param>
    /// <param name="expression">The call, as written; filled in by the compiler.</param>
    /// <exception cref="DeviceOutOfMemoryException">The device or the driver ran out of memory.</exception>
    /// <exception cref="DeviceException">Any other failure; the message names the code and the call.</exception>
    public static void ThrowIfFailed(int status, [CallerArgumentExpression(nameof(status))] string? expression = null)
    {
        if (status == Success)
            return;
        if (IsOutOfMemory(status))
            throw new DeviceOutOfMemoryException(0, -1, $"{NativeCalls.Name(expression)} ({Name(status)})", ComputeMemory.Advice);
        throw new DeviceException(
            $"OpenCL: {NativeCalls.Name(expression)} failed with {Name(status)} ({status}); run 'cryoengine info' to test the device, or choose another with --device");
    }

    /// <summary>True for codes that mean that memory ran out. CL_OUT_OF_RESOURCES is none: drivers also give it for faults in kernels.</summary>
    /// <param name="status">What a call returned.</param>
    public static bool IsOutOfMemory(int status) => status is MemoryAllocationFailure or OutOfHostMemory;

    /// <summary>The name of a status code as in CL/cl.h.</summary>
    /// <param name="status">What a call returned.</param>
    public static string Name(int status) => status switch
    {
        0 => "CL_SUCCESS",
        -1 => "CL_DEVICE_NOT_FOUND",
        -2 => "CL_DEVICE_NOT_AVAILABLE",
        -3 => "CL_COMPILER_NOT_AVAILABLE",
        -4 => "CL_MEM_OBJECT_ALLOCATION_FAILURE",
        -5 => "CL_OUT_OF_RESOURCES",
        -6 => "CL_OUT_OF_HOST_MEMORY",
        -7 => "CL_PROFILING_INFO_NOT_AVAILABLE",
        -8 => "CL_MEM_COPY_OVERLAP",
        -11 => "CL_BUILD_PROGRAM_FAILURE",
        -12 => "CL_MAP_FAILURE",
        -13 => "CL_MISALIGNED_SUB_BUFFER_OFFSET",
        -14 => "CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST",
        -15 => "CL_COMPILE_PROGRAM_FAILURE",
        -16 => "CL_LINKER_NOT_AVAILABLE",
        -17 => "CL_LINK_PROGRAM_FAILURE",
        -19 => "CL_KERNEL_ARG_INFO_NOT_AVAILABLE",
        -30 => "CL_INVALID_VALUE",
        -31 => "CL_INVALID_DEVICE_TYPE",
        -32 => "CL_INVALID_PLATFORM",
        -33 => "CL_INVALID_DEVICE",
        -34 => "CL_INVALID_CONTEXT",
        -35 => "CL_INVALID_QUEUE_PROPERTIES",
        -36 => "CL_INVALID_COMMAND_QUEUE",
        -37 => "CL_INVALID_HOST_PTR",
        -38 => "CL_INVALID_MEM_OBJECT",
        -42 => "CL_INVALID_BINARY",
        -43 => "CL_INVALID_BUILD_OPTIONS",
        -44 => "CL_INVALID_PROGRAM",
        -45 => "CL_INVALID_PROGRAM_EXECUTABLE",
        -46 => "CL_INVALID_KERNEL_NAME",
        -47 => "CL_INVALID_KERNEL_DEFINITION",
        -48 => "CL_INVALID_KERNEL",
        -49 => "CL_INVALID_ARG_INDEX",
        -50 => "CL_INVALID_ARG_VALUE",
        -51 => "CL_INVALID_ARG_SIZE",
        -52 => "CL_INVALID_KERNEL_ARGS",
        -53 => "CL_INVALID_WORK_DIMENSION",
        -54 => "CL_INVALID_WORK_GROUP_SIZE",
        -55 => "CL_INVALID_WORK_ITEM_SIZE",
        -56 => "CL_INVALID_GLOBAL_OFFSET",
        -57 => "CL_INVALID_EVENT_WAIT_LIST",
        -58 => "CL_INVALID_EVENT",
        -59 => "CL_INVALID_OPERATION",
        -61 => "CL_INVALID_BUFFER_SIZE",
        -63 => "CL_INVALID_GLOBAL_WORK_SIZE",
        -64 => "CL_INVALID_PROPERTY",
        -1001 => "CL_PLATFORM_NOT_FOUND_KHR",
        _ => "an unknown code",
    };
}
