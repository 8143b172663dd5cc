namespace Engine.Kernels.Cpu;

/// <summary>
/// A grid cut into tiles of rows along x, and the atoms that reach each tile, in index order. Sums of voxels do not depend on the size of tiles.
/// </summary>
internal sealed class SplatTiles
{
    private const int BufferFloats = 1 << 17;

    private readonly int[] start;
    private readonly int[] atoms;

    /// <summary>Sorts atoms into tiles.</summary>
    /// <param name="gaussians">Atoms.</param>
    /// <param name="frame">An orthogonal frame.</param>
    /// <param name="threads">Threads that share the tiles.</param>
    public SplatTiles(GaussianAtoms gaussians, in GridFrame frame, int threads)
    {
        (Y, Z) = (new SplatAxis(frame.Ny, frame.OriginY, frame.ToGrid[4], frame.Periodic), new SplatAxis(frame.Nz, frame.OriginZ, frame.ToGrid[8], frame.Periodic));
        X = new SplatAxis(frame.Nx, frame.OriginX, frame.ToGrid[0], frame.Periodic);
        Pad = frame.Periodic ? (int)Math.Ceiling(gaussians.Radius.DefaultIfEmpty(0).Max() * frame.ToGrid[0]) + 1 : 0;

        // Rows for about half of a core's second level cache, but several tiles per thread.
        Edge = Math.Clamp((int)Math.Sqrt((double)BufferFloats / (frame.Nx + 2 * Pad)), 8, 40);
        while (Edge > 8 && (long)Tiles(frame.Ny) * Tiles(frame.Nz) < 4L * threads)
            Edge = Math.Max(8, Edge * 3 / 4);
        (CountY, int countZ) = (Tiles(frame.Ny), Tiles(frame.Nz));
        Count = CountY * countZ;
        List<int>[] lists = new List<int>[Count];
        HashSet<int> alongY = [], alongZ = [];
        for (int i = 0; i < gaussians.Count; i++)
        {
            Reach(Y, gaussians.Positions[3 * i + 1], gaussians.Radius[i], alongY);
            Reach(Z, gaussians.Positions[3 * i + 2], gaussians.Radius[i], alongZ);
            foreach (int z in alongZ)
            {
                foreach (int y in alongY)
                    (lists[z * CountY + y] ??= []).Add(i);
            }
        }

        start = new int[Count + 1];
        for (int tile = 0; tile < Count; tile++)
            start[tile + 1] = start[tile] + (lists[tile]?.Count ?? 0);
        atoms = [.. lists.SelectMany(l => l ?? [])];
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

    /// <summary>First row and first plane of a tile.</summary>
    public (int Y, int Z) Corner(int tile) => (tile % CountY * Edge, tile / CountY * Edge);

    /// <summary>Atoms that reach a tile.</summary>
    public ReadOnlySpan<int> Atoms(int tile) => atoms.AsSpan(start[tile], start[tile + 1] - start[tile]);

    private int Tiles(int voxels) => (voxels + Edge - 1) / Edge;

    private void Reach(SplatAxis axis, double coordinate, double radius, HashSet<int> tiles)
    {
        tiles.Clear();
        (int first, int last) = axis.Range(axis.Index(coordinate), radius);
        for (int i = first; i <= last; i++)
        {
            int voxel = axis.Voxel(i);
            if (voxel >= 0)
                tiles.Add(voxel / Edge);
        }
    }
}
