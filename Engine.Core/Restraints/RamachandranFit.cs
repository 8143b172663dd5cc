using Engine.Kernels;

namespace Engine.Core.Restraints;

/// <summary>
/// Makes the potential of a class out of its published distribution P. U = -ln(P + ε), smoothed, where P is at least allowed. In the outlier region a far field A (1 - cos D) is added, D the
/// distance from the nearest basin (allowed region around a favoured one), switched on by a smooth step in ln P, and minima that only noise makes are filled up, so that every way down leads out of the region.
/// </summary>
public static class RamachandranFit
{
    /// <summary>Floor of the shares: single observations in empty regions are not to count.</summary>
    public const double Epsilon = 1e-4;

    /// <summary>Smoothing of ln(P + ε), degrees (σ).</summary>
    private const double Sigma = 2;

    /// <summary>Smoothing of the far field, degrees (σ).</summary>
    private const double FarSigma = 4;

    /// <summary>Height of the far field: A (1 - cos distance).</summary>
    private const double FarHeight = 16;

    /// <summary>What the far field costs beside an allowed region without a favoured one in it.</summary>
    private const double IslandCost = 2;

    /// <summary>The far field is complete where P is smaller than the limit of the allowed region by this factor.</summary>
    private const double SwitchFactor = 10;

    /// <summary>Allowed regions of fewer points of the grid (4 square degrees each) count as noise.</summary>
    private const int SmallestRegion = 16;

    /// <summary>Least slope towards the nearest way out of the outlier region, per degree.</summary>
    private const double LeastSlope = 0.05;

    private const int Size = RamachandranGrid.Size;
    private const double Spacing = 360.0 / Size;

    /// <summary>Values of the potential at nodes -180 + 360 i / <paramref name="nodes"/> in both directions, ψ fastest.</summary>
    /// <param name="grid">Published distribution.</param>
    /// <param name="kind">Its class.</param>
    /// <param name="nodes">Nodes along each torsion.</param>
    public static double[] Nodes(RamachandranGrid grid, RamachandranClass kind, int nodes)
    {
        double[] core = Smooth([.. grid.Values.Select(p => -Math.Log(p + Epsilon))], Sigma);
        double favoured = -Math.Log(RamachandranLimits.Favoured + Epsilon), limit = -Math.Log(RamachandranLimits.Allowed(kind) + Epsilon);
        double full = -Math.Log(RamachandranLimits.Allowed(kind) / SwitchFactor + Epsilon);
        (bool[] basins, bool[] islands) = Regions(core, limit, favoured);
        double[] far = Smooth(Far(basins, islands), FarSigma);
        var potential = new double[core.Length];
        for (int k = 0; k < core.Length; k++)
            potential[k] = core[k] + far[k] * Step((core[k] - limit) / (full - limit));
        Fill(potential, [.. basins.Zip(islands, (a, b) => a || b)]);
        return Resample(potential, nodes);
    }

    /// <summary>Surfaces through node values: the bicubic spline with continuous second derivatives.</summary>
    /// <param name="values">Node values of each class.</param>
    /// <param name="nodes">Nodes along each torsion.</param>
    public static TorsionSurfaces Surfaces(IReadOnlyList<double[]> values, int nodes)
    {
        int n = nodes * nodes;
        double width = 360.0 / nodes;
        var numbers = new double[4 * n * values.Count];
        double[] byPhi = new double[n], byPsi = new double[n], cross = new double[n];
        for (int c = 0; c < values.Count; c++)
        {
            for (int k = 0; k < nodes; k++)
            {
                PeriodicSpline.Slopes(values[c], k, nodes, nodes, byPhi);
                PeriodicSpline.Slopes(values[c], k * nodes, 1, nodes, byPsi);
            }

            for (int k = 0; k < nodes; k++)
                PeriodicSpline.Slopes(byPsi, k, nodes, nodes, cross);
            for (int k = 0; k < n; k++)
            {
                ReadOnlySpan<double> node = [values[c][k], byPhi[k] / width, byPsi[k] / width, cross[k] / (width * width)];
                node.CopyTo(numbers.AsSpan(4 * (c * n + k)));
            }
        }

        return new TorsionSurfaces { Nodes = nodes, Classes = values.Count, Values = numbers };
    }

    /// <summary>0 below 0, 1 above 1, without a jump of the slope between.</summary>
    private static double Step(double t) => t <= 0 ? 0 : t >= 1 ? 1 : t * t * (3 - 2 * t);

