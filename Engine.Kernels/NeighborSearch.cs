namespace Engine.Kernels;

/// <summary>
/// Finds repulsive contacts with a cell list on the host, for all accelerators. The lists are the same for every number of threads.
/// </summary>
public static class NeighborSearch
{
    private const int AtomsPerTask = 256;
    private const int WorthwhileAtoms = 2048;

    /// <summary>Finds all pairs closer than their contact distance plus a margin.</summary>
    /// <param name="table">Per-atom data.</param>
    /// <param name="positions">3N coordinates, Å.</param>
    /// <param name="margin">How much farther than the contact distance to look, Å; the list stays complete while no atom moves more than half of it.</param>
    /// <param name="threads">Threads to use, 0 = one per core.</param>
    /// <returns>Full neighbour lists, each sorted by partner.</returns>
    /// <exception cref="NumericalException">A coordinate is not a finite number.</exception>
    public static NonbondedPairs Find(NonbondedTable table, ReadOnlySpan<double> positions, double margin, int threads = 0)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentOutOfRangeException.ThrowIfNegative(margin);
        int n = table.Radius.Length;
        if (positions.Length != 3L * n)
            throw new ArgumentException($"{positions.Length} coordinates for {n} atoms", nameof(positions));
        double[] x = positions.ToArray();
        double widest = Math.Max(2 * LargestRadius(table), table.MinimumDistance) + margin;
        NeighborCells cells = new(x, table.Radius, table.Active, Math.Max(widest, 0.1));
        ContactFinder[] tasks = new ContactFinder[(n + AtomsPerTask - 1) / AtomsPerTask];
        int[] start = new int[n + 1];
        byte[] Run(int task, byte[] relation)
        {
            ContactFinder finder = new(table, x, margin, cells, relation);
            int last = Math.Min(n, (task + 1) * AtomsPerTask);
            for (int i = task * AtomsPerTask; i < last; i++)
                start[i + 1] = finder.Append(i);
            tasks[task] = finder;
            return relation;
        }

        ParallelOptions options = new() { MaxDegreeOfParallelism = n < WorthwhileAtoms ? 1 : threads == 0 ? Environment.ProcessorCount : threads };
        if (options.MaxDegreeOfParallelism == 1)
        {
            byte[] relation = new byte[n];
            for (int task = 0; task < tasks.Length; task++)
                Run(task, relation);
        }
        else
        {
            Parallel.For(0, tasks.Length, options, () => new byte[n], (task, _, relation) => Run(task, relation), static _ => { });
        }
        for (int i = 0; i < n; i++)
            start[i + 1] = checked(start[i] + start[i + 1]);
        int[] partners = new int[start[n]];
        float[] contacts = new float[start[n]];
        for (int task = 0; task < tasks.Length; task++)
            tasks[task].MoveTo(partners, contacts, start[task * AtomsPerTask]);
        return new NonbondedPairs(start, partners, contacts);
    }

    private static double LargestRadius(NonbondedTable table)
    {
        float largest = 0;
        for (int i = 0; i < table.Radius.Length; i++)
        {
            if (table.Active[i] != 0)
                largest = Math.Max(largest, table.Radius[i]);
        }

        return largest;
    }
}
