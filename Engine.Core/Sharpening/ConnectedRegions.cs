using Engine.Kernels;

namespace Engine.Core.Sharpening;

/// <summary>
/// The connected regions of a map above a threshold. Voxels are neighbours when they share a face; the box does not repeat. Rows are cut into runs of voxels above the
/// threshold, and runs that touch are joined (union-find), so the work goes with the surface rather than with the volume. Regions are in order of falling volume,
/// equal ones in that of their first voxel.
/// </summary>
public sealed class ConnectedRegions
{
    private readonly int nx;
    private readonly int ny;
    private readonly int nz;
    private readonly Run[] runs;
    private readonly int[] runOrder;
    private readonly int[] firstRun;

    private ConnectedRegions((int X, int Y, int Z) size, Run[] runs, int[] roots)
    {
        ((nx, ny, nz), this.runs) = (size, runs);
        var volumes = new SortedDictionary<int, long>();
        for (int i = 0; i < runs.Length; i++)
            volumes[roots[i]] = volumes.GetValueOrDefault(roots[i]) + runs[i].End - runs[i].Start;
        int[] order = [.. volumes.OrderByDescending(v => v.Value).ThenBy(v => v.Key).Select(v => v.Key)];
        Volumes = [.. order.Select(root => volumes[root])];
        var rank = new Dictionary<int, int>();
        for (int i = 0; i < order.Length; i++)
            rank[order[i]] = i;
        int[] region = [.. roots.Select(r => rank[r])];
        runOrder = [.. Enumerable.Range(0, runs.Length).OrderBy(i => region[i]).ThenBy(i => i)];
        firstRun = new int[order.Length + 1];
        foreach (int r in region)
            firstRun[r + 1]++;
        for (int i = 0; i < order.Length; i++)
            firstRun[i + 1] += firstRun[i];
    }

    /// <summary>Voxels of each region, the largest first.</summary>
    public long[] Volumes { get; }

    /// <summary>Finds the regions.</summary>
    /// <param name="values">Map, x fastest.</param>
    /// <param name="size">Voxels along x, y, z.</param>
    /// <param name="threshold">Voxels at or above it count.</param>
    public static ConnectedRegions Above(NativeBuffer<float> values, (int X, int Y, int Z) size, float threshold)
    {
        if (values.Length != (long)size.X * size.Y * size.Z)
            throw new ArgumentException($"{values.Length} values for {size}", nameof(values));
        var planes = new Run[size.Z][];
        Parallel.For(0, size.Z, z => planes[z] = Runs(values, size, z, threshold));
        Run[] runs = [.. planes.SelectMany(p => p)];
        return new(size, runs, Join(runs, size));
    }

    /// <summary>The smallest box round a region: its first and last voxels along x, y, z.</summary>
    /// <param name="region">Number of the region.</param>
    public ((int X, int Y, int Z) Low, (int X, int Y, int Z) High) Bounds(int region)
    {
        (int X, int Y, int Z) low = (nx, ny, nz), high = (0, 0, 0);
        foreach (int i in RunsOf(region))
        {
            int y = runs[i].Row % ny, z = runs[i].Row / ny;
            low = (Math.Min(low.X, runs[i].Start), Math.Min(low.Y, y), Math.Min(low.Z, z));
            high = (Math.Max(high.X, runs[i].End - 1), Math.Max(high.Y, y), Math.Max(high.Z, z));
        }

        return (low, high);
    }

    /// <summary>Voxels that are not in a region but touch it by a face, an edge or a corner: its shell of one voxel.</summary>
    /// <param name="region">Number of the region.</param>
    public long Surface(int region)
    {
        ReadOnlySpan<int> own = RunsOf(region);
        ((int X, int Y, int Z) low, (int X, int Y, int Z) high) = Bounds(region);
        low = (Math.Max(0, low.X - 1), Math.Max(0, low.Y - 1), Math.Max(0, low.Z - 1));
        high = (Math.Min(nx, high.X + 2), Math.Min(ny, high.Y + 2), Math.Min(nz, high.Z + 2));
        int wx = high.X - low.X, wy = high.Y - low.Y;
        var grown = new NativeBuffer<byte>((long)wx * wy * (high.Z - low.Z), "a region's surroundings");
        using (grown)
        {
            foreach (int i in own)
            {
                int row = runs[i].Row, y = row % ny, z = row / ny, start = Math.Max(low.X, runs[i].Start - 1), end = Math.Min(high.X, runs[i].End + 1);
                for (int k = Math.Max(low.Z, z - 1); k <= Math.Min(high.Z - 1, z + 1); k++)
                {
                    for (int j = Math.Max(low.Y, y - 1); j <= Math.Min(high.Y - 1, y + 1); j++)
                        grown.Slice(((long)(k - low.Z) * wy + j - low.Y) * wx + start - low.X, end - start).Fill(1);
                }
            }

            long count = 0;
            const int Piece = 1 << 24;
            for (long at = 0; at < grown.Length; at += Piece)
                count += grown.Slice(at, (int)Math.Min(Piece, grown.Length - at)).Count((byte)1);
            return count - Volumes[region];
        }
    }

    private ReadOnlySpan<int> RunsOf(int region) => runOrder.AsSpan(firstRun[region], firstRun[region + 1] - firstRun[region]);

    private static Run[] Runs(NativeBuffer<float> values, (int X, int Y, int Z) size, int z, float threshold)
    {
        var runs = new List<Run>();
        for (int y = 0; y < size.Y; y++)
        {
            int row = z * size.Y + y;
            ReadOnlySpan<float> line = values.Slice((long)row * size.X, size.X);
            for (int x = 0; x < line.Length; x++)
            {
                if (!(line[x] >= threshold))
                    continue;
                int start = x;
                while (x < line.Length && line[x] >= threshold)
                    x++;
                runs.Add(new(row, start, x));
            }
        }

        return [.. runs];
    }

    /// <summary>The first run of the region of each run.</summary>
    private static int[] Join(Run[] runs, (int X, int Y, int Z) size)
    {
        var starts = new int[size.Y * size.Z + 1];
        foreach (Run run in runs)
            starts[run.Row + 1]++;
        for (int row = 0; row < starts.Length - 1; row++)
            starts[row + 1] += starts[row];
        int[] parent = [.. Enumerable.Range(0, runs.Length)];
        for (int row = 0; row < starts.Length - 1; row++)
        {
            if (row % size.Y > 0)
                JoinRows(runs, parent, (starts[row - 1], starts[row]), (starts[row], starts[row + 1]));
            if (row >= size.Y)
                JoinRows(runs, parent, (starts[row - size.Y], starts[row - size.Y + 1]), (starts[row], starts[row + 1]));
        }

        for (int i = 0; i < parent.Length; i++)
            parent[i] = Root(parent, i);
        return parent;
    }

    private static void JoinRows(Run[] runs, int[] parent, (int At, int End) a, (int At, int End) b)
    {
        while (a.At < a.End && b.At < b.End)
        {
            Run one = runs[a.At], other = runs[b.At];
            if (one.Start < other.End && other.Start < one.End)
            {
                int r = Root(parent, a.At), q = Root(parent, b.At);
                parent[Math.Max(r, q)] = Math.Min(r, q);
            }

            if (one.End < other.End)
                a.At++;
            else
                b.At++;
        }
    }

    private static int Root(int[] parent, int i)
    {
        while (parent[i] != i)
            i = parent[i] = parent[parent[i]];
        return i;
    }

    /// <summary>Voxels Start to End - 1 of a row.</summary>
    private readonly record struct Run(int Row, int Start, int End);
}
