using System.Text.Json.Nodes;
using Engine.Core.Jobs;
using Engine.Core.Maps;
using Engine.Core.Masks;
using Engine.Kernels;

namespace Engine.Cli.Output;

/// <summary>The JSON document beside a mask. Keys are part of the schema: they are only ever added to.</summary>
internal static class MaskJson
{
    public static JsonObject Document(MaskOutcome outcome, MaskRequest request, Accelerator accelerator, RunContext context, string path)
    {
        JsonObject document = ReportJson.Header("cryoengine.mask/1", outcome.Fingerprints, accelerator, context);
        document["mask"] = path;
        document["selection"] = request.Kind == MaskKind.Model ? request.Selection : null;
        foreach ((string key, JsonNode? value) in Of(outcome.Mask, outcome.Grid).ToArray())
            document[key] = value?.DeepClone();
        document["warnings"] = new JsonArray([.. outcome.Warnings.Select(w => JsonValue.Create(w))]);
        return document;
    }

    /// <summary>A mask in a few numbers.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="grid">Its grid.</param>
    public static JsonObject Of(SoftMask mask, MapGrid grid) => new()
    {
        ["method"] = mask.Method,
        ["threshold_quantity"] = mask.Threshold?.Quantity,
        ["threshold"] = mask.Threshold?.Value,
        ["threshold_is_automatic"] = mask.Threshold?.IsAutomatic,
        ["volume"] = mask.Volume(grid),
        ["fraction"] = mask.Fraction,
    };
}
