using Engine.Core.Models;

namespace Engine.Core.Restraints;

/// <summary>
/// Alternate conformations of a model. An atom's conformer is 0 when it is common to all, else its altloc character; a blank altloc
/// that stands beside a lettered copy of the same atom is a conformer of its own.
/// </summary>
internal sealed class Conformers
{
    /// <summary>Conformer of an atom without altloc that has lettered copies.</summary>
    private const int BlankCopy = ' ';

    private static readonly int[] OnlyCommon = [0];

    private readonly int[] ofAtom;
    private readonly int[][] ofResidue;

    public Conformers(Model model)
    {
        ofAtom = new int[model.Atoms.Count];
        ofResidue = new int[model.Residues.Count][];
        for (int r = 0; r < ofResidue.Length; r++)
            ofResidue[r] = Assign(model, model.Residues[r]);
    }

    /// <summary>Conformer per atom.</summary>
    public int[] OfAtom => ofAtom;

    /// <summary>The conformers that a residue has; {0} when it has one only.</summary>
    public int[] OfResidue(int residue) => ofResidue[residue];

    /// <summary>True when two atoms can exist together.</summary>
    public bool Compatible(int a, int b) => ofAtom[a] == 0 || ofAtom[b] == 0 || ofAtom[a] == ofAtom[b];

    /// <summary>The conformers of two residues that meet.</summary>
    public int[] Union(int residue1, int residue2)
    {
        int[] a = ofResidue[residue1], b = ofResidue[residue2];
        if (a[0] == 0)
            return b;
        return b[0] == 0 ? a : [.. a.Union(b).Order()];
    }

    private int[] Assign(Model model, Residue residue)
    {
        bool any = false;
        for (int i = 0; i < residue.AtomCount; i++)
        {
            char alt = model.Atoms[residue.FirstAtom + i].AltLoc;
            ofAtom[residue.FirstAtom + i] = alt;
            any |= alt != '\0';
        }

        if (!any)
            return OnlyCommon;
        var lettered = new HashSet<string>(StringComparer.Ordinal);
        var found = new SortedSet<int>();
        for (int i = residue.FirstAtom; i < residue.FirstAtom + residue.AtomCount; i++)
        {
            if (ofAtom[i] == 0)
                continue;
            lettered.Add(model.Atoms[i].Name);
            found.Add(ofAtom[i]);
        }

        for (int i = residue.FirstAtom; i < residue.FirstAtom + residue.AtomCount; i++)
        {
            if (ofAtom[i] != 0 || !lettered.Contains(model.Atoms[i].Name))
                continue;
            ofAtom[i] = BlankCopy;
            found.Add(BlankCopy);
        }

        return [.. found];
    }
}
