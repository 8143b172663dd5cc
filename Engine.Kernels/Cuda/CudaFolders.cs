namespace Engine.Kernels.Cuda;

/// <summary>Where CUDA's libraries may lie: named folders, the dynamic linker's own search, toolkit folders, and Python wheels.</summary>
internal static class CudaFolders
{
    /// <summary>Variable that names folders with CUDA's libraries, separated as in PATH; they are looked into first.</summary>
    public const string PathVariable = "CRYOENGINE_CUDA_PATH";

    /// <summary>The folders of <see cref="PathVariable"/>.</summary>
    public static IReadOnlyList<string> Named => Split(Environment.GetEnvironmentVariable(PathVariable));

    /// <summary>Folders that container runtimes and distributions put the driver into without telling the dynamic linker.</summary>
    public static IReadOnlyList<string> Driver { get; } = ["/usr/local/nvidia/lib64", "/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/lib/wsl/lib"];

    /// <summary>Folders of toolkits and of NVIDIA's Python wheels that exist on this machine.</summary>
    public static IReadOnlyList<string> Toolkit()
    {
        List<string> folders = [];
        foreach (string variable in (string[])["CUDA_HOME", "CUDA_PATH", "CONDA_PREFIX"])
        {
            if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } root)
                folders.AddRange([Path.Combine(root, "lib64"), Path.Combine(root, "targets", "x86_64-linux", "lib"), Path.Combine(root, "lib")]);
        }

        folders.AddRange(["/usr/local/cuda/lib64", "/usr/local/cuda/targets/x86_64-linux/lib"]);
        folders.AddRange(Below("/usr/local", "cuda-*").Select(f => Path.Combine(f, "lib64")));
        folders.AddRange(["/opt/cuda/lib64", "/usr/lib/x86_64-linux-gnu", "/usr/lib64"]);
        foreach (string python in Pythons())
            folders.AddRange(Wheels(python));
        return [.. folders.Distinct().Where(Directory.Exists)];
    }

    /// <summary>The library folders of NVIDIA's wheels (nvidia/PACKAGE/lib) below a Python's root folder.</summary>
    /// <param name="root">Folder that has bin and lib.</param>
    public static IEnumerable<string> Wheels(string root) =>
        from version in Below(Path.Combine(root, "lib"), "python3*")
        from packages in (string[])["site-packages", "dist-packages"]
        from wheel in Below(Path.Combine(version, packages, "nvidia"), "*")
        select Path.Combine(wheel, "lib");

    private static IEnumerable<string> Pythons()
    {
        if (Environment.GetEnvironmentVariable("VIRTUAL_ENV") is { Length: > 0 } environment)
            yield return environment;
        foreach (string folder in Split(Environment.GetEnvironmentVariable("PATH")))
        {
            if (File.Exists(Path.Combine(folder, "python3")) && Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(folder)) is { Length: > 0 } root)
                yield return root;
        }
    }

    private static string[] Split(string? folders) =>
        folders?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    /// <summary>Folders of a pattern, the last name first: newer versions before older ones; none where the folder cannot be read.</summary>
    private static string[] Below(string folder, string pattern)
    {
        try
        {
            return Directory.Exists(folder) ? [.. Directory.EnumerateDirectories(folder, pattern).OrderDescending(StringComparer.Ordinal)] : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
