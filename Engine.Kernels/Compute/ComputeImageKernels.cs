namespace Engine.Kernels.Compute;

/// <summary>Launches profiles.cl and images.cl: a group per class builds a profile, a group per tile adds the images, a group per image gathers gradients.</summary>
internal sealed class ComputeImageKernels : ImageKernels, IDisposable
{
    private const string Purpose = "atom images";

    private readonly ComputeAccelerator accelerator;
    private readonly ComputeKernel byMatrix;
    private readonly ComputeKernel byShells;
    private readonly ComputeKernel slopesOf;
    private readonly ComputeKernel tiles;
    private readonly ComputeKernel gather;
    private ComputeProfileMatrix? matrix;

    /// <summary>Takes the kernels out of the program 'images'.</summary>
    public ComputeImageKernels(ComputeAccelerator accelerator)
    {
        const string Program = "images";
        this.accelerator = accelerator;
        byMatrix = accelerator.Kernel(Program, "profiles_by_matrix", KernelConstants.ProfileGroup);
        byShells = accelerator.Kernel(Program, "profiles_by_shells");
        slopesOf = accelerator.Kernel(Program, "profiles_slopes");
        tiles = accelerator.Kernel(Program, "images_tiles", KernelConstants.TileGroup);
        gather = accelerator.Kernel(Program, "images_gather", KernelConstants.GatherGroup);
    }

    /// <inheritdoc/>
    public override void Build(AtomClasses classes, ProfileBasis basis, ImageProfiles profiles)
    {
        profiles.SetRadii(classes, basis);
        if (classes.Count == 0)
            return;
        using DeviceBuffer<float> factors = accelerator.Upload<float>(classes.FormFactors, Purpose);
        using DeviceBuffer<int> row = accelerator.Upload<int>(classes.FormFactor, Purpose);
        using DeviceBuffer<double> b = accelerator.Upload<double>(classes.B, Purpose);
        using DeviceBuffer<double> d = accelerator.Upload<double>(classes.Resolution, Purpose);
        if (basis is ProfileMatrix universal)
            BuildByMatrix(universal, classes, factors, row, b, d, profiles);
        else if (basis is ShellTerms shells)
            BuildByShells(shells, classes, factors, row, b, d, profiles);
        else
            throw new ArgumentException($"profiles by {basis.Name} are not known", nameof(basis));
    }

    /// <inheritdoc/>
    public override void Add(AtomImages images, ImageProfiles profiles, in GridFrame frame, DeviceBuffer<float> grid)
    {
        Check(frame, grid);
        SplatTiles lists = new(frame);
        float[] radius = Radii(images, profiles);
        for (int first = 0; first < images.Count;)
        {
            SplatBatch batch = lists.Build(images.Positions, radius, first);
            if (batch.TileCount > 0)
                Launch(images, radius, profiles, frame, lists, batch, grid);
            first += batch.AtomCount;
        }
    }

    /// <inheritdoc/>
    public override void Gather(AtomImages images, ImageProfiles profiles, in GridFrame frame, DeviceBuffer<float> slopes, DeviceBuffer<double> sums)
    {
        Check(frame, slopes);
        if (sums.Length < (long)AtomSums.Stride * images.Count)
            throw new ArgumentException($"{sums.Length} sums for {images.Count} images", nameof(sums));
        if (images.Count == 0)
            return;
        SplatTiles lists = new(frame);
        using DeviceBuffer<int> anchors = accelerator.Upload<int>(lists.Anchors(images.Positions, 0, images.Count), Purpose);
        using DeviceBuffer<float> shifts = accelerator.Upload<float>(lists.Shifts(images.Positions, 0, images.Count), Purpose);
        using DeviceBuffer<float> radius = accelerator.Upload<float>(Radii(images, profiles), Purpose);
        using DeviceBuffer<int> classOf = accelerator.Upload<int>(images.Class, Purpose);
        using DeviceBuffer<float> weight = accelerator.Upload<float>(images.Weight, Purpose);
        gather.Set(slopes).Set(frame.Nx).Set(frame.Ny).Set(frame.Nz).Set(frame.Periodic ? 1 : 0)
            .Set((float)lists.Axes[0].Voxel).Set((float)lists.Axes[1].Voxel).Set((float)lists.Axes[2].Voxel)
            .Set(anchors).Set(shifts).Set(radius).Set(classOf).Set(weight)
            .Set(profiles.Table).Set(profiles.Shape.Nodes).Set(profiles.QuantityCount).Set((int)profiles.Quantities).Set(sums)
            .RunGroups(images.Count);
    }

    /// <summary>Frees the matrices.</summary>
    public void Dispose() => matrix?.Dispose();

    private static float[] Radii(AtomImages images, ImageProfiles profiles) => Array.ConvertAll(images.Class, c => (float)profiles.Radius[c]);

