using System.CommandLine;

namespace Engine.Cli;

/// <summary>Options that every verb understands.</summary>
internal static class GlobalOptions
{
    public static Option<string> Device { get; } = new("--device")
    {
        Description = "where to compute: auto (a GPU if there is one, else cpu), cpu, gpu[:N], cuda[:N], or part of a device's name as 'cryoengine info' shows it",
        DefaultValueFactory = _ => "auto",
        HelpName = "NAME",
        Recursive = true,
    };

    public static Option<int> Threads { get; } = new("--threads")
    {
        Description = "processor threads (default: all cores)",
        DefaultValueFactory = _ => Environment.ProcessorCount,
        HelpName = "N",
        Recursive = true,
    };

    public static Option<ulong> Seed { get; } = new("--seed")
    {
        Description = "seed of everything random; printed and stored",
        DefaultValueFactory = _ => 1,
        HelpName = "N",
        Recursive = true,
    };

    public static Option<bool> Json { get; } = new("--json") { Description = "print the result as JSON on stdout", Recursive = true };

    public static Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "print warnings and errors only", Recursive = true };

    public static Option<bool> Overwrite { get; } = new("--overwrite") { Description = "replace output files that exist", Recursive = true };

    public static Option<bool> DryRun { get; } = new("--dry-run")
    {
        Description = "read the headers, print the plan with memory and time estimates, and stop",
        Recursive = true,
    };

    public static Option<bool> Debug { get; } = new("--debug") { Description = "print stack traces of errors", Recursive = true };

    public static Option<bool> Citations { get; } = new("--citations") { Description = "print the papers to cite" };

    public static void AddTo(RootCommand root)
    {
        root.Add(Device);
        root.Add(Threads);
        root.Add(Seed);
        root.Add(Json);
        root.Add(Quiet);
        root.Add(Overwrite);
        root.Add(DryRun);
        root.Add(Debug);
        root.Add(Citations);
    }
}
