using Engine.Kernels;

namespace Engine.Core.Refinement;

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
        int[] bonds = Kept(table.BondAtoms, 2, atoms), angles = Kept(table.AngleAtoms, 3, atoms);
        int[] torsions = Kept(table.TorsionAtoms, 4, atoms), chirals = Kept(table.ChiralAtoms, 4, atoms);
        int[] planes = KeptPlanes(table, atoms);
        var planeStart = new int[planes.Length + 1];
        for (int p = 0; p < planes.Length; p++)
            planeStart[p + 1] = planeStart[p] + table.PlaneStart[planes[p] + 1] - table.PlaneStart[planes[p]];
        int[] members = [.. planes.SelectMany(p => Enumerable.Range(table.PlaneStart[p], table.PlaneStart[p + 1] - table.PlaneStart[p]))];
        return new RestraintTable
        {
            AtomCount = table.AtomCount,
            BondAtoms = Rows(table.BondAtoms, 2, bonds),
            BondIdeal = Rows(table.BondIdeal, 1, bonds),
            BondWeight = Rows(table.BondWeight, 1, bonds),
            BondSlack = Rows(table.BondSlack, 1, bonds),
            BondTop = Rows(table.BondTop, 1, bonds),
            AngleAtoms = Rows(table.AngleAtoms, 3, angles),
            AngleIdeal = Rows(table.AngleIdeal, 1, angles),
            AngleWeight = Rows(table.AngleWeight, 1, angles),
            TorsionAtoms = Rows(table.TorsionAtoms, 4, torsions),
            TorsionIdeal = Rows(table.TorsionIdeal, 1, torsions),
            TorsionWeight = Rows(table.TorsionWeight, 1, torsions),
            TorsionPeriod = Rows(table.TorsionPeriod, 1, torsions),
            ChiralAtoms = Rows(table.ChiralAtoms, 4, chirals),
            ChiralIdeal = Rows(table.ChiralIdeal, 1, chirals),
            ChiralWeight = Rows(table.ChiralWeight, 1, chirals),
            ChiralBoth = Rows(table.ChiralBoth, 1, chirals),
            PlaneStart = planeStart,
            PlaneAtoms = Rows(table.PlaneAtoms, 1, members),
            PlaneWeight = Rows(table.PlaneWeight, 1, members),
        };
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
        foreach (int[] list in new[] { part.BondAtoms, part.AngleAtoms, part.TorsionAtoms, part.ChiralAtoms, part.PlaneAtoms })
        {
            foreach (int i in list)
                marked[i] = true;
        }

        return marked;
    }

    /// <summary>The same terms with atoms numbered by their place in <paramref name="atoms"/>.</summary>
    /// <param name="table">Terms whose atoms all are in the list.</param>
    /// <param name="atoms">Old index of each new atom, ascending.</param>
    public static RestraintTable Renumber(this RestraintTable table, int[] atoms)
    {
        int[] map = NewIndices(table.AtomCount, atoms);
        return new RestraintTable
        {
            AtomCount = atoms.Length,
            BondAtoms = Mapped(table.BondAtoms, map),
            BondIdeal = table.BondIdeal,
            BondWeight = table.BondWeight,
            BondSlack = table.BondSlack,
            BondTop = table.BondTop,
            AngleAtoms = Mapped(table.AngleAtoms, map),
            AngleIdeal = table.AngleIdeal,
            AngleWeight = table.AngleWeight,
            TorsionAtoms = Mapped(table.TorsionAtoms, map),
            TorsionIdeal = table.TorsionIdeal,
            TorsionWeight = table.TorsionWeight,
            TorsionPeriod = table.TorsionPeriod,
            ChiralAtoms = Mapped(table.ChiralAtoms, map),
            ChiralIdeal = table.ChiralIdeal,
            ChiralWeight = table.ChiralWeight,
            ChiralBoth = table.ChiralBoth,
            PlaneStart = table.PlaneStart,
            PlaneAtoms = Mapped(table.PlaneAtoms, map),
            PlaneWeight = table.PlaneWeight,
        };
    }

    /// <summary>New index per old atom, -1 where it is left out.</summary>
    internal static int[] NewIndices(int count, int[] atoms)
    {
        var map = new int[count];
        Array.Fill(map, -1);
        for (int i = 0; i < atoms.Length; i++)
            map[atoms[i]] = i;
        return map;
    }

    /// <summary>Rows of a flat array.</summary>
    internal static T[] Rows<T>(T[] values, int width, int[] rows)
    {
        var kept = new T[rows.Length * width];
        for (int r = 0; r < rows.Length; r++)
            Array.Copy(values, rows[r] * width, kept, r * width, width);
        return kept;
    }

    private static int[] Mapped(int[] atoms, int[] map) => Array.ConvertAll(atoms, i => map[i]);

    private static int[] Kept(int[] atoms, int width, bool[] set)
    {
        var kept = new List<int>();
        for (int t = 0; t < atoms.Length / width; t++)
        {
            for (int k = 0; k < width; k++)
            {
                if (!set[atoms[t * width + k]])
                    continue;
                kept.Add(t);
                break;
            }
        }

        return [.. kept];
    }

    private static int[] KeptPlanes(RestraintTable table, bool[] set)
    {
        var kept = new List<int>();
        for (int p = 0; p < table.PlaneCount; p++)
        {
            for (int k = table.PlaneStart[p]; k < table.PlaneStart[p + 1]; k++)
            {
                if (!set[table.PlaneAtoms[k]])
                    continue;
                kept.Add(p);
                break;
            }
        }

        return [.. kept];
    }
}
