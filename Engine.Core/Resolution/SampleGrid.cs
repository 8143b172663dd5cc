using Engine.Core.Maps;
using Engine.Kernels;

namespace Engine.Core.Resolution;

/// <summary>
/// The places where local correlations are measured: a coarser grid over the same box, whose sizes suit Fourier transforms. What is measured there varies slowly, so that voxels
/// between them are interpolated. Only the nodes next to voxels of the mask are used.
/// </summary>
internal sealed class SampleGrid
{
    private readonly MapGrid grid;
    private readonly float[]? mask;
    private readonly int[] place;

    /// <summary>Lays the grid.</summary>
    /// <param name="grid">Grid of the map, orthogonal.</param>
    /// <param name="step">Largest distance of nodes, Å.</param>
    /// <param name="mask">One value per voxel: voxels above 0 get values; null = all.</param>
    public SampleGrid(MapGrid grid, double step, float[]? mask)
    {
        (this.grid, this.mask) = (grid, mask);
        Shape = new(Count(grid.Nx, grid.Box.A, step), Count(grid.Ny, grid.Box.B, step), Count(grid.Nz, grid.Box.C, step));
        place = new int[checked((int)((long)Shape.Nx * Shape.Ny * Shape.Nz))];
        ForVoxels((_, corners) =>
        {
            foreach (Corner c in corners)
                place[c.Node] = 1;
        });
        var nodes = new List<int>();
        for (int i = 0; i < place.Length; i++)
        {
            bool isUsed = place[i] == 1;
            place[i] = isUsed ? nodes.Count : -1;
            if (isUsed)
                nodes.Add(i);
        }

        Nodes = [.. nodes];
    }

    /// <summary>Number of nodes along the axes.</summary>
    public HalfSpaceShape Shape { get; }

    /// <summary>The nodes in use: their indices in the coarse grid, x fastest, in rising order.</summary>
    public int[] Nodes { get; }

    /// <summary>Distances of the nodes along the axes, Å.</summary>
    public (double X, double Y, double Z) Step => (grid.Box.A / Shape.Nx, grid.Box.B / Shape.Ny, grid.Box.C / Shape.Nz);

    /// <summary>The voxel nearest to a node of <see cref="Nodes"/>.</summary>
    /// <param name="node">Index in the coarse grid.</param>
    public (int X, int Y, int Z) Voxel(int node) => (
        Nearest(node % Shape.Nx, grid.Nx, Shape.Nx), Nearest(node / Shape.Nx % Shape.Ny, grid.Ny, Shape.Ny), Nearest(node / Shape.Nx / Shape.Ny, grid.Nz, Shape.Nz));

    /// <summary>The values of the nodes in use, out of a whole coarse map.</summary>
    /// <param name="coarse">One value per node of the coarse grid.</param>
    public float[] Take(float[] coarse) => [.. Nodes.Select(i => coarse[i])];

    /// <summary>A map of resolutions: 1/d linear between the nodes, 0 outside the mask.</summary>
    /// <param name="resolutions">d of the nodes in use, Å, above 0.</param>
    /// <param name="name">Name of the map.</param>
    public DensityMap Interpolate(double[] resolutions, string name)
    {
        var values = new NativeBuffer<float>(grid.VoxelCount, name);
        double[] frequencies = [.. resolutions.Select(d => 1 / d)];
        ForVoxels((voxel, corners) =>
        {
            double s = 0;
            foreach (Corner c in corners)
                s += c.Weight * frequencies[place[c.Node]];
            values[voxel] = (float)(1 / s);
        });
        return new DensityMap(grid, values) { Name = name };
    }

    private static int Count(int voxels, double edge, double step)
    {
        int wanted = (int)Math.Min(voxels, Math.Ceiling(edge / step));
        return wanted >= voxels ? voxels : Math.Min(voxels, FourierSizes.NextSmooth(Math.Max(wanted, 1), even: true));
    }

    private static int Nearest(int node, int voxels, int nodes) => (int)(((2L * node * voxels + nodes) / (2L * nodes)) % voxels);

    /// <summary>The two nodes along an axis, and the weight of the second.</summary>
    private static (int First, int Second, double Part)[] Axis(int voxels, int nodes)
    {
        var axis = new (int, int, double)[voxels];
        for (int x = 0; x < voxels; x++)
        {
            long at = (long)x * nodes;
            int node = (int)(at / voxels);
            axis[x] = (node, (node + 1) % nodes, (double)(at % voxels) / voxels);
        }

        return axis;
    }

    private void ForVoxels(VoxelBody body)
    {
        (int First, int Second, double Part)[] ax = Axis(grid.Nx, Shape.Nx), ay = Axis(grid.Ny, Shape.Ny), az = Axis(grid.Nz, Shape.Nz);
        Parallel.For(0, grid.Nz, z =>
        {
            Span<Corner> corners = stackalloc Corner[8];
            for (int y = 0; y < grid.Ny; y++)
            {
                for (int x = 0; x < grid.Nx; x++)
                {
                    long voxel = ((long)z * grid.Ny + y) * grid.Nx + x;
                    if (mask != null && !(mask[voxel] > 0))
                        continue;
                    int count = 0;
                    for (int c = 0; c < 8; c++)
                    {
                        double weight = ((c & 1) == 0 ? 1 - ax[x].Part : ax[x].Part) * ((c & 2) == 0 ? 1 - ay[y].Part : ay[y].Part) * ((c & 4) == 0 ? 1 - az[z].Part : az[z].Part);
                        int i = (c & 1) == 0 ? ax[x].First : ax[x].Second, j = (c & 2) == 0 ? ay[y].First : ay[y].Second, k = (c & 4) == 0 ? az[z].First : az[z].Second;
                        if (weight > 0)
                            corners[count++] = new((k * Shape.Ny + j) * Shape.Nx + i, weight);
                    }

                    body(voxel, corners[..count]);
                }
            }
        });
    }

    /// <summary>A node beside a voxel and its weight.</summary>
    private readonly record struct Corner(int Node, double Weight);

    private delegate void VoxelBody(long voxel, ReadOnlySpan<Corner> corners);
}
