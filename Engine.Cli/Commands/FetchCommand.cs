using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Engine.Core.Archive;
using Engine.Kernels;

namespace Engine.Cli.Commands;

/// <summary>cryoengine fetch: maps, half maps, masks, models and metadata from the public archives.</summary>
internal static class FetchCommand
{
    private static readonly Argument<string[]> Ids = new("ID") { Description = "entries: EMD-30342 (a map, with the model built into it) or 7CEC (a model, with its map)", Arity = ArgumentArity.OneOrMore };

    private static readonly Option<string> Output = new("--output", "-o")
    {
        Description = "folder in which each entry gets a folder (default: $CRYOENGINE_CACHE, else ~/.cache/cryoengine)",
        HelpName = "FOLDER",
    };

    private static readonly Option<string[]> Mirrors = new("--mirror")
    {
        Description = "servers in the order to ask: rcsb, pdbe, pdbj, wwpdb or an address (default: these four)",
        HelpName = "NAME",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string[]> Only = new("--only")
    {
        Description = "what to fetch: metadata, map, halfmaps, masks, fsc, model (default: all)",
        HelpName = "PART",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<bool> Verify = new("--verify") { Description = "compute the checksums of files that are there already, and fetch those anew that changed" };

    private static readonly Option<int> Retries = new("--retries") { Description = "further attempts at a server after one that brought nothing", DefaultValueFactory = _ => 3, HelpName = "N" };

    private static readonly Option<double> StallTime = new("--stall-time") { Description = "longest wait for the next bytes, s", DefaultValueFactory = _ => 60, HelpName = "S" };

    private static readonly Option<double> SizeLimit = new("--limit-size") { Description = "largest file, GiB", DefaultValueFactory = _ => 64, HelpName = "GIB" };

    public static Command Create()
    {
        var command = new Command(
            "fetch",
            "Fetch entries of the EMDB and the PDB into a folder: map, half maps, mask, FSC, model, and from the metadata resolution and contour level. " +
            "Downloads that stop are gone on with, and checked by length, published checksum and gzip.\n\n" +
            "Example: cryoengine fetch EMD-30342 -o data\n" +
            "Example: cryoengine fetch 7CEC 3J63 --only model map --mirror pdbe");
        command.Add(Ids);
        foreach (Option option in new Option[] { Output, Mirrors, Only, Verify, Retries, StallTime, SizeLimit })
            command.Add(option);
        command.SetAction(parsed => Run(new RunContext(parsed), parsed));
        return command;
    }

    private static int Run(RunContext context, ParseResult parsed)
    {
        ArchiveId[] ids = [.. parsed.GetRequiredValue(Ids).Select(ArchiveId.Parse).Distinct()];
        string folder = parsed.GetValue(Output) ?? ArchiveCache.DefaultFolder;
        DownloadOptions options = Options(parsed);
        var request = new FetchRequest { Folder = folder, Parts = Parts(parsed.GetValue(Only) ?? []), VerifyCached = parsed.GetValue(Verify) };
        if (context.DryRun)
        {
            context.Say($"would fetch {string.Join(", ", ids)} ({request.Parts}) into {Path.GetFullPath(folder)} from {string.Join(", ", options.Mirrors.Select(m => m.Base))}");
            return 0;
        }

        using var cancel = new CancelOnInterrupt();
        using var downloader = new FileDownloader(options, RunContext.Version) { Progress = context.Progress };
        var fetcher = new EntryFetcher(downloader, request) { Progress = context.Progress };
        var entries = new JsonArray();
        int failed = 0;
        foreach (ArchiveId id in ids)
        {
            try
            {
                FetchedEntry entry = fetcher.Fetch(id, cancel.Token).GetAwaiter().GetResult();
                Print(context, entry);
                entries.Add(RecordOf(entry));
            }
            catch (EngineException e)
            {
                failed++;
                Console.Error.WriteLine($"cryoengine: {id}: {e.Message}");
                entries.Add(new JsonObject { ["id"] = id.ToString(), ["state"] = "failed", ["reason"] = e.Message });
            }
        }

        if (context.Json)
            JsonOutput.Print(new JsonObject { ["schema"] = "cryoengine.fetch/1", ["version"] = RunContext.Version, ["entries"] = entries });
        return failed == 0 ? 0 : (int)(failed == ids.Length ? ExitCode.BadInput : ExitCode.PartialBatch);
    }

    private static DownloadOptions Options(ParseResult parsed)
    {
        string[] mirrors = parsed.GetValue(Mirrors) ?? [];
        double stall = parsed.GetValue(StallTime), size = parsed.GetValue(SizeLimit);
        int retries = parsed.GetValue(Retries);
        if (!(stall > 0 && stall <= 86400))
            throw new UsageException($"--stall-time {stall}: give a number above 0, up to 86400 s");
        if (!(size > 0 && size <= 1e6))
            throw new UsageException($"--limit-size {size}: give a number above 0, up to 1000000 GiB");
        if (retries is < 0 or > 100)
            throw new UsageException($"--retries {retries}: give a number from 0 to 100");
        return new()
        {
            Mirrors = mirrors.Length == 0 ? ArchiveMirror.Known : [.. mirrors.Select(ArchiveMirror.Parse)],
            Retries = retries,
            StallTimeout = TimeSpan.FromSeconds(stall),
            LargestFile = (long)(size * (1L << 30)),
        };
    }

    private static FetchParts Parts(string[] names)
    {
        FetchParts parts = names.Length == 0 ? FetchParts.All : FetchParts.Metadata;
        foreach (string name in names)
        {
            parts |= Enum.TryParse(name, ignoreCase: true, out FetchParts part) && Enum.IsDefined(part) && !char.IsAsciiDigit(name[0])
                ? part
                : throw new UsageException($"--only {name}: give metadata, map, halfmaps, masks, fsc or model");
        }

        return parts;
    }

    private static void Print(RunContext context, FetchedEntry entry)
    {
        string resolution = entry.Resolution is double d ? string.Create(CultureInfo.InvariantCulture, $"  {d:0.##} Å") : "";
        string level = entry.ContourLevel is double l ? string.Create(CultureInfo.InvariantCulture, $"  level {l:0.######}") : "";
        context.Say($"{entry.Id}{(entry.Emdb != null && entry.Emdb != entry.Id ? "  " + entry.Emdb : "")}{(entry.Pdb != null && entry.Pdb != entry.Id ? "  " + entry.Pdb : "")}{resolution}{level}");
        if (entry.Title.Length > 0)
            context.Say($"  {entry.Title}");
        foreach (FetchedFile file in entry.Files)
            context.Say(string.Create(CultureInfo.InvariantCulture, $"  {file.Kind,-8} {file.Bytes / 1048576.0,10:F2} MiB  {Path.Combine(entry.Folder, file.Name)}  ({file.Verified})"));
        foreach (string warning in entry.Warnings)
            RunContext.Warn(warning);
    }

    private static JsonObject RecordOf(FetchedEntry entry) => new()
    {
        ["id"] = entry.Id,
        ["state"] = "done",
        ["folder"] = Path.GetFullPath(entry.Folder),
        ["emdb"] = entry.Emdb,
        ["pdb"] = entry.Pdb,
        ["title"] = entry.Title,
        ["resolution"] = entry.Resolution,
        ["contour_level"] = entry.ContourLevel,
        ["point_group"] = entry.PointGroup,
        ["files"] = Engine.Cli.Output.RecordJson.List(entry.Files),
        ["warnings"] = new JsonArray([.. entry.Warnings.Select(w => JsonValue.Create(w))]),
    };
}
