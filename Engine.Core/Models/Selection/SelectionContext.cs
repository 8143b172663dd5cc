using System.Globalization;
using Engine.Core.Models.Pdb;

namespace Engine.Core.Models.Selection;

/// <summary>A text per atom.</summary>
/// <param name="Count">Number of atoms.</param>
/// <param name="Plain">Text of an atom without blanks at its ends.</param>
/// <param name="Padded">The same in the columns of the PDB format.</param>
internal readonly record struct SelectionTexts(int Count, Func<int, string> Plain, Func<int, string> Padded);

/// <summary>What conditions ask of the atoms of one model.</summary>
internal sealed class SelectionContext(Model model)
{
    private readonly ResidueClass[] classes = Classify(model);
    private readonly string[] residueNumbers = [.. model.Residues.Select(r => r.Number.ToString(CultureInfo.InvariantCulture))];

    public Model Model => model;

    public SelectionTexts ChainId => OfResidue(r => model.Chains[r.ChainIndex].Id, 2, alignRight: true);

    public SelectionTexts ResidueName => OfResidue(r => r.Name, 3, alignRight: true);

    public SelectionTexts SegmentId => OfResidue(r => r.SegmentId, 4, alignRight: false);

    public SelectionTexts InsertionCode => OfResidue(r => Code(r.InsertionCode), 1, alignRight: false);

    public SelectionTexts ResidueNumber => new(model.Atoms.Count, i => residueNumbers[model.Atoms[i].ResidueIndex], i => residueNumbers[model.Atoms[i].ResidueIndex].PadLeft(4));

    public SelectionTexts ResidueId
    {
        get
        {
            string[] ids = [.. model.Residues.Select((r, i) => residueNumbers[i] + Code(r.InsertionCode))];
            return new(model.Atoms.Count, i => ids[model.Atoms[i].ResidueIndex], i => ids[model.Atoms[i].ResidueIndex]);
        }
    }

    public SelectionTexts AtomName => new(model.Atoms.Count, i => model.Atoms[i].Name, i => PdbAtomName.Pad(model.Atoms[i].Name, model.Atoms[i].Element));

    public SelectionTexts AltLoc => new(model.Atoms.Count, i => Code(model.Atoms[i].AltLoc), i => Code(model.Atoms[i].AltLoc));

    public Predicate<int> IsWater => i => Class(i) == ResidueClass.Water;

    public Predicate<int> IsProtein => i => Class(i) == ResidueClass.Protein;

    public Predicate<int> IsNucleic => i => Class(i) == ResidueClass.Nucleic;

    public Predicate<int> IsHetero => i => model.Residues[model.Atoms[i].ResidueIndex].IsHetero;

    public Predicate<int> IsBackbone => i => BackboneAtoms.Contains(Class(i), model.Atoms[i]);

    public Predicate<int> IsSidechain => i => Class(i) is ResidueClass.Protein or ResidueClass.Nucleic && !BackboneAtoms.Contains(Class(i), model.Atoms[i]);

    private ResidueClass Class(int atom) => classes[model.Atoms[atom].ResidueIndex];

    private SelectionTexts OfResidue(Func<Residue, string> text, int width, bool alignRight)
    {
        string Plain(int i) => text(model.Residues[model.Atoms[i].ResidueIndex]);
        return new(model.Atoms.Count, Plain, i => alignRight ? Plain(i).PadLeft(width) : Plain(i).PadRight(width));
    }

    private static string Code(char c) => c == '\0' ? "" : c.ToString();

    /// <summary>Classes by name; residues of unknown name by their atoms.</summary>
    private static ResidueClass[] Classify(Model model)
    {
        var result = new ResidueClass[model.Residues.Count];
        for (int r = 0; r < result.Length; r++)
        {
            result[r] = ResidueClasses.Of(model.Residues[r].Name);
            if (result[r] == ResidueClass.Other)
                result[r] = BackboneAtoms.ClassOfUnknown(model, model.Residues[r]);
        }

        return result;
    }
}
