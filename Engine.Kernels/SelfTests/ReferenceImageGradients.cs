namespace Engine.Kernels.SelfTests;

/// <summary>Gradients of a target by the parameters of atom images: differences of the sum of integrals over the voxels of each image, in double.</summary>
internal static class ReferenceImageGradients
{
    private static readonly (int Row, int Column)[] Places = [(0, 0), (1, 1), (2, 2), (0, 1), (0, 2), (1, 2)];

    /// <summary>The <see cref="AtomSums"/> of one image.</summary>
    public static double[] Of(List<ImageVoxel> voxels, float[] slopes, AtomClasses classes, int index, ImageShape shape, double weight)
    {
        const double Step = 1e-4;
        ReferenceImage Image(double b, double d) => ImageSamples.Reference(classes, index, shape, b, d);
        ReferenceImage image = Image(0, 0);
        double Sum(ReferenceImage p, double x, double y, double z) => voxels.Sum(v => slopes[v.Index] * p.Density(v.Distance(x, y, z)));
        double[] sums = new double[AtomSums.Stride];
        sums[AtomSums.Weight] = Sum(image, 0, 0, 0);
        sums[AtomSums.Position] = weight * (Sum(image, Step, 0, 0) - Sum(image, -Step, 0, 0)) / (2 * Step);
        sums[AtomSums.Position + 1] = weight * (Sum(image, 0, Step, 0) - Sum(image, 0, -Step, 0)) / (2 * Step);
        sums[AtomSums.Position + 2] = weight * (Sum(image, 0, 0, Step) - Sum(image, 0, 0, -Step)) / (2 * Step);
        sums[AtomSums.BFactor] = weight * (Sum(Image(Step, 0), 0, 0, 0) - Sum(Image(-Step, 0), 0, 0, 0)) / (2 * Step);
        sums[AtomSums.Resolution] = weight * (Sum(Image(0, Step), 0, 0, 0) - Sum(Image(0, -Step), 0, 0, 0)) / (2 * Step);
        for (int u = 0; u < 6; u++)
        {
            (int i, int j) = Places[u];
            sums[AtomSums.U + u] = voxels.Sum(v => slopes[v.Index] * image.SecondDerivative([v.X, v.Y, v.Z], i, j)) * weight * (u < 3 ? 0.5 : 1);
        }

        return sums;
    }
}
