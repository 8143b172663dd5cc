using System.Globalization;
using System.Runtime.InteropServices;

namespace Engine.Core.Jobs.Bench;

/// <summary>The machine that figures belong to.</summary>
/// <param name="Processor">Name of the processor.</param>
/// <param name="Cores">Logical cores that this process may use.</param>
/// <param name="MemoryBytes">Memory that this process may use.</param>
/// <param name="System">Operating system.</param>
/// <param name="Runtime">.NET version.</param>
/// <param name="Load">Load average of the last minute; null where the system does not say.</param>
public sealed record BenchMachine(string Processor, int Cores, long MemoryBytes, string System, string Runtime, double? Load)
{
    /// <summary>A load above this many processes per core disturbs measurements.</summary>
    private const double Quiet = 0.3;

    /// <summary>A warning when other work is going on; null on a quiet machine.</summary>
    public string? LoadWarning => Load is { } load && load > Quiet * Cores
        ? string.Create(CultureInfo.InvariantCulture, $"the load average is {load:0.0} on {Cores} cores: other work disturbs the times; repeat them on a quiet machine before you publish them")
        : null;

    /// <summary>This machine, now.</summary>
    public static BenchMachine Now() => new(
        ProcessorName(), Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, RuntimeInformation.OSDescription, Environment.Version.ToString(), LoadAverage());

    /// <summary>Load average of the last minute; null where the system does not say.</summary>
    public static double? LoadAverage() =>
        FirstLine("/proc/loadavg") is { } line && double.TryParse(line.Split(' ')[0], CultureInfo.InvariantCulture, out double load) ? load : null;

    /// <summary>Host memory that can still be had, bytes.</summary>
    public static double FreeMemory()
    {
        double limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        string? line = Lines("/proc/meminfo").FirstOrDefault(l => l.StartsWith("MemAvailable:", StringComparison.Ordinal));
        return line != null && double.TryParse(line["MemAvailable:".Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture, out double kilobytes) ? Math.Min(limit, 1024 * kilobytes) : limit;
    }

    private static string ProcessorName() =>
        Lines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string? FirstLine(string path) => Lines(path).FirstOrDefault();

    private static IEnumerable<string> Lines(string path)
    {
        try
        {
            return File.ReadLines(path).Take(100).ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
