using Engine.Core.Models;

namespace Engine.Core.Refinement.Displacements;

/// <summary>Which parameter each atom's B follows.</summary>
internal static class BFactorGroups
{
    private static readonly HashSet<string> ProteinMain = ["N", "CA", "C", "O", "CB", "OXT"];

    /// <summary>Numbers the groups of some atoms from 0, in order of first appearance.</summary>
    /// <param name="model">Residues and chains.</param>
    /// <param name="atoms">Indices of the atoms in the model.</param>
    /// <param name="level">What is shared; not auto.</param>
    /// <returns>Group of each of the atoms.</returns>
    public static int[] Of(Model model, IReadOnlyList<int> atoms, BFactorLevel level)
    {
        var numbers = new Dictionary<(int, int), int>();
        var groups = new int[atoms.Count];
        for (int i = 0; i < groups.Length; i++)
        {
            (int, int) key = Key(model, atoms[i], level);
            if (!numbers.TryGetValue(key, out int number))
                numbers[key] = number = numbers.Count;
            groups[i] = number;
        }

        return groups;
    }

    private static (int, int) Key(Model model, int atom, BFactorLevel level)
    {
        int residue = model.Atoms[atom].ResidueIndex;
        return level switch
        {
            BFactorLevel.Individual => (atom, 0),
            BFactorLevel.MainAndSideChain => (residue, IsMainChain(model, atom) ? 0 : 1),
            BFactorLevel.Residue => (residue, 0),
            BFactorLevel.Chain => (model.Residues[residue].ChainIndex, 0),
            BFactorLevel.Overall => (0, 0),
            _ => throw new ArgumentOutOfRangeException(nameof(level), level, "a level that shares"),
        };
    }

    private static bool IsMainChain(Model model, int atom)
    {
        string name = model.Atoms[atom].Name;
        return ResidueClasses.Of(model.Residues[model.Atoms[atom].ResidueIndex].Name) switch
        {
            ResidueClass.Protein => ProteinMain.Contains(name),
            ResidueClass.Nucleic => name.EndsWith('\'') || name.EndsWith('*') || name == "P" || name.StartsWith("OP", StringComparison.Ordinal),
            _ => true,
        };
    }
}
