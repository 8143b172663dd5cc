using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;

namespace Engine.Core.Refinement.Convergence;

/// <summary>
/// Polymer residues of one chain and how strongly pairs of them hold together: the number of heavy-atom pairs within 5 Å, at most 10, and 10 between neighbours along the
/// chain, so that cuts cross few contacts and helices stay whole.
/// </summary>
internal sealed class ResidueGraph
{
    private const double ContactDistance = 5;
    private const double Strongest = 10;
    private const double ReachOfResidue = 14;

    private ResidueGraph(int[] residues, List<(int To, double Weight)>[] edges) => (Residues, Edges) = (residues, edges);

    /// <summary>Indices into <see cref="Model.Residues"/>, in chain order.</summary>
    public int[] Residues { get; }

    /// <summary>Neighbours of each node and the weights of the links, both directions.</summary>
    public List<(int To, double Weight)>[] Edges { get; }

    /// <summary>Sum of a node's weights.</summary>
    public double Degree(int node)
    {
        double sum = 0;
        foreach ((_, double weight) in Edges[node])
            sum += weight;
        return sum;
    }

    /// <summary>The graph of a chain's residues that have a backbone (CA, or P or C4').</summary>
    /// <param name="model">Model.</param>
    /// <param name="chain">Chain.</param>
    /// <param name="movable">Atoms that count.</param>
    public static ResidueGraph Of(Model model, Chain chain, bool[] movable)
    {
        int[] residues = [.. chain.Residues.Where(r => Backbone(model, model.Residues[r], movable))];
        var edges = new List<(int, double)>[residues.Length];
        Vec3[][] atoms = [.. residues.Select(r => Heavy(model, model.Residues[r], movable))];
        Vec3[] centres = [.. atoms.Select(a => a.Aggregate(Vec3.Zero, (s, p) => s + p) / a.Length)];
        var grid = new AtomGrid(centres, Enumerable.Range(0, centres.Length), ReachOfResidue);
        var near = new List<int>();
        for (int a = 0; a < residues.Length; a++)
        {
            edges[a] = [];
            grid.Near(centres[a], ReachOfResidue, near);
            foreach (int b in near)
            {
                if (a == b)
                    continue;
                double weight = Math.Abs(a - b) == 1 ? Strongest : Math.Min(Strongest, Contacts(atoms[a], atoms[b]));
                if (weight > 0)
                    edges[a].Add((b, weight));
            }
        }

        return new(residues, edges);
    }

    private static bool Backbone(Model model, Residue residue, bool[] movable)
    {
        for (int i = residue.FirstAtom; i < residue.FirstAtom + residue.AtomCount; i++)
        {
            if (movable[i] && model.Atoms[i].Name is "CA" or "P" or "C4'" && residue.AtomCount > 3)
                return true;
        }

        return false;
    }

    private static Vec3[] Heavy(Model model, Residue residue, bool[] movable) =>
        [.. model.Atoms.Skip(residue.FirstAtom).Take(residue.AtomCount).Where((a, k) => movable[residue.FirstAtom + k] && !a.Element.IsHydrogen).Select(a => a.Position)];

    private static double Contacts(Vec3[] a, Vec3[] b)
    {
        double count = 0;
        foreach (Vec3 p in a)
        {
            foreach (Vec3 q in b)
            {
                if ((p - q).LengthSquared < ContactDistance * ContactDistance)
                    count++;
            }
        }

        return count;
    }
}
