using System.Globalization;

namespace Engine.Kernels.Cuda;

/// <summary>The libraries of CUDA as found on this machine: driver, run-time compiler, Fourier transforms. Each can be missing.</summary>
internal sealed class CudaLibraries
{
    /// <summary>Majors of CUDA whose libraries are looked for, the newest first, and the majors of cuFFT in them.</summary>
    private static readonly (int Cuda, string Nvrtc, string CuFft)[] Majors =
    [
        (13, "libnvrtc.so.13", "libcufft.so.12"),
        (12, "libnvrtc.so.12", "libcufft.so.11"),
        (11, "libnvrtc.so.11.2", "libcufft.so.10"),
    ];

    private readonly List<string> notes = [];

    /// <summary>Looks for the libraries; what is missing or broken becomes a note.</summary>
    /// <param name="search">Where to look.</param>
    public CudaLibraries(CudaSearch search)
    {
        const string DriverName = "libcuda.so.1";
        Driver = Take([DriverName], search, search.Driver, "CUDA driver", l => new CudaDriver(l), d => $"CUDA {Text(d.Version)}");
        if (Driver == null)
        {
            if (notes.Count == 0)
                notes.Add($"no CUDA driver ({DriverName}): CUDA devices are not looked for");
            return;
        }

        // A driver runs the machine code of its own major version of CUDA and of older ones.
        int newest = Driver.Version / 1000;
        (int Cuda, string Nvrtc, string CuFft)[] usable = [.. Majors.Where(m => m.Cuda <= newest)];
        if (newest > Majors[0].Cuda)
            usable = [.. Majors];
        Nvrtc = Take(
            [.. usable.Select(m => m.Nvrtc)], search, search.Toolkit, "NVRTC", l => new Nvrtc(l), n => string.Create(CultureInfo.InvariantCulture, $"{n.Version.Major}.{n.Version.Minor}"));
        CuFft = Take([.. usable.Select(m => m.CuFft)], search, search.Toolkit, "cuFFT", l => new CuFft(l), f => f.Version.ToString(CultureInfo.InvariantCulture));
        CompilerProblem = Missing(Nvrtc, "CUDA's run-time compiler", [.. usable.Select(m => m.Nvrtc)]);
        TransformProblem = Missing(CuFft, "CUDA's library of Fourier transforms", [.. usable.Select(m => m.CuFft)]);
    }

    /// <summary>The driver, or null.</summary>
    public CudaDriver? Driver { get; }

    /// <summary>The run-time compiler, or null.</summary>
    public Nvrtc? Nvrtc { get; }

    /// <summary>The Fourier transforms, or null.</summary>
    public CuFft? CuFft { get; }

    /// <summary>Why there is no compiler; null when there is one.</summary>
    public string? CompilerProblem { get; }

    /// <summary>Why there are no transforms; null when there are.</summary>
    public string? TransformProblem { get; }

    /// <summary>What was found, one sentence each, for 'cryoengine info'.</summary>
    public IReadOnlyList<string> Notes => notes;

    private static string Text(int version) => string.Create(CultureInfo.InvariantCulture, $"{version / 1000}.{version / 10 % 100}");

    private static string? Missing(object? library, string what, string[] names) =>
        library != null ? null : $"{what} ({string.Join(" or ", names)}) was not found; set {CudaFolders.PathVariable} or LD_LIBRARY_PATH to its folder";

    private T? Take<T>(string[] names, CudaSearch search, IReadOnlyList<string> last, string what, Func<nint, T> make, Func<T, string> version)
        where T : class
    {
        nint library = search.Load(names, last, out string found);
        if (library == 0)
            return null;
        try
        {
            T functions = make(library);
            notes.Add($"{what}: {found}, {version(functions)}");
            return functions;
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DeviceException)
        {
            notes.Add($"{what}: {found} cannot be used: {e.Message}");
            return null;
        }
    }
}
