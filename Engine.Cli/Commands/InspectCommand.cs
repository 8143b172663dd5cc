using System.CommandLine;
using System.Text.Json.Nodes;
using Engine.Cli.Output;
using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Kernels;

namespace Engine.Cli.Commands;

/// <summary>cryoengine inspect: what a map or model file holds.</summary>
internal static class InspectCommand
{
    private static readonly Argument<string> File = new("FILE") { Description = "a density map or a model" };

    private static readonly Option<bool> NanToZero = new("--nan-to-zero") { Description = "count NaN voxels as 0 instead of refusing the map" };

    private static readonly Option<bool> UnsignedBytes = new("--unsigned-bytes") { Description = "read maps of mode 0 as bytes 0 to 255 (old IMOD files)" };

    private static readonly Option<double?> VoxelSize = new("--voxel-size") { Description = "voxel size that replaces the header's, Å", HelpName = "A" };

    public static Command Create()
    {
        var command = new Command("inspect", "Show what a map or model file holds, and what is odd about it.\n\nExample: cryoengine inspect emd_1234.map.gz --json");
        command.Add(File);
        command.Add(NanToZero);
        command.Add(UnsignedBytes);
        command.Add(VoxelSize);
        command.SetAction(parsed => Run(new RunContext(parsed), parsed.GetRequiredValue(File), new MapReadOptions
        {
            NanToZero = parsed.GetValue(NanToZero),
            UnsignedBytes = parsed.GetValue(UnsignedBytes),
            VoxelSize = parsed.GetValue(VoxelSize) is double v and > 0 ? new Vec3(v, v, v) : null,
        }));
        return command;
    }

    private static int Run(RunContext context, string path, MapReadOptions options)
    {
        InputFiles.RequireFile(path);
        JsonObject report;
        if (MapFileDetector.LooksLikeMap(path))
            report = RecordJson.Of(MapInspector.Inspect(path, options));
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
