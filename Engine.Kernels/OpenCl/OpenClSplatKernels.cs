namespace Engine.Kernels.OpenCl;

/// <summary>Launches splat.cl: tile lists and coefficients are made on the host, a group per tile adds the atoms.</summary>
internal sealed class OpenClSplatKernels : SplatKernels
{
    private const string Purpose = "atoms of the model map";

    private readonly OpenClAccelerator accelerator;
    private readonly OpenClKernel tiles;

    /// <summary>Takes the kernel out of the program 'splat'.</summary>
    public OpenClSplatKernels(OpenClAccelerator accelerator)
    {
        this.accelerator = accelerator;
        tiles = accelerator.Kernel("splat", "splat_tiles", KernelConstants.TileGroup);
    }

    /// <inheritdoc/>
    public override void Add(GaussianAtoms atoms, double blur, in GridFrame frame, DeviceBuffer<float> grid)
    {
        if (!frame.IsOrthogonal)
            throw new ArgumentException("the grid must be orthogonal", nameof(frame));
        if (grid.Length < frame.VoxelCount)
            throw new ArgumentException($"a grid of {grid.Length} voxels for a frame of {frame.VoxelCount}", nameof(grid));
        SplatTiles lists = new(frame);
        for (int first = 0; first < atoms.Count;)
        {
            SplatBatch batch = lists.Build(atoms, first);
            if (batch.TileCount > 0)
                Launch(atoms, blur, frame, lists, batch, grid);
            first += batch.AtomCount;
        }
    }

    /// <inheritdoc/>
    public override void Gather(GaussianAtoms atoms, double blur, in GridFrame frame, DeviceBuffer<float> slopes, DeviceBuffer<double> sums) =>
        throw new NotSupportedException();

    private void Launch(GaussianAtoms atoms, double blur, in GridFrame frame, SplatTiles lists, SplatBatch batch, DeviceBuffer<float> grid)
    {
        SplatCoefficients coefficients = new(atoms, batch.FirstAtom, batch.AtomCount, blur);
        float[] shift = new float[3 * batch.AtomCount];
        float[] radiusSquared = new float[batch.AtomCount];
        for (int i = 0; i < batch.AtomCount; i++)
        {
            for (int axis = 0; axis < 3; axis++)
                shift[3 * i + axis] = lists.Axes[axis].Nearest(atoms.Positions[3 * (batch.FirstAtom + i) + axis]).Shift;
            float radius = atoms.Radius[batch.FirstAtom + i];
            radiusSquared[i] = radius * radius;
        }

        // The arrays are let go on return; OpenCL keeps them until the kernel that was queued with them is done.
        using DeviceBuffer<int> tileOrigin = accelerator.Upload<int>(batch.TileOrigin, Purpose);
        using DeviceBuffer<int> start = accelerator.Upload<int>(batch.Start, Purpose);
        using DeviceBuffer<int> entryAtom = accelerator.Upload<int>(batch.EntryAtom, Purpose);
        using DeviceBuffer<int> entryAnchor = accelerator.Upload<int>(batch.EntryAnchor, Purpose);
        using DeviceBuffer<float> shifts = accelerator.Upload<float>(shift, Purpose);
        using DeviceBuffer<float> radii = accelerator.Upload<float>(radiusSquared, Purpose);
        using DeviceBuffer<int> anisoRow = accelerator.Upload<int>(coefficients.AnisoRow, Purpose);
        using DeviceBuffer<float> iso = accelerator.Upload<float>(coefficients.Iso, Purpose);
        using DeviceBuffer<float> aniso = accelerator.Upload<float>(coefficients.Aniso, Purpose);
        tiles.Set(grid).Set(frame.Nx).Set(frame.Ny).Set(frame.Nz)
            .Set((float)lists.Axes[0].Voxel).Set((float)lists.Axes[1].Voxel).Set((float)lists.Axes[2].Voxel)
            .Set(tileOrigin).Set(start).Set(entryAtom).Set(entryAnchor).Set(shifts).Set(radii).Set(anisoRow).Set(iso).Set(aniso)
            .RunGroups(batch.TileCount);
    }
}
