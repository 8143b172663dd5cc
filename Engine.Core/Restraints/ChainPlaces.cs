using Engine.Core.Models;

namespace Engine.Core.Restraints;

/// <summary>The places of a chain: residues of one number and insertion code, whatever their names, are alternatives of each other. A ligand, ion or water of the same number as a residue of the polymer has a place of its own.</summary>
internal static class ChainPlaces
{
    /// <summary>Indices of the residues, place by place in the order of the file.</summary>
    /// <param name="model">Model.</param>
    /// <param name="chain">One of its chains.</param>
    public static IEnumerable<int[]> Of(Model model, Chain chain) =>
        chain.Residues.GroupBy(r => (model.Residues[r].Number, model.Residues[r].InsertionCode, ResidueClasses.Of(model.Residues[r].Name))).Select(g => g.ToArray());
}
