using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Engine.Cli.Batch;
using Engine.Cli.Slurm;
using Engine.Core.Archive;
using Engine.Core.Batch;
using Engine.Core.Batch.Slurm;
using Engine.Kernels;

namespace Engine.Cli.Commands;

/// <summary>cryoengine batch: refines and validates the entries of a list.</summary>
internal static class BatchCommand
{
    /// <summary>Share of a device's memory that is planned with; the rest is for drivers, Fourier libraries and displays.</summary>
    private const double DeviceShare = 0.85;

    private static readonly Argument<string?> Manifest = new("MANIFEST")
    {
        Description = "list of entries, CSV, TSV or JSON, with the columns id, model, map, half1, half2, mask, resolution, options; without it the batch of the folder is gone on with",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string> Output = new("--output", "-o") { Description = "folder of the batch; several machines may work on the same one", HelpName = "FOLDER", Required = true };

    private static readonly Option<int?> Workers = new("--workers") { Description = "entries at a time (default: one per core, up to 16)", HelpName = "N" };

    private static readonly Option<int> Retries = new("--retries") { Description = "further attempts after a crash, or a fault of device or network", DefaultValueFactory = _ => 2, HelpName = "N" };

    private static readonly Option<double?> TimeLimit = new("--limit-time") { Description = "longest time for one entry, s", HelpName = "S" };

    private static readonly Option<double?> Memory = new("--memory") { Description = "memory for all workers together, GiB: entries that do not fit beside others wait (default: 80 % of what is there)", HelpName = "GIB" };

    private static readonly Option<double?> MemoryLimit = new("--limit-memory") { Description = "most memory for one entry, GiB", HelpName = "GIB" };

    private static readonly Option<string> RefineOptions = new("--refine") { Description = "options of refine for all entries, as one text", HelpName = "TEXT", DefaultValueFactory = _ => "" };

    private static readonly Option<string> Cache = new("--cache") { Description = "folder of fetched entries (default: as of fetch)", HelpName = "FOLDER" };

    private static readonly Option<string[]> Mirrors = new("--mirror") { Description = "servers to fetch from, as of fetch", HelpName = "NAME", AllowMultipleArgumentsPerToken = true };

    private static readonly Option<double> Patience = new("--patience") { Description = "after how long without a sign of life a scheduler on another machine counts as gone, s", DefaultValueFactory = _ => 60, HelpName = "S" };

    private static readonly Option<bool> Collect = new("--collect") { Description = "only write the tables of what is there" };

    private static readonly SlurmCommandOptions Slurm = new();

    public static Command Create()
    {
        var command = new Command(
            "batch",
            "Refine and validate many entries: fetched or given, several at a time, on any number of machines that share a folder. What is finished is not done again; what was interrupted goes on.\n\n" +
            "Example: cryoengine batch entries.csv -o run\n" +
            "Example: cryoengine batch -o run   (goes on, or joins in from another machine)\n" +
            "Example: cryoengine batch entries.csv -o run --slurm --slurm-partition gpu --slurm-gpus 1 --slurm-time 8:00:00");
        command.Add(Manifest);
        foreach (Option option in new Option[] { Output, Workers, Retries, TimeLimit, Memory, MemoryLimit, RefineOptions, Cache, Mirrors, Patience, Collect })
            command.Add(option);
        Slurm.AddTo(command);
        command.SetAction(parsed => Run(new RunContext(parsed), parsed));
        return command;
    }

    private static int Run(RunContext context, ParseResult parsed)
    {
        BatchSettings settings = Settings(context, parsed);
        SlurmAction action = Slurm.Action(parsed);
        int? requeues = Slurm.TaskRequeues(parsed);
        string root = parsed.GetRequiredValue(Output);
        IReadOnlyList<BatchEntry>? entries = parsed.GetValue(Manifest) is { } path ? ManifestReader.Read(path) : null;
        if (context.DryRun)
            return Plan(context, entries ?? [], settings) + (action == SlurmAction.Submit ? ShowScript(context, parsed, root) : 0);
        if (action is SlurmAction.Cancel or SlurmAction.Status && !Directory.Exists(Path.Combine(root, "work")))
            throw new InputException($"{root}: holds no batch");
        if (action == SlurmAction.Cancel)
            return new SlurmSubmission(context, root).Cancel();
        SlurmSettings? array = action == SlurmAction.Submit ? Slurm.Settings(parsed) : null;
        BatchFolder folder = BatchFolder.Open(root, entries);
        if (action == SlurmAction.Status)
            return BatchStatus.Show(context, folder, settings.Patience);
        if (array != null)
            return new SlurmSubmission(context, root).Submit(folder, array, parsed.GetValue(Workers) ?? Math.Min(array.Cpus, 16), TaskArguments(parsed, array));
        if (requeues is int most)
        {
            using var task = new SlurmTaskRun(most);
            using var scheduler = new BatchScheduler(folder, settings with { LeaveWhenIdle = true }, context);
            bool ended = scheduler.Run(task.Token).GetAwaiter().GetResult();
            return task.End(context, folder, Report(context, folder, ended));
        }

        bool complete = true;
        if (!parsed.GetValue(Collect))
        {
            using var interrupt = new CancelOnInterrupt();
            using var scheduler = new BatchScheduler(folder, settings, context);
            complete = scheduler.Run(interrupt.Token).GetAwaiter().GetResult();
        }

        return Report(context, folder, complete);
    }

    private static int ShowScript(RunContext context, ParseResult parsed, string root)
    {
        SlurmSettings array = Slurm.Settings(parsed);
        context.Say("would submit:");
        context.Say(new SlurmSubmission(context, root).Script(array, TaskArguments(parsed, array)).TrimEnd());
        return 0;
    }

    private static IEnumerable<string> TaskArguments(ParseResult parsed, SlurmSettings array) => Slurm.TaskArguments(parsed, array, Output, Collect);

    private static int Report(RunContext context, BatchFolder folder, bool complete)
    {
        IReadOnlyList<EntryResult> results = BatchOverview.Write(folder);
        int done = results.Count(r => r.State == EntryState.Done), parked = results.Count(r => r.State == EntryState.Parked), waiting = results.Count - done - parked;
        int improved = results.Count(r => r is { State: EntryState.Done, Decision: "accepted" });
        context.Say($"{results.Count} entries: {done} done ({improved} improved, {done - improved} kept as they were), {parked} parked, {waiting} waiting");
        foreach (EntryResult result in results.Where(r => r.State == EntryState.Parked))
            context.Say($"  {result.Id}: {result.Reason}");
        context.Say($"written: {Path.Combine(folder.Root, "results.csv")}, results.jsonl, index.html");
        if (context.Json)
            JsonOutput.Print(new JsonObject { ["schema"] = "cryoengine.batch/1", ["version"] = RunContext.Version, ["entries"] = results.Count, ["done"] = done, ["improved"] = improved, ["parked"] = parked, ["waiting"] = waiting });
        return !complete ? (int)ExitCode.Cancelled : parked > 0 ? (int)ExitCode.PartialBatch : 0;
    }

    private static int Plan(RunContext context, IReadOnlyList<BatchEntry> entries, BatchSettings settings)
    {
        context.Say($"{entries.Count} entries, {settings.Workers} at a time, {entries.Count(e => e.IsFetched && e.Problem == null)} fetched into {settings.Cache}");
        var needs = new List<long>();
        foreach (BatchEntry entry in entries)
        {
            if (entry.Problem != null)
            {
                context.Say($"  {entry.Id}: would be parked: {entry.Problem}");
            }
            else if (new EntryFiles(entry).Size is { } size)
            {
                needs.Add(MemoryPlan.Estimate(size));
                context.Say(string.Create(CultureInfo.InvariantCulture, $"  {entry.Id}: {size.Voxels} voxels, {size.Atoms} atoms: {needs[^1] / (double)(1L << 30):F2} GiB{(settings.DeviceBudget == null ? "" : string.Create(CultureInfo.InvariantCulture, $", on the device {MemoryPlan.EstimateOnDevice(size) / (double)(1L << 30):F2} GiB"))}"));
            }
            else
            {
                context.Say($"  {entry.Id}: its memory is planned when its files are there");
            }
        }

        context.Say(string.Create(CultureInfo.InvariantCulture, $"memory of the largest {settings.Workers} together: {needs.OrderDescending().Take(settings.Workers).Sum() / (double)(1L << 30):F2} GiB of {settings.MemoryBudget / (double)(1L << 30):F2} GiB (--memory); what does not fit beside others waits"));
        return 0;
    }

    private static BatchSettings Settings(RunContext context, ParseResult parsed)
    {
        int workers = parsed.GetValue(Workers) ?? Math.Min(context.Threads, 16);
        if (workers is < 1 or > 1024)
            throw new UsageException($"--workers {workers}: give a number from 1 to 1024");
        if (parsed.GetValue(Retries) is < 0 or > 100)
            throw new UsageException($"--retries {parsed.GetValue(Retries)}: give a number from 0 to 100");
        double patience = Positive(parsed.GetValue(Patience), "--patience")!.Value;
        int threads = Math.Max(1, context.Threads / workers);
        return new()
        {
            Workers = workers,
            Retries = parsed.GetValue(Retries),
            TimeLimit = Positive(parsed.GetValue(TimeLimit), "--limit-time") is double s ? TimeSpan.FromSeconds(s) : null,
            MemoryBudget = Positive(parsed.GetValue(Memory), "--memory") is double all ? (long)(all * (1L << 30)) : (long)(0.8 * GC.GetGCMemoryInfo().TotalAvailableMemoryBytes),
            DeviceBudget = DeviceBudget(context),
            MemoryLimit = Positive(parsed.GetValue(MemoryLimit), "--limit-memory") is double g ? (long)(g * (1L << 30)) : null,
            Patience = TimeSpan.FromSeconds(patience),
            GlobalOptions = ["--device", context.DeviceName, "--threads", threads.ToString(CultureInfo.InvariantCulture), "--seed", context.Seed.ToString(CultureInfo.InvariantCulture)],
            RefineOptions = EntryRunner.SplitOptions(parsed.GetValue(RefineOptions)!),
            Cache = parsed.GetValue(Cache) ?? ArchiveCache.DefaultFolder,
            Mirrors = [.. (parsed.GetValue(Mirrors) ?? []).Select(m => ArchiveMirror.Parse(m).Base.ToString())],
        };
    }

    /// <summary>What is planned with of the device; null for the CPU, and where the device is not on this machine, as when a cluster has it.</summary>
    private static long? DeviceBudget(RunContext context)
    {
        try
        {
            DeviceInfo device = DeviceCatalog.Choose(context.DeviceName, DeviceCatalog.List());
            return device.Kind == AcceleratorKind.Cpu ? null : (long)(DeviceShare * device.MemoryBytes);
        }
        catch (EngineException)
        {
            return null;
        }
    }

    private static double? Positive(double? value, string option) =>
        value is not double v || (v > 0 && v <= 1e7) ? value : throw new UsageException($"{option} {v.ToString(CultureInfo.InvariantCulture)}: give a number above 0");
}
