namespace Engine.Tests;

/// <summary>Programs on this machine.</summary>
internal static class Programs
{
    private static readonly string[] SystemFolders = ["/usr/local/sbin", "/usr/sbin", "/sbin"];

    /// <summary>Path of a program, or null when it is not there.</summary>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Concat(SystemFolders).Select(f => Path.Combine(f, name)).FirstOrDefault(File.Exists);
}
