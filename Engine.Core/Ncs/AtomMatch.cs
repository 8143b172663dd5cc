using Engine.Core.Geometry;
using Engine.Core.Models;

namespace Engine.Core.Ncs;

/// <summary>Which atoms of two residues of one name correspond: those of the same name, element and alternate location.</summary>
internal static class AtomMatch
{
    /// <summary>
    /// Pairs of atoms. Where names of equivalent atoms may be exchanged (half turn of a ring), the way with the smaller distances after the transform is taken.
    /// </summary>
    /// <param name="model">Model of both residues.</param>
    /// <param name="a">Index of the first residue.</param>
    /// <param name="b">Index of the second residue.</param>
    /// <param name="transform">Takes the first to the second.</param>
    public static List<(int A, int B)> Pairs(Model model, int a, int b, RigidTransform transform)
    {
        List<(int A, int B)> straight = ByName(model, a, b, false);
        if (!EquivalentAtoms.Has(model.Residues[a].Name))
            return straight;
        List<(int A, int B)> swapped = ByName(model, a, b, true);
        return swapped.Count == straight.Count && Squares(model, swapped, transform) < Squares(model, straight, transform) ? swapped : straight;
    }

    /// <summary>Sum of squared distances of heavy atoms after the transform, Å².</summary>
    public static double Squares(Model model, List<(int A, int B)> pairs, RigidTransform transform)
    {
        double sum = 0;
        foreach ((int i, int j) in pairs)
        {
            if (!model.Atoms[i].Element.IsHydrogen)
                sum += (transform.Apply(model.Atoms[i].Position) - model.Atoms[j].Position).LengthSquared;
        }

        return sum;
    }

    private static List<(int A, int B)> ByName(Model model, int a, int b, bool swap)
    {
        var pairs = new List<(int A, int B)>();
        if (model.Residues[a].Name != model.Residues[b].Name)
            return pairs;
        foreach (int i in PolymerChain.AtomsOf(model, a))
        {
            Atom atom = model.Atoms[i];
            string name = swap ? EquivalentAtoms.Other(model.Residues[a].Name, atom.Name) : atom.Name;
            foreach (int j in PolymerChain.AtomsOf(model, b))
            {
                Atom other = model.Atoms[j];
                if (other.Name != name || other.AltLoc != atom.AltLoc || other.Element != atom.Element)
                    continue;
                pairs.Add((i, j));
                break;
            }
        }

        return pairs;
    }
}
