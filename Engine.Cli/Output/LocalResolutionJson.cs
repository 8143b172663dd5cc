using System.Text.Json.Nodes;
using Engine.Core.Jobs;
using Engine.Core.Plots;
using Engine.Core.Resolution;
using Engine.Kernels;

namespace Engine.Cli.Output;

/// <summary>The JSON document and the plot of local-resolution. Keys are part of the schema: they are only ever added to.</summary>
internal static class LocalResolutionJson
{
    public static JsonObject Document(LocalResolutionOutcome outcome, LocalResolutionRequest request, Accelerator accelerator, RunContext context, string[] files)
    {
        LocalResolutionResult result = outcome.Result;
        JsonObject document = ReportJson.Header("cryoengine.local_resolution/1", outcome.Fingerprints, accelerator, context);
        document["outputs"] = new JsonArray([.. files.Select(f => JsonValue.Create(f))]);
        Add(document, outcome, request.Options);
        document["chains"] = outcome.Atoms == null ? null : RecordJson.List(outcome.Atoms.Chains);
        document["atoms_without_resolution"] = outcome.Atoms?.Missing;
        document["shells"] = RecordJson.List(result.Shells);
        document["palette"] = new JsonArray([.. ChimeraXScript.Palette(result.Summary).Select(d => JsonValue.Create(Math.Round(d, 3)))]);
        document["timings"] = ReportJson.Timings(outcome.Seconds);
        return document;
    }

    /// <summary>Settings and distribution, for the documents of both commands.</summary>
    public static void Add(JsonObject document, LocalResolutionOutcome outcome, LocalResolutionOptions options)
    {
        LocalResolutionResult result = outcome.Result;
        document["resolution_halves"] = result.Resolution;
        document["mask"] = outcome.Mask;
        document["mask_fraction"] = outcome.MaskFraction;
        document["samples"] = result.Samples;
        document["significant_shells"] = result.FallOff?.SignificantShells;
        foreach ((string key, JsonNode? value) in RecordJson.Of(result.Summary).ToArray())
            document[key] = value?.DeepClone();
        document["settings"] = RecordJson.Of(options);
    }

    /// <summary>The distribution of resolutions, as steps.</summary>
    public static LineChart Histogram(LocalResolutionResult result)
    {
        IReadOnlyList<ResolutionBin> bins = result.Summary.Histogram;
        double[] x = [bins[0].From, .. bins.SelectMany(b => new[] { b.From, b.To }), bins[^1].To];
        double total = result.Summary.Voxels;
        double[] y = [0, .. bins.SelectMany(b => new[] { 100 * b.Count / total, 100 * b.Count / total }), 0];
        double top = y.Max() * 1.08, median = result.Summary.Median;
        return new LineChart(
                FormattableString.Invariant($"Local resolution: median {median:F2} Å, {result.Summary.Percentile5:F2} to {result.Summary.Percentile95:F2} Å for 90 % of the voxels"),
                new PlotAxis("resolution, Å", x[0], Math.Max(x[^1], x[0] + 0.1)), new PlotAxis("voxels of the mask, %", 0, top))
            .Add(new PlotLine("voxels", x, y))
            .Add(new PlotLine("median", [median, median], [0, top], true))
            .Add(new PlotLine("half maps inside the mask", [result.Resolution, result.Resolution], [0, top], true));
    }
}
