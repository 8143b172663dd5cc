using System.Runtime.InteropServices;
using System.Text;

namespace Engine.Kernels.OpenCl;

/// <summary>
/// The C shim around the VkFFT header (native/vkfft_shim.c). It is optional: without it everything but Fourier transforms on OpenCL devices
/// works.
/// </summary>
internal static unsafe class VkFft
{
    /// <summary>Variable that names the library where it is not beside the program.</summary>
    public const string PathVariable = "CRYOENGINE_VKFFT";

    /// <summary>File name of the library.</summary>
    public const string FileName = "libcryovkfft.so";

    private const int ShimVersion = 1;

    private static readonly Lazy<Functions> Loaded = new(() => Load(DefaultPath));

    /// <summary>Null when the library is ready; else what is wrong and what to do.</summary>
    public static string? Problem => Loaded.Value.Problem;

    private static string DefaultPath =>
        Environment.GetEnvironmentVariable(PathVariable) is { Length: > 0 } named ? named : Path.Combine(AppContext.BaseDirectory, FileName);

    /// <summary>Version of the VkFFT header that the library was built with, as VkFFT counts it.</summary>
    public static int HeaderVersion => Require().HeaderVersion();

    /// <summary>What is wrong with a library file; null when it can be used.</summary>
    /// <param name="path">Library file.</param>
    public static string? ProblemWith(string path) => Load(path).Problem;

    /// <summary>Makes a plan from scratch or from saved kernels. Callers hold <see cref="OpenClContext.BuildLock"/>.</summary>
    /// <param name="context">The device.</param>
    /// <param name="shape">What to transform.</param>
    /// <param name="saved">Kernels saved by an earlier plan of the same shape, device and driver; empty to compile.</param>
    /// <param name="keep">True to fetch the compiled kernels for <see cref="Save"/>.</param>
    /// <param name="message">What VkFFT had to say about a failure.</param>
    /// <param name="plan">The plan.</param>
    /// <returns>0 or a VkFFTResult.</returns>
    public static int Create(OpenClContext context, in Shape shape, ReadOnlySpan<byte> saved, bool keep, out string message, out nint plan)
    {
        const int Room = 2000;
        byte* text = stackalloc byte[Room];
        text[0] = 0;
        int status;
        nint made;
        fixed (Shape* s = &shape)
        fixed (byte* data = saved)
            status = Require().Create(&made, context.Handle, context.Device.Handle, s, data, (ulong)saved.Length, keep ? 1 : 0, text, Room);
        message = Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text)).Trim();
        plan = made;
        return status;
    }

    /// <summary>The compiled kernels of a plan that was made to keep them; empty for others.</summary>
    /// <param name="plan">A plan.</param>
    public static byte[] Save(nint plan)
    {
        void* data;
        ulong size;
        int status = Require().Save(plan, &data, &size);
        return status != 0 || data == null ? [] : new ReadOnlySpan<byte>(data, checked((int)size)).ToArray();
    }

    /// <summary>Queues a transform.</summary>
    /// <param name="plan">A plan.</param>
    /// <param name="queue">The cl_command_queue.</param>
    /// <param name="real">Real array; unused by plans of complex numbers.</param>
    /// <param name="half">Half-space array, or complex array.</param>
    /// <param name="inverse">Direction.</param>
    public static void Run(nint plan, nint queue, nint real, nint half, bool inverse)
    {
        int status = Require().Run(plan, queue, real, half, inverse ? 1 : -1);
        if (status != 0)
            throw new DeviceException($"VkFFT: a transform failed with VkFFTResult {status}; run 'cryoengine info' to test the device");
    }

    /// <summary>Frees a plan.</summary>
    /// <param name="plan">A plan.</param>
    public static void Destroy(nint plan) => Require().Destroy(plan);

    private static Functions Require() => Loaded.Value.Problem is { } problem ? throw new DeviceException(problem) : Loaded.Value;

    private static Functions Load(string path)
    {
        const string Advice = "Engine.Kernels/native/build.sh builds it (needs gcc, libvkfft-dev and ocl-icd-opencl-dev)";
        if (!File.Exists(path))
            return new Functions { Problem = $"Fourier transforms on OpenCL devices need {path}, which is missing: {Advice}, or use --device cpu" };
        if (!NativeLibrary.TryLoad(path, out nint library))
            return new Functions { Problem = $"{path} cannot be loaded: {Advice} for this machine, or use --device cpu" };
        if (!NativeLibrary.TryGetExport(library, "cryovkfft_version", out nint version) || ((delegate* unmanaged<int>)version)() != ShimVersion)
            return new Functions { Problem = $"{path} is of another version: {Advice}, or use --device cpu" };
        return new Functions
        {
            HeaderVersion = (delegate* unmanaged<int>)NativeLibrary.GetExport(library, "cryovkfft_header_version"),
            Create = (delegate* unmanaged<nint*, nint, nint, Shape*, void*, ulong, int, byte*, ulong, int>)NativeLibrary.GetExport(library, "cryovkfft_create"),
            Save = (delegate* unmanaged<nint, void**, ulong*, int>)NativeLibrary.GetExport(library, "cryovkfft_save"),
            Run = (delegate* unmanaged<nint, nint, nint, nint, int, int>)NativeLibrary.GetExport(library, "cryovkfft_run"),
            Destroy = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(library, "cryovkfft_destroy"),
        };
    }

    /// <summary>What a plan transforms; the layout of ShimShape in vkfft_shim.c.</summary>
    /// <param name="Rank">Number of axes, 1 to 3.</param>
    /// <param name="Size0">Points along the fastest axis.</param>
    /// <param name="Size1">Points along the next axis.</param>
    /// <param name="Size2">Points along the slowest axis.</param>
    /// <param name="Batch">Number of transforms.</param>
    /// <param name="ComplexOnly">1 for complex to complex in place, 0 for real to half space.</param>
    [StructLayout(LayoutKind.Sequential)]
    internal readonly record struct Shape(ulong Rank, ulong Size0, ulong Size1, ulong Size2, ulong Batch, ulong ComplexOnly);

    private sealed class Functions
    {
        public string? Problem { get; init; }

        public delegate* unmanaged<int> HeaderVersion { get; init; }

        public delegate* unmanaged<nint*, nint, nint, Shape*, void*, ulong, int, byte*, ulong, int> Create { get; init; }

        public delegate* unmanaged<nint, void**, ulong*, int> Save { get; init; }

        public delegate* unmanaged<nint, nint, nint, nint, int, int> Run { get; init; }

        public delegate* unmanaged<nint, void> Destroy { get; init; }
    }
}
