using System.CommandLine;
using System.Text.Json.Nodes;
using Engine.Cli.Output;
using Engine.Core.Jobs;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Kernels;

namespace Engine.Cli.Commands;

/// <summary>cryoengine model-map: the map that a model predicts.</summary>
internal static class ModelMapCommand
{
    private static readonly Argument<string> Model = new("MODEL") { Description = "model (PDB or mmCIF), also packed" };

    private static readonly Option<double> Resolution = new("--resolution", "-d") { Description = "resolution of the map, Å", HelpName = "D", Required = true };

    private static readonly Option<string> Output = new("--output", "-o") { Description = "map to write (.mrc, .map, also .gz); a .json of the same name says how it was made", HelpName = "MAP", Required = true };

    private static readonly Option<string> Like = new("--like") { Description = "map whose grid is taken", HelpName = "MAP" };

    private static readonly Option<double?> Voxel = new("--voxel") { Description = "voxel size of a box round the model, Å (instead of --like)", HelpName = "A" };

    private static readonly Option<double?> Margin = new("--margin") { Description = "distance from the outermost atoms to the box's faces, Å (default: the larger of 10 and 3 d)", HelpName = "A" };

    private static readonly Option<string> Method = new("--method")
    {
        Description = $"how to compute it: {string.Join(", ", ModelMapKinds.Names)} (see docs/model-maps.md)",
        DefaultValueFactory = _ => "auto",
        HelpName = "NAME",
    };

    private static readonly Option<string> Builder = new("--builder")
    {
        Description = "what builds the radial profiles of the method shells: matrix (exact quadrature), shells (Gaussian shells), or auto, the faster on the device",
        DefaultValueFactory = _ => "auto",
        HelpName = "NAME",
    };

    private static readonly Option<double> Edge = new("--edge")
    {
        Description = "half width of the soft resolution edge, in units of 1/d; 0 is a sharp cut",
        DefaultValueFactory = _ => 0.2,
        HelpName = "W",
    };

    private static readonly Option<double> Accuracy = new("--accuracy")
    {
        Description = "wanted rms error over the map's standard deviation; it sets the radius of atom images",
        DefaultValueFactory = _ => 0.005,
        HelpName = "E",
    };

    private static readonly Option<double?> Radius = new("--radius") { Description = "radius of atom images in units of d (instead of --accuracy)", HelpName = "R" };

    private static readonly Option<string> Table = new("--table") { Description = "form factors: electron, electron-ions (charged atoms as ions), xray or neutron", DefaultValueFactory = _ => "electron", HelpName = "NAME" };

    private static readonly Option<string> Select = new("--select") { Description = "atoms to use (see docs/selection.md)", DefaultValueFactory = _ => "all", HelpName = "SELECTION" };

    private static readonly Option<bool> NoWrap = new("--no-wrap") { Description = "cut atoms off at the faces of the box instead of continuing them on the other side" };

    private static readonly ResolutionOptions Local = new();

    public static Command Create()
    {
        var command = new Command(
            "model-map",
            "Compute the map that a model predicts: form factors, B factors, occupancies, and one resolution or one for every atom.\n\n" +
            "Example: cryoengine model-map model.cif --like map.mrc -d 3.2 -o model_map.mrc\n" +
            "         cryoengine model-map model.cif --voxel 0.8 -d 3 --chain-resolution A=1.8,B=4 -o two.mrc");
        command.Add(Model);
        foreach (Option option in new Option[] { Resolution, Output, Like, Voxel, Margin, Method, Edge, Accuracy, Radius, Builder, Table, Select, NoWrap })
            command.Add(option);
        Local.AddTo(command);
        command.SetAction(parsed => Run(new RunContext(parsed), Request(parsed), parsed.GetRequiredValue(Output)));
        return command;
    }

    private static ModelMapRequest Request(ParseResult parsed)
    {
        string model = parsed.GetRequiredValue(Model);
        InputFiles.RequireFile(model);
        if (parsed.GetValue(Like) is { } like)
            InputFiles.RequireFile(like);
        var request = new ModelMapRequest
        {
            ModelPath = model,
            LikePath = parsed.GetValue(Like),
            Voxel = parsed.GetValue(Voxel),
            Margin = parsed.GetValue(Margin),
            Resolution = Local.Request(parsed, parsed.GetRequiredValue(Resolution)),
            Kind = ModelMapKinds.Parse(parsed.GetRequiredValue(Method)),
            Scattering = ScatteringTable.Named(parsed.GetRequiredValue(Table)),
            Selection = parsed.GetRequiredValue(Select),
            Images = new ImageMapOptions
            {
                Edge = parsed.GetValue(Edge),
                Accuracy = parsed.GetValue(Accuracy),
                Radius = parsed.GetValue(Radius),
                Wrap = !parsed.GetValue(NoWrap),
                Builder = parsed.GetRequiredValue(Builder) switch
                {
                    "auto" => ImageBuilder.Auto,
                    "matrix" => ImageBuilder.Matrix,
                    "shells" => ImageBuilder.Shells,
                    string other => throw new UsageException($"--builder {other}: give auto, matrix or shells"),
                },
            },
        };
        request.Check();
        return request;
    }

    private static int Run(RunContext context, ModelMapRequest request, string path)
    {
        string json = JsonPath(path);
        OutputFiles.Check(context, path, json);
        if (context.DryRun)
        {
            context.Say($"would compute the model map of {request.ModelPath} at {request.Resolution.Resolution} Å by method {request.Kind.Name()} and write {path}, {json}");
            return 0;
        }

        using Accelerator accelerator = context.OpenDevice();
        using ModelMapOutcome outcome = ModelMapJob.Run(accelerator, request);
        MapWriter.Write(path, outcome.Map);
        JsonObject document = ModelMapJson.Document(outcome, request, accelerator, context, path);
        JsonOutput.Write(json, document);
        foreach (string warning in outcome.Warnings)
            RunContext.Warn(warning);
        if (context.Json)
            JsonOutput.Print(document);
        foreach (string line in ModelMapTable.Lines(outcome))
            context.Say(line);
        context.Say($"written: {path}, {json}");
        return 0;
    }

    /// <summary>The name of the map with .json in place of .mrc, .map or .ccp4, and of .gz.</summary>
    private static string JsonPath(string path)
    {
        string bare = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        return Path.GetExtension(bare).ToLowerInvariant() switch
        {
            ".mrc" or ".map" or ".ccp4" => Path.ChangeExtension(bare, ".json"),
            "" => throw new UsageException($"-o {path}: give the name of a map, such as {path}.mrc"),
            string other => throw new UsageException($"-o {path}: maps are written as .mrc, .map or .ccp4, also with .gz, not {other}"),
        };
    }
}
