using System.Text.Json.Nodes;
using Engine.Core.Jobs;
using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Cli.Output;

/// <summary>The JSON document beside a model map. Keys are part of the schema: they are only ever added to.</summary>
internal static class ModelMapJson
{
    public static JsonObject Document(ModelMapOutcome outcome, ModelMapRequest request, Accelerator accelerator, RunContext context, string path)
    {
        JsonObject document = ReportJson.Header("cryoengine.model_map/1", outcome.Fingerprints, accelerator, context);
        document["map"] = path;
        document["selection"] = request.Selection;
        document["resolution"] = request.Resolution.Resolution;
        foreach ((string key, JsonNode? value) in RecordJson.Of(outcome.Report).ToArray())
            document[key] = value?.DeepClone();
        MapGrid grid = outcome.Map.Grid;
        document["grid"] = new JsonObject
        {
            ["size"] = new JsonArray(grid.Nx, grid.Ny, grid.Nz),
            ["voxel"] = new JsonArray(grid.VoxelSize.X, grid.VoxelSize.Y, grid.VoxelSize.Z),
            ["origin"] = new JsonArray(grid.Origin.X, grid.Origin.Y, grid.Origin.Z),
        };
        document["statistics"] = RecordJson.Of(MapStatisticsCalculator.Summarize(outcome.Map).Statistics);
        document["timings"] = ReportJson.Timings(outcome.Seconds);
        document["warnings"] = new JsonArray([.. outcome.Warnings.Select(w => JsonValue.Create(w))]);
        return document;
    }
}
