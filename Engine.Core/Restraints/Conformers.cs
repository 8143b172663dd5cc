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
        for (int r = 1; r < ofResidue.Length; r++)
            SeparateNames(model, r - 1, r);
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

    /// <summary>Of two residues of different names at one place, a residue without altlocs is the alternative of the one that has them.</summary>
    private void SeparateNames(Model model, int r1, int r2)
    {
        Residue a = model.Residues[r1], b = model.Residues[r2];
        if (a.Name == b.Name || a.ChainIndex != b.ChainIndex || a.Number != b.Number || a.InsertionCode != b.InsertionCode)
            return;
        bool aCommon = ofResidue[r1][0] == 0, bCommon = ofResidue[r2][0] == 0;
        if (aCommon == bCommon)
            return;
        Residue common = aCommon ? a : b;
        Array.Fill(ofAtom, BlankCopy, common.FirstAtom, common.AtomCount);
        ofResidue[aCommon ? r1 : r2] = [BlankCopy];
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
