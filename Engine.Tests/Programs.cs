namespace Engine.Tests;

/// <summary>Programs on this machine.</summary>
internal static class Programs
{
    private static readonly string[] SystemFolders = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

    /// <summary>Lets everyone read and enter or run a file or folder, and the owner write it.</summary>
    public static void Open(string path)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
    }

    /// <summary>Path of a program, or null when it is not there.</summary>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Concat(SystemFolders).Select(f => Path.Combine(f, name)).FirstOrDefault(File.Exists);
}
