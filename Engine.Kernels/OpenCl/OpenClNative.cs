using System.Runtime.InteropServices;

namespace Engine.Kernels.OpenCl;

/// <summary>The functions of libOpenCL (OpenCL 1.2) that the engine calls, as they are. Handles are plain addresses.</summary>
internal static unsafe partial class OpenClNative
{
    /// <summary>Library name; <see cref="OpenClLoader"/> resolves it for each operating system.</summary>
    public const string Library = "OpenCL";

    public const ulong DeviceTypeAll = 0xFFFFFFFF;
    public const ulong DeviceTypeGpu = 1 << 2;
    public const ulong MemoryReadWrite = 1;

    [LibraryImport(Library)]
    public static partial int clGetPlatformIDs(uint count, nint* platforms, uint* available);

    [LibraryImport(Library)]
    public static partial int clGetPlatformInfo(nint platform, uint name, nuint size, void* value, nuint* actual);

    [LibraryImport(Library)]
    public static partial int clGetDeviceIDs(nint platform, ulong type, uint count, nint* devices, uint* available);

    [LibraryImport(Library)]
    public static partial int clGetDeviceInfo(nint device, uint name, nuint size, void* value, nuint* actual);

    [LibraryImport(Library)]
    public static partial nint clCreateContext(nint* properties, uint count, nint* devices, nint notify, nint user, int* status);

    [LibraryImport(Library)]
    public static partial nint clCreateCommandQueue(nint context, nint device, ulong properties, int* status);

    [LibraryImport(Library)]
    public static partial int clReleaseCommandQueue(nint queue);

    [LibraryImport(Library)]
    public static partial nint clCreateBuffer(nint context, ulong flags, nuint size, void* host, int* status);

    [LibraryImport(Library)]
    public static partial int clReleaseMemObject(nint memory);

    [LibraryImport(Library)]
    public static partial nint clCreateProgramWithSource(nint context, uint count, byte** texts, nuint* lengths, int* status);

    [LibraryImport(Library)]
    public static partial nint clCreateProgramWithBinary(
        nint context, uint count, nint* devices, nuint* lengths, byte** binaries, int* binaryStatus, int* status);

    [LibraryImport(Library)]
    public static partial int clBuildProgram(nint program, uint count, nint* devices, byte* options, nint notify, nint user);

    [LibraryImport(Library)]
    public static partial int clGetProgramBuildInfo(nint program, nint device, uint name, nuint size, void* value, nuint* actual);

    [LibraryImport(Library)]
    public static partial int clGetProgramInfo(nint program, uint name, nuint size, void* value, nuint* actual);

    [LibraryImport(Library)]
    public static partial int clReleaseProgram(nint program);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint clCreateKernel(nint program, string name, int* status);

    [LibraryImport(Library)]
    public static partial int clGetKernelInfo(nint kernel, uint name, nuint size, void* value, nuint* actual);

    [LibraryImport(Library)]
    public static partial int clReleaseKernel(nint kernel);

    [LibraryImport(Library)]
    public static partial int clSetKernelArg(nint kernel, uint index, nuint size, void* value);

    [LibraryImport(Library)]
    public static partial int clEnqueueNDRangeKernel(
        nint queue, nint kernel, uint dimensions, nuint* offset, nuint* global, nuint* local, uint waitCount, nint* wait, nint* finished);

    [LibraryImport(Library)]
    public static partial int clEnqueueWriteBuffer(
        nint queue, nint memory, uint blocking, nuint offset, nuint size, void* host, uint waitCount, nint* wait, nint* finished);

    [LibraryImport(Library)]
    public static partial int clEnqueueReadBuffer(
        nint queue, nint memory, uint blocking, nuint offset, nuint size, void* host, uint waitCount, nint* wait, nint* finished);

    [LibraryImport(Library)]
    public static partial int clEnqueueCopyBuffer(
        nint queue, nint source, nint target, nuint sourceOffset, nuint targetOffset, nuint size, uint waitCount, nint* wait, nint* finished);

    [LibraryImport(Library)]
    public static partial int clEnqueueFillBuffer(
        nint queue, nint memory, void* pattern, nuint patternSize, nuint offset, nuint size, uint waitCount, nint* wait, nint* finished);

    [LibraryImport(Library)]
    public static partial int clFlush(nint queue);

    [LibraryImport(Library)]
    public static partial int clFinish(nint queue);
}
