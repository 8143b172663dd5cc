using Engine.Kernels;

namespace Engine.Core.Restraints;

/// <summary>Parts of restraint tables, and the same part with atoms numbered anew.</summary>
public static class RestraintTableSubset
{
    /// <summary>The terms with at least one atom of a set.</summary>
    /// <param name="table">All terms.</param>
    /// <param name="atoms">True for atoms of the set.</param>
    public static RestraintTable TouchingAny(this RestraintTable table, bool[] atoms)
    {
        if (!Array.Exists(atoms, a => !a))
            return table;
        return table.Take(table.Choose(term => Any(term, atoms)));
    }

    /// <summary>The same terms with the weight of periodic torsions multiplied; torsions with a single well or two (peptides, double bonds) keep theirs.</summary>
    /// <param name="table">All terms.</param>
    /// <param name="factor">0 or more.</param>
    public static RestraintTable WithTorsionScale(this RestraintTable table, double factor) => table with
    {
        TorsionWeight = [.. table.TorsionWeight.Select((w, i) => table.TorsionPeriod[i] > 2 ? factor * w : w)],
    };

    /// <summary>Marks the atoms of a set and all atoms that share a term with one of them.</summary>
    /// <param name="table">All terms.</param>
    /// <param name="atoms">True for atoms of the set.</param>
    public static bool[] PartnersOf(this RestraintTable table, bool[] atoms)
    {
        var marked = (bool[])atoms.Clone();
        RestraintTable part = table.TouchingAny(atoms);
        foreach (int[] list in part.AtomLists())
        {
            foreach (int i in list)
                marked[i] = true;
        }

        return marked;
    }

    /// <summary>The same terms with atoms numbered by their place in <paramref name="atoms"/>.</summary>
    /// <param name="table">Terms whose atoms all are in the list.</param>
    /// <param name="atoms">Old index of each new atom, ascending.</param>
    public static RestraintTable Renumber(this RestraintTable table, int[] atoms) => table.MapAtoms(NewIndices(table.AtomCount, atoms), atoms.Length);

    /// <summary>New index per old atom, -1 where it is left out.</summary>
    internal static int[] NewIndices(int count, int[] atoms)
    {
        var map = new int[count];
        Array.Fill(map, -1);
        for (int i = 0; i < atoms.Length; i++)
            map[atoms[i]] = i;
        return map;
    }

    private static bool Any(ReadOnlySpan<int> term, bool[] set)
    {
        foreach (int atom in term)
        {
            if (set[atom])
                return true;
        }

        return false;
    }
}
