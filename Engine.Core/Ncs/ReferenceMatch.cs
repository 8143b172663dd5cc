using Engine.Core.Models;

namespace Engine.Core.Ncs;

/// <summary>One chain of a model and the chain of the reference that it follows.</summary>
/// <param name="Chain">Author chain id in the model.</param>
/// <param name="Reference">Author chain id in the reference.</param>
/// <param name="Residues">Corresponding residues: indices into <see cref="Model.Residues"/> of the model and of the reference.</param>
/// <param name="Identical">How many of them have the same one-letter code.</param>
/// <param name="Similarity">Identical residues over the residues of the shorter chain.</param>
public sealed record ReferenceChain(string Chain, string Reference, IReadOnlyList<(int Model, int Reference)> Residues, int Identical, double Similarity);

/// <summary>Which chains and residues of a model follow which of a reference structure.</summary>
/// <param name="Chains">Matched chains, in the order of the model.</param>
/// <param name="Unmatched">Ids of the model's polymer chains that no chain of the reference resembles.</param>
public sealed record ReferenceMatch(IReadOnlyList<ReferenceChain> Chains, IReadOnlyList<string> Unmatched)
{
    private const int FewestResidues = 3;

    /// <summary>A chain of the same id is preferred to one that has up to a tenth more identical residues.</summary>
    private const double SameIdBonus = 0.9;

    /// <summary>
    /// Matches chains by sequence; several chains of the model may follow one chain of the reference. Among equally similar chains of the reference the one
    /// with the same id is taken, else the first.
    /// </summary>
    /// <param name="model">Model to restrain.</param>
    /// <param name="reference">Reference structure.</param>
    /// <param name="similarity">Smallest share of identical residues of the shorter chain.</param>
    public static ReferenceMatch Find(Model model, Model reference, double similarity = 0.85)
    {
        List<PolymerChain> others = PolymerChain.Of(reference, FewestResidues);
        var matched = new List<ReferenceChain>();
        var unmatched = new List<string>();
        foreach (PolymerChain chain in PolymerChain.Of(model, FewestResidues))
        {
            string id = model.Chains[chain.Chain].Id;
            ReferenceChain? best = null;
            double bestScore = 0;
            foreach (PolymerChain other in others)
            {
                ChainMatch? match = ChainMatch.Find(model, chain, reference, other, similarity);
                string otherId = reference.Chains[other.Chain].Id;
                double score = match == null ? 0 : match.Identical * (otherId == id ? 1 : SameIdBonus);
                if (match == null || score <= bestScore)
                    continue;
                (best, bestScore) = (new(id, otherId, match.Pairs, match.Identical, match.Similarity), score);
            }

            if (best == null)
                unmatched.Add(id);
            else
                matched.Add(best);
        }

        return new(matched, unmatched);
    }
}
