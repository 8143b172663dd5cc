using System.Text.Json.Nodes;
using Engine.Core.Chemistry;
using Engine.Core.Jobs;
using Engine.Core.Models;
using Engine.Core.Refinement;
using Engine.Core.Restraints;
using Engine.Kernels;

namespace Engine.Cli.Output;

/// <summary>The JSON documents of score and refine. Keys are part of the schema: they are only ever added to.</summary>
internal static class ReportJson
{
    /// <summary>What every document starts with.</summary>
    public static JsonObject Header(string schema, IReadOnlyList<InputFingerprint> inputs, Accelerator accelerator, RunContext context) => new()
    {
        ["schema"] = schema,
        ["version"] = RunContext.Version,
        ["command"] = RunContext.CommandLine,
        ["inputs"] = new JsonArray([.. inputs.Select(i => (JsonNode)new JsonObject { ["path"] = i.Path, ["sha256"] = i.Sha256 })]),
        ["device"] = accelerator.Name,
        ["threads"] = context.Threads,
        ["seed"] = context.Seed,
    };

    /// <summary>The score keys: correlations at the top level, then chains, residues and geometry.</summary>
    public static JsonObject Scores(FitReport report, JobRequest request)
    {
        JsonObject scores = RecordJson.Of(report.Scores);
        scores.Remove("warnings");
        var document = new JsonObject { ["resolution"] = request.Resolution, ["selection"] = request.Selection };
        JsonNode? definition = Take(scores, "definition"), chains = Take(scores, "chains"), residues = Take(scores, "residues");
        foreach ((string key, JsonNode? value) in scores.ToArray())
            document[key] = Take(scores, key);
        document["definition"] = definition;
        document["geometry"] = Geometry(report.Geometry.Heavy);
        document["geometry_h"] = report.Geometry.Hydrogen.Bonds.Count > 0 ? Geometry(report.Geometry.Hydrogen) : null;
        document["contacts"] = RecordJson.Of(report.Geometry.Contacts);
        document["chains"] = chains;
        document["residues"] = residues;
        return document;
    }

    /// <summary>Seconds by stage.</summary>
    public static JsonObject Timings(IReadOnlyDictionary<string, double> seconds)
    {
        var document = new JsonObject();
        foreach ((string stage, double value) in seconds)
            document[stage] = Math.Round(value, 4);
        return document;
    }

    /// <summary>Macro-cycles, without times, so that the same input gives the same bytes.</summary>
    public static JsonArray Cycles(RefinementResult result) => new([.. result.Cycles.Select(c => (JsonNode)new JsonObject
    {
        ["cycle"] = c.Number,
        ["weight"] = c.Weight,
        ["iterations"] = c.Iterations,
        ["evaluations"] = c.Evaluations,
        ["density_per_atom"] = c.DensityPerAtom,
        ["cc_mask_heavy"] = c.CcMask,
        ["bond_rmsd"] = c.BondRmsd,
        ["angle_rmsd"] = c.AngleRmsd,
        ["rms_shift"] = c.Shift,
        ["energies"] = RecordJson.Of(c.Energies),
        ["target"] = c.Target,
        ["contact_factor"] = c.ContactFactor,
    })]);

    /// <summary>Steps besides the minimisation of coordinates, without times.</summary>
    public static JsonArray Steps(RefinementResult result) => new([.. result.Steps.Select(s =>
    {
        JsonObject step = RecordJson.Of(s);
        step.Remove("seconds");
        step.Remove("changes");
        return (JsonNode)step;
    })]);

    /// <summary>What the model holds that is treated in a way of its own.</summary>
    public static JsonArray Notes(IReadOnlyList<ModelNote> notes) => new([.. notes.Select(n => (JsonNode)new JsonObject
    {
        ["kind"] = n.Kind,
        ["count"] = n.Count,
        ["where"] = new JsonArray([.. n.Where.Select(w => JsonValue.Create(w))]),
        ["treatment"] = n.Treatment,
    })]);

    /// <summary>Whether the refined model replaces the input, and by which criteria.</summary>
    public static JsonObject Decision(RefinementDecision decision) => new()
    {
        ["result"] = decision.Accepted ? "accepted" : "kept",
        ["deciding"] = decision.Deciding,
        ["criteria"] = RecordJson.List(decision.Criteria),
    };

