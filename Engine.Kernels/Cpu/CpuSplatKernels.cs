namespace Engine.Kernels.Cpu;

/// <summary>
/// Gaussian atoms onto a grid on the CPU, in tiles of rows that threads share. Isotropic Gaussians are products of three one-dimensional
/// ones, so a voxel costs five multiply-adds. Each tile adds its atoms in index order: the bits do not depend on the number of threads.
/// </summary>
internal sealed unsafe class CpuSplatKernels(CpuWorkers workers) : SplatKernels
{
    /// <inheritdoc/>
    public override void Add(GaussianAtoms atoms, double blur, in GridFrame frame, DeviceBuffer<float> grid)
    {
        if (!frame.IsOrthogonal)
            throw new ArgumentException("atoms can be put on orthogonal grids only", nameof(frame));
        float* voxels = CpuBuffer.Pointer(grid, frame.VoxelCount);
        SplatShapes shapes = new(atoms, blur);
        SplatTiles tiles = new(atoms, frame, workers.Count);
        workers.Run(tiles.Count, tile =>
        {
            ReadOnlySpan<int> list = tiles.Atoms(tile);
            if (list.IsEmpty)
                return;
            using TilePainter painter = new(tiles, tile);
            foreach (int atom in list)
                painter.Paint(atoms, shapes, atom);
            painter.Deposit(voxels);
        });
    }

    /// <inheritdoc/>
    public override void Gather(GaussianAtoms atoms, double blur, in GridFrame frame, DeviceBuffer<float> slopes, DeviceBuffer<double> sums) =>
        throw new NotSupportedException();
}
