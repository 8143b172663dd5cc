using System.Text.Json.Nodes;
using Engine.Core.HalfMaps.Mtriage;
using Engine.Core.Jobs;
using Engine.Core.Jobs.Validate;
using Engine.Core.Maps;
using Engine.Core.Scoring;
using Engine.Core.Validation;

namespace Engine.Cli.Output;

/// <summary>The fit of a model to a map, and the map, as part of the JSON document of validate.</summary>
internal static class ValidationFitJson
{
    public static JsonObject Of(ValidationReport r)
    {
        MapModelScores? scores = r.Fit?.Correlations;
        return new()
        {
            ["map_grid"] = r.Map == null ? null : Map(r.Map),
            ["cc_mask"] = scores?.CcMask,
            ["cc_box"] = scores?.CcBox,
            ["cc_volume"] = scores?.CcVolume,
            ["cc_peaks"] = scores?.CcPeaks,
            ["cc_main_chain"] = scores?.CcMainChain,
            ["cc_side_chain"] = scores?.CcSideChain,
            ["cc_mask_heavy"] = scores?.CcMaskHeavy,
            ["cc_local_resolution"] = scores?.Local == null ? null : RecordJson.Of(scores.Local),
            ["cc_chains"] = scores == null ? null : RecordJson.List(scores.Chains),
            ["cc_definition"] = scores == null ? null : RecordJson.Of(scores.Definition),
            ["qscore"] = r.Fit == null ? null : QScore(r.Fit.QScore),
            ["qscore_06"] = r.Fit == null ? null : QScore(r.Fit.QScoreFirst),
            ["emringer"] = r.Fit == null ? null : EmRinger(r.Fit.EmRinger),
            ["atom_inclusion"] = r.Fit == null ? null : Inclusion(r.Fit.Inclusion),
            ["mtriage"] = Mtriage(r),
            ["fsc"] = Curves(r),
            ["half_map_test"] = r.CrossValidation == null ? null : RecordJson.Of(r.CrossValidation),
            ["scores_ignore"] = r.Fit == null ? null : RecordJson.List(ScoreNote.All),
        };
    }

    private static JsonObject Map(ValidationMap map)
    {
        MapGrid g = map.Grid;
        return new()
        {
            ["grid"] = new JsonArray(g.Nx, g.Ny, g.Nz),
            ["voxel_size"] = ValidationRowJson.Position(g.VoxelSize),
            ["origin"] = ValidationRowJson.Position(g.Origin),
            ["minimum"] = map.Statistics.Minimum,
            ["maximum"] = map.Statistics.Maximum,
            ["mean"] = map.Statistics.Mean,
            ["standard_deviation"] = map.Statistics.StandardDeviation,
        };
    }

    private static JsonObject QScore(QScoreReport q) => new()
    {
        ["mean"] = q.Mean,
        ["sigma"] = q.Sigma,
        ["mean_backbone"] = q.MeanBackbone,
        ["expected"] = q.Expected?.Value,
        ["expected_low"] = q.Expected?.Low,
        ["expected_high"] = q.Expected?.High,
        ["atoms"] = q.NAtoms,
        ["atoms_outside"] = q.NOutside,
        ["atoms_cut"] = q.NCut,
        ["atoms_flat"] = q.NFlat,
        ["chains"] = RecordJson.List(q.Chains),
        ["classes"] = RecordJson.List(q.Classes),
    };

    private static JsonObject EmRinger(EmRingerReport e) => new()
    {
        ["score"] = e.Score,
        ["score_true_angle"] = e.ScoreTrueAngle,
        ["z_max"] = e.ZMax,
        ["optimal_threshold"] = e.OptimalThreshold,
        ["rotamer_ratio"] = e.RotamerRatio,
        ["scanned"] = e.NScanned,
        ["outside"] = e.NOutside,
        ["incomplete"] = e.NIncomplete,
        ["thresholds"] = RecordJson.List(e.Thresholds),
    };

    private static JsonObject Inclusion(AtomInclusion i) => new()
    {
        ["level"] = i.Level.Value,
        ["level_source"] = i.Level.Source,
        ["level_is_given"] = i.Level.IsRecommended,
        ["all"] = i.All,
        ["backbone"] = i.Backbone,
        ["atoms"] = i.NAtoms,
        ["atoms_outside"] = i.NOutside,
        ["chains"] = RecordJson.List(i.Chains.Select(c => new { c.Name, c.Inclusion, c.NAtoms })),
        ["curve"] = RecordJson.List(i.Curve),
    };

    /// <summary>The masked values at the top where there are any, with both below.</summary>
    private static JsonObject? Mtriage(ValidationReport r)
    {
        if ((r.MtriageMasked ?? r.MtriageUnmasked) is not { } chosen)
            return null;
        JsonObject json = Mtriage(chosen);
        json["mask"] = r.MtriageMasked == null ? "none" : r.Structure == null ? "of the user" : "soft, round the model";
        json["masked"] = r.MtriageMasked == null ? null : Mtriage(r.MtriageMasked);
        json["unmasked"] = r.MtriageUnmasked == null ? null : Mtriage(r.MtriageUnmasked);
        return json;
    }

    private static JsonObject Mtriage(MtriageSummary m) => new()
    {
        ["d99"] = m.D99,
        ["d99_half1"] = m.D99Half1,
        ["d99_half2"] = m.D99Half2,
        ["d_fsc"] = m.DFsc,
        ["d_model"] = m.DModel,
        ["d_model_b0"] = m.DModelB0,
        ["b_iso_overall"] = m.BIsoOverall,
        ["d_fsc_model_05"] = m.DFscModel05,
        ["d_fsc_model_0143"] = m.DFscModel0143,
        ["d_fsc_model_0"] = m.DFscModel0,
        ["radius_smooth"] = m.RadiusSmooth,
    };

    private static JsonObject? Curves(ValidationReport r)
    {
        if (r.Curves.Count == 0)
            return null;
        var curves = new JsonObject();
        foreach (NamedFsc curve in r.Curves)
        {
            curves[curve.Name] = new JsonObject
            {
                ["crossings"] = RecordJson.List(curve.Crossings),
                ["average"] = curve.Average,
                ["fsc"] = new JsonArray([.. curve.Curve.Correlation.Skip(1).Select(c => JsonValue.Create(Math.Round(c, 6)))]),
            };
        }

        return new() { ["shell_width"] = r.Curves[0].Curve.Width, ["curves"] = curves };
    }
}
