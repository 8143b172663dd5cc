using Engine.Core.Restraints;
using Engine.Kernels;

namespace Engine.Core.Refinement.Repair;

/// <summary>Covalent bonds of a restraint model: those that count in the statistics.</summary>
internal sealed class CovalentGraph
{
    private readonly byte[] isHydrogen;

    public CovalentGraph(RestraintModel restraints)
    {
        isHydrogen = restraints.IsHydrogen;
        RestraintTable t = restraints.Table;
        Neighbours = [.. Enumerable.Range(0, t.AtomCount).Select(_ => new List<int>())];
        for (int k = 0; k < t.BondCount; k++)
        {
            if (restraints.BondCounts[k] == 0)
                continue;
            (int a, int b) = (t.BondAtoms[2 * k], t.BondAtoms[2 * k + 1]);
            if (Neighbours[a].Contains(b))
                continue;
            Neighbours[a].Add(b);
            Neighbours[b].Add(a);
        }
    }

    /// <summary>Bonded atoms.</summary>
    public List<int>[] Neighbours { get; }

    /// <summary>Bonds without hydrogens, each once.</summary>
    public IEnumerable<(int A, int B)> HeavyBonds()
    {
        for (int a = 0; a < Neighbours.Length; a++)
        {
            foreach (int b in Neighbours[a])
            {
                if (a < b && isHydrogen[a] == 0 && isHydrogen[b] == 0)
                    yield return (a, b);
            }
        }
    }

    /// <summary>Rings of five to seven atoms.</summary>
    public List<int[]> Rings() => SmallRings.Find(Neighbours);

    /// <summary>
    /// The atoms that hang on a neighbour of a centre, the neighbour first; null when they are more than a limit or lead back to the centre by another way.
    /// </summary>
    /// <param name="centre">Centre.</param>
    /// <param name="neighbour">Its neighbour.</param>
    /// <param name="most">Limit.</param>
    public List<int>? Branch(int centre, int neighbour, int most)
    {
        var branch = new List<int> { neighbour };
        for (int k = 0; k < branch.Count; k++)
        {
            foreach (int next in Neighbours[branch[k]])
            {
                if (next == centre)
                {
                    if (k > 0)
                        return null;
                    continue;
                }

                if (!branch.Contains(next))
                    branch.Add(next);
            }

            if (branch.Count > most)
                return null;
        }

        return branch;
    }
}
