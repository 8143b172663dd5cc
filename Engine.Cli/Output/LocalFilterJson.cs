using System.Text.Json.Nodes;
using Engine.Core.Jobs;
using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Cli.Output;

/// <summary>The JSON document of local-filter. Keys are part of the schema: they are only ever added to.</summary>
internal static class LocalFilterJson
{
    public static JsonObject Document(LocalFilterOutcome outcome, LocalFilterRequest request, Accelerator accelerator, RunContext context, string path)
    {
        JsonObject document = ReportJson.Header("cryoengine.local_filter/1", outcome.Fingerprints, accelerator, context);
        document["map"] = path;
        document["sharpening"] = request.Sharpening.ToString().ToLowerInvariant();
        document["b_applied"] = outcome.B;
        document["weight"] = request.Weight;
        document["edge"] = request.Edge;
        document["filters"] = new JsonArray([.. outcome.Filtered.Filters.Select(d => JsonValue.Create(d))]);
        document["unresolved_fraction"] = outcome.Filtered.Unresolved;
        document["local_resolution_map"] = request.ResolutionPath;
        if (outcome.Local != null)
        {
            var local = new JsonObject();
            LocalResolutionJson.Add(local, outcome.Local, request.Halves!.Options);
            document["local_resolution"] = local;
        }
        else
        {
            document["local_resolution"] = RecordJson.Of(outcome.Resolution);
        }

        document["statistics"] = RecordJson.Of(MapStatisticsCalculator.Summarize(outcome.Filtered.Map).Statistics);
        document["timings"] = ReportJson.Timings(outcome.Seconds);
        document["warnings"] = new JsonArray([.. outcome.Warnings.Select(w => JsonValue.Create(w))]);
        return document;
    }
}
