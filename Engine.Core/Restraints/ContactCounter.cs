using Engine.Core.Geometry;
using Engine.Kernels;

namespace Engine.Core.Restraints;

/// <summary>Finds the pairs of atoms that are nearer than their contact distance, by the rules of <see cref="NonbondedTable"/>.</summary>
internal static class ContactCounter
{
    /// <summary>Overlaps from here on are clashes, Å (the limit that all-atom contact analysis uses).</summary>
    private const double ClashOverlap = 0.4;

    public static ContactStatistics Count(RestraintModel model, ReadOnlySpan<double> positions, bool[]? selection)
    {
        NonbondedTable table = model.Nonbonded;
        int n = table.Radius.Length;
        var points = new Vec3[n];
        float largest = 0;
        for (int i = 0; i < n; i++)
        {
            points[i] = TermGeometry.At(positions, i);
            largest = Math.Max(largest, table.Radius[i]);
        }

        double reach = Math.Max(2 * largest, table.MinimumDistance);
        var grid = new AtomGrid(points, Enumerable.Range(0, n).Where(i => table.Active[i] != 0 && (selection == null || selection[i])), reach);
        var near = new List<int>();
        var clashes = new DeviationTally(model.AtomLabel);
        int contacts = 0, bad = 0;
        for (int i = 0; i < n; i++)
        {
            if (table.Active[i] == 0 || (selection != null && !selection[i]))
                continue;
            grid.Near(points[i], reach, near);
            foreach (int j in near)
            {
                if (j <= i || !Meet(table, i, j))
                    continue;
                double contact = Contact(table, i, j), distance = Vec3.Distance(points[i], points[j]);
                if (distance >= contact)
                    continue;
                contacts++;
                if (contact - distance >= ClashOverlap)
                    bad++;
                clashes.Add([i, j], distance, contact, 1 / (ClashOverlap * ClashOverlap));
            }
        }

        return new ContactStatistics(contacts, bad, clashes.Result().Worst);
    }

    /// <summary>Contact distance of a pair, Å.</summary>
    internal static double Contact(NonbondedTable t, int i, int j)
    {
        int hi = t.HydrogenBond[i], hj = t.HydrogenBond[j];
        bool bonding = ((hi & 1) != 0 && (hj & 2) != 0) || ((hi & 2) != 0 && (hj & 1) != 0);
        double contact = bonding ? t.HydrogenBondDistance : t.Radius[i] + (double)t.Radius[j];
        if (Contains(t.Start14, t.Atoms14, i, j))
            contact *= t.Scale14;
        return Math.Max(contact, t.MinimumDistance);
    }

    private static bool Meet(NonbondedTable t, int i, int j)
    {
        if (t.Movable[i] == 0 && t.Movable[j] == 0)
            return false;
        if (t.Conformer[i] != 0 && t.Conformer[j] != 0 && t.Conformer[i] != t.Conformer[j])
            return false;
        return !Contains(t.ExcludedStart, t.ExcludedAtoms, i, j);
    }

    private static bool Contains(int[] start, int[] atoms, int i, int j) => Array.BinarySearch(atoms, start[i], start[i + 1] - start[i], j) >= 0;
}
