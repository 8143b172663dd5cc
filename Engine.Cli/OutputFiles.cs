using Engine.Kernels;

namespace Engine.Cli;

/// <summary>The files that a command is going to write, checked before the work starts.</summary>
internal static class OutputFiles
{
    /// <summary>Checks that every file can be written: its folder exists and is writable, and nothing is overwritten unasked.</summary>
    /// <param name="context">Global options.</param>
    /// <param name="paths">Files to write.</param>
    public static void Check(RunContext context, params string[] paths) => Check(context.Overwrite, paths);

    /// <summary>The same with a choice of its own about files that exist.</summary>
    /// <param name="overwrite">Files may exist.</param>
    /// <param name="paths">Files to write.</param>
    public static void Check(bool overwrite, params string[] paths)
    {
        foreach (string path in paths)
        {
            string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";
            if (!Directory.Exists(folder))
                throw new InputException($"{path}: the folder {folder} does not exist; create it or choose another -o PREFIX");
            if (Directory.Exists(path))
                throw new InputException($"{path}: is a folder; choose another -o PREFIX");
            if (File.Exists(path) && !overwrite)
                throw new InputException($"{path}: exists already; use --overwrite or choose another -o PREFIX");
            Probe(folder, path);
        }
    }

    private static void Probe(string folder, string path)
    {
        string probe = Path.Combine(folder, $".{Path.GetFileName(path)}.{Environment.ProcessId}.tmp");
        try
        {
            using var stream = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be written: {e.Message}", e);
        }
    }
}
