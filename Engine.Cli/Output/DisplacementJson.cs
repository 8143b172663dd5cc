using System.Text.Json.Nodes;
using Engine.Core.Refinement.Displacements;
using Engine.Core.Refinement.Occupancies;

namespace Engine.Cli.Output;

/// <summary>B factors and occupancies that were refined.</summary>
internal static class DisplacementJson
{
    /// <summary>Statistics and stages of B, changed occupancies, notes; null when nothing was refined.</summary>
    public static JsonNode? Of(DisplacementResult? done)
    {
        if (done == null)
            return null;
        var document = new JsonObject { ["notes"] = new JsonArray([.. done.Notes.Select(n => JsonValue.Create(n))]) };
        if (done.BFactors.Count > 0)
        {
            BFactorResult last = done.BFactors[^1];
            document["b_factors"] = new JsonObject
            {
                ["level"] = last.Level.ToString().ToLowerInvariant(),
                ["method"] = last.Method,
                ["atoms"] = last.Refined,
                ["hydrogens"] = last.Hydrogens,
                ["before"] = RecordJson.Of(done.BFactors[0].Before),
                ["after"] = RecordJson.Of(last.After),
                ["stages"] = new JsonArray([.. done.BFactors[0].Stages.Select(s => (JsonNode)Stage(s))]),
            };
        }

        if (done.Occupancies.Count > 0)
        {
            document["occupancies"] = new JsonArray([.. done.Occupancies[^1].Changes.Select(c => (JsonNode)new JsonObject
            {
                ["group"] = c.Group.Label,
                ["kind"] = c.Group.Kind.ToString().ToLowerInvariant(),
                ["atoms"] = c.Group.Atoms.Count,
                ["before"] = done.Occupancies[0].Changes.First(f => f.Group == c.Group).Before,
                ["after"] = c.After,
            })]);
        }

        return document;
    }

    /// <summary>One level; σ is null where a single parameter needs no restraint.</summary>
    private static JsonObject Stage(BFactorStage stage)
    {
        JsonObject node = RecordJson.Of(stage with { RestraintSigma = double.IsFinite(stage.RestraintSigma) ? stage.RestraintSigma : 0 });
        if (!double.IsFinite(stage.RestraintSigma))
            node["restraint_sigma"] = null;
        return node;
    }
}
