using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Engine.Cli.Output;
using Engine.Core.IO;
using Engine.Core.Jobs;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Core.Resolution;
using Engine.Kernels;

namespace Engine.Cli.Commands;

/// <summary>cryoengine local-resolution: the resolution of every voxel.</summary>
internal static class LocalResolutionCommand
{
    private static readonly Argument<string> Half1 = new("HALF1") { Description = "half map 1 (MRC/CCP4), not masked or sharpened" };

    private static readonly Argument<string> Half2 = new("HALF2") { Description = "half map 2" };

    private static readonly Option<string> Output = new("--output", "-o") { Description = "prefix of the files to write", HelpName = "PREFIX", Required = true };

    private static readonly Option<string> ModelFile = new("--model") { Description = "model (PDB or mmCIF) whose chains and atoms get resolutions", HelpName = "MODEL" };

    private static readonly Option<string> WriteTo = new("--write-to")
    {
        Description = "with a model, write it with its atoms' resolutions: b (B column, mmCIF and PDB) or property (_atom_site.local_resolution, mmCIF)",
        HelpName = "COLUMN",
    };

    private static readonly LocalResolutionOptionsReader Options = new();

    public static Command Create()
    {
        var command = new Command(
            "local-resolution",
            "Measure the resolution of every voxel from two half maps: map, distribution, by chain, and a ChimeraX script.\n\n" +
            "Example: cryoengine local-resolution half1.mrc half2.mrc --model model.cif --write-to property -o out/map");
        command.Add(Half1);
        command.Add(Half2);
        command.Add(Output);
        command.Add(ModelFile);
        command.Add(WriteTo);
        Options.AddTo(command);
        command.SetAction(parsed => Run(new RunContext(parsed), parsed));
        return command;
    }

    private static int Run(RunContext context, ParseResult parsed)
    {
        string prefix = parsed.GetRequiredValue(Output);
        string? writeTo = parsed.GetValue(WriteTo), model = parsed.GetValue(ModelFile);
        if (writeTo is not (null or "b" or "property"))
            throw new UsageException($"--write-to {writeTo}: give b or property");
        if (writeTo != null && model == null)
            throw new UsageException("--write-to: there is no model to write to; give --model MODEL");
        LocalResolutionRequest request = Options.Request(parsed, parsed.GetRequiredValue(Half1), parsed.GetRequiredValue(Half2), model, context.Seed);
        string map = prefix + "_locres.mrc", json = prefix + "_locres.json", plot = prefix + "_locres.svg", script = prefix + "_locres.cxc", cif = prefix + "_locres.cif", pdb = prefix + "_locres.pdb";
        string[] files = [map, json, plot, script, .. writeTo switch { "b" => new[] { cif, pdb }, "property" => [cif], _ => [] }];
        OutputFiles.Check(context, files);
        if (context.DryRun)
        {
            MapHeader header = MapReader.ReadHeader(request.Half1Path);
            context.Say($"would compute the local resolution of {request.Half1Path} and {request.Half2Path} ({header.Size.X} x {header.Size.Y} x {header.Size.Z} voxels, about {header.VoxelCount * 72 / 1048576} MiB) and write {string.Join(", ", files)}");
            return 0;
        }

        using Accelerator accelerator = context.OpenDevice();
        using LocalResolutionOutcome outcome = LocalResolutionJob.Run(accelerator, request, context.Progress);
        var warnings = new List<string>(outcome.Warnings);
        MapWriter.Write(map, outcome.Result.Map);
        if (outcome.Structure is { } structure && writeTo != null)
            files = [.. files.Except(WriteModel(structure, outcome.Atoms!.Values, writeTo, cif, pdb, warnings))];
        Write(script, ChimeraXScript.Text(Relative(request.Half1Path, script), Relative(map, script), model == null ? null : Relative(model, script), outcome.Result.Summary));
        Write(plot, LocalResolutionJson.Histogram(outcome.Result).ToSvg());
        JsonObject document = LocalResolutionJson.Document(outcome, request, accelerator, context, files);
        document["warnings"] = new JsonArray([.. warnings.Select(w => JsonValue.Create(w))]);
        JsonOutput.Write(json, document);
        foreach (string warning in warnings)
            RunContext.Warn(warning);
        if (context.Json)
            JsonOutput.Print(document);
        foreach (string line in LocalResolutionTable.Lines(outcome))
            context.Say(line);
        context.Say($"written: {string.Join(", ", files)}");
        return 0;
    }

    /// <summary>Writes the model; returns the files that could not be.</summary>
    private static string[] WriteModel(Structure structure, double[] resolutions, string writeTo, string cif, string pdb, List<string> warnings)
    {
        if (writeTo == "property")
        {
            ResolutionModelFile.WriteProperty(structure, resolutions, cif);
            return [];
        }

        Structure written = ResolutionModelFile.WithB(structure, resolutions);
        MmcifWriter.Write(written, cif);
        if (PdbWriter.WhyNot(written) is { } whyNot)
        {
            warnings.Add($"{pdb}: not written: {whyNot}");
            return [pdb];
        }

        PdbWriter.Write(written, pdb);
        return [];
    }

    private static void Write(string path, string text) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>A path as seen from the folder of another file.</summary>
    private static string Relative(string path, string from) => Path.GetRelativePath(Path.GetDirectoryName(Path.GetFullPath(from)) ?? "/", Path.GetFullPath(path));
}
