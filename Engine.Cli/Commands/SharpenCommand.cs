using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Engine.Cli.Output;
using Engine.Core.Jobs;
using Engine.Core.Maps;
using Engine.Core.Sharpening;
using Engine.Kernels;

namespace Engine.Cli.Commands;

/// <summary>cryoengine sharpen: brings out the detail that a map holds.</summary>
internal static class SharpenCommand
{
    private static readonly Argument<string[]> Maps = new("MAPS") { Description = "map, or two half maps (MRC/CCP4), also packed; only the average of half maps is sharpened", Arity = new ArgumentArity(1, 2) };

    private static readonly Option<string> Output = new("--output", "-o") { Description = "prefix of the files to write", HelpName = "PREFIX", Required = true };

    private static readonly Option<double?> Resolution = new("--resolution", "-d") { Description = "resolution, Å (with half maps: FSC 0.143 inside the mask unless given)", HelpName = "D" };

    private static readonly Option<double?> B = new("--b") { Description = "B to apply, Å²: amplitudes times exp(-B s²/4), so negative values sharpen", HelpName = "B" };

    private static readonly Option<double?> BIso = new("--b-iso") { Description = "B_iso (Guinier) that the map shall have, Å²", HelpName = "B" };

    private static readonly Option<string> Route = new("--route")
    {
        Description = "guinier (to B_iso 0), half-maps (C* and the Guinier B of the signal; default with half maps), half-map-shells (C*, all shells alike), model (default with --model) or auto (search; default otherwise)",
        HelpName = "NAME",
    };

    private static readonly Option<string> Model = new("--model") { Description = "model (PDB, mmCIF) whose amplitudes are the aim; with half maps the mask goes round it", HelpName = "MODEL" };

    private static readonly Option<string> Select = new("--select") { Description = "atoms of the model (see docs/selection.md)", DefaultValueFactory = _ => "all", HelpName = "SELECTION" };

    private static readonly Option<string> ModelB = new("--model-b") { Description = "amplitudes that --model aims at: rest (its atoms with B = 0) or file (its own B factors)", DefaultValueFactory = _ => "rest", HelpName = "NAME" };

    private static readonly Option<bool> Anisotropic = new("--anisotropic") { Description = "fit how the fall-off depends on direction and remove that first, keeping its mean" };

    private static readonly Option<string> LowPass = new("--low-pass") { Description = "low-pass filter, Å, or none (default: the resolution where one is known); with none, the search blurs beyond the resolution", HelpName = "D" };

    private static readonly Option<string> Mask = new("--mask") { Description = "mask for the FSC of half maps: a file, auto or none", HelpName = "MASK" };

    private static readonly Option<string> Metric = new("--metric") { Description = "what the search makes largest: correlation (expected, with atoms at rest), surface (adjusted surface area) or kurtosis", DefaultValueFactory = _ => "correlation", HelpName = "NAME" };

    private static readonly Option<double> RegionWeight = new("--region-weight") { Description = "weight of the number of regions in the adjusted surface area", DefaultValueFactory = _ => MapShape.DefaultRegionWeight, HelpName = "W" };

    private static readonly Option<double?> Solvent = new("--solvent-fraction") { Description = "part of the box that is solvent (default: from the map)", HelpName = "F" };

    private static readonly Option<string> Range = new("--search-range") { Description = "lowest and highest B_iso of the search, Å²", DefaultValueFactory = _ => "-100,300", HelpName = "LOW,HIGH" };

    public static Command Create()
    {
        var command = new Command(
            "sharpen",
            "Sharpen a map: by half maps, by a model, by a given B, or automatically from the map and its resolution.\n\n" +
            "Example: cryoengine sharpen map.mrc -d 3.2 -o out/map\n" +
            "         cryoengine sharpen half1.mrc half2.mrc -o out/map\n" +
            "         cryoengine sharpen map.mrc -d 3.2 --b -80 -o out/map");
        command.Add(Maps);
        foreach (Option option in new Option[] { Output, Resolution, B, BIso, Route, Model, ModelB, Select, Anisotropic, LowPass, Mask, Metric, RegionWeight, Solvent, Range })
            command.Add(option);
        command.SetAction(parsed => Run(new RunContext(parsed), Request(parsed), parsed.GetRequiredValue(Output)));
        return command;
    }

