using System.Text.Json.Nodes;
using Engine.Core.Jobs;
using Engine.Core.Sharpening;
using Engine.Kernels;

namespace Engine.Cli.Output;

/// <summary>The JSON document of sharpen. Keys are part of the schema: they are only ever added to.</summary>
internal static class SharpenJson
{
    public static JsonObject Document(SharpenOutcome outcome, SharpenRequest request, Accelerator accelerator, RunContext context, string path)
    {
        SharpenReport r = outcome.Report;
        JsonObject document = ReportJson.Header("cryoengine.sharpen/1", outcome.Fingerprints, accelerator, context);
        document["map"] = path;
        document["route"] = SharpenTable.Name(r.Route);
        document["resolution"] = r.Resolution;
        document["resolution_source"] = r.ResolutionSource;
        document["low_pass"] = r.LowPass;
        document["b_applied"] = r.BApplied;
        document["b_iso_before"] = r.BIsoBefore;
        document["b_iso_after"] = r.BIsoAfter;
        document["zero_fraction"] = r.ZeroFraction;
        document["guinier_before"] = r.GuinierBefore == null ? null : RecordJson.Of(r.GuinierBefore);
        document["guinier_after"] = r.GuinierAfter == null ? null : RecordJson.Of(r.GuinierAfter);
        document["half_maps"] = r.HalfMaps == null ? null : RecordJson.Of(r.HalfMaps);
        document["anisotropy"] = r.Anisotropy == null ? null : RecordJson.Of(r.Anisotropy);
        document["search"] = r.Search == null ? null : Search(r.Search, request);
        document["sharpness"] = new JsonObject { ["input"] = RecordJson.Of(r.Input), ["result"] = RecordJson.Of(r.Result) };
        document["shells"] = RecordJson.List(r.Shells);
        document["timings"] = ReportJson.Timings(outcome.Seconds);
        document["warnings"] = new JsonArray([.. outcome.Warnings.Select(w => JsonValue.Create(w))]);
        return document;
    }

    private static JsonObject Search(SharpeningSearchResult search, SharpenRequest request)
    {
        var block = new JsonObject
        {
            ["metric"] = search.Metric.ToString().ToLowerInvariant(),
            ["region_weight"] = request.Search.RegionWeight,
            ["b_iso"] = search.BIso,
            ["b"] = search.B,
            ["best"] = RecordJson.Of(search.Best),
            ["noise_share"] = search.NoiseShare,
            ["at_limit"] = search.AtLimit,
            ["contrast"] = search.Contrast,
            ["spacing"] = search.Spacing,
            ["molecule_fraction"] = search.Molecule.Fraction,
            ["solvent_fraction"] = 1 - search.Molecule.Fraction,
            ["molecule_volume"] = search.Molecule.Volume,
            ["trials"] = RecordJson.List(search.Trials),
        };
        return block;
    }
}
