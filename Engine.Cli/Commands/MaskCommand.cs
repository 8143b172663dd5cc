using System.CommandLine;
using System.Text.Json.Nodes;
using Engine.Cli.Output;
using Engine.Core.Jobs;
using Engine.Core.Maps;
using Engine.Core.Masks;
using Engine.Kernels;

namespace Engine.Cli.Commands;

/// <summary>cryoengine mask: soft masks.</summary>
internal static class MaskCommand
{
    private static readonly Argument<string?> Map = new("MAP") { Description = "map whose grid the mask gets (MRC/CCP4, also packed); may be left out with --half-maps", Arity = ArgumentArity.ZeroOrOne };

    private static readonly Option<string> Output = new("--output", "-o") { Description = "prefix of the files to write: PREFIX_mask.mrc and PREFIX_mask.json", HelpName = "PREFIX", Required = true };

    private static readonly Option<string[]> HalfMaps = new("--half-maps")
    {
        Description = "two half maps; the mask is made from their average",
        HelpName = "A B",
        Arity = new ArgumentArity(2, 2),
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string> Model = new("--model") { Description = "make the mask round the atoms of a model (PDB or mmCIF)", HelpName = "MODEL" };

    private static readonly Option<string> Select = new("--select") { Description = "atoms that the mask goes round (see docs/selection.md)", DefaultValueFactory = _ => "all", HelpName = "SELECTION" };

    private static readonly Option<double?> Radius = new("--radius") { Description = "with --model: distance from atoms up to which the mask is 1, Å (default 4)", HelpName = "A" };

    private static readonly Option<bool> Density = new("--density") { Description = "make the mask from the density (the default)" };

    private static readonly Option<string> Threshold = new("--threshold") { Description = "density above which a voxel is inside, map units, or auto (default)", DefaultValueFactory = _ => "auto", HelpName = "T" };

    private static readonly Option<double?> LowPass = new("--low-pass") { Description = "filter the map to this resolution first, Å; 0 = not (default: 8 Å for an automatic threshold, else none)", HelpName = "D" };

    private static readonly Option<double?> Fdr = new("--fdr")
    {
        Description = "make the mask from confidence: least false discovery rate (default 0.01); the map must not be masked",
        HelpName = "RATE",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = _ => null,
    };

    private static readonly Option<int[]> Noise = new("--noise-box")
    {
        Description = "with --fdr: first voxel and side of a box in solvent (default: four boxes on the faces)",
        HelpName = "X Y Z SIDE",
        Arity = new ArgumentArity(4, 4),
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<double?> Dilate = new("--dilate") { Description = "how far to grow the mask, Å; below 0 it shrinks (default 3; with --model 0)", HelpName = "A" };

    private static readonly Option<double> Edge = new("--edge") { Description = "width of the raised-cosine edge, Å", DefaultValueFactory = _ => ModelMask.DefaultEdge, HelpName = "A" };

    private static readonly MapFileOptions Maps = new();

    public static Command Create()
    {
        var command = new Command(
            "mask",
            "Make a soft mask round a model, round the density, or where half maps or a map stand out of the noise.\n\n" +
            "Example: cryoengine mask map.mrc -o out/map\n" +
            "         cryoengine mask map.mrc --model model.cif --radius 3 --edge 6 -o out/model\n" +
            "         cryoengine mask --half-maps half1.mrc half2.mrc --fdr 0.01 -o out/fdr");
        command.Add(Map);
        foreach (Option option in new Option[] { Output, HalfMaps, Model, Select, Radius, Density, Threshold, LowPass, Fdr, Noise, Dilate, Edge })
            command.Add(option);
        Maps.AddTo(command);
        command.SetAction(parsed => Run(new RunContext(parsed), Request(parsed), parsed.GetRequiredValue(Output)));
        return command;
    }

    private static MaskRequest Request(ParseResult parsed)
    {
        string[] halves = parsed.GetValue(HalfMaps) ?? [];
        string? map = parsed.GetValue(Map), model = parsed.GetValue(Model);
        bool isConfidence = parsed.GetResult(Fdr) is { Implicit: false };
        string[] kinds = [.. new[] { model != null ? "--model" : null, parsed.GetValue(Density) ? "--density" : null, isConfidence ? "--fdr" : null }.OfType<string>()];
        if (kinds.Length > 1)
            throw new UsageException($"{string.Join(" and ", kinds)}: give one of them");
        if ((map == null) == (halves.Length == 0))
            throw new UsageException(map == null ? "no map given: give MAP or --half-maps A B" : $"give either a map ({map}) or --half-maps, not both");
        MaskKind kind = model != null ? MaskKind.Model : isConfidence ? MaskKind.Confidence : MaskKind.Density;
        Refuse(parsed.GetValue(Radius) != null && kind != MaskKind.Model, "--radius", "--model");
        Refuse(parsed.GetResult(Threshold) is { Implicit: false } && kind != MaskKind.Density, "--threshold", "--density");
        Refuse(parsed.GetValue(Noise) is { Length: > 0 } && kind != MaskKind.Confidence, "--noise-box", "--fdr");
        Refuse(parsed.GetValue(LowPass) != null && kind == MaskKind.Model, "--low-pass", "--density or --fdr");
        var request = new MaskRequest
        {
            MapPath = map,
            HalfMapPaths = halves,
            ModelPath = model,
            Selection = parsed.GetRequiredValue(Select),
            Kind = kind,
            Radius = parsed.GetValue(Radius) ?? ModelMask.DefaultRadius,
            Threshold = ThresholdOf(parsed.GetRequiredValue(Threshold)),
            LowPass = parsed.GetValue(LowPass),
            Level = 1 - (parsed.GetValue(Fdr) ?? 1 - ConfidenceMask.DefaultLevel),
            Noise = parsed.GetValue(Noise) is { Length: 4 } box ? new NoiseBox(box[0], box[1], box[2], box[3]) : null,
            Dilate = parsed.GetValue(Dilate),
            Edge = parsed.GetValue(Edge),
            MapOptions = Maps.Read(parsed),
        };
        request.Check();
        foreach (string path in request.Files)
            InputFiles.RequireFile(path);
        return request;
    }

    private static void Refuse(bool isWrong, string option, string needed)
    {
        if (isWrong)
            throw new UsageException($"{option}: only with {needed}");
    }

    private static double? ThresholdOf(string text)
    {
        if (text == "auto")
            return null;
        return double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw new UsageException($"--threshold {text}: give a number or auto");
    }

    private static int Run(RunContext context, MaskRequest request, string prefix)
    {
        string mapPath = prefix + "_mask.mrc", jsonPath = prefix + "_mask.json";
        OutputFiles.Check(context, mapPath, jsonPath);
        if (context.DryRun)
        {
            context.Say($"would make a mask from {string.Join(", ", request.Files)} ({request.Kind}) and write {mapPath}, {jsonPath}");
            return 0;
        }

        using Accelerator accelerator = context.OpenDevice();
        MaskOutcome outcome = MaskJob.Run(accelerator, request);
        using DensityMap map = outcome.ToMap();
        MapWriter.Write(mapPath, map);
        JsonObject document = MaskJson.Document(outcome, request, accelerator, context, mapPath);
        JsonOutput.Write(jsonPath, document);
        foreach (string warning in outcome.Warnings)
            RunContext.Warn(warning);
        if (context.Json)
            JsonOutput.Print(document);
        foreach (string line in MaskTable.Lines(outcome.Mask, outcome.Grid))
            context.Say(line);
        context.Say($"written: {mapPath}, {jsonPath}");
        return 0;
    }
}
