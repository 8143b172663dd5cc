namespace Engine.Kernels;

/// <summary>
/// Atoms sorted into cubes that are at least as wide as the search radius, so that all partners of an atom are in its cube and the 26 around. The
/// sorted coordinates are single precision, relative to the lowest corner, for a first coarse test.
/// </summary>
internal sealed class NeighborCells
{
    /// <summary>Spare elements behind the sorted coordinates, so that SIMD loads may run over the end.</summary>
    public const int Padding = 16;

    private readonly double edge;
    private readonly double[] low = new double[3];
    private readonly int[] count = new int[3];
    private readonly int[] start;

    /// <summary>Sorts the active atoms.</summary>
    /// <param name="x">3N coordinates, Å.</param>
    /// <param name="radii">Radius of each atom, Å.</param>
    /// <param name="active">0 = leave the atom out.</param>
    /// <param name="reach">Search radius, Å.</param>
    /// <exception cref="NumericalException">A coordinate is not a finite number.</exception>
    public NeighborCells(double[] x, float[] radii, byte[] active, double reach)
    {
        double[] span = Bounds(x, active);

        // Atoms far from everything must not blow up the number of cubes: those are enlarged until there are at most eight per atom.
        edge = reach;
        while (Cubes(span, edge) > Math.Max(4096, 8.0 * active.Length))
            edge *= 1.26;
        for (int axis = 0; axis < 3; axis++)
            count[axis] = (int)(span[axis] / edge) + 1;
        start = new int[count[0] * count[1] * count[2] + 1];
        int[] cell = new int[active.Length];
        for (int i = 0; i < cell.Length; i++)
        {
            if (active[i] == 0)
                continue;
            cell[i] = (Index(x[3 * i + 2], 2) * count[1] + Index(x[3 * i + 1], 1)) * count[0] + Index(x[3 * i], 0);
            start[cell[i] + 1]++;
        }

        for (int c = 1; c < start.Length; c++)
            start[c] += start[c - 1];
        Atoms = new int[start[^1] + Padding];
        (X, Y, Z, Radius) = (new float[Atoms.Length], new float[Atoms.Length], new float[Atoms.Length], new float[Atoms.Length]);
        int[] next = start[..^1];
        for (int i = 0; i < cell.Length; i++)
        {
            if (active[i] == 0)
                continue;
            int at = next[cell[i]]++;
            Atoms[at] = i;
            (X[at], Y[at], Z[at]) = (Relative(x[3 * i], 0), Relative(x[3 * i + 1], 1), Relative(x[3 * i + 2], 2));
            Radius[at] = radii[i];
        }
    }

    /// <summary>Atoms in the order of their cubes, then <see cref="Padding"/> zeros.</summary>
    public int[] Atoms { get; }

    /// <summary>Sorted x, Å from the lowest corner.</summary>
    public float[] X { get; }

    /// <summary>Sorted y.</summary>
    public float[] Y { get; }

    /// <summary>Sorted z.</summary>
    public float[] Z { get; }

    /// <summary>Sorted radii, Å.</summary>
    public float[] Radius { get; }

    /// <summary>A coordinate relative to the lowest corner.</summary>
    public float Relative(double coordinate, int axis) => (float)(coordinate - low[axis]);

    /// <summary>The sorted atoms of the cubes around a position: up to nine ranges, one per row of cubes along x.</summary>
    /// <param name="x">Coordinate, Å.</param>
    /// <param name="y">Coordinate, Å.</param>
    /// <param name="z">Coordinate, Å.</param>
    /// <param name="ranges">Nine entries to fill: first atom, end.</param>
    /// <returns>Number of ranges.</returns>
    public int Around(double x, double y, double z, Span<(int First, int End)> ranges)
    {
        int found = 0;
        int cx = Index(x, 0), cy = Index(y, 1), cz = Index(z, 2);
        int x0 = Math.Max(0, cx - 1), x1 = Math.Min(count[0] - 1, cx + 1);
        for (int c = Math.Max(0, cz - 1); c <= Math.Min(count[2] - 1, cz + 1); c++)
        {
            for (int b = Math.Max(0, cy - 1); b <= Math.Min(count[1] - 1, cy + 1); b++)
            {
                int row = (c * count[1] + b) * count[0];
                (int first, int end) = (start[row + x0], start[row + x1 + 1]);
                if (first < end)
                    ranges[found++] = (first, end);
            }
        }

        return found;
    }

    /// <summary>Sets the lowest corner; returns the size of the box of active atoms.</summary>
    private double[] Bounds(double[] x, byte[] active)
    {
        double[] high = [double.MinValue, double.MinValue, double.MinValue];
        Array.Fill(low, double.MaxValue);
        for (int i = 0; i < active.Length; i++)
        {
            if (active[i] == 0)
                continue;
            for (int axis = 0; axis < 3; axis++)
            {
                double value = x[3 * i + axis];
                if (!double.IsFinite(value))
                    throw new NumericalException($"atom {i} has the coordinate {value}; the refinement has diverged or the model is damaged");
                low[axis] = Math.Min(low[axis], value);
                high[axis] = Math.Max(high[axis], value);
            }
        }

        return [.. high.Zip(low, (h, l) => Math.Max(0, h - l))];
    }

    private static double Cubes(double[] span, double edge) =>
        (Math.Floor(span[0] / edge) + 1) * (Math.Floor(span[1] / edge) + 1) * (Math.Floor(span[2] / edge) + 1);

    private int Index(double coordinate, int axis) => Math.Clamp((int)((coordinate - low[axis]) / edge), 0, count[axis] - 1);
}
