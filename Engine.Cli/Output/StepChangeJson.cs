using System.Text.Json.Nodes;
using Engine.Core.Refinement;

namespace Engine.Cli.Output;

/// <summary>Single changes of residues: flips of peptides and of the ends of Asn, Gln and His, and turned side chains.</summary>
internal static class StepChangeJson
{
    private const string SideChain = "side chain";

    /// <summary>Every peptide and every end that was turned, in order.</summary>
    public static JsonArray Flips(RefinementResult result) => List(result, kind => kind != SideChain);

    /// <summary>Every side chain that was turned, in order.</summary>
    public static JsonArray SideChains(RefinementResult result) => List(result, kind => kind == SideChain);

    private static JsonArray List(RefinementResult result, Func<string, bool> wanted) =>
        new([.. result.Steps.SelectMany(s => s.Changes.Where(c => wanted(c.Kind)).Select(c => (JsonNode)Change(result, s, c)))]);

    private static JsonObject Change(RefinementResult result, StepRecord step, StepChange change) => new()
    {
        ["cycle"] = step.Cycle,
        ["kind"] = change.Kind,
        ["chain"] = change.Chain,
        ["residue"] = change.Residue,
        ["name"] = change.Name,
        ["gain"] = change.Gain,
        ["detail"] = change.Detail,
        ["state"] = !step.Kept ? "undone" : step.Cycle > result.Chosen ? "after the chosen cycle" : "kept",
    };
}