    private static void Check(in GridFrame frame, DeviceBuffer<float> grid)
    {
        if (!frame.IsOrthogonal)
            throw new ArgumentException("the grid must be orthogonal", nameof(frame));
        if (grid.Length < frame.VoxelCount)
            throw new ArgumentException($"a grid of {grid.Length} voxels for a frame of {frame.VoxelCount}", nameof(grid));
    }

    private void BuildByMatrix(
        ProfileMatrix universal, AtomClasses classes, DeviceBuffer<float> factors, DeviceBuffer<int> row, DeviceBuffer<double> b, DeviceBuffer<double> d,
        ImageProfiles profiles)
    {
        if (universal.Tau.Length > KernelConstants.ProfilePoints)
            throw new ArgumentException($"{universal.Tau.Length} quadrature points, at most {KernelConstants.ProfilePoints} are possible", nameof(universal));
        if (matrix == null || !ReferenceEquals(matrix.Source, universal))
        {
            matrix?.Dispose();
            matrix = null;
            matrix = new ComputeProfileMatrix(accelerator, universal);
        }

        byMatrix.Set(factors).Set(classes.Terms).Set(row).Set(b).Set(d)
            .Set(matrix.Tau).Set(universal.Tau.Length).Set(matrix.Density).Set(matrix.Resolution).Set(matrix.Curvature)
            .Set(profiles.Shape.Nodes).Set((int)profiles.Quantities).Set(profiles.QuantityCount).Set(profiles.Table)
            .RunGroups(classes.Count);
    }

    private void BuildByShells(
        ShellTerms shells, AtomClasses classes, DeviceBuffer<float> factors, DeviceBuffer<int> row, DeviceBuffer<double> b, DeviceBuffer<double> d,
        ImageProfiles profiles)
    {
        double[] terms = new double[3 * shells.Count];
        for (int m = 0; m < shells.Count; m++)
            (terms[3 * m], terms[3 * m + 1], terms[3 * m + 2]) = (shells.Radii[m], shells.Widths[m], shells.Amplitudes[m]);
        using DeviceBuffer<double> onDevice = accelerator.Upload<double>(terms, Purpose);
        ImageShape shape = shells.Shape;
        byShells.Set(factors).Set(classes.Terms).Set(row).Set(b).Set(d)
            .Set(onDevice).Set(shells.Count).Set(shells.PlainAbove).Set(shape.Radius).Set(shape.SwitchWidth)
            .Set(shape.Nodes).Set((int)profiles.Quantities).Set(profiles.QuantityCount).Set(classes.Count).Set(profiles.Table)
            .Run((long)classes.Count * shape.Nodes);
        slopesOf.Set(profiles.Table).Set(shape.Nodes).Set(profiles.QuantityCount).Set(classes.Count)
            .Run((long)classes.Count * (profiles.QuantityCount - 1) * shape.Nodes);
    }

    private void Launch(
        AtomImages images, float[] radii, ImageProfiles profiles, in GridFrame frame, SplatTiles lists, SplatBatch batch, DeviceBuffer<float> grid)
    {
        // The arrays are let go on return; the device keeps them until the kernel that was queued with them is done.
        using DeviceBuffer<int> tileOrigin = accelerator.Upload<int>(batch.TileOrigin, Purpose);
        using DeviceBuffer<int> start = accelerator.Upload<int>(batch.Start, Purpose);
        using DeviceBuffer<int> entryImage = accelerator.Upload<int>(batch.EntryAtom, Purpose);
        using DeviceBuffer<int> entryAnchor = accelerator.Upload<int>(batch.EntryAnchor, Purpose);
        using DeviceBuffer<float> shifts = accelerator.Upload<float>(lists.Shifts(images.Positions, batch.FirstAtom, batch.AtomCount), Purpose);
        using DeviceBuffer<float> radius = accelerator.Upload<float>(radii.AsSpan(batch.FirstAtom, batch.AtomCount), Purpose);
        using DeviceBuffer<int> classOf = accelerator.Upload<int>(images.Class.AsSpan(batch.FirstAtom, batch.AtomCount), Purpose);
        using DeviceBuffer<float> weight = accelerator.Upload<float>(images.Weight.AsSpan(batch.FirstAtom, batch.AtomCount), Purpose);
        tiles.Set(grid).Set(frame.Nx).Set(frame.Ny).Set(frame.Nz)
            .Set((float)lists.Axes[0].Voxel).Set((float)lists.Axes[1].Voxel).Set((float)lists.Axes[2].Voxel)
            .Set(tileOrigin).Set(start).Set(entryImage).Set(entryAnchor).Set(shifts).Set(radius).Set(classOf).Set(weight)
            .Set(profiles.Table).Set(profiles.Shape.Nodes).Set(profiles.QuantityCount)
            .RunGroups(batch.TileCount);
    }
}
