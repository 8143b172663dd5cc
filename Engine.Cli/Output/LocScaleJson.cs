using System.Text.Json.Nodes;
using Engine.Core.Jobs;
using Engine.Core.LocScale;
using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Cli.Output;

/// <summary>The JSON document beside a locally scaled map. Keys are part of the schema: they are only ever added to.</summary>
internal static class LocScaleJson
{
    public static JsonObject Document(LocScaleOutcome outcome, LocScaleRequest request, Accelerator accelerator, RunContext context, string[] outputs)
    {
        LocScaleResult r = outcome.Result;
        JsonObject document = ReportJson.Header("cryoengine.locscale/1", outcome.Fingerprints, accelerator, context);
        document["outputs"] = new JsonArray([.. outputs.Select(o => JsonValue.Create(o))]);
        document["mode"] = LocScaleTable.Mode(request.Options.Mode);
        document["target"] = LocScaleTable.Target(request);
        document["resolution"] = outcome.Resolution;
        document["window_voxels"] = r.Side;
        document["window_angstrom"] = r.Side * r.Map.Grid.VoxelSize.X;
        document["padded"] = r.Padded;
        document["mask"] = new JsonObject { ["method"] = outcome.Mask.Method, ["threshold"] = request.Options.Threshold, ["soft_edge"] = request.Options.SoftEdge };
        document["windows"] = r.Windows;
        document["windows_computed"] = r.WindowsComputed;
        document["seconds_per_window"] = r.SecondsPerWindow;
        document["fast_error"] = r.FastError == null ? null : RecordJson.Of(r.FastError);
        document["symmetry"] = r.Symmetry == null ? null : RecordJson.Of(r.Symmetry);
        document["faded_voxels"] = r.Faded;
        document["correlation_before"] = r.CorrelationBefore;
        document["correlation_after"] = r.CorrelationAfter;
        document["b_factors"] = outcome.Reference is not { } reference ? null : new JsonObject
        {
            ["refined"] = reference.Refinement != null,
            ["before"] = reference.Refinement == null ? null : RecordJson.Of(reference.Refinement.Before),
            ["after"] = reference.Refinement == null ? null : RecordJson.Of(reference.Refinement.After),
            ["averaged_over"] = request.AverageRadius,
            ["reference_resolution"] = reference.Resolution,
        };
        document["local_b"] = r.LocalB == null ? null : RecordJson.Of(Inside(r.LocalB));
        document["statistics"] = RecordJson.Of(MapStatisticsCalculator.Summarize(r.Map).Statistics);
        document["audit"] = RecordJson.List(r.Audit);
        document["timings_s"] = ReportJson.Timings(outcome.Seconds);
        document["warnings"] = new JsonArray([.. outcome.Warnings.Select(w => JsonValue.Create(w))]);
        return document;
    }

    /// <summary>Quantiles of the local B where there is one, Å².</summary>
    private static LocalBSummary Inside(DensityMap map)
    {
        var values = new List<float>();
        for (long i = 0; i < map.Values.Length; i++)
        {
            if (map.Values[i] != 0)
                values.Add(map.Values[i]);
        }

        values.Sort();
        double At(double q) => values.Count == 0 ? 0 : values[(int)(q * (values.Count - 1))];
        return new(values.Count, At(0.05), At(0.25), At(0.5), At(0.75), At(0.95));
    }

    private sealed record LocalBSummary(int Voxels, double Percent5, double Percent25, double Median, double Percent75, double Percent95);
}