    private static SharpenRequest Request(ParseResult parsed)
    {
        string[] maps = parsed.GetRequiredValue(Maps);
        string? model = parsed.GetValue(Model), mask = parsed.GetValue(Mask);
        foreach (string path in maps.Concat(new[] { model, mask is "auto" or "none" ? null : mask }.OfType<string>()))
            InputFiles.RequireFile(path);
        foreach (string path in maps.Where(m => !MapFileDetector.LooksLikeMap(m)))
            throw new InputException($"{path}: not a density map (MRC/CCP4) by its content; models are given with --model");
        (double low, double high) = ReadRange(parsed.GetRequiredValue(Range));
        var request = new SharpenRequest
        {
            MapPaths = maps,
            ModelPath = model,
            ModelAtRest = parsed.GetRequiredValue(ModelB) switch
            {
                "rest" => true,
                "file" => false,
                string other => throw new UsageException($"--model-b {other}: give rest or file"),
            },
            Selection = parsed.GetRequiredValue(Select),
            Resolution = parsed.GetValue(Resolution),
            Route = ReadRoute(parsed),
            B = parsed.GetValue(B) ?? parsed.GetValue(BIso) ?? 0,
            Anisotropic = parsed.GetValue(Anisotropic),
            LowPass = ReadLowPass(parsed.GetValue(LowPass)),
            Mask = mask,
            Search = new SharpeningSearchOptions
            {
                Metric = parsed.GetRequiredValue(Metric) switch
                {
                    "correlation" => SharpeningMetric.Correlation,
                    "surface" => SharpeningMetric.Surface,
                    "kurtosis" => SharpeningMetric.Kurtosis,
                    string other => throw new UsageException($"--metric {other}: give correlation, surface or kurtosis"),
                },
                RegionWeight = parsed.GetValue(RegionWeight),
                MoleculeFraction = 1 - parsed.GetValue(Solvent),
                Low = low,
                High = high,
            },
        };
        request.Check();
        request.Search.Check();
        return request;
    }

    private static SharpenRoute ReadRoute(ParseResult parsed)
    {
        bool b = parsed.GetValue(B) != null, bIso = parsed.GetValue(BIso) != null;
        string? name = parsed.GetValue(Route);
        if ((b && bIso) || (name != null && (b || bIso)))
            throw new UsageException("give one of --b, --b-iso and --route");
        if (b || bIso)
            return b ? SharpenRoute.B : SharpenRoute.BIso;
        if (name == null)
            return SharpenRoute.Default;
        foreach ((SharpenRoute route, string known) in SharpenTable.Names)
        {
            if (known == name && route is not (SharpenRoute.B or SharpenRoute.BIso))
                return route;
        }

        throw new UsageException($"--route {name}: give guinier, half-maps, half-map-shells, model or auto");
    }

    private static double? ReadLowPass(string? text) => text switch
    {
        null => null,
        "none" => 0,
        _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double d) && d > 0 => d,
        _ => throw new UsageException($"--low-pass {text}: give a resolution in Å, or none"),
    };

    private static (double Low, double High) ReadRange(string text)
    {
        string[] parts = text.Split(',');
        return parts.Length == 2 && double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double low)
            && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double high)
            ? (low, high)
            : throw new UsageException($"--search-range {text}: give the lowest and the highest B_iso, such as -100,300");
    }

    private static int Run(RunContext context, SharpenRequest request, string prefix)
    {
        string map = prefix + "_sharpened.mrc", json = prefix + "_sharpen.json";
        string[] plots = [.. SharpenPlots.Endings(request.Chosen == SharpenRoute.Auto).Select(e => prefix + e)];
        OutputFiles.Check(context, [map, json, .. plots]);
        if (context.DryRun)
        {
            context.Say($"would sharpen {string.Join(" and ", request.MapPaths)} by route {SharpenTable.Name(request.Chosen)} and write {map}, {json}, {string.Join(", ", plots)}");
            return 0;
        }

        using Accelerator accelerator = context.OpenDevice();
        using SharpenOutcome outcome = SharpenJob.Run(accelerator, request);
        MapWriter.Write(map, outcome.Map);
        JsonObject document = SharpenJson.Document(outcome, request, accelerator, context, map);
        JsonOutput.Write(json, document);
        IReadOnlyList<string> written = SharpenPlots.Write(prefix, outcome.Report);
        foreach (string warning in outcome.Warnings)
            RunContext.Warn(warning);
        if (context.Json)
            JsonOutput.Print(document);
        foreach (string line in SharpenTable.Lines(outcome))
            context.Say(line);
        context.Say($"written: {map}, {json}, {string.Join(", ", written)}");
        return 0;
    }
}
