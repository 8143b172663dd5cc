namespace Engine.Kernels.Cpu;

/// <summary>
/// Gaussian atoms onto a grid on the CPU. The grid is cut into slabs of a few planes; each slab adds its atoms in index order, so the sums do not depend on the number
/// of threads. Isotropic Gaussians are products of three one-dimensional ones, so a voxel costs five multiply-adds.
/// </summary>
internal sealed unsafe class CpuSplatKernels(CpuWorkers workers) : SplatKernels
{
    private const int SlabPlanes = 8;

    public override void Add(GaussianAtoms atoms, double blur, in GridFrame frame, DeviceBuffer<float> grid)
    {
        if (!frame.IsOrthogonal)
            throw new ArgumentException("atoms can be put on orthogonal grids only", nameof(frame));
        if (grid.Length < frame.VoxelCount)
            throw new ArgumentException($"{grid.Length} voxels for a grid of {frame.VoxelCount}", nameof(grid));
        int slabs = (frame.Nz + SlabPlanes - 1) / SlabPlanes;
        (int[] start, int[] list) = SlabLists(atoms, frame, slabs);
        var coefficients = new SplatShapes(atoms, blur);
        GridFrame where = frame;
        float* voxels = grid.Host();
        workers.Run(slabs, slab =>
        {
            var painter = new SlabPainter(where, voxels, slab * SlabPlanes, Math.Min(where.Nz, (slab + 1) * SlabPlanes));
            for (int k = start[slab]; k < start[slab + 1]; k++)
                painter.Paint(atoms, coefficients, list[k]);
        });
    }

    /// <summary>Atoms of each slab, in index order.</summary>
    private static (int[] Start, int[] List) SlabLists(GaussianAtoms atoms, in GridFrame frame, int slabs)
    {
        var lists = new List<int>[slabs];
        for (int s = 0; s < slabs; s++)
            lists[s] = [];
        var touched = new bool[slabs];
        for (int i = 0; i < atoms.Count; i++)
        {
            double w = (atoms.Positions[3 * i + 2] - frame.OriginZ) * frame.ToGrid[8], reach = atoms.Radius[i] * frame.ToGrid[8];
            int first = (int)Math.Ceiling(w - reach), last = (int)Math.Floor(w + reach);
            Array.Clear(touched);
            for (int z = first; z <= last; z++)
            {
                int plane = z;
                if (frame.Periodic)
                    plane = ((z % frame.Nz) + frame.Nz) % frame.Nz;
                else if (z < 0 || z >= frame.Nz)
                    continue;
                if (touched[plane / SlabPlanes])
                    continue;
                touched[plane / SlabPlanes] = true;
                lists[plane / SlabPlanes].Add(i);
            }
        }

        var start = new int[slabs + 1];
        for (int s = 0; s < slabs; s++)
            start[s + 1] = start[s] + lists[s].Count;
        return (start, [.. lists.SelectMany(l => l)]);
    }
}
