namespace Engine.Kernels.SelfTests;

/// <summary>Resolution-limited images of atoms: map and gradients with either way to make profiles, against the integrals that define them.</summary>
internal static class ImageCases
{
    private const double Radius = 2;

    /// <summary>The cases.</summary>
    public static IEnumerable<KernelCase> All =>
        from shells in (bool[])[false, true]
        from periodic in (bool[])[true, false]
        from kernel in shells ? (KernelCase[])[Map(shells, periodic)] : [Map(shells, periodic), Gradients(periodic)]
        select kernel;

    private static GridFrame Box(bool periodic) => GridFrame.Orthogonal(19, 13, 16, -1, 2, -3, 0.7, 0.6, 0.8, periodic);

    private static KernelCase Map(bool shells, bool periodic)
    {
        const int Atoms = 24;
        AtomClasses classes = ImageSamples.Classes((15, 1.75), (40, 1.4));
        ProfileBasis basis = shells ? ImageSamples.Shells(Radius) : new ProfileMatrix(new ImageShape { Edge = 0.2, Radius = Radius });
        return new("atom images", $"map by {(shells ? "shells" : "matrix")}{(periodic ? ", periodic" : "")}", (accelerator, samples) =>
        {
            using ImageProfiles profiles = new(accelerator, basis.Shape, ImageQuantities.Density, classes.Count);
            accelerator.Images.Build(classes, basis, profiles);
            using DeviceBuffer<float> grid = accelerator.Room<float>(Box(periodic).VoxelCount);
            accelerator.Images.Add(ImageSamples.Images(samples.Numbers(3 * Atoms, -4, 14), classes, 7), profiles, Box(periodic), grid);
            return accelerator.Get(grid);
        })
        {
            Scalar = samples => ImageSamples.Map(ImageSamples.Images(samples.Numbers(3 * Atoms, -4, 14), classes, 7), classes, basis.Shape, Box(periodic)),
        };
    }

    private static KernelCase Gradients(bool periodic)
    {
        const int Atoms = 9;
        AtomClasses classes = ImageSamples.Classes((15, 1.75), (40, 1.4));

        // The derivative by d has kinks where the switch begins and ends: twice the usual nodes keep interpolation out of the comparison.
        ImageShape shape = new() { Edge = 0.2, Radius = Radius, Nodes = 256 };
        return new("atom images", $"gradients{(periodic ? ", periodic" : "")}", (accelerator, samples) =>
        {
            using ImageProfiles profiles = new(accelerator, shape, ImageSamples.Everything, classes.Count);
            accelerator.Images.Build(classes, new ProfileMatrix(shape), profiles);
            AtomImages images = ImageSamples.Images(samples.Numbers(3 * Atoms, -3, 12), classes, 6);
            using DeviceBuffer<float> slopes = accelerator.Put(samples.Singles((int)Box(periodic).VoxelCount, -1, 1.5));
            using DeviceBuffer<double> sums = accelerator.Room<double>(AtomSums.Stride * Atoms);
            accelerator.Images.Gather(images, profiles, Box(periodic), slopes, sums);
            return accelerator.Get(sums);
        })
        {
            Scalar = samples =>
            {
                AtomImages images = ImageSamples.Images(samples.Numbers(3 * Atoms, -3, 12), classes, 6);
                float[] slopes = samples.Singles((int)Box(periodic).VoxelCount, -1, 1.5);
                return [.. Enumerable.Range(0, Atoms).SelectMany(i => Derivatives(images, i, classes, slopes, shape, Box(periodic)))];
            },
            Columns = AtomSums.Stride,

            // By U: the curvature has kinks where the switch begins and ends, between two nodes.
            Tolerances = [.. Enumerable.Range(0, AtomSums.Stride).Select(c => c < AtomSums.U ? 1e-4 : 6e-3)],
            BetweenDevices = 1e-4,
        };
    }

    private static double[] Derivatives(AtomImages images, int i, AtomClasses classes, float[] slopes, ImageShape shape, GridFrame frame)
    {
        int c = images.Class[i];

        // A little more than the radius, because the radius grows with d.
        List<ImageVoxel> voxels = ImageVoxel.Within(images.Positions.AsSpan(3 * i, 3), shape.Radius * classes.Resolution[c] + 0.01, frame);
        return ReferenceImageGradients.Of(voxels, slopes, classes, c, shape, images.Weight[i]);
    }
}
