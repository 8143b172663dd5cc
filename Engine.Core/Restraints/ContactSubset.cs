using Engine.Kernels;

namespace Engine.Core.Restraints;

/// <summary>Parts of contact and riding tables.</summary>
public static class ContactSubset
{
    /// <summary>The same table with another choice of movable atoms.</summary>
    /// <param name="table">Contact data.</param>
    /// <param name="movable">True for atoms that may move.</param>
    public static NonbondedTable WithMovable(this NonbondedTable table, bool[] movable) =>
        table with { Movable = Array.ConvertAll(movable, m => m ? (byte)1 : (byte)0) };

    /// <summary>The part of a table that concerns some atoms, numbered by their place in the list.</summary>
    /// <param name="table">Contact data.</param>
    /// <param name="atoms">Old index of each new atom, ascending.</param>
    public static NonbondedTable Renumber(this NonbondedTable table, int[] atoms)
    {
        int[] map = RestraintTableSubset.NewIndices(table.Radius.Length, atoms);
        (int[] excludedStart, int[] excluded) = Lists(table.ExcludedStart, table.ExcludedAtoms, atoms, map);
        (int[] start14, int[] atoms14) = Lists(table.Start14, table.Atoms14, atoms, map);
        return table with
        {
            Radius = RestraintTableParts.Rows(table.Radius, 1, atoms),
            HydrogenBond = RestraintTableParts.Rows(table.HydrogenBond, 1, atoms),
            Conformer = RestraintTableParts.Rows(table.Conformer, 1, atoms),
            Active = RestraintTableParts.Rows(table.Active, 1, atoms),
            Movable = RestraintTableParts.Rows(table.Movable, 1, atoms),
            ExcludedStart = excludedStart,
            ExcludedAtoms = excluded,
            Start14 = start14,
            Atoms14 = atoms14,
        };
    }

    /// <summary>The riding atoms that may move.</summary>
    /// <param name="table">All riding atoms.</param>
    /// <param name="movable">True for atoms that may move.</param>
    public static RidingTable OfMovable(this RidingTable table, bool[] movable)
    {
        int[] kept = [.. Enumerable.Range(0, table.Count).Where(h => movable[table.Hydrogen[h]])];
        return new RidingTable
        {
            Hydrogen = RestraintTableParts.Rows(table.Hydrogen, 1, kept),
            Frame = RestraintTableParts.Rows(table.Frame, 3, kept),
        };
    }

    /// <summary>The same riding atoms, numbered by their place in a list.</summary>
    /// <param name="table">Riding atoms, all of them and their frames in the list.</param>
    /// <param name="atoms">Old index of each new atom, ascending.</param>
    public static RidingTable Renumber(this RidingTable table, int[] atoms)
    {
        int New(int old) => old < 0 ? -1 : Array.BinarySearch(atoms, old);
        return new RidingTable
        {
            Hydrogen = Array.ConvertAll(table.Hydrogen, New),
            Frame = Array.ConvertAll(table.Frame, New),
        };
    }

    private static (int[] Start, int[] Atoms) Lists(int[] start, int[] partners, int[] atoms, int[] map)
    {
        var newStart = new int[atoms.Length + 1];
        var kept = new List<int>();
        for (int i = 0; i < atoms.Length; i++)
        {
            for (int k = start[atoms[i]]; k < start[atoms[i] + 1]; k++)
            {
                if (map[partners[k]] >= 0)
                    kept.Add(map[partners[k]]);
            }

            newStart[i + 1] = kept.Count;
        }

        return (newStart, [.. kept]);
    }
}
