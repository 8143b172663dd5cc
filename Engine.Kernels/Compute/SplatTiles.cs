namespace Engine.Kernels.Compute;

/// <summary>
/// For each tile of voxels that any atom reaches, the list of those atoms in index order, as arrays for the kernel. Where the grid repeats,
/// an atom enters once per image that reaches the tile.
/// </summary>
internal sealed class SplatTiles
{
    /// <summary>Entries beyond which a further atom opens a new batch: it bounds the memory of the lists.</summary>
    private const long BatchEntries = 8L << 20;

    private readonly SplatAxis[] axes;
    private readonly List<TileRun>[] runs = [[], [], []];

    /// <summary>Describes the tiles of a grid.</summary>
    /// <param name="frame">An orthogonal frame.</param>
    public SplatTiles(in GridFrame frame)
    {
        axes =
        [
            new SplatAxis(frame.Nx, KernelConstants.TileX, frame.OriginX, 1 / frame.ToGrid[0], frame.Periodic),
            new SplatAxis(frame.Ny, KernelConstants.TileY, frame.OriginY, 1 / frame.ToGrid[4], frame.Periodic),
            new SplatAxis(frame.Nz, KernelConstants.TileZ, frame.OriginZ, 1 / frame.ToGrid[8], frame.Periodic),
        ];
    }

    /// <summary>The axes x, y, z.</summary>
    public IReadOnlyList<SplatAxis> Axes => axes;

    private int TileCount => checked(axes[0].Tiles * axes[1].Tiles * axes[2].Tiles);

    /// <summary>Lists of the atoms from <paramref name="first"/> on, as many as fit into one batch.</summary>
    /// <param name="positions">3N coordinates, Å.</param>
    /// <param name="radius">Radius per atom, Å.</param>
    /// <param name="first">First atom of the batch.</param>
    public SplatBatch Build(double[] positions, float[] radius, int first)
    {
        int[] counts = new int[TileCount];
        long entries = 0;
        int end = first;
        for (; end < radius.Length && (end == first || entries < BatchEntries); end++)
        {
            FindRuns(positions, radius, end);
            entries += ForEachTile((tile, _, _, _) => counts[tile]++);
        }

        int[] next = new int[counts.Length];
        List<int> used = [];
        List<int> start = [];
        int sum = 0;
        for (int tile = 0; tile < counts.Length; tile++)
        {
            next[tile] = sum;
            if (counts[tile] == 0)
                continue;
            used.Add(tile);
            start.Add(sum);
            sum = checked(sum + counts[tile]);
        }

        start.Add(sum);
        int[] entryAtom = new int[sum];
        int[] entryAnchor = new int[3 * sum];
        for (int atom = first; atom < end; atom++)
        {
            FindRuns(positions, radius, atom);
            int index = atom - first;
            ForEachTile((tile, x, y, z) =>
            {
                int entry = next[tile]++;
                entryAtom[entry] = index;
                entryAnchor[3 * entry] = x;
                entryAnchor[3 * entry + 1] = y;
                entryAnchor[3 * entry + 2] = z;
            });
        }

        return new SplatBatch(first, end - first, Origins(used), [.. start], entryAtom, entryAnchor);
    }

    private int[] Origins(List<int> used)
    {
        int[] origins = new int[3 * used.Count];
        for (int i = 0; i < used.Count; i++)
        {
            origins[3 * i] = used[i] % axes[0].Tiles * axes[0].Tile;
            origins[3 * i + 1] = used[i] / axes[0].Tiles % axes[1].Tiles * axes[1].Tile;
            origins[3 * i + 2] = used[i] / axes[0].Tiles / axes[1].Tiles * axes[2].Tile;
        }

        return origins;
    }

    /// <summary>Distance of some atoms from their nearest grid points, Å, three numbers each.</summary>
    public float[] Shifts(double[] positions, int first, int count)
    {
        var shift = new float[3 * count];
        for (int i = 0; i < shift.Length; i++)
            shift[i] = axes[i % 3].Nearest(positions[3 * first + i]).Shift;
        return shift;
    }

    /// <summary>Nearest grid points of some atoms, not wrapped, three numbers each.</summary>
    public int[] Anchors(double[] positions, int first, int count)
    {
        var anchor = new int[3 * count];
        for (int i = 0; i < anchor.Length; i++)
            anchor[i] = axes[i % 3].Nearest(positions[3 * first + i]).Anchor;
        return anchor;
    }

    private void FindRuns(double[] positions, float[] radius, int atom)
    {
        for (int axis = 0; axis < 3; axis++)
            axes[axis].Reach(positions[3 * atom + axis], radius[atom], runs[axis]);
    }

    /// <summary>Visits the tiles of the atom last given to <see cref="FindRuns"/>: tile, and anchor from the tile's first voxel.</summary>
    private long ForEachTile(Action<int, int, int, int> visit)
    {
        long visited = 0;
        foreach (TileRun z in runs[2])
        {
            foreach (TileRun y in runs[1])
            {
                foreach (TileRun x in runs[0])
                {
                    visited += (long)(z.Last - z.First + 1) * (y.Last - y.First + 1) * (x.Last - x.First + 1);
                    VisitRuns(x, y, z, visit);
                }
            }
        }

        return visited;
    }

    private void VisitRuns(TileRun x, TileRun y, TileRun z, Action<int, int, int, int> visit)
    {
        for (int tz = z.First; tz <= z.Last; tz++)
        {
            for (int ty = y.First; ty <= y.Last; ty++)
            {
                for (int tx = x.First; tx <= x.Last; tx++)
                {
                    int tile = (tz * axes[1].Tiles + ty) * axes[0].Tiles + tx;
                    visit(tile, x.Anchor - tx * axes[0].Tile, y.Anchor - ty * axes[1].Tile, z.Anchor - tz * axes[2].Tile);
                }
            }
        }
    }
}

/// <summary>Some atoms and the tiles that they reach.</summary>
/// <param name="FirstAtom">First atom.</param>
/// <param name="AtomCount">Number of atoms.</param>
/// <param name="TileOrigin">First voxel of each tile that is reached, three numbers.</param>
/// <param name="Start">Tiles + 1 starts of the entries.</param>
/// <param name="EntryAtom">Atom of each entry, counted from <paramref name="FirstAtom"/>.</param>
/// <param name="EntryAnchor">Grid point of each entry's atom counted from the tile's first voxel, three numbers.</param>
internal sealed record SplatBatch(int FirstAtom, int AtomCount, int[] TileOrigin, int[] Start, int[] EntryAtom, int[] EntryAnchor)
{
    /// <summary>Number of tiles.</summary>
    public int TileCount => Start.Length - 1;
}
