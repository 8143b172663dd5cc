using System.Text.Json.Nodes;
using Engine.Core.DensityModification;
using Engine.Core.Jobs;
using Engine.Kernels;

namespace Engine.Cli.Output;

/// <summary>The JSON document of density-modify. Keys are part of the schema: they are only ever added to.</summary>
internal static class DensityModifyJson
{
    public static JsonObject Document(DensityModifyOutcome outcome, DensityModifyRequest request, Accelerator accelerator, RunContext context, IEnumerable<string> files)
    {
        DensityModificationResult r = outcome.Result;
        JsonObject document = ReportJson.Header("cryoengine.density-modify/1", outcome.Fingerprints, accelerator, context);
        document["files"] = new JsonArray([.. files.Select(f => JsonValue.Create(f))]);
        document["verdict"] = RecordJson.Of(r.Verdict);
        document["resolution"] = r.Resolution;
        document["resolution_given"] = request.Options.Resolution;
        document["limit"] = r.Limit;
        document["resolution_before"] = r.Verdict.Before;
        document["resolution_after"] = r.Verdict.After;
        document["resolution_note"] = "FSC 0.143 inside one mask, smoothed over shells; after: corrected for what the modified half maps have in common";
        document["molecule"] = new JsonObject
        {
            ["volume"] = outcome.Molecule.Volume,
            ["source"] = outcome.Molecule.Source,
            ["box_fraction"] = outcome.Molecule.Volume / (outcome.Box.Grid.Box.A * outcome.Box.Grid.Box.B * outcome.Box.Grid.Box.C),
            ["probability_mean"] = r.MoleculeFraction,
        };
        document["mask"] = outcome.MaskName;
        document["box"] = new JsonObject
        {
            ["voxels"] = new JsonArray(outcome.Box.Grid.Nx, outcome.Box.Grid.Ny, outcome.Box.Grid.Nz),
            ["origin"] = new JsonArray(outcome.Box.Grid.Origin.X, outcome.Box.Grid.Origin.Y, outcome.Box.Grid.Origin.Z),
            ["is_cut"] = outcome.Box.IsCut,
        };
        document["options"] = Options(request.Options);
        document["anisotropy"] = r.Anisotropy == null ? null : RecordJson.Of(r.Anisotropy);
        document["solvent"] = RecordJson.Of(r.Solvent);
        document["outside"] = RecordJson.List(r.Outside.Bands);
        document["cycles"] = new JsonArray([.. r.Cycles.Select(c => (JsonNode)Cycle(c))]);
        document["shells"] = RecordJson.List(outcome.Errors.Shells);
        document["histogram"] = RecordJson.Of(r.Histogram);
        document["local_resolution"] = outcome.LocalSummary == null ? null : RecordJson.Of(outcome.LocalSummary);
        document["local_resolution_threshold"] = outcome.LocalThreshold;
        document["knowledge"] = outcome.Knowledge == null ? null : Knowledge(outcome.Knowledge, request.Knowledge);
        document["timings"] = ReportJson.Timings(outcome.Seconds);
        document["warnings"] = new JsonArray([.. outcome.Warnings.Select(w => JsonValue.Create(w))]);
        return document;
    }

    private static JsonObject Options(DensityModificationOptions o) => new()
    {
        ["cycles"] = o.Cycles,
        ["limit_factor"] = o.LimitFactor,
        ["volume_factor"] = o.VolumeFactor,
        ["largest_weight"] = o.Errors.LargestWeight,
        ["smoothing"] = o.Errors.Smoothing,
        ["remove_anisotropy"] = o.RemoveAnisotropy,
        ["final_weight"] = DensityModifyTable.Name(o.Weight),
        ["scale"] = o.Scale == OutputScale.Original ? "original" : "sharpened",
        ["scale_exponent"] = o.ScaleExponent,
        ["blur"] = o.Blur,
    };

    private static JsonObject Knowledge(DensityKnowledgeReport report, DensityKnowledgeRequest request) => new()
    {
        ["model"] = request.ModelPath,
        ["copies"] = request.ModelPath == null ? 0 : request.Copies,
        ["shake"] = request.Shake,
        ["symmetry"] = request.Symmetry,
        ["plain_verdict"] = RecordJson.Of(report.Plain),
        ["expectations"] = RecordJson.List(report.Expectations),
        ["bias_check"] = report.Bias == null ? null : RecordJson.Of(report.Bias),
    };

    /// <summary>The four correlations as they were measured, of the shells of the error model.</summary>
    private static JsonObject Measured(FourMapCorrelations measured, int shells)
    {
        JsonArray Part(double[] curve) => new([.. curve.Skip(1).Take(shells).Select(v => JsonValue.Create(v))]);
        return new()
        {
            ["original"] = Part(measured.Original.Correlation),
            ["modified"] = Part(measured.Modified.Correlation),
            ["crossed"] = Part(measured.Crossed),
            ["same"] = Part(measured.Same),
        };
    }

    private static JsonObject Cycle(ModificationCycle c) => new()
    {
        ["number"] = c.Number,
        ["resolution_before"] = c.Errors.ResolutionBefore,
        ["resolution_after"] = c.Errors.ResolutionAfter,
        ["histograms"] = RecordJson.List(c.Histograms),
        ["phasing"] = RecordJson.List(c.Phasing),
        ["measured"] = Measured(c.Correlations, c.Errors.Shells.Count),
    };
}
