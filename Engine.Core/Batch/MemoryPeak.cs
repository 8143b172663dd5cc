using System.Globalization;

namespace Engine.Core.Batch;

/// <summary>Memory of processes, from the system's own accounts (Linux; 0 elsewhere).</summary>
public static class MemoryPeak
{
    /// <summary>Forgets the peak of this process, so that the next one is that of what follows.</summary>
    public static void Reset()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        try
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Where the system does not let it be forgotten the peak is that of the whole process.
        }
    }

    /// <summary>Largest resident memory of this process since <see cref="Reset"/>, bytes.</summary>
    public static long Read() => Field("/proc/self/status", "VmHWM:");

    /// <summary>Resident memory of a process now, bytes; 0 when it is gone.</summary>
    /// <param name="process">Process number.</param>
    public static long OfProcess(int process) => Field(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/status"), "VmRSS:");

    private static long Field(string path, string name)
    {
        try
        {
            foreach (string line in File.ReadLines(path))
            {
                if (line.StartsWith(name, StringComparison.Ordinal))
                    return long.Parse(line.AsSpan(name.Length).Trim().TrimEnd("kB ".AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture) * 1024;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The process ended meanwhile.
        }

        return 0;
    }
}
