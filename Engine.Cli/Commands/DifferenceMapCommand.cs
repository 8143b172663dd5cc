using System.CommandLine;
using System.Text.Json.Nodes;
using Engine.Cli.Output;
using Engine.Core.DifferenceMaps;
using Engine.Core.IO;
using Engine.Core.Jobs;
using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Cli.Commands;

/// <summary>cryoengine diff-map: what a map has that a model lacks, and the other way round.</summary>
internal static class DifferenceMapCommand
{
    private static readonly Argument<string[]> Files = new("FILES") { Description = "model (PDB, mmCIF) and map (MRC/CCP4), also packed, in any order", Arity = ArgumentArity.OneOrMore };

    private static readonly Option<double> Resolution = new("--resolution", "-d") { Description = "resolution of the map, Å", HelpName = "D", Required = true };

    private static readonly Option<string> Output = new("--output", "-o") { Description = "prefix of the files to write: PREFIX_diff.mrc, PREFIX_diff.json and PREFIX_diff_peaks.csv", HelpName = "PREFIX", Required = true };

    private static readonly Option<string[]> HalfMaps = new("--half-maps")
    {
        Description = "two half maps, with or without a map made from them: differences are weighted by what the halves agree on",
        HelpName = "A B",
        Arity = new ArgumentArity(2, 2),
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string> Select = new("--select") { Description = "atoms of the model that count; the others' density shows (see docs/selection.md)", DefaultValueFactory = _ => "all", HelpName = "SELECTION" };

    private static readonly Option<double> Box = new("--box") { Description = "without half maps: edge of the boxes in which the model is scaled, Å", DefaultValueFactory = _ => 30, HelpName = "A" };

    private static readonly Option<string> Mask = new("--mask") { Description = "mask file: σ (and with half maps the weights) are those inside, and peaks outside are not listed (default: near the model)", HelpName = "MASK" };

    private static readonly Option<DifferenceForm> Form = new("--form") { Description = "with half maps: weights as published, or by the power of what the model lacks", DefaultValueFactory = _ => DifferenceForm.Published };

    private static readonly Option<double> Level = new("--peak-level") { Description = "height of the lowest peaks listed, σ", DefaultValueFactory = _ => 4, HelpName = "S" };

    private static readonly Option<double> Distance = new("--peak-distance") { Description = "distance from the nearest atom up to which peaks are listed, Å", DefaultValueFactory = _ => 8, HelpName = "A" };

    private static readonly Option<int> Most = new("--peaks") { Description = "most peaks listed of each sign", DefaultValueFactory = _ => 100, HelpName = "N" };

    private static readonly MapFileOptions Maps = new();

    public static Command Create()
    {
        var command = new Command(
            "diff-map",
            "Difference map of a map and a model in σ, with a list of its peaks: density without model, and model without density.\n\n" +
            "Example: cryoengine diff-map model.cif map.mrc -d 3.1 -o out/model\n" +
            "         cryoengine diff-map model.cif --half-maps half1.mrc half2.mrc -d 3.1 -o out/model");
        command.Add(Files);
        foreach (Option option in new Option[] { Resolution, Output, HalfMaps, Select, Mask, Box, Form, Level, Distance, Most })
            command.Add(option);
        Maps.AddTo(command);
        command.SetAction(parsed => Run(new RunContext(parsed), Request(parsed), Options(parsed), parsed.GetValue(Mask), parsed.GetRequiredValue(Output)));
        return command;
    }

    private static JobRequest Request(ParseResult parsed)
    {
        string[] halves = parsed.GetValue(HalfMaps) ?? [];
        var files = new InputFiles(parsed.GetRequiredValue(Files));
        if (halves.Length > 0 && parsed.GetResult(Box) is { Implicit: false })
            throw new UsageException("--box: only without --half-maps");
        if (halves.Length == 0 && parsed.GetResult(Form) is { Implicit: false })
            throw new UsageException("--form: only with --half-maps");
        return new JobRequest
        {
            ModelPath = files.Model,
            MapPath = files.MapAndHalves(halves),
            OtherFiles = parsed.GetValue(Mask) is { } mask ? [InputFiles.Required(mask)] : [],
            HalfMapPaths = halves,
            Resolution = parsed.GetRequiredValue(Resolution),
            Selection = parsed.GetRequiredValue(Select),
            HalfMaps = halves.Length == 0 ? null : new HalfMapOptions(),
            MapOptions = Maps.Read(parsed),
        };
    }

    private static DifferenceMapOptions Options(ParseResult parsed)
    {
        var options = new DifferenceMapOptions
        {
            Resolution = parsed.GetRequiredValue(Resolution),
            BoxEdge = parsed.GetValue(Box),
            Form = parsed.GetValue(Form),
            PeakLevel = parsed.GetValue(Level),
            PeakDistance = parsed.GetValue(Distance),
            MostPeaks = parsed.GetValue(Most),
        };
        options.Check();
        return options;
    }

    private static int Run(RunContext context, JobRequest request, DifferenceMapOptions options, string? mask, string prefix)
    {
        string mapPath = prefix + "_diff.mrc", jsonPath = prefix + "_diff.json", peaksPath = prefix + "_diff_peaks.csv";
        OutputFiles.Check(context, mapPath, jsonPath, peaksPath);
        if (context.DryRun)
            return DryRun.Print(context, request, [mapPath, jsonPath, peaksPath], 0);
        using Accelerator accelerator = context.OpenDevice();
        using JobInputs inputs = JobInputs.Read(request);
        using DifferenceMap result = DifferenceMapJob.Run(accelerator, inputs, options, mask);
        MapWriter.Write(mapPath, result.Map);
        AtomicFile.WriteText(peaksPath, writer =>
        {
            foreach (string line in DifferenceMapTable.Csv(result))
                writer.Write(line + "\n");
        });
        JsonObject document = ReportJson.Header("cryoengine.diff_map/1", inputs.Fingerprints, accelerator, context);
        DifferenceMapJson.Add(document, result, request, options, mask, mapPath);
        JsonOutput.Write(jsonPath, document);
        foreach (string warning in result.Warnings)
            RunContext.Warn(warning);
        if (context.Json)
            JsonOutput.Print(document);
        foreach (string line in DifferenceMapTable.Lines(result, options, mask))
            context.Say(line);
        context.Say($"written: {mapPath}, {jsonPath}, {peaksPath}");
        return 0;
    }
}
