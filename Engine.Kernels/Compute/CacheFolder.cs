namespace Engine.Kernels.Compute;

/// <summary>Where compiled kernels are kept between runs.</summary>
internal static class CacheFolder
{
    private static readonly Lazy<string> Chosen = new(() => Choose(Candidates()));

    /// <summary>The folder; empty when none of the candidates can be written, and then nothing is kept.</summary>
    public static string Root => Chosen.Value;

    /// <summary>XDG_CACHE_HOME/cryoengine, else .cache/cryoengine in the home folder, else cryoengine-USER in the temporary folder.</summary>
    public static IEnumerable<string> Candidates()
    {
        if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache)
            yield return Path.Combine(cache, "cryoengine");
        if (Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home)
            yield return Path.Combine(home, ".cache", "cryoengine");
        yield return Path.Combine(Path.GetTempPath(), "cryoengine-" + Environment.UserName);
    }

    /// <summary>The first candidate in which a file can be made; empty when there is none.</summary>
    /// <param name="candidates">Folders, best first.</param>
    public static string Choose(IEnumerable<string> candidates)
    {
        foreach (string folder in candidates)
        {
            try
            {
                Directory.CreateDirectory(folder);
                AtomicFile.Write(Path.Combine(folder, "writable"), []);
                return folder;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Read-only homes are common on compute nodes: the next candidate is tried.
            }
        }

        return "";
    }
}
