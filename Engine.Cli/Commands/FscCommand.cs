using System.CommandLine;
using System.Text.Json.Nodes;
using Engine.Cli.Output;
using Engine.Core.IO;
using Engine.Core.Jobs;
using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Cli.Commands;

/// <summary>cryoengine fsc: Fourier shell correlations of half maps, and of a model with a map.</summary>
internal static class FscCommand
{
    private static readonly Argument<string[]> Files = new("MAPS") { Description = "two half maps, or one map with --model (MRC/CCP4, also packed)", Arity = ArgumentArity.OneOrMore };

    private static readonly Option<string> Output = new("--output", "-o") { Description = "prefix of the files to write: PREFIX_fsc.json, .csv, .star, .svg and .png", HelpName = "PREFIX", Required = true };

    private static readonly Option<string> Mask = new("--mask") { Description = "mask: auto (round the model, else from the density), none, or a map file", DefaultValueFactory = _ => "auto", HelpName = "M" };

    private static readonly Option<string> Model = new("--model") { Description = "model (PDB or mmCIF) to compare with the map, or with the average of the half maps", HelpName = "MODEL" };

    private static readonly Option<string> Select = new("--select") { Description = "atoms of the model that count (see docs/selection.md)", DefaultValueFactory = _ => "all", HelpName = "SELECTION" };

    private static readonly Option<double?> Resolution = new("--resolution", "-d") { Description = "resolution, Å, to which the FSC is averaged and by which mtriage smooths its mask (default: found)", HelpName = "D" };

    private static readonly Option<double?> Mass = new("--mass") { Description = "mass of the particle, kDa, for the FSC of its volume (default: residues of the model, else the volume of the mask)", HelpName = "KDA" };

    private static readonly Option<string> Sequence = new("--sequence") { Description = "sequences of the particle (FASTA, one record per chain) instead of --mass", HelpName = "FILE" };

    private static readonly Option<bool> NoDirections = new("--no-directions") { Description = "leave out the resolution by direction" };

    private static readonly Option<bool> NoMtriage = new("--no-mtriage") { Description = "leave out mtriage's d99, d_model and crossings" };

    private static readonly MapFileOptions Maps = new();

    public static Command Create()
    {
        var command = new Command(
            "fsc",
            "Fourier shell correlations: of two half maps (unmasked, masked, corrected by random phases, of the particle's volume, by direction), and of a model with a map.\n\n" +
            "Example: cryoengine fsc half1.mrc half2.mrc -o out/map\n" +
            "         cryoengine fsc half1.mrc half2.mrc --mask mask.mrc --mass 480 -o out/map\n" +
            "         cryoengine fsc --model model.cif map.mrc -o out/model");
        command.Add(Files);
        foreach (Option option in new Option[] { Output, Mask, Model, Select, Resolution, Mass, Sequence, NoDirections, NoMtriage })
            command.Add(option);
        Maps.AddTo(command);
        command.SetAction(parsed =>
        {
            var context = new RunContext(parsed);
            return Run(context, Request(parsed, context.Seed), parsed.GetRequiredValue(Output));
        });
        return command;
    }

    private static FscRequest Request(ParseResult parsed, ulong seed)
    {
        var request = new FscRequest
        {
            MapPaths = parsed.GetRequiredValue(Files),
            Mask = parsed.GetRequiredValue(Mask),
            ModelPath = parsed.GetValue(Model),
            Selection = parsed.GetRequiredValue(Select),
            Resolution = parsed.GetValue(Resolution),
            Mass = parsed.GetValue(Mass),
            SequencePath = parsed.GetValue(Sequence),
            Directional = !parsed.GetValue(NoDirections),
            Mtriage = !parsed.GetValue(NoMtriage),
            Seed = seed,
            MapOptions = Maps.Read(parsed),
        };
        request.Check();
        foreach (string path in request.Files)
            InputFiles.RequireFile(path);
        return request;
    }

    private static int Run(RunContext context, FscRequest request, string prefix)
    {
        string name = prefix + "_fsc";
        string[] files = [.. new[] { ".json", ".csv", ".star", ".svg", ".png" }.Select(ending => name + ending)];
        OutputFiles.Check(context, files);
        if (context.DryRun)
        {
            MapHeader header = MapReader.ReadHeader(request.MapPaths[0]);
            context.Say($"would compare {string.Join(", ", request.Files)} ({header.Size.X} x {header.Size.Y} x {header.Size.Z} voxels, about {header.VoxelCount * 40.0 / 1048576:F0} MiB) and write {string.Join(", ", files)}");
            return 0;
        }

        using Accelerator accelerator = context.OpenDevice();
        FscReport report = FscJob.Run(accelerator, request);
        JsonObject document = FscJson.Document(report, request, accelerator, context);
        JsonOutput.Write(files[0], document);
        WriteLines(files[1], report.CsvLines());
        WriteLines(files[2], FscStar.Lines(report, request));
        FscChart.Of(report).Save(name);
        foreach (string warning in report.Warnings)
            RunContext.Warn(warning);
        if (context.Json)
            JsonOutput.Print(document);
        foreach (string line in FscTable.Lines(report))
            context.Say(line);
        context.Say($"written: {string.Join(", ", files)}");
        return 0;
    }

    private static void WriteLines(string path, IEnumerable<string> lines) => AtomicFile.WriteText(path, writer =>
    {
        foreach (string line in lines)
            writer.Write(line + "\n");
    });
}
