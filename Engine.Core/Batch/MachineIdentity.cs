using System.Diagnostics;
using System.Globalization;

namespace Engine.Core.Batch;

/// <summary>Which machine a process runs on, as far as the existence of process numbers goes: the same host name, boot and process name space.</summary>
public static class MachineIdentity
{
    /// <summary>Host name, as letters, digits and dashes.</summary>
    public static string Host { get; } = Clean(Environment.GetEnvironmentVariable("CRYOENGINE_HOST") is { Length: > 0 } given ? given : Environment.MachineName);

    /// <summary>Text that two processes share exactly when they can see each other's process numbers.</summary>
    public static string Space { get; } = $"{Host} {ReadLine("/proc/sys/kernel/random/boot_id")} {Link("/proc/self/ns/pid")}";

    /// <summary>When a process of this machine started, or null when there is none of that number: tells it from a later one with the same number.</summary>
    /// <param name="process">Process number.</param>
    public static string? StartOf(int process)
    {
        try
        {
            using Process found = Process.GetProcessById(process);
            return found.HasExited ? null : found.StartTime.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.ff", CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string Clean(string name)
    {
        string clean = new([.. name.Take(40).Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]);
        return clean.Length == 0 ? "host" : clean;
    }

    private static string ReadLine(string path) => File.Exists(path) ? File.ReadAllText(path).Trim() : "";

    private static string Link(string path) => File.Exists(path) ? new FileInfo(path).LinkTarget ?? "" : "";
}
