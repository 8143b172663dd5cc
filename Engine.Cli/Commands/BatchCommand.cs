using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Engine.Cli.Batch;
using Engine.Core.Archive;
using Engine.Core.Batch;
using Engine.Kernels;

namespace Engine.Cli.Commands;

/// <summary>cryoengine batch: refines and validates the entries of a list.</summary>
internal static class BatchCommand
{
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

    public static Command Create()
    {
        var command = new Command(
            "batch",
            "Refine and validate many entries: fetched or given, several at a time, on any number of machines that share a folder. What is finished is not done again; what was interrupted goes on.\n\n" +
            "Example: cryoengine batch entries.csv -o run\n" +
            "Example: cryoengine batch -o run   (goes on, or joins in from another machine)");
        command.Add(Manifest);
        foreach (Option option in new Option[] { Output, Workers, Retries, TimeLimit, Memory, MemoryLimit, RefineOptions, Cache, Mirrors, Patience, Collect })
            command.Add(option);
        command.SetAction(parsed => Run(new RunContext(parsed), parsed));
        return command;
    }

    private static int Run(RunContext context, ParseResult parsed)
    {
        BatchSettings settings = Settings(context, parsed);
        IReadOnlyList<BatchEntry>? entries = parsed.GetValue(Manifest) is { } path ? ManifestReader.Read(path) : null;
        if (context.DryRun)
            return Plan(context, entries ?? [], settings);
        BatchFolder folder = BatchFolder.Open(parsed.GetRequiredValue(Output), entries);
        bool complete = true;
        if (!parsed.GetValue(Collect))
        {
            using var interrupt = new CancelOnInterrupt();
            using var scheduler = new BatchScheduler(folder, settings, context);
            complete = scheduler.Run(interrupt.Token).GetAwaiter().GetResult();
        }

        return Report(context, folder, complete);
    }

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
                context.Say(string.Create(CultureInfo.InvariantCulture, $"  {entry.Id}: {size.Voxels} voxels, {size.Atoms} atoms: {needs[^1] / (double)(1L << 30):F2} GiB"));
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
            MemoryLimit = Positive(parsed.GetValue(MemoryLimit), "--limit-memory") is double g ? (long)(g * (1L << 30)) : null,
            Patience = TimeSpan.FromSeconds(patience),
            GlobalOptions = ["--device", context.DeviceName, "--threads", threads.ToString(CultureInfo.InvariantCulture), "--seed", context.Seed.ToString(CultureInfo.InvariantCulture)],
            RefineOptions = EntryRunner.SplitOptions(parsed.GetValue(RefineOptions)!),
            Cache = parsed.GetValue(Cache) ?? ArchiveCache.DefaultFolder,
            Mirrors = [.. (parsed.GetValue(Mirrors) ?? []).Select(m => ArchiveMirror.Parse(m).Base.ToString())],
        };
    }

    private static double? Positive(double? value, string option) =>
        value is not double v || (v > 0 && v <= 1e7) ? value : throw new UsageException($"{option} {v.ToString(CultureInfo.InvariantCulture)}: give a number above 0");
}
