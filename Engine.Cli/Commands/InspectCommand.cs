using System.CommandLine;
using System.Text.Json.Nodes;
using Engine.Cli.Output;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Cli.Commands;

/// <summary>cryoengine inspect: what a map or model file holds.</summary>
internal static class InspectCommand
{
    private static readonly Argument<string> File = new("FILE") { Description = "a density map or a model" };

    public static Command Create()
    {
        var command = new Command("inspect", "Show what a map or model file holds, and what is odd about it.\n\nExample: cryoengine inspect emd_1234.map.gz --json");
        command.Add(File);
        command.SetAction(parsed => Run(new RunContext(parsed), parsed.GetRequiredValue(File)));
        return command;
    }

    private static int Run(RunContext context, string path)
    {
        InputFiles.RequireFile(path);
        JsonObject report;
        if (MapFileDetector.LooksLikeMap(path))
            report = RecordJson.Of(MapInspector.Inspect(path));
        else if (ModelFileDetector.LooksLikeModel(path))
            report = RecordJson.Of(ModelInspector.Inspect(StructureReader.Read(path)));
        else
            throw new InputException($"{path}: neither a density map (MRC/CCP4) nor a model (PDB, mmCIF) by its content");
        if (context.Json)
        {
            JsonOutput.Print(report);
            return 0;
        }

        foreach ((string key, JsonNode? value) in report)
        {
            if (value is JsonArray { Count: > 0 } list && key is "warnings" or "labels")
            {
                foreach (JsonNode? line in (JsonArray)value!)
                    context.Say($"{key.TrimEnd('s'),-22} {line}");
                continue;
            }

            context.Say($"{key.Replace('_', ' '),-22} {RecordJson.Text(value)}");
        }

        return 0;
    }
}
