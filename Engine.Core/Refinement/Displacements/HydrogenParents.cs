using Engine.Core.Geometry;
using Engine.Core.Models;

namespace Engine.Core.Refinement.Displacements;

/// <summary>The atom that each hydrogen is bonded to: the nearest other atom of its residue with the same alternate location or none.</summary>
public static class HydrogenParents
{
    private const double FarthestParent = 1.6;

    /// <summary>Finds the parents.</summary>
    /// <param name="model">Residues and elements.</param>
    /// <param name="x">3N coordinates, Å.</param>
    /// <returns>Per atom the index of its parent; -1 for atoms that are not hydrogen and for hydrogens with no atom within 1.6 Å.</returns>
    public static int[] Find(Model model, double[] x)
    {
        var parents = new int[model.Atoms.Count];
        Array.Fill(parents, -1);
        foreach (Residue residue in model.Residues)
        {
            for (int h = residue.FirstAtom; h < residue.FirstAtom + residue.AtomCount; h++)
            {
                if (model.Atoms[h].Element.IsHydrogen)
                    parents[h] = Parent(model, residue, x, h);
            }
        }

        return parents;
    }

    private static int Parent(Model model, Residue residue, double[] x, int hydrogen)
    {
        double nearest = FarthestParent;
        int parent = -1;
        for (int i = residue.FirstAtom; i < residue.FirstAtom + residue.AtomCount; i++)
        {
            Atom atom = model.Atoms[i];
            if (atom.Element.IsHydrogen || (atom.AltLoc != '\0' && model.Atoms[hydrogen].AltLoc != '\0' && atom.AltLoc != model.Atoms[hydrogen].AltLoc))
                continue;
            double distance = Vec3.Distance(At(x, i), At(x, hydrogen));
            if (distance < nearest)
                (nearest, parent) = (distance, i);
        }

        return parent;
    }

    private static Vec3 At(double[] x, int i) => new(x[3 * i], x[3 * i + 1], x[3 * i + 2]);
}
