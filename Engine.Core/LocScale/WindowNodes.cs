using Engine.Kernels;

namespace Engine.Core.LocScale;

/// <summary>Profiles of windows whose centres are the nodes of a coarse grid: all nodes round a selected voxel.</summary>
internal sealed class WindowNodes
{
    private readonly float[]?[] profiles;

    private WindowNodes((int X, int Y, int Z) first, (int X, int Y, int Z) nodes, int step)
    {
        (First, Nodes, Step) = (first, nodes, step);
        profiles = new float[]?[(long)nodes.X * nodes.Y * nodes.Z];
    }

    /// <summary>Voxel of the first node in the padded grid.</summary>
    public (int X, int Y, int Z) First { get; }

    /// <summary>Nodes along x, y, z.</summary>
    public (int X, int Y, int Z) Nodes { get; }

    /// <summary>Voxels from node to node.</summary>
    public int Step { get; }

    /// <summary>Number of windows.</summary>
    public long Count { get; private set; }

    /// <summary>Profiles by node, x fastest; null where no selected voxel needs one.</summary>
    public ReadOnlySpan<float[]?> Profiles => profiles;

    /// <summary>Computes the profiles.</summary>
    /// <param name="plan">Windows.</param>
    /// <param name="grid">Grid, with a border of half a window and a step where selected voxels are that near to a face.</param>
    /// <param name="selected">One byte per voxel of the grid.</param>
    /// <param name="step">Voxels from node to node.</param>
    /// <param name="shift">What was taken from the map.</param>
    /// <param name="cancel">Stops early.</param>
    public static WindowNodes Compute(WindowPlan plan, PaddedGrid grid, byte[] selected, int step, double shift, CancellationToken cancel)
    {
        ((int X, int Y, int Z) first, (int X, int Y, int Z) last) = Bounds(plan, selected);
        int Along(int from, int to) => (to - from + step - 1) / step + 1;
        var result = new WindowNodes(first, (Along(first.X, last.X), Along(first.Y, last.Y), Along(first.Z, last.Z)), step);
        byte[] centres = result.Centres(plan, selected);
        foreach ((WindowRegion region, long count) in WindowRegions.Of(plan, centres))
        {
            plan.Run(region, centres, (voxels, values) =>
            {
                for (int i = 0; i < voxels.Length; i++)
                {
                    float[] profile = values.Slice(i * plan.Shape.ProfileLength, plan.Shape.ProfileLength).ToArray();
                    WindowPass.Restore(profile, plan.Shape, shift);
                    (int x, int y, int z) = (voxels[i] % plan.Nx - first.X, voxels[i] / plan.Nx % plan.Ny - first.Y, voxels[i] / plan.Nx / plan.Ny - first.Z);
                    result.profiles[result.Index(x / step, y / step, z / step)] = profile;
                }
            }, cancel);
            result.Count += count;
        }

        return result;
    }

    /// <summary>Index of the node next to a voxel.</summary>
    /// <param name="x">Voxel along x, counted from the first node.</param>
    /// <param name="y">Along y.</param>
    /// <param name="z">Along z.</param>
    public long Nearest(int x, int y, int z) => Index((x + Step / 2) / Step, (y + Step / 2) / Step, (z + Step / 2) / Step);

    /// <summary>Typical windows.</summary>
    public WindowSurvey Survey() => WindowSurvey.Of([.. profiles.OfType<float[]>()]);

    private static ((int X, int Y, int Z) First, (int X, int Y, int Z) Last) Bounds(WindowPlan plan, byte[] selected)
    {
        (int X, int Y, int Z) first = (int.MaxValue, int.MaxValue, int.MaxValue), last = (0, 0, 0);
        foreach (int voxel in Selected(plan, selected))
        {
            (int x, int y, int z) = (voxel % plan.Nx, voxel / plan.Nx % plan.Ny, voxel / plan.Nx / plan.Ny);
            first = (Math.Min(first.X, x), Math.Min(first.Y, y), Math.Min(first.Z, z));
            last = (Math.Max(last.X, x), Math.Max(last.Y, y), Math.Max(last.Z, z));
        }

        return (first, last);
    }

    private static IEnumerable<int> Selected(WindowPlan plan, byte[] selected) => WindowRegions.Voxels(plan, new WindowRegion(0, plan.Ny, 0, plan.Nz), selected);

    private long Index(int x, int y, int z) => ((long)z * Nodes.Y + y) * Nodes.X + x;

    /// <summary>One byte per voxel of the grid: 1 at the nodes of every cell of the coarse grid that has a selected voxel.</summary>
    private byte[] Centres(WindowPlan plan, byte[] selected)
    {
        var centres = new byte[selected.Length];
        foreach (int voxel in Selected(plan, selected))
        {
            (int x, int y, int z) = (voxel % plan.Nx - First.X, voxel / plan.Nx % plan.Ny - First.Y, voxel / plan.Nx / plan.Ny - First.Z);
            for (int corner = 0; corner < 8; corner++)
            {
                int nodeX = Node(x, corner & 1), nodeY = Node(y, corner >> 1 & 1), nodeZ = Node(z, corner >> 2);
                centres[((nodeZ + First.Z) * plan.Ny + nodeY + First.Y) * plan.Nx + nodeX + First.X] = 1;
            }
        }

        return centres;
    }

    /// <summary>The node before a voxel, or behind; the voxel itself where it is one.</summary>
    private int Node(int voxel, int behind) => (voxel + behind * (Step - 1)) / Step * Step;
}
