namespace Engine.Kernels.Compute;

/// <summary>Launches splat.cl: tile lists and coefficients are made on the host; a group per tile adds the atoms, a group per atom gathers gradients.</summary>
internal sealed class ComputeSplatKernels : SplatKernels
{
    private const string Purpose = "atoms of the model map";

    private readonly ComputeAccelerator accelerator;
    private readonly ComputeKernel tiles;
    private readonly ComputeKernel gather;

    /// <summary>Takes the kernels out of the program 'splat'.</summary>
    public ComputeSplatKernels(ComputeAccelerator accelerator)
    {
        this.accelerator = accelerator;
        tiles = accelerator.Kernel("splat", "splat_tiles", KernelConstants.TileGroup);
        gather = accelerator.Kernel("splat", "splat_gather", KernelConstants.GatherGroup);
    }

    /// <inheritdoc/>
    public override void Add(GaussianAtoms atoms, double blur, in GridFrame frame, DeviceBuffer<float> grid)
    {
        Check(frame, grid);
        SplatTiles lists = new(frame);
        for (int first = 0; first < atoms.Count;)
        {
            SplatBatch batch = lists.Build(atoms.Positions, atoms.Radius, first);
            if (batch.TileCount > 0)
                Launch(atoms, blur, frame, lists, batch, grid);
            first += batch.AtomCount;
        }
    }

    /// <inheritdoc/>
    public override void Gather(GaussianAtoms atoms, double blur, in GridFrame frame, DeviceBuffer<float> slopes, DeviceBuffer<double> sums)
    {
        Check(frame, slopes);
        if (sums.Length < (long)AtomSums.Stride * atoms.Count)
            throw new ArgumentException($"{sums.Length} sums for {atoms.Count} atoms", nameof(sums));
        if (atoms.Count == 0)
            return;
        SplatTiles lists = new(frame);
        SplatCoefficients coefficients = new(atoms, 0, atoms.Count, blur, unitOccupancy: true);
        using DeviceBuffer<int> anchors = accelerator.Upload<int>(lists.Anchors(atoms.Positions, 0, atoms.Count), Purpose);
        using DeviceBuffer<float> shifts = accelerator.Upload<float>(lists.Shifts(atoms.Positions, 0, atoms.Count), Purpose);
        using DeviceBuffer<float> radii = accelerator.Upload<float>(Squares(atoms.Radius), Purpose);
        using DeviceBuffer<float> occupancy = accelerator.Upload<float>(atoms.Occupancy, Purpose);
        using DeviceBuffer<int> anisoRow = accelerator.Upload<int>(coefficients.AnisoRow, Purpose);
        using DeviceBuffer<float> iso = accelerator.Upload<float>(coefficients.Iso, Purpose);
        using DeviceBuffer<float> aniso = accelerator.Upload<float>(coefficients.Aniso, Purpose);
        gather.Set(slopes).Set(frame.Nx).Set(frame.Ny).Set(frame.Nz).Set(frame.Periodic ? 1 : 0)
            .Set((float)lists.Axes[0].Voxel).Set((float)lists.Axes[1].Voxel).Set((float)lists.Axes[2].Voxel)
            .Set(anchors).Set(shifts).Set(radii).Set(occupancy).Set(anisoRow).Set(iso).Set(aniso).Set(atoms.Terms).Set(sums)
            .RunGroups(atoms.Count);
    }

    private static void Check(in GridFrame frame, DeviceBuffer<float> grid)
    {
        if (!frame.IsOrthogonal)
            throw new ArgumentException("the grid must be orthogonal", nameof(frame));
        if (grid.Length < frame.VoxelCount)
            throw new ArgumentException($"a grid of {grid.Length} voxels for a frame of {frame.VoxelCount}", nameof(grid));
    }

    private static float[] Squares(ReadOnlySpan<float> values)
    {
        var squares = new float[values.Length];
        for (int i = 0; i < squares.Length; i++)
            squares[i] = values[i] * values[i];
        return squares;
    }

    private void Launch(GaussianAtoms atoms, double blur, in GridFrame frame, SplatTiles lists, SplatBatch batch, DeviceBuffer<float> grid)
    {
        SplatCoefficients coefficients = new(atoms, batch.FirstAtom, batch.AtomCount, blur);

        // The arrays are let go on return; the device keeps them until the kernel that was queued with them is done.
        using DeviceBuffer<int> tileOrigin = accelerator.Upload<int>(batch.TileOrigin, Purpose);
        using DeviceBuffer<int> start = accelerator.Upload<int>(batch.Start, Purpose);
        using DeviceBuffer<int> entryAtom = accelerator.Upload<int>(batch.EntryAtom, Purpose);
        using DeviceBuffer<int> entryAnchor = accelerator.Upload<int>(batch.EntryAnchor, Purpose);
        using DeviceBuffer<float> shifts = accelerator.Upload<float>(lists.Shifts(atoms.Positions, batch.FirstAtom, batch.AtomCount), Purpose);
        using DeviceBuffer<float> radii = accelerator.Upload<float>(Squares(atoms.Radius.AsSpan(batch.FirstAtom, batch.AtomCount)), Purpose);
        using DeviceBuffer<int> anisoRow = accelerator.Upload<int>(coefficients.AnisoRow, Purpose);
        using DeviceBuffer<float> iso = accelerator.Upload<float>(coefficients.Iso, Purpose);
        using DeviceBuffer<float> aniso = accelerator.Upload<float>(coefficients.Aniso, Purpose);
        tiles.Set(grid).Set(frame.Nx).Set(frame.Ny).Set(frame.Nz)
            .Set((float)lists.Axes[0].Voxel).Set((float)lists.Axes[1].Voxel).Set((float)lists.Axes[2].Voxel)
            .Set(tileOrigin).Set(start).Set(entryAtom).Set(entryAnchor).Set(shifts).Set(radii).Set(anisoRow).Set(iso).Set(aniso).Set(atoms.Terms)
            .RunGroups(batch.TileCount);
    }
}
