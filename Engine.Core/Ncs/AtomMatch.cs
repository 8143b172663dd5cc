using Engine.Core.Geometry;
using Engine.Core.Models;

namespace Engine.Core.Ncs;

/// <summary>Which atoms of two residues of one name correspond: those of the same name, element and alternate location.</summary>
internal static class AtomMatch
{
    /// <summary>
    /// Pairs of atoms. Where names of equivalent atoms may be exchanged (half turn of a ring), the way with the smaller distances after the transform is taken.
    /// </summary>
    /// <param name="modelA">Model of the first residue.</param>
    /// <param name="a">Index of the first residue.</param>
    /// <param name="modelB">Model of the second residue.</param>
    /// <param name="b">Index of the second residue.</param>
    /// <param name="transform">Takes the first to the second.</param>
    public static List<(int A, int B)> Pairs(Model modelA, int a, Model modelB, int b, RigidTransform transform)
    {
        List<(int A, int B)> straight = ByName(modelA, a, modelB, b, false);
        if (!EquivalentAtoms.Has(modelA.Residues[a].Name))
            return straight;
        List<(int A, int B)> swapped = ByName(modelA, a, modelB, b, true);
        return swapped.Count == straight.Count && Squares(modelA, modelB, swapped, transform) < Squares(modelA, modelB, straight, transform) ? swapped : straight;
    }

    /// <summary>Sum of squared distances of heavy atoms after the transform, Å².</summary>
    public static double Squares(Model modelA, Model modelB, List<(int A, int B)> pairs, RigidTransform transform)
    {
        double sum = 0;
        foreach ((int i, int j) in pairs)
        {
            if (!modelA.Atoms[i].Element.IsHydrogen)
                sum += (transform.Apply(modelA.Atoms[i].Position) - modelB.Atoms[j].Position).LengthSquared;
        }

        return sum;
    }

    private static List<(int A, int B)> ByName(Model modelA, int a, Model modelB, int b, bool swap)
    {
        var pairs = new List<(int A, int B)>();
        if (modelA.Residues[a].Name != modelB.Residues[b].Name)
            return pairs;
        foreach (int i in PolymerChain.AtomsOf(modelA, a))
        {
            Atom atom = modelA.Atoms[i];
            string name = swap ? EquivalentAtoms.Other(modelA.Residues[a].Name, atom.Name) : atom.Name;
            foreach (int j in PolymerChain.AtomsOf(modelB, b))
            {
                Atom other = modelB.Atoms[j];
                if (other.Name != name || other.AltLoc != atom.AltLoc || other.Element != atom.Element)
                    continue;
                pairs.Add((i, j));
                break;
            }
        }

        return pairs;
    }
}
