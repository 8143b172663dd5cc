namespace Engine.Kernels.Cpu;

/// <summary>Atom images on the CPU. Threads share blocks of classes, tiles of rows and runs of images; none of these changes a sum.</summary>
internal sealed unsafe class CpuImageKernels(CpuWorkers workers) : ImageKernels
{
    private const int ImagesPerChunk = 16;
    private const int BlocksPerChunk = 8;

    /// <inheritdoc/>
    public override void Build(AtomClasses classes, ProfileBasis basis, ImageProfiles profiles)
    {
        profiles.SetRadii(classes, basis);
        switch (basis)
        {
            case ProfileMatrix matrix:
                MatrixProfiles matrixProfiles = new(classes, matrix, profiles);
                int blocks = (classes.Count + MatrixProfiles.Block - 1) / MatrixProfiles.Block;
                workers.Run((blocks + BlocksPerChunk - 1) / BlocksPerChunk, chunk =>
                {
                    for (int block = chunk * BlocksPerChunk; block < Math.Min(blocks, (chunk + 1) * BlocksPerChunk); block++)
                        matrixProfiles.Build(block * MatrixProfiles.Block);
                });
                break;
            case ShellTerms shells:
                ShellProfiles shellProfiles = new(classes, shells, profiles);
                workers.Run(classes.Count, shellProfiles.Build);
                break;
            default:
                throw new ArgumentException($"profiles cannot be built by {basis.Name}", nameof(basis));
        }
    }

    /// <inheritdoc/>
    public override void Add(AtomImages images, ImageProfiles profiles, in GridFrame frame, DeviceBuffer<float> grid)
    {
        if (!frame.IsOrthogonal)
            throw new ArgumentException("images can be put on orthogonal grids only", nameof(frame));
        float* voxels = CpuBuffer.Pointer(grid, frame.VoxelCount);
        double[] radii = Array.ConvertAll(images.Class, c => profiles.Radius[c]);
        SplatTiles tiles = new(images.Positions, radii, frame, workers.Count);
        workers.Run(tiles.Count, chunk =>
        {
            int tile = tiles.BySize[chunk];
            ReadOnlySpan<int> list = tiles.Atoms(tile);
            if (list.IsEmpty)
                return;
            using ImagePainter painter = new(tiles, tile, profiles);
            foreach (int image in list)
                painter.Paint(images, image);
            painter.Deposit(voxels);
        });
    }

    /// <inheritdoc/>
    public override void Gather(AtomImages images, ImageProfiles profiles, in GridFrame frame, DeviceBuffer<float> slopes, DeviceBuffer<double> sums)
    {
        if (!frame.IsOrthogonal)
            throw new ArgumentException("images can be put on orthogonal grids only", nameof(frame));
        float* voxels = CpuBuffer.Pointer(slopes, frame.VoxelCount);
        double* results = CpuBuffer.Pointer(sums, (long)AtomSums.Stride * images.Count);
        GridFrame grid = frame;
        workers.Run((images.Count + ImagesPerChunk - 1) / ImagesPerChunk, chunk =>
        {
            using ImageGatherer gatherer = new(images, profiles, grid, voxels);
            int last = Math.Min(images.Count, (chunk + 1) * ImagesPerChunk);
            for (int image = chunk * ImagesPerChunk; image < last; image++)
                gatherer.Gather(image, new(results + (long)AtomSums.Stride * image, AtomSums.Stride));
        });
    }
}