    /// <summary>What was chosen and why.</summary>
    public static JsonObject Refinement(RefineOutcome outcome, RefinementOptions options, ComponentLibrary library)
    {
        GeometryGoal goal = GeometryGoal.For(options);
        return new JsonObject
        {
            ["target"] = TargetText.Long(options.Target, outcome.Refinement),
            ["target_b_factor"] = outcome.Refinement.TargetBFactor,
            ["restraints"] = new JsonArray([.. outcome.Restraints.Select(r => JsonValue.Create(r))]),
            ["reference"] = outcome.Reference == null ? null : RecordJson.Of(outcome.Reference),
            ["conformation_dependent_targets"] = new JsonObject
            {
                ["used"] = options.BackboneTargets,
                ["before"] = RecordJson.Of(outcome.BackboneBefore),
                ["after"] = RecordJson.Of(outcome.BackboneAfter),
            },
            ["copies"] = Copies(outcome),
            ["repair"] = outcome.Repair == null ? null : RegularizeJson.Repair(outcome.Repair),
            ["ramachandran_weight"] = options.RamachandranWeight ?? Ramachandran.WeightAt(options.Resolution),
            ["blur"] = options.Blur ?? MatchedFilter.BlurFor(options.Resolution),
            ["torsion_scale"] = options.TorsionScale,
            ["dictionaries"] = new JsonArray([.. library.Sources.Select(s => JsonValue.Create(s))]),
            ["interpolation"] = options.Interpolation.ToString().ToLowerInvariant(),
            ["bond_rmsd_goal"] = goal.BondRmsd,
            ["angle_rmsd_goal"] = goal.AngleRmsd,
            ["weight_given"] = options.Weight,
            ["weights_by"] = options.WeightGroups.ToString().ToLowerInvariant(),
            ["group_weights"] = RecordJson.List(outcome.Refinement.GroupWeights),
            ["weight_trials"] = RecordJson.List(outcome.Refinement.WeightTrials),
            ["chosen_cycle"] = outcome.Refinement.Chosen,
            ["riding_hydrogens"] = outcome.Refinement.Hydrogens,
            ["rms_shift"] = outcome.Shift,
            ["cancelled"] = outcome.Cancelled,
        };
    }

    /// <summary>Constrained copies with their operators, x_copy = R x_master + t; null without constraints.</summary>
    private static JsonArray? Copies(RefineOutcome outcome) => outcome.Refinement.Copies.Count == 0 ? null : new([.. outcome.Refinement.Copies.Select(g => (JsonNode)new JsonObject
    {
        ["master"] = g.Master,
        ["atoms"] = g.MasterAtoms.Length,
        ["copies"] = new JsonArray([.. g.Copies.Select(c => (JsonNode)new JsonObject
        {
            ["chain"] = c.Chain,
            ["rmsd"] = Math.Round(c.Rmsd, 6),
            ["rotation"] = new JsonArray([.. new[] { c.Operator.RowX, c.Operator.RowY, c.Operator.RowZ }.Select(r => (JsonNode)new JsonArray(r.X, r.Y, r.Z))]),
            ["shift"] = new JsonArray(c.Operator.Shift.X, c.Operator.Shift.Y, c.Operator.Shift.Z),
        })]),
    })]);

    /// <summary>What the written model file says about the refinement.</summary>
    public static RefinementRecord Record(RefineOutcome outcome, JobRequest request, RefinementOptions options, string version) => new()
    {
        Version = version,
        Resolution = request.Resolution,
        TargetCriteria = TargetText.Criteria(options.Target, outcome.Refinement),
        Details = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"CC_mask {outcome.After.Scores.CcMask:F4} at {request.Resolution} A"),
        MeanB = outcome.Refinement.B.Length == 0 ? null : outcome.Refinement.B.Average(),
        Deviations =
        [
            new("bond", outcome.After.Geometry.Heavy.Bonds.Rmsd, outcome.After.Geometry.Heavy.Bonds.Count),
            new("angle", outcome.After.Geometry.Heavy.Angles.Rmsd, outcome.After.Geometry.Heavy.Angles.Count),
            new("torsion", outcome.After.Geometry.Heavy.Torsions.Rmsd, outcome.After.Geometry.Heavy.Torsions.Count),
            new("chirality", outcome.After.Geometry.Heavy.Chirality.Rmsd, outcome.After.Geometry.Heavy.Chirality.Count),
            new("plane", outcome.After.Geometry.Heavy.Planes.Rmsd, outcome.After.Geometry.Heavy.Planes.Count),
        ],
    };

    /// <summary>Deviations as flat keys, bond_rmsd and so on, then the worst terms.</summary>
    public static JsonObject Geometry(GeometrySet set)
    {
        var document = new JsonObject();
        var worst = new JsonObject();
        (string Name, GeometryClass Terms)[] classes =
            [("bond", set.Bonds), ("angle", set.Angles), ("torsion", set.Torsions), ("chirality", set.Chirality), ("plane", set.Planes)];
        foreach ((string name, GeometryClass terms) in classes)
        {
            document[name + "_rmsd"] = terms.Rmsd;
            document[name + "_rmsz"] = terms.RmsZ;
            document[name + "_max"] = terms.Max;
            document[name + "_count"] = terms.Count;
            worst[name] = RecordJson.List(terms.Worst);
        }

        document["worst"] = worst;
        return document;
    }

    private static JsonNode? Take(JsonObject from, string key)
    {
        JsonNode? value = from[key];
        from.Remove(key);
        return value;
    }
}
