using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Engine.Cli.Output;
using Engine.Core.Jobs;
using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Cli.Commands;

/// <summary>cryoengine local-filter: a map filtered, and sharpened, by its local resolution.</summary>
internal static class LocalFilterCommand
{
    private static readonly Argument<string[]> Maps = new("MAPS") { Description = "one map, or two half maps (MRC/CCP4)", Arity = new ArgumentArity(1, 2) };

    private static readonly Option<string> Output = new("--output", "-o") { Description = "prefix of the files to write", HelpName = "PREFIX", Required = true };

    private static readonly Option<string> LocalMap = new("--local-resolution") { Description = "local-resolution map on the same grid, Å (default: computed from the half maps)", HelpName = "MAP" };

    private static readonly Option<string> Sharpen = new("--sharpen")
    {
        Description = "B in Å² (negative sharpens), auto (Guinier slope of the half maps), local (the same, and what each place's fall-off differs from it), or none",
        DefaultValueFactory = _ => "none",
        HelpName = "B|auto|local|none",
    };

    private static readonly Option<bool> Weight = new("--weight") { Description = "weight every frequency by C* = √(2C/(1+C)), C the local correlation of the half maps" };

    private static readonly Option<double> Edge = new("--edge") { Description = "half width of the low-pass edges, in units of 1/d", DefaultValueFactory = _ => 0.1, HelpName = "W" };

    private static readonly LocalResolutionOptionsReader Options = new();

    public static Command Create()
    {
        var command = new Command(
            "local-filter",
            "Filter every voxel of a map to its own resolution, and sharpen.\n\n" +
            "Example: cryoengine local-filter half1.mrc half2.mrc --sharpen auto -o out/map\n" +
            "         cryoengine local-filter map.mrc --local-resolution out/map_locres.mrc --sharpen -80 -o out/map");
        command.Add(Maps);
        foreach (Option option in new Option[] { Output, LocalMap, Sharpen, Weight, Edge })
            command.Add(option);
        Options.AddTo(command);
        command.SetAction(parsed => Run(new RunContext(parsed), parsed));
        return command;
    }

    private static LocalFilterRequest Request(RunContext context, ParseResult parsed)
    {
        string[] maps = parsed.GetRequiredValue(Maps);
        string sharpen = parsed.GetRequiredValue(Sharpen);
        foreach (string file in maps)
            InputFiles.RequireFile(file);
        if (parsed.GetValue(LocalMap) is { } local)
            InputFiles.RequireFile(local);
        LocalSharpening kind = sharpen switch
        {
            "none" => LocalSharpening.None,
            "auto" => LocalSharpening.Auto,
            "local" => LocalSharpening.Local,
            _ => LocalSharpening.Given,
        };
        double b = 0;
        if (kind == LocalSharpening.Given && !double.TryParse(sharpen, NumberStyles.Float, CultureInfo.InvariantCulture, out b))
            throw new UsageException($"--sharpen {sharpen}: give a B in Å² such as -80, auto, local or none");
        var request = new LocalFilterRequest
        {
            MapPath = maps.Length == 1 ? maps[0] : null,
            Halves = maps.Length == 2 ? Options.Request(parsed, maps[0], maps[1], null, context.Seed) : null,
            ResolutionPath = parsed.GetValue(LocalMap),
            Sharpening = kind,
            B = b,
            Weight = parsed.GetValue(Weight),
            Edge = parsed.GetValue(Edge),
        };
        request.Check();
        return request;
    }

    private static int Run(RunContext context, ParseResult parsed)
    {
        LocalFilterRequest request = Request(context, parsed);
        string prefix = parsed.GetRequiredValue(Output), map = prefix + "_filtered.mrc", json = prefix + "_filtered.json";
        OutputFiles.Check(context, map, json);
        if (context.DryRun)
        {
            context.Say($"would filter {request.MapPath ?? $"the average of {request.Halves!.Half1Path} and {request.Halves.Half2Path}"} by its local resolution and write {map}, {json}");
            return 0;
        }

        using Accelerator accelerator = context.OpenDevice();
        using LocalFilterOutcome outcome = LocalFilterJob.Run(accelerator, request, context.Progress);
        MapWriter.Write(map, outcome.Filtered.Map);
        JsonObject document = LocalFilterJson.Document(outcome, request, accelerator, context, map);
        JsonOutput.Write(json, document);
        foreach (string warning in outcome.Warnings)
            RunContext.Warn(warning);
        if (context.Json)
            JsonOutput.Print(document);
        context.Say(FormattableString.Invariant($"local resolution: median {outcome.Resolution.Median:F2} Å, 5 % below {outcome.Resolution.Percentile5:F2} Å, 5 % above {outcome.Resolution.Percentile95:F2} Å"));
        context.Say(FormattableString.Invariant($"filters: {outcome.Filtered.Filters.Count}, from {outcome.Filtered.Filters[0]:F2} to {outcome.Filtered.Filters[^1]:F2} Å; B applied {outcome.B:F1} Å²; {outcome.Filtered.Unresolved:P1} of the voxels have no resolution and got the coarsest filter"));
        context.Say($"written: {map}, {json}");
        return 0;
    }
}
