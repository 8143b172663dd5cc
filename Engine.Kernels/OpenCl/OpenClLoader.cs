using System.Reflection;
using System.Runtime.InteropServices;
using Engine.Kernels.Compute;

namespace Engine.Kernels.OpenCl;

/// <summary>
/// Finds libOpenCL and the drivers behind it, before the first OpenCL call of the process. In containers the driver's library is often there
/// without the registration file that the loader looks for; then the loader is pointed at the library, and the notes say so.
/// </summary>
internal static partial class OpenClLoader
{
    private const string VendorsVariable = "OCL_ICD_VENDORS";

    /// <summary>Driver libraries worth looking for when none is registered.</summary>
    private static readonly string[] Drivers = ["libnvidia-opencl.so.1", "libamdocl64.so", "libigdrcl.so", "libpocl.so.2"];

    /// <summary>Folders that container runtimes mount driver libraries into without telling the dynamic linker.</summary>
    private static readonly string[] DriverFolders = ["/usr/local/nvidia/lib64", "/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/opt/rocm/lib"];

    private static readonly Lazy<State> Loaded = new(Load);

    /// <summary>What was found and done, one sentence each, for 'cryoengine info'.</summary>
    public static IReadOnlyList<string> Notes => Loaded.Value.Notes;

    /// <summary>True when libOpenCL is there.</summary>
    public static bool IsAvailable => Loaded.Value.Library != 0;

    /// <summary>
    /// The registration files among the entries of a vendors folder, or the value itself when it names a library; empty when nothing is
    /// registered.
    /// </summary>
    /// <param name="vendors">A folder, an .icd file, or a driver library.</param>
    public static IReadOnlyList<string> Registered(string vendors)
    {
        if (Directory.Exists(vendors))
            return [.. Directory.EnumerateFiles(vendors, "*.icd").Order(StringComparer.Ordinal)];
        return File.Exists(vendors) ? [vendors] : [];
    }

    /// <summary>Writes one registration file per driver library into a folder and returns the folder.</summary>
    /// <param name="folder">Folder to make.</param>
    /// <param name="libraries">Driver libraries, by name or path.</param>
    public static string WriteRegistration(string folder, IReadOnlyList<string> libraries)
    {
        Directory.CreateDirectory(folder);
        foreach (string old in Directory.EnumerateFiles(folder, "*.icd"))
        {
            if (!libraries.Contains(File.ReadAllText(old).Trim()))
                File.Delete(old);
        }

        foreach (string library in libraries)
            AtomicFile.Write(Path.Combine(folder, Path.GetFileName(library) + ".icd"), System.Text.Encoding.UTF8.GetBytes(library + "\n"));
        return folder;
    }

    private static State Load()
    {
        List<string> notes = [];
        NativeLibrary.SetDllImportResolver(typeof(OpenClNative).Assembly, Resolve);
        if (!TryLoadAny(LibraryNames(), out nint library, out string found))
        {
            notes.Add($"no OpenCL loader ({string.Join(", ", LibraryNames())}): install ocl-icd-libopencl1 or the vendor's driver to use a GPU");
            return new State(0, notes);
        }

        notes.Add($"OpenCL loader: {found}");
        if (OperatingSystem.IsLinux())
        {
            PointAtDrivers(notes);
            SetPoclCache(notes);
        }

        return new State(library, notes);
    }

    private static void PointAtDrivers(List<string> notes)
    {
        foreach (string variable in (string[])[VendorsVariable, "OCL_ICD_FILENAMES"])
        {
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value)
            {
                notes.Add($"OpenCL drivers as {variable} says: {value}");
                return;
            }
        }

        string vendors = Environment.GetEnvironmentVariable("OPENCL_VENDOR_PATH") is { Length: > 0 } path ? path : "/etc/OpenCL/vendors";
        IReadOnlyList<string> registered = Registered(vendors);
        if (registered.Count > 0)
        {
            notes.Add($"OpenCL drivers registered in {vendors}: {string.Join(", ", registered.Select(Path.GetFileName))}");
            return;
        }

        string[] libraries = [.. Drivers.Select(FindDriver).OfType<string>()];
        if (libraries.Length == 0)
        {
            notes.Add($"no OpenCL driver is registered in {vendors} and none of {string.Join(", ", Drivers)} was found");
            return;
        }

        try
        {
            string folder = WriteRegistration(Path.Combine(CacheFolder.Root, "icd"), libraries);
            SetEnvironment(VendorsVariable, folder);
            notes.Add($"no OpenCL driver is registered in {vendors}; pointed the loader at {string.Join(", ", libraries)} through {VendorsVariable}={folder}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            SetEnvironment(VendorsVariable, libraries[0]);
            notes.Add($"no OpenCL driver is registered in {vendors}; pointed the loader at {libraries[0]} ({e.Message})");
        }
    }

    private static void SetPoclCache(List<string> notes)
    {
        if (Environment.GetEnvironmentVariable("POCL_CACHE_DIR") is { Length: > 0 } || CacheFolder.Root.Length == 0)
            return;
        string folder = Path.Combine(CacheFolder.Root, "pocl");
        try
        {
            Directory.CreateDirectory(folder);
            SetEnvironment("POCL_CACHE_DIR", folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            notes.Add($"PoCL uses its own cache folder: {e.Message}");
        }
    }

    private static string? FindDriver(string name)
    {
        foreach (string folder in DriverFolders)
        {
            string path = Path.Combine(folder, name);
            if (File.Exists(path))
                return path;
        }

        // The dynamic linker's own search path; the driver stays loaded, which the loader would do anyway.
        return NativeLibrary.TryLoad(name, out _) ? name : null;
    }

    /// <summary>The system's loader; else the one beside the program, which bundles bring for machines that have a driver only.</summary>
    private static string[] LibraryNames() =>
        OperatingSystem.IsWindows() ? ["OpenCL.dll"]
        : OperatingSystem.IsMacOS() ? ["/System/Library/Frameworks/OpenCL.framework/OpenCL"]
        : ["libOpenCL.so.1", "libOpenCL.so", Path.Combine(AppContext.BaseDirectory, "libOpenCL.so.1")];

    private static bool TryLoadAny(string[] names, out nint library, out string found)
    {
        foreach (string name in names)
        {
            found = name;
            if (NativeLibrary.TryLoad(name, out library))
                return true;
        }

        library = 0;
        found = "";
        return false;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search) =>
        name == OpenClNative.Library ? Loaded.Value.Library : 0;

    /// <summary>Sets a variable where native code sees it: .NET's own setter changes a managed copy only.</summary>
    private static void SetEnvironment(string name, string value)
    {
        Environment.SetEnvironmentVariable(name, value);
        _ = setenv(name, value, 1);
    }

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);

    private sealed record State(nint Library, IReadOnlyList<string> Notes);
}
