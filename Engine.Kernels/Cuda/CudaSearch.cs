using System.Runtime.InteropServices;

namespace Engine.Kernels.Cuda;

/// <summary>How a library of CUDA is looked for.</summary>
/// <param name="Named">Folders that are looked into first.</param>
/// <param name="UseLinker">True to ask the dynamic linker (LD_LIBRARY_PATH, ldconfig) next.</param>
/// <param name="Driver">Folders for the driver, last.</param>
/// <param name="Toolkit">Folders for the other libraries, last.</param>
internal sealed record CudaSearch(IReadOnlyList<string> Named, bool UseLinker, IReadOnlyList<string> Driver, IReadOnlyList<string> Toolkit)
{
    /// <summary>The search of this machine.</summary>
    public static CudaSearch Default => new(CudaFolders.Named, UseLinker: true, CudaFolders.Driver, CudaFolders.Toolkit());

    /// <summary>One folder and nothing else.</summary>
    /// <param name="folder">Folder with all libraries.</param>
    public static CudaSearch Only(string folder) => new([folder], UseLinker: false, [], []);

    /// <summary>Loads the first library found.</summary>
    /// <param name="names">File names, best first.</param>
    /// <param name="last">Folders to look into last.</param>
    /// <param name="found">Where it was found.</param>
    /// <returns>The library, 0 when there is none.</returns>
    public nint Load(IReadOnlyList<string> names, IReadOnlyList<string> last, out string found)
    {
        foreach (string candidate in Candidates(names, last))
        {
            if (NativeLibrary.TryLoad(candidate, out nint library))
            {
                found = candidate;
                return library;
            }
        }

        found = "";
        return 0;
    }

    private IEnumerable<string> Candidates(IReadOnlyList<string> names, IReadOnlyList<string> last)
    {
        foreach (string path in Named.SelectMany(f => names.Select(n => Path.Combine(f, n))).Where(File.Exists))
            yield return path;
        if (UseLinker)
        {
            foreach (string name in names)
                yield return name;
        }

        foreach (string path in names.SelectMany(n => last.Select(f => Path.Combine(f, n))).Where(File.Exists))
            yield return path;
    }
}