    private static double[] Smooth(double[] values, double sigma)
    {
        double s = sigma / Spacing;
        int reach = (int)Math.Ceiling(5 * s);
        double[] weights = [.. Enumerable.Range(-reach, 2 * reach + 1).Select(k => Math.Exp(-k * k / (2 * s * s)))];
        double total = weights.Sum();
        double[] half = new double[values.Length], result = new double[values.Length];
        for (int k = 0; k < values.Length; k++)
        {
            int i = k / Size, j = k % Size;
            for (int d = -reach; d <= reach; d++)
                half[k] += weights[d + reach] / total * values[Index(i + d, j)];
        }

        for (int k = 0; k < values.Length; k++)
        {
            int i = k / Size, j = k % Size;
            for (int d = -reach; d <= reach; d++)
                result[k] += weights[d + reach] / total * half[Index(i, j + d)];
        }

        return result;
    }

    /// <summary>Distance of every point from the nearest point of a region on the torus, degrees.</summary>
    private static double[] Distances(bool[] inside)
    {
        int[] region = [.. Enumerable.Range(0, inside.Length).Where(k => inside[k])];
        var distances = new double[inside.Length];
        for (int k = 0; k < inside.Length; k++)
        {
            int i = k / Size, j = k % Size, best = int.MaxValue;
            foreach (int r in region)
            {
                int di = Math.Abs(r / Size - i), dj = Math.Abs(r % Size - j);
                di = Math.Min(di, Size - di);
                dj = Math.Min(dj, Size - dj);
                best = Math.Min(best, di * di + dj * dj);
            }

            distances[k] = Spacing * Math.Sqrt(best);
        }

        return distances;
    }

    /// <summary>The connected parts of the allowed region that hold a favoured point, and the others; noise is neither.</summary>
    private static (bool[] Basins, bool[] Islands) Regions(double[] core, double limit, double favoured)
    {
        bool[] basins = new bool[core.Length], islands = new bool[core.Length], open = [.. core.Select(u => u <= limit)];
        for (int k = 0; k < core.Length; k++)
        {
            if (!open[k])
                continue;
            List<int> part = [k];
            open[k] = false;
            for (int m = 0; m < part.Count; m++)
            {
                int i = part[m] / Size, j = part[m] % Size;
                foreach (int next in (int[])[Index(i - 1, j), Index(i + 1, j), Index(i, j - 1), Index(i, j + 1)])
                {
                    if (!open[next])
                        continue;
                    open[next] = false;
                    part.Add(next);
                }
            }

            if (part.Count < SmallestRegion)
                continue;
            bool[] target = part.Exists(m => core[m] <= favoured) ? basins : islands;
            foreach (int m in part)
                target[m] = true;
        }

        return (basins, islands);
    }

    /// <summary>The far field: A (1 - cos D), D the distance from the basins, or from an island at some cost.</summary>
    private static double[] Far(bool[] basins, bool[] islands)
    {
        double[] field = [.. Distances(basins).Select(Height)];
        if (!Array.Exists(islands, i => i))
            return field;
        double[] toIsland = Distances(islands);
        return [.. field.Select((f, k) => Math.Min(f, IslandCost + Height(toIsland[k])))];
    }

    private static double Height(double distance) => FarHeight * (1 - Math.Cos(Math.Min(distance, 180) * Math.PI / 180));

    /// <summary>
    /// Raises points outside a region until each has a way down into it (priority flood: Barnes, Lehman and Mulla, Computers and Geosciences 62 (2014) 117).
    /// </summary>
    private static void Fill(double[] values, bool[] region)
    {
        var queue = new PriorityQueue<int, (double Value, int Index)>();
        var done = (bool[])region.Clone();
        for (int k = 0; k < values.Length; k++)
        {
            if (region[k])
                queue.Enqueue(k, (values[k], k));
        }

        while (queue.TryDequeue(out int k, out _))
        {
            for (int d = 0; d < 9; d++)
            {
                int di = d / 3 - 1, dj = d % 3 - 1, next = Index(k / Size + di, k % Size + dj);
                if (done[next])
                    continue;
                done[next] = true;
                values[next] = Math.Max(values[next], values[k] + LeastSlope * Spacing * Math.Sqrt(di * di + dj * dj));
                queue.Enqueue(next, (values[next], next));
            }
        }
    }

    /// <summary>Values at other nodes, by the spline through the grid's points.</summary>
    private static double[] Resample(double[] values, int nodes)
    {
        TorsionSurfaces fine = Surfaces([values], Size);
        var result = new double[nodes * nodes];
        for (int k = 0; k < result.Length; k++)
        {
            // The grid's first point lies at -179°, that of surfaces at -180°.
            double phi = Math.IEEERemainder(-181 + 360.0 / nodes * (k / nodes), 360), psi = Math.IEEERemainder(-181 + 360.0 / nodes * (k % nodes), 360);
            result[k] = fine.At(0, phi, psi).Value;
        }

        return result;
    }

    private static int Index(int i, int j) => (i + Size) % Size * Size + (j + Size) % Size;
}
