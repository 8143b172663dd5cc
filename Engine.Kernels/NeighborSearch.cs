namespace Engine.Kernels;

/// <summary>
/// Finds repulsive contacts with a cell list on the host; both accelerators use it. The lists are the same for every number of threads.
/// </summary>
public static class NeighborSearch
{
    private const int AtomsPerTask = 512;

    /// <summary>Finds all pairs closer than their contact distance plus a margin.</summary>
    /// <param name="table">Per-atom data.</param>
    /// <param name="positions">3N coordinates, Å, finite.</param>
    /// <param name="margin">How much farther than the contact distance to look, Å; the list stays complete while no atom moves more than half of it.</param>
    /// <returns>Full neighbour lists, each sorted by partner.</returns>
    public static NonbondedPairs Find(NonbondedTable table, ReadOnlySpan<double> positions, double margin)
    {
        int n = table.Radius.Length;
        if (positions.Length != 3 * n)
            throw new ArgumentException($"{positions.Length} coordinates for {n} atoms", nameof(positions));
        float largest = 0;
        for (int i = 0; i < n; i++)
            largest = Math.Max(largest, table.Active[i] != 0 ? table.Radius[i] : 0);
        double[] x = positions.ToArray();
        var cells = new CellGrid(x, Math.Max(2 * largest, table.HydrogenBondDistance) + margin);
        int tasks = (n + AtomsPerTask - 1) / AtomsPerTask;
        var parts = new (List<int> Atoms, List<float> Contacts)[tasks];
        var counts = new int[n + 1];
        void Task(int task)
        {
            var atoms = new List<int>(AtomsPerTask * 24);
            var contacts = new List<float>(AtomsPerTask * 24);
            var finder = new PairFinder(table, x, margin, cells);
            for (int i = task * AtomsPerTask; i < Math.Min(n, (task + 1) * AtomsPerTask); i++)
                counts[i + 1] = finder.Append(i, atoms, contacts);
            parts[task] = (atoms, contacts);
        }

        if (tasks == 1)
            Task(0);
        else
            Parallel.For(0, tasks, Task);
        for (int i = 0; i < n; i++)
            counts[i + 1] += counts[i];
        var partners = new int[counts[n]];
        var distances = new float[counts[n]];
        for (int task = 0; task < tasks; task++)
        {
            int at = counts[task * AtomsPerTask];
            parts[task].Atoms.CopyTo(partners, at);
            parts[task].Contacts.CopyTo(distances, at);
        }

        return new NonbondedPairs(counts, partners, distances);
    }

    /// <summary>Atoms sorted into cubes whose edge is the search radius.</summary>
    private sealed class CellGrid
    {
        private readonly double edge;
        private readonly double[] low = [double.MaxValue, double.MaxValue, double.MaxValue];
        private readonly int[] count = new int[3];

        public CellGrid(double[] x, double radius)
        {
            double[] high = [double.MinValue, double.MinValue, double.MinValue];
            for (int i = 0; i < x.Length; i++)
            {
                low[i % 3] = Math.Min(low[i % 3], x[i]);
                high[i % 3] = Math.Max(high[i % 3], x[i]);
            }

            // Atoms far from everything must not blow up the grid: cells are enlarged until there are at most eight per atom.
            edge = radius;
            while (x.Length > 0)
            {
                double cells = 1;
                for (int k = 0; k < 3; k++)
                    cells *= Math.Floor((high[k] - low[k]) / edge) + 1;
                if (cells <= Math.Max(4096, 8.0 * x.Length / 3))
                    break;
                edge *= 1.26;
            }

            for (int k = 0; k < 3; k++)
                count[k] = x.Length == 0 ? 1 : (int)Math.Floor((high[k] - low[k]) / edge) + 1;
            Start = new int[count[0] * count[1] * count[2] + 1];
            Atoms = new int[x.Length / 3];
            var cell = new int[Atoms.Length];
            for (int i = 0; i < cell.Length; i++)
            {
                cell[i] = (Index(x[3 * i + 2], 2) * count[1] + Index(x[3 * i + 1], 1)) * count[0] + Index(x[3 * i], 0);
                Start[cell[i] + 1]++;
            }

            for (int c = 1; c < Start.Length; c++)
                Start[c] += Start[c - 1];
            int[] next = (int[])Start.Clone();
            for (int i = 0; i < cell.Length; i++)
                Atoms[next[cell[i]]++] = i;
        }

