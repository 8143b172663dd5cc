using System.Text.Json.Nodes;
using Engine.Core.DifferenceMaps;
using Engine.Core.Jobs;

namespace Engine.Cli.Output;

/// <summary>The JSON document beside a difference map. Keys are part of the schema: they are only ever added to.</summary>
internal static class DifferenceMapJson
{
    /// <summary>Adds a result to a document that has its header.</summary>
    public static void Add(JsonObject document, DifferenceMap result, JobRequest request, DifferenceMapOptions options, string? mask, string mapPath)
    {
        document["map"] = mapPath;
        document["method"] = result.Method;
        document["resolution"] = request.Resolution;
        document["selection"] = request.Selection;
        document["observed"] = request.MapPath == null ? "average of the half maps" : "map";
        document["mask"] = mask;
        document["form"] = result.Shells == null ? null : options.Form.ToString().ToLowerInvariant();
        document["sigma"] = result.Sigma;
        document["sigma_radius"] = mask == null ? DifferenceMap.SigmaRadius : null;
        document["scale"] = result.Scale == null ? null : RecordJson.Of(result.Scale);
        document["shells"] = result.Shells == null ? null : RecordJson.List(result.Shells);
        document["peak_level"] = options.PeakLevel;
        document["peak_distance"] = options.PeakDistance;
        document["positive"] = RecordJson.Of(result.Positive);
        document["negative"] = RecordJson.Of(result.Negative);
        document["warnings"] = new JsonArray([.. result.Warnings.Select(w => JsonValue.Create(w))]);
    }
}
