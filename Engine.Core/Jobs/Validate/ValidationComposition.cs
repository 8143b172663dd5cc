using Engine.Core.Models;

namespace Engine.Core.Jobs.Validate;

/// <summary>What a model consists of.</summary>
/// <param name="Chains">Chains (author ids).</param>
/// <param name="Residues">Residues of all kinds, ligands and waters included.</param>
/// <param name="Atoms">Atoms of all kinds.</param>
/// <param name="HeavyAtoms">Atoms without hydrogens.</param>
/// <param name="Hydrogens">Hydrogens and deuteriums that the model has itself.</param>
/// <param name="Protein">Amino acids.</param>
/// <param name="Nucleic">Nucleotides.</param>
/// <param name="Ligands">Ligands, sugars and other residues of no polymer.</param>
/// <param name="Ions">Single-atom ions.</param>
/// <param name="Waters">Waters.</param>
/// <param name="AlternateResidues">Residues with alternate conformers.</param>
/// <param name="AlternateAtoms">Atoms with an alternate location.</param>
/// <param name="InsertionCodes">Residues with an insertion code.</param>
/// <param name="LigandNames">Component ids of the ligands with their number, such as "NAG" 3.</param>
public sealed record ValidationComposition(
    int Chains, int Residues, int Atoms, int HeavyAtoms, int Hydrogens, int Protein, int Nucleic, int Ligands, int Ions, int Waters, int AlternateResidues, int AlternateAtoms, int InsertionCodes,
    IReadOnlyDictionary<string, int> LigandNames)
{
    /// <summary>Counts the first model of a structure.</summary>
    /// <param name="structure">Structure.</param>
    public static ValidationComposition Of(Structure structure)
    {
        Model model = structure.First;
        ResidueClass[] kinds = [.. model.Residues.Select(r => ResidueClasses.Of(r.Name))];
        int Count(ResidueClass kind) => kinds.Count(k => k == kind);
        bool[] alternate = new bool[kinds.Length];
        foreach (Atom atom in model.Atoms.Where(a => a.AltLoc != '\0'))
            alternate[atom.ResidueIndex] = true;
        int hydrogens = model.Atoms.Count(a => a.Element.IsHydrogen);
        var names = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (Residue r in model.Residues.Where((_, i) => kinds[i] == ResidueClass.Other))
            names[r.Name] = names.GetValueOrDefault(r.Name) + 1;
        return new(
            model.Chains.Count, model.Residues.Count, model.Atoms.Count, model.Atoms.Count - hydrogens, hydrogens, Count(ResidueClass.Protein), Count(ResidueClass.Nucleic), Count(ResidueClass.Other),
            Count(ResidueClass.Ion), Count(ResidueClass.Water), alternate.Count(a => a), model.Atoms.Count(a => a.AltLoc != '\0'), model.Residues.Count(r => r.InsertionCode != '\0'), names);
    }
}