        public int[] Start { get; }

        public int[] Atoms { get; }

        public int Index(double value, int axis) => Math.Clamp((int)((value - low[axis]) / edge), 0, count[axis] - 1);

        public int Count(int axis) => count[axis];
    }

    /// <summary>Finds the partners of one atom.</summary>
    private sealed class PairFinder(NonbondedTable table, double[] x, double margin, CellGrid cells)
    {
        private readonly List<(int Atom, float Contact)> found = [];

        /// <summary>Appends the partners of atom i; returns how many.</summary>
        public int Append(int i, List<int> atoms, List<float> contacts)
        {
            if (table.Active[i] == 0)
                return 0;
            found.Clear();
            int cx = cells.Index(x[3 * i], 0), cy = cells.Index(x[3 * i + 1], 1), cz = cells.Index(x[3 * i + 2], 2);
            for (int z = Math.Max(0, cz - 1); z <= Math.Min(cells.Count(2) - 1, cz + 1); z++)
            {
                for (int y = Math.Max(0, cy - 1); y <= Math.Min(cells.Count(1) - 1, cy + 1); y++)
                {
                    int row = (z * cells.Count(1) + y) * cells.Count(0);
                    int last = cells.Start[row + Math.Min(cells.Count(0) - 1, cx + 1) + 1];
                    for (int k = cells.Start[row + Math.Max(0, cx - 1)]; k < last; k++)
                        Consider(i, cells.Atoms[k]);
                }
            }

            found.Sort(static (a, b) => a.Atom.CompareTo(b.Atom));
            foreach ((int atom, float contact) in found)
            {
                atoms.Add(atom);
                contacts.Add(contact);
            }

            return found.Count;
        }

        private void Consider(int i, int j)
        {
            double dx = x[3 * i] - x[3 * j], dy = x[3 * i + 1] - x[3 * j + 1], dz = x[3 * i + 2] - x[3 * j + 2];
            double squared = dx * dx + dy * dy + dz * dz, widest = Math.Max(table.Radius[i] + table.Radius[j], table.MinimumDistance) + margin;
            if (squared >= widest * widest || i == j || table.Active[j] == 0 || (table.Movable[i] | table.Movable[j]) == 0)
                return;
            if (table.Conformer[i] != table.Conformer[j] && table.Conformer[i] != 0 && table.Conformer[j] != 0)
                return;
            if (Contains(table.ExcludedStart, table.ExcludedAtoms, i, j))
                return;
            double contact = table.Radius[i] + table.Radius[j];
            if (IsHydrogenBond(table.HydrogenBond[i], table.HydrogenBond[j]))
                contact = Math.Min(contact, table.HydrogenBondDistance);
            if (Contains(table.Start14, table.Atoms14, i, j))
                contact *= table.Scale14;
            contact = Math.Max(contact, table.MinimumDistance);
            if (squared < (contact + margin) * (contact + margin))
                found.Add((j, (float)contact));
        }

        private static bool IsHydrogenBond(byte a, byte b) => ((a & 1) != 0 && (b & 2) != 0) || ((a & 2) != 0 && (b & 1) != 0);

        private static bool Contains(int[] start, int[] atoms, int i, int j)
        {
            for (int k = start[i]; k < start[i + 1]; k++)
            {
                if (atoms[k] == j)
                    return true;
            }

            return false;
        }
    }
}
