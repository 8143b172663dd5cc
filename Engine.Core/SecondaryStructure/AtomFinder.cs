using Engine.Core.Models;

namespace Engine.Core.SecondaryStructure;

/// <summary>Finds atoms of a residue by name.</summary>
internal static class AtomFinder
{
    /// <summary>The atom of that name with the highest occupancy, the first among equals; -1 when there is none.</summary>
    /// <param name="model">Model.</param>
    /// <param name="residueIndex">Index into <see cref="Model.Residues"/>.</param>
    /// <param name="name">Atom name.</param>
    public static int Find(Model model, int residueIndex, string name)
    {
        Residue residue = model.Residues[residueIndex];
        int best = -1;
        for (int i = residue.FirstAtom; i < residue.FirstAtom + residue.AtomCount; i++)
        {
            if (model.Atoms[i].Name == name && (best < 0 || model.Atoms[i].Occupancy > model.Atoms[best].Occupancy))
                best = i;
        }

        return best;
    }
}
