using Engine.Core.Models;

namespace Engine.Core.Ncs;

/// <summary>The amino acids and nucleotides of one chain that are in the model, in file order; of several residues at one place the first.</summary>
internal sealed class PolymerChain
{
    private PolymerChain(Model model, int chain, List<int> residues)
    {
        Chain = chain;
        Residues = [.. residues];
        Letters = [.. residues.Select(r => Letter(model.Residues[r].Name))];
        HeavyAtoms = residues.Sum(r => AtomsOf(model, r).Count(i => !model.Atoms[i].Element.IsHydrogen));
    }

    /// <summary>Index into <see cref="Model.Chains"/>.</summary>
    public int Chain { get; }

    /// <summary>Indices into <see cref="Model.Residues"/>.</summary>
    public int[] Residues { get; }

    /// <summary>One letter per residue: capitals for amino acids, small ones for nucleotides.</summary>
    public char[] Letters { get; }

    /// <summary>Number of atoms of these residues that are no hydrogens.</summary>
    public int HeavyAtoms { get; }

    /// <summary>The chains with at least some residues of a polymer, in file order.</summary>
    /// <param name="model">Model.</param>
    /// <param name="fewest">Residues that a chain must have.</param>
    public static List<PolymerChain> Of(Model model, int fewest)
    {
        var chains = new List<PolymerChain>();
        for (int c = 0; c < model.Chains.Count; c++)
        {
            var residues = new List<int>();
            foreach (int r in model.Chains[c].Residues)
            {
                if (Trace(model, r) >= 0 && (residues.Count == 0 || !SamePlace(model.Residues[residues[^1]], model.Residues[r])))
                    residues.Add(r);
            }

            if (residues.Count >= fewest)
                chains.Add(new PolymerChain(model, c, residues));
        }

        return chains;
    }

    /// <summary>The atom that stands for a residue: CA of an amino acid, C1' (else P) of a nucleotide; -1 when it is neither or lacks that atom.</summary>
    public static int Trace(Model model, int residue)
    {
        ResidueClass kind = ResidueClasses.Of(model.Residues[residue].Name);
        return kind switch
        {
            ResidueClass.Protein => Find(model, residue, "CA"),
            ResidueClass.Nucleic => Find(model, residue, "C1'") is var c and >= 0 ? c : Find(model, residue, "P"),
            _ => -1,
        };
    }

    /// <summary>First atom of a name in a residue; -1 when there is none.</summary>
    public static int Find(Model model, int residue, string name)
    {
        foreach (int i in AtomsOf(model, residue))
        {
            if (model.Atoms[i].Name == name)
                return i;
        }

        return -1;
    }

    /// <summary>Indices of the atoms of a residue.</summary>
    public static IEnumerable<int> AtomsOf(Model model, int residue) =>
        Enumerable.Range(model.Residues[residue].FirstAtom, model.Residues[residue].AtomCount);

    private static bool SamePlace(Residue a, Residue b) => a.Number == b.Number && a.InsertionCode == b.InsertionCode;

    private static char Letter(string name) =>
        ResidueClasses.IsNucleic(name) ? char.ToLowerInvariant(ResidueClasses.OneLetterCode(name)) : ResidueClasses.OneLetterCode(name);
}
