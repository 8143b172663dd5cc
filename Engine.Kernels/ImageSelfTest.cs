namespace Engine.Kernels;

/// <summary>The self-test of atom images and map sums: one atom whose density at its centre is known in closed form.</summary>
internal static class ImageSelfTest
{
    /// <summary>
    /// 4π a (√π erf(√k/d)/(4 k^(3/2)) - exp(-k/d²)/(2 k d)) with k = (b + B)/4: the image at its centre of f(s) = a exp(-b s²/4), cut sharply at 1/d; a = 2, b = 10,
    /// B = 30, d = 2.
    /// </summary>
    private const double Centre = 0.2916698433257069;

    /// <summary>Runs it.</summary>
    /// <param name="accelerator">Device to test.</param>
    /// <exception cref="NumericalException">A result is wrong.</exception>
    public static void Run(Accelerator accelerator)
    {
        const int Edge = 16, At = (8 * Edge + 8) * Edge + 8;
        var frame = GridFrame.Orthogonal(Edge, Edge, Edge, 0, 0, 0, 1, 1, 1, true);
        var matrix = new ProfileMatrix(new ImageShape { Edge = 0, Radius = 3 });
        var classes = new AtomClasses { Terms = 1, FormFactors = [2, 10], FormFactor = [0], B = [30], Resolution = [2] };
        var images = new AtomImages { Positions = [8, 8, 8], Class = [0], Weight = [0.5f] };
        using var profiles = new ImageProfiles(accelerator, matrix.Shape, ImageQuantities.Density, 1);
        accelerator.Images.Build(classes, matrix, profiles);
        using DeviceBuffer<float> grid = accelerator.Allocate<float>(frame.VoxelCount, "self-test");
        accelerator.Images.Add(images, profiles, frame, grid);
        var values = new float[frame.VoxelCount];
        accelerator.Download(grid, values);
        SelfTest.Expect("an atom's density at its centre", values[At], 0.5 * Centre, 2e-6);
        SelfTest.Expect("an atom's density beside it", values[At + 1], values[At - Edge], 1e-6);

        var slopes = new float[frame.VoxelCount];
        slopes[At] = 3;
        using DeviceBuffer<float> slopeGrid = accelerator.Upload<float>(slopes, "self-test");
        using DeviceBuffer<double> sums = accelerator.Allocate<double>(AtomSums.Stride, "self-test");
        accelerator.Images.Gather(images, profiles, frame, slopeGrid, sums);
        var derivatives = new double[AtomSums.Stride];
        accelerator.Download(sums, derivatives);
        SelfTest.Expect("the derivative by the weight of an atom", derivatives[AtomSums.Weight], 3 * Centre, 2e-6);
        SelfTest.Expect("the derivative by the position of an atom", derivatives[AtomSums.Position], 0, 1e-6);

        MapSums s = accelerator.Voxels.Sums(slopeGrid, grid, null, frame.VoxelCount);
        SelfTest.Expect("a sum over two maps", s.Product, 3.0 * values[At], 1e-6);
        accelerator.Voxels.Combine(2, slopeGrid, 4, grid, 1, null, grid, frame.VoxelCount);
        accelerator.Download(grid, values);
        SelfTest.Expect("a combination of two maps", values[At], 6 + 2 * Centre + 1, 2e-6);
    }
}
