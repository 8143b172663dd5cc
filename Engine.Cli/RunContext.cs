using System.CommandLine;
using Engine.Kernels;

namespace Engine.Cli;

/// <summary>The global options of one run, and where its messages go: results to stdout, everything else to stderr.</summary>
internal sealed class RunContext
{
    public RunContext(ParseResult parsed)
    {
        DeviceName = parsed.GetRequiredValue(GlobalOptions.Device);
        Threads = parsed.GetValue(GlobalOptions.Threads);
        Seed = parsed.GetValue(GlobalOptions.Seed);
        Json = parsed.GetValue(GlobalOptions.Json);
        Quiet = parsed.GetValue(GlobalOptions.Quiet);
        Overwrite = parsed.GetValue(GlobalOptions.Overwrite);
        DryRun = parsed.GetValue(GlobalOptions.DryRun);
        if (Threads < 1 || Threads > 4096)
            throw new UsageException($"--threads {Threads}: give a number from 1 to 4096");
    }

    public string DeviceName { get; }

    public int Threads { get; }

    public ulong Seed { get; }

    public bool Json { get; }

    public bool Quiet { get; }

    public bool Overwrite { get; }

    public bool DryRun { get; }

    /// <summary>The version of the engine, as in the project file.</summary>
    public static string Version { get; } = typeof(RunContext).Assembly.GetName().Version?.ToString(3) ?? "0";

    /// <summary>The command line of this process as the user gave it.</summary>
    public static string CommandLine { get; set; } = "cryoengine";

    /// <summary>Opens the device that the user asked for.</summary>
    public Accelerator OpenDevice() => DeviceCatalog.Open(DeviceName, Threads);

    /// <summary>A line for the person at the terminal; nothing with --quiet or --json.</summary>
    public void Say(string line)
    {
        if (!Quiet && !Json)
            Console.Out.WriteLine(line);
    }

    /// <summary>A warning on stderr.</summary>
    public static void Warn(string line) => Console.Error.WriteLine($"warning: {line}");

    /// <summary>Progress on stderr, only when it is a terminal.</summary>
    public void Progress(string line)
    {
        if (!Quiet && !Console.IsErrorRedirected)
            Console.Error.WriteLine(line);
    }
}
