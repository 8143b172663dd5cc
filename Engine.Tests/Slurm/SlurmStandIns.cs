using Engine.Tests.Cli;
using Engine.Tests.IO;

namespace Engine.Tests.Slurm;

/// <summary>Scripts in the place of sbatch, squeue, scancel and scontrol: each notes its arguments and answers what a file beside it says.</summary>
internal sealed class SlurmStandIns : IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <summary>Makes them; sbatch gives out job 4711, the queue is empty.</summary>
    public SlurmStandIns(params string[] tools)
    {
        foreach (string tool in tools.Length > 0 ? tools : ["sbatch", "squeue", "scancel", "scontrol"])
        {
            folder.Write(tool, "#!/bin/sh\nprintf '%s\\n' \"$@\" >>\"$0.args\"\nif [ -e \"$0.err\" ]; then cat \"$0.err\" >&2; exit 1; fi\nif [ -e \"$0.out\" ]; then cat \"$0.out\"; fi\n"u8.ToArray());
            Programs.Open(folder[tool]);
        }

        Answer("sbatch", "4711\n");
    }

    /// <summary>What a tool prints.</summary>
    public void Answer(string tool, string text) => File.WriteAllText(folder[tool + ".out"], text);

    /// <summary>What a tool complains of, with exit code 1.</summary>
    public void Refuse(string tool, string text) => File.WriteAllText(folder[tool + ".err"], text);

    /// <summary>All arguments that a tool was started with, one a line; empty when it was not.</summary>
    public string[] Arguments(string tool) => File.Exists(folder[tool + ".args"]) ? File.ReadAllLines(folder[tool + ".args"]) : [];

    /// <summary>Runs batch with these tools.</summary>
    public CommandResult Batch(params string[] arguments) =>
        CommandLine.Start(new Dictionary<string, string> { ["PATH"] = folder.Root + ":" + Environment.GetEnvironmentVariable("PATH") }, ["batch", .. arguments]);

    /// <summary>Runs batch where no tool of Slurm is.</summary>
    public static CommandResult BatchWithoutSlurm(params string[] arguments)
    {
        using var empty = new TemporaryFolder();
        foreach (string tool in new[] { "dotnet" })
        {
            if (Programs.Find(tool) is { } path)
                File.CreateSymbolicLink(empty[tool], path);
        }

        return CommandLine.Start(new Dictionary<string, string> { ["PATH"] = empty.Root }, ["batch", .. arguments]);
    }

    public void Dispose() => folder.Dispose();
}
