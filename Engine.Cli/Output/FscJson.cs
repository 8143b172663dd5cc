using System.Text.Json.Nodes;
using Engine.Core.HalfMaps;
using Engine.Core.Jobs;
using Engine.Kernels;

namespace Engine.Cli.Output;

/// <summary>The JSON document of Fourier shell correlations. Keys are part of the schema: they are only ever added to.</summary>
internal static class FscJson
{
    public static JsonObject Document(FscReport report, FscRequest request, Accelerator accelerator, RunContext context)
    {
        JsonObject document = ReportJson.Header("cryoengine.fsc/1", report.Fingerprints, accelerator, context);
        document["resolution"] = report.Resolution;
        document["resolution_source"] = report.ResolutionSource;
        document["interpolation"] = "linear in s between the last shell at or above the threshold and the first below; shells of one over the longest box edge";
        document["selection"] = request.ModelPath == null ? null : request.Selection;
        document["mask"] = report.Mask == null ? null : MaskJson.Of(report.Mask, report.Grid);
        document["randomized_from"] = report.RandomizedFrom;
        document["particle"] = report.Particle == null ? null : RecordJson.Of(report.Particle);
        var curves = new JsonObject();
        foreach (NamedFsc curve in report.Curves)
        {
            curves[curve.Name] = new JsonObject
            {
                ["crossings"] = RecordJson.List(curve.Crossings),
                ["average"] = curve.Average,
                ["fsc"] = new JsonArray([.. curve.Curve.Correlation.Skip(1).Select(c => JsonValue.Create(Math.Round(c, 6)))]),
            };
        }

        document["shell_width"] = report.Curves[0].Curve.Width;
        document["coefficients"] = new JsonArray([.. report.Curves[0].Curve.Coefficients.Skip(1).Select(n => JsonValue.Create(n))]);
        document["curves"] = curves;
        document["directional"] = Directional(report.Directional);
        document["mtriage"] = report.MtriageUnmasked == null ? null : new JsonObject
        {
            ["unmasked"] = RecordJson.Of(report.MtriageUnmasked),
            ["masked"] = report.MtriageMasked == null ? null : RecordJson.Of(report.MtriageMasked),
        };
        document["timings_s"] = ReportJson.Timings(report.Seconds);
        document["warnings"] = new JsonArray([.. report.Warnings.Select(w => JsonValue.Create(w))]);
        return document;
    }

    private static JsonObject? Directional(DirectionalFsc? directional) => directional == null ? null : new JsonObject
    {
        ["half_angle"] = DirectionalFsc.HalfAngle,
        ["threshold"] = DirectionalFsc.Threshold,
        ["sphericity"] = directional.Sphericity,
        ["spread"] = directional.Spread,
        ["best"] = RecordJson.Of(directional.Best),
        ["worst"] = RecordJson.Of(directional.Worst),
        ["directions"] = RecordJson.List(directional.Directions),
    };
}
