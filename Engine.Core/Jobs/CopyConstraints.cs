using Engine.Core.Models;
using Engine.Core.Ncs;
using Engine.Kernels;

namespace Engine.Core.Jobs;

/// <summary>Finds the copies of a model that a refinement is to constrain.</summary>
public static class CopyConstraints
{
    /// <summary>All groups of copies, constrained.</summary>
    /// <param name="model">Names, residues and coordinates.</param>
    /// <param name="movable">Atoms that may move; atoms with a fixed copy cannot be constrained.</param>
    /// <param name="file">Name of the model file, for messages.</param>
    /// <exception cref="InputException">No chain is a copy of another, or all copies have fixed atoms.</exception>
    public static NcsDecision Find(Model model, bool[] movable, string file)
    {
        IReadOnlyList<NcsGroup> groups = NcsSearch.Find(model);
        if (groups.Count == 0)
        {
            throw new InputException(
                FormattableString.Invariant($"{file}: --ncs constraints, but none of the {model.Chains.Count} chains is a copy of another (85 % of its residues, within {new NcsSearchOptions().Rmsd:0.#} Å); give --ncs auto or none"));
        }

        if (NcsConstraint.Create(groups, model.Atoms.Count, movable).ImageCount == 0)
            throw new InputException($"{file}: --ncs constraints, but the selection holds no atom together with a copy of it; select the copies too, or give --ncs auto or none");
        return NcsDecision.Decide(NcsMode.Constraints, groups, Coordinates.Of(model));
    }
}
