namespace Engine.Kernels.SelfTests;

/// <summary>Atom images for tests: classes, places, and what they must give.</summary>
internal static class ImageSamples
{
    /// <summary>Every quantity.</summary>
    public const ImageQuantities Everything =
        ImageQuantities.Density | ImageQuantities.BFactor | ImageQuantities.Resolution | ImageQuantities.Curvature;

    /// <summary>Carbon and oxygen for electrons (International Tables C 4.3.2), and a form factor with a constant.</summary>
    private static readonly float[][] Rows =
    [
        [.0893f, .2563f, .7570f, 1.0487f, .3575f, .2465f, 1.71f, 6.4094f, 18.6113f, 50.2523f],
        [.0974f, .2921f, .6910f, .6990f, .2039f, .2067f, 1.3815f, 4.6943f, 12.7105f, 32.4726f],
        [2.3f, 1.0f, -0.5f, 0.9f, 0.2f, 20.8f, 10.2f, 0.57f, 51.6f, 0f],
    ];

    /// <summary>Shell terms of the window with w = 0.2, for use up to 4 d.</summary>
    public static ShellTerms Shells(double radius, int nodes = 128) => new(
        new ImageShape { Edge = 0.2, Radius = radius, Nodes = nodes },
        [0, 0.787870638, 1.33680837, 1.86989543, 2.43494666, 2.59920489, 3.73786915, 4.02547567, 4.26902507, 5.14814013],
        [14.101502, 9.98405017, 8.64035253, 8.51416688, 11.3482871, 13.1345171, 17.8222139, 26.4732427, 19.1980277, 13.3684608],
        [6.40367951, -9.11875406, 6.3575761, -5.21615646, 15.4308168, -17.0176004, -135.078639, 334.670527, -190.39848, -5.25605782],
        1000);

    /// <summary>Classes of all form factors with the given B and resolutions, which are paired.</summary>
    public static AtomClasses Classes(params (double B, double D)[] kinds) => new()
    {
        Terms = 5,
        FormFactors = [.. Rows.SelectMany(r => r)],
        FormFactor = [.. kinds.SelectMany(_ => Enumerable.Range(0, Rows.Length))],
        B = [.. kinds.SelectMany(k => Enumerable.Repeat(k.B, Rows.Length))],
        Resolution = [.. kinds.SelectMany(k => Enumerable.Repeat(k.D, Rows.Length))],
    };

    /// <summary>The same classes with other B or resolutions.</summary>
    public static AtomClasses Shifted(AtomClasses classes, double b, double d) => new()
    {
        Terms = classes.Terms,
        FormFactors = classes.FormFactors,
        FormFactor = classes.FormFactor,
        B = [.. classes.B.Select(v => v + b)],
        Resolution = [.. classes.Resolution.Select(v => v + d)],
    };

    /// <summary>A class by the definition, its B and resolution shifted.</summary>
    public static ReferenceImage Reference(AtomClasses classes, int index, ImageShape shape, double b = 0, double d = 0) =>
        new(shape, Rows[classes.FormFactor[index]], classes.B[index] + b, classes.Resolution[index] + d);

    /// <summary>Images of given places that go through the classes in turn.</summary>
    public static AtomImages Images(double[] positions, AtomClasses classes, int seed) => new()
    {
        Positions = positions,
        Class = [.. Enumerable.Range(0, positions.Length / 3).Select(i => i % classes.Count)],
        Weight = new KernelSamples(seed).Singles(positions.Length / 3, 0.3, 1.2),
    };

    /// <summary>The sum of images, voxel by voxel, in double.</summary>
    public static double[] Map(AtomImages images, AtomClasses classes, ImageShape shape, GridFrame frame)
    {
        var map = new double[frame.VoxelCount];
        for (int i = 0; i < images.Count; i++)
        {
            ReferenceImage reference = Reference(classes, images.Class[i], shape);
            foreach (ImageVoxel voxel in ImageVoxel.Within(images.Positions.AsSpan(3 * i, 3), reference.Radius, frame))
                map[voxel.Index] += images.Weight[i] * reference.Density(voxel.Distance());
        }

        return map;
    }
}
