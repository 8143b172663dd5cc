using System.CommandLine;
using System.Text.Json.Nodes;
using Engine.Cli.Batch;
using Engine.Cli.Output;
using Engine.Core.Jobs.Bench;
using Engine.Kernels;

namespace Engine.Cli.Commands;

/// <summary>cryoengine bench: the speed of kernels and commands on this machine.</summary>
internal static class BenchCommand
{
    private static readonly Option<bool> Quick = new("--quick") { Description = "small sizes only: some minutes" };

    private static readonly Option<bool> Full = new("--full") { Description = "all sizes, to a million atoms and 512³ voxels; what does not fit into memory is left out" };

    private static readonly Option<string[]> Only = new("--only")
    {
        Description = "rows to measure, or the part of their names before a dot, such as fourier or fourier.forward; may be given more than once",
        HelpName = "NAME",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<bool> List = new("--list") { Description = "show the rows, their sizes and how bytes and operations are counted, and stop" };

    private static readonly Option<int> Repeat = new("--repeat") { Description = "timed calls of each row (default: as many as fit into a second, 3 at least)", HelpName = "N" };

    private static readonly Option<string?> Output = new("--output", "-o") { Description = "JSON file to write", HelpName = "FILE" };

    public static Command Create()
    {
        var command = new Command(
            "bench",
            "Measure kernels, methods and whole commands on generated data, on one, two and all processor threads and on GPUs, and set them beside the ceilings of the device.\n" +
            "Without --device: the CPU and every usable GPU.\n\nExample: cryoengine bench --quick -o bench.json\n         cryoengine bench --full --only fourier.forward model-map --device gpu");
        foreach (Option option in new Option[] { Quick, Full, Only, List, Repeat, Output })
            command.Add(option);
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        var context = new RunContext(parsed);
        if (parsed.GetValue(Quick) && parsed.GetValue(Full))
            throw new UsageException("--quick and --full: give one of them");
        if (parsed.GetValue(Repeat) < 0)
            throw new UsageException($"--repeat {parsed.GetValue(Repeat)}: give a number of calls");
        using var commands = new CommandRows(OwnProgram.Start);
        var table = new BenchTable(context);
        var options = new BenchOptions
        {
            Set = parsed.GetValue(Quick) ? BenchSet.Quick : parsed.GetValue(Full) ? BenchSet.Full : BenchSet.Default,
            Only = parsed.GetValue(Only) ?? [],
            Devices = Devices(context, parsed.GetResult(GlobalOptions.Device) is { Implicit: false }),
            Threads = context.Threads,
            Repeats = parsed.GetValue(Repeat),
            Rows = [.. BenchRows.All, .. commands.All],
            OnResult = table.Add,
        };
        IReadOnlyList<BenchRow> rows = options.Chosen();
        if (parsed.GetValue(List) || context.DryRun)
        {
            foreach (string line in BenchTable.RowLines(rows))
                context.Say(line);
            if (context.Json)
                JsonOutput.Print(BenchJson.Rows(rows));
            return 0;
        }

        string? path = parsed.GetValue(Output);
        if (path != null)
            OutputFiles.Check(context, path);
        if (BenchMachine.Now().LoadWarning is { } busy)
            RunContext.Warn(busy);
        table.Head(options);
        using var interrupt = new CancelOnInterrupt();
        BenchReport report = BenchRunner.Run(options, interrupt.Token);
        JsonObject document = BenchJson.Document(report, options, rows);
        if (path != null)
            JsonOutput.Write(path, document);
        if (context.Json)
            JsonOutput.Print(document);
        table.Foot(report);
        if (path != null)
            context.Say($"written: {path}");
        return report.Cancelled ? (int)ExitCode.Cancelled : report.Results.Any(r => r.Failed) ? (int)ExitCode.Device : 0;
    }

    private static string[] Devices(RunContext context, bool isChosen) => isChosen
        ? [DeviceCatalog.Choose(context.DeviceName, DeviceCatalog.List()).Name]
        : [.. DeviceCatalog.List().Where(d => d.IsUsable && (d.IsGpu || d.Kind == AcceleratorKind.Cpu)).Select(d => d.Name)];
}
