namespace Engine.Kernels.Cpu;

/// <summary>
/// Gaussian atoms onto a grid on the CPU, in tiles of rows that threads share. Isotropic Gaussians are products of three one-dimensional
/// ones, so a voxel costs one multiply-add per Gaussian. Each tile adds its atoms in index order: the bits do not depend on the number of threads.
/// </summary>
internal sealed unsafe class CpuSplatKernels(CpuWorkers workers) : SplatKernels
{
    private const int AtomsPerChunk = 16;

    /// <inheritdoc/>
    public override void Add(GaussianAtoms atoms, double blur, in GridFrame frame, DeviceBuffer<float> grid)
    {
        if (!frame.IsOrthogonal)
            throw new ArgumentException("atoms can be put on orthogonal grids only", nameof(frame));
        float* voxels = CpuBuffer.Pointer(grid, frame.VoxelCount);
        SplatShapes shapes = new(atoms, blur);
        SplatTiles tiles = new(atoms.Positions, Array.ConvertAll(atoms.Radius, r => (double)r), frame, workers.Count);
        workers.Run(tiles.Count, chunk =>
        {
            int tile = tiles.BySize[chunk];
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
    public override void Gather(GaussianAtoms atoms, double blur, in GridFrame frame, DeviceBuffer<float> slopes, DeviceBuffer<double> sums)
    {
        if (!frame.IsOrthogonal)
            throw new ArgumentException("atoms can be put on orthogonal grids only", nameof(frame));
        float* voxels = CpuBuffer.Pointer(slopes, frame.VoxelCount);
        double* results = CpuBuffer.Pointer(sums, (long)AtomSums.Stride * atoms.Count);
        SplatShapes shapes = new(atoms, blur);
        GridFrame grid = frame;
        workers.Run((atoms.Count + AtomsPerChunk - 1) / AtomsPerChunk, chunk =>
        {
            SplatGatherer gatherer = new(atoms, shapes, grid, voxels);
            int last = Math.Min(atoms.Count, (chunk + 1) * AtomsPerChunk);
            for (int atom = chunk * AtomsPerChunk; atom < last; atom++)
                gatherer.Gather(atom, new(results + (long)AtomSums.Stride * atom, AtomSums.Stride));
        });
    }
}
