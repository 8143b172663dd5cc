namespace Engine.Core.Archive;

/// <summary>Where fetched entries are kept when no folder is given.</summary>
public static class ArchiveCache
{
    /// <summary>$CRYOENGINE_CACHE, else cryoengine in $XDG_CACHE_HOME, else ~/.cache/cryoengine.</summary>
    public static string DefaultFolder
    {
        get
        {
            if (Environment.GetEnvironmentVariable("CRYOENGINE_CACHE") is { Length: > 0 } own)
                return own;
            string? shared = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
            string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            return Path.Combine(shared is { Length: > 0 } && Path.IsPathRooted(shared) ? shared : Path.Combine(home, ".cache"), "cryoengine");
        }
    }
}
