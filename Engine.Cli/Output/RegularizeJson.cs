using System.Text.Json.Nodes;
using Engine.Core.Jobs;
using Engine.Core.Models;
using Engine.Core.Refinement.Regularize;
using Engine.Core.Refinement.Repair;
using Engine.Core.Restraints;
using Engine.Core.SecondaryStructure;
using Engine.Kernels;

namespace Engine.Cli.Output;

/// <summary>The JSON document of regularize. Keys are only ever added to.</summary>
internal static class RegularizeJson
{
    public static JsonObject Document(
        RegularizeOutcome outcome, RegularizeRequest request, RegularizeOptions options, Accelerator accelerator, RunContext context, IReadOnlyList<string> warnings)
    {
        RegularizeResult result = outcome.Result;
        JsonObject document = ReportJson.Header("cryoengine.regularize/1", outcome.Fingerprints, accelerator, context);
        document["timings_s"] = ReportJson.Timings(outcome.Seconds);
        document["selection"] = request.Selection;
        document["atoms_selected"] = outcome.Selected;
        document["sigma"] = options.Sigma;
        document["iterations"] = result.Minimisation?.Iterations;
        document["rms_shift"] = result.Rmsd;
        document["largest_shift"] = result.Largest;
        document["cancelled"] = result.Cancelled;
        document["before"] = Geometry(result.Before);
        document["after"] = Geometry(result.After);
        document["added_restraints"] = RecordJson.Of(result.Added);
        document["secondary_structure"] = Structure(result.Structure, outcome.Structure.First);
        document["repair"] = result.Repair == null ? null : Repair(result.Repair);
        document["warnings"] = new JsonArray([.. warnings.Select(w => JsonValue.Create(w))]);
        return document;
    }

    /// <summary>What the written model file says about the regularisation.</summary>
    public static RefinementRecord Record(RegularizeOutcome outcome) => new()
    {
        Version = RunContext.Version,
        TargetCriteria = "geometry alone",
        Deviations =
        [
            new("bond", outcome.Result.After.Heavy.Bonds.Rmsd, outcome.Result.After.Heavy.Bonds.Count),
            new("angle", outcome.Result.After.Heavy.Angles.Rmsd, outcome.Result.After.Heavy.Angles.Count),
        ],
    };

    private static JsonObject Geometry(GeometryStatistics statistics)
    {
        JsonObject document = ReportJson.Geometry(statistics.Heavy);
        document["contacts"] = RecordJson.Of(statistics.Contacts);
        return document;
    }

    private static JsonObject Structure(SecondaryStructureRecord structure, Model model)
    {
        string Label(int residue) => $"{model.Chains[model.Residues[residue].ChainIndex].Id} {model.Residues[residue].Number} {model.Residues[residue].Name}";
        return new JsonObject
        {
            ["residues"] = structure.Residues,
            ["backbone_hydrogen_bonds"] = structure.BackboneBonds,
            ["structural_hydrogen_bonds"] = structure.Bonds.Count,
            ["helices"] = new JsonArray([.. structure.Helices.Select(h => (JsonNode)new JsonObject
            {
                ["kind"] = h.Kind.ToString(),
                ["first"] = Label(h.First),
                ["last"] = Label(h.Last),
                ["length"] = h.Length,
                ["from_trace"] = h.FromTrace,
            })]),
            ["sheets"] = new JsonArray([.. structure.Sheets.Select(s => (JsonNode)new JsonObject
            {
                ["strands"] = new JsonArray([.. s.Strands.Select(r => (JsonNode)new JsonObject { ["first"] = Label(r.First), ["last"] = Label(r.Last) })]),
                ["ladders"] = s.Ladders.Count,
                ["parallel_ladders"] = s.Ladders.Count(l => l.IsParallel),
            })]),
        };
    }

    /// <summary>What a repair found and did.</summary>
    public static JsonObject Repair(RepairResult repair)
    {
        static JsonObject Count(IReadOnlyList<Distortion> found)
        {
            var counts = new JsonObject();
            foreach (DistortionKind kind in Enum.GetValues<DistortionKind>())
                counts[kind.ToString()] = found.Count(d => d.Kind == kind);
            return counts;
        }

        return new JsonObject
        {
            ["distortions_before"] = Count(repair.Before),
            ["distortions_after"] = Count(repair.After),
            ["separated_atoms"] = repair.Separated,
            ["turned_centres"] = repair.Flipped,
            ["unthreaded_bonds"] = repair.Unthreaded,
            ["moved_atoms"] = repair.Moved,
            ["stages"] = RecordJson.List(repair.Stages),
        };
    }
}
