namespace Engine.Kernels.Cpu;

/// <summary>
/// A grid cut into tiles of rows along x, and the atoms that reach each tile, in index order. Sums of voxels do not depend on the size of tiles.
/// </summary>
internal sealed class SplatTiles
{
    private const int BufferFloats = 1 << 17;

    private readonly int[] start;
    private readonly int[] atoms;
    private readonly int[] order;

    /// <summary>Sorts atoms into tiles.</summary>
    /// <param name="positions">3N coordinates, Å.</param>
    /// <param name="radii">Reach per atom, Å.</param>
    /// <param name="frame">An orthogonal frame.</param>
    /// <param name="threads">Threads that share the tiles.</param>
    public SplatTiles(ReadOnlySpan<double> positions, ReadOnlySpan<double> radii, in GridFrame frame, int threads)
    {
        (Y, Z) = (new SplatAxis(frame.Ny, frame.OriginY, frame.ToGrid[4], frame.Periodic), new SplatAxis(frame.Nz, frame.OriginZ, frame.ToGrid[8], frame.Periodic));
        X = new SplatAxis(frame.Nx, frame.OriginX, frame.ToGrid[0], frame.Periodic);
        double largest = 0;
        foreach (double radius in radii)
            largest = Math.Max(largest, radius);
        Pad = frame.Periodic ? (int)Math.Ceiling(largest * frame.ToGrid[0]) + 1 : 0;

        // Rows for about half of a core's second level cache, but several tiles per thread.
        Edge = Math.Clamp((int)Math.Sqrt((double)BufferFloats / (frame.Nx + 2 * Pad)), 8, 40);
        while (Edge > 8 && (long)Tiles(frame.Ny) * Tiles(frame.Nz) < 4L * threads)
            Edge = Math.Max(8, Edge * 3 / 4);
        (CountY, CountZ) = (Tiles(frame.Ny), Tiles(frame.Nz));
        Count = CountY * CountZ;
        TileRange[] ranges = new TileRange[2 * radii.Length];
        start = new int[Count + 1];
        for (int i = 0; i < radii.Length; i++)
        {
            ranges[2 * i] = Reach(Y, positions[3 * i + 1], radii[i], CountY);
            ranges[2 * i + 1] = Reach(Z, positions[3 * i + 2], radii[i], CountZ);
        }

        atoms = Sort(ranges);
        order = [.. Enumerable.Range(0, Count)];
        int[] sizes = [.. order.Select(t => start[t] - start[t + 1])];
        Array.Sort(sizes, order);
    }

    /// <summary>The axis along rows.</summary>
    public SplatAxis X { get; }

    /// <summary>The axis across rows.</summary>
    public SplatAxis Y { get; }

    /// <summary>The axis across planes.</summary>
    public SplatAxis Z { get; }

    /// <summary>Spare voxels at either end of a row, where atoms reach over the edge of a grid that repeats.</summary>
    public int Pad { get; }

    /// <summary>Rows and planes of a tile.</summary>
    public int Edge { get; }

    /// <summary>Number of tiles.</summary>
    public int Count { get; }

    private int CountY { get; }

    private int CountZ { get; }

    /// <summary>Tiles by number of atoms, largest first: threads that draw them in this order finish together.</summary>
    public ReadOnlySpan<int> BySize => order;

    /// <summary>First row and first plane of a tile.</summary>
    public (int Y, int Z) Corner(int tile) => (tile % CountY * Edge, tile / CountY * Edge);

    /// <summary>Atoms that reach a tile.</summary>
    public ReadOnlySpan<int> Atoms(int tile) => atoms.AsSpan(start[tile], start[tile + 1] - start[tile]);

    private int Tiles(int voxels) => (voxels + Edge - 1) / Edge;

    /// <summary>The tiles along an axis that an atom reaches: consecutive ones, going on at 0 after the last.</summary>
    private TileRange Reach(SplatAxis axis, double coordinate, double radius, int count)
    {
        (int first, int last) = axis.Range(axis.Index(coordinate), radius);
        if (first > last)
            return default;
        if (last - first + 1 >= axis.Size)
            return new TileRange(0, count);
        int from = axis.Voxel(first), to = axis.Voxel(last), tiles = to / Edge - from / Edge + 1;
        return new TileRange(from / Edge, from <= to ? tiles : Math.Min(count, count + tiles));
    }

    /// <summary>Counting sort: fills <see cref="start"/> and returns the atoms tile by tile.</summary>
    private int[] Sort(TileRange[] ranges)
    {
        int[] next = new int[Count];
        ForTiles(ranges, (tile, _) => start[tile + 1]++);
        for (int tile = 0; tile < Count; tile++)
        {
            start[tile + 1] += start[tile];
            next[tile] = start[tile];
        }

        int[] sorted = new int[start[Count]];
        ForTiles(ranges, (tile, atom) => sorted[next[tile]++] = atom);
        return sorted;
    }

    private void ForTiles(TileRange[] ranges, Action<int, int> body)
    {
        for (int i = 0; i < ranges.Length / 2; i++)
        {
            (TileRange y, TileRange z) = (ranges[2 * i], ranges[2 * i + 1]);
            for (int k = 0; k < z.Count; k++)
            {
                int plane = z.First + k < CountZ ? z.First + k : z.First + k - CountZ;
                for (int j = 0; j < y.Count; j++)
                    body(plane * CountY + (y.First + j < CountY ? y.First + j : y.First + j - CountY), i);
            }
        }
    }

    private readonly record struct TileRange(int First, int Count);
}
