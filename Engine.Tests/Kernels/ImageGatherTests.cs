using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>
/// Gradients of T = Σ g ρ by the parameters of atom images, against differences of the sum of integrals, in double, over the voxels of each image.
/// </summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class ImageGatherTests(string accelerator) : KernelFixture(accelerator)
{
    private static readonly GridFrame Box = GridFrame.Orthogonal(19, 13, 16, -1, 2, -3, 0.7, 0.6, 0.8, true);

    /// <summary>Atoms inside, near faces and across them, with a soft and with a sharp edge.</summary>
    [TestCase(true, 0.2)]
    [TestCase(false, 0.2)]
    [TestCase(true, 0.0)]
    public void SumsAreTheDerivatives(bool periodic, double edge) =>
        Check(new KernelSamples(4).Numbers(3 * 9, -3, 12), [(15, 1.75), (40, 1.4)], 2, Box with { Periodic = periodic }, edge);

    /// <summary>Atoms exactly on voxels and faces, where r is 0.</summary>
    [Test]
    public void AtomsMaySitOnVoxelsAndFaces([Values] bool periodic) =>
        Check([-1, 2, -3, -1 + 5 * 0.7, 2 + 4 * 0.6, -3 + 8 * 0.8, -1 + 18 * 0.7, 2 + 12 * 0.6, -3 + 15 * 0.8], [(20, 1.6)], 2, Box with { Periodic = periodic }, 0.2);

    /// <summary>A box smaller than the image: the same voxel counts several times.</summary>
    [Test]
    public void ImagesMayBeLargerThanTheBox() =>
        Check([1.3, 0.2, 2.7, 8, -3, 1, 0.1, 0.3, 0.2], [(20, 1.5)], 3, GridFrame.Orthogonal(5, 4, 3, 0.3, 0, 0, 0.8, 0.9, 1.0, true), 0.2);

    /// <summary>
    /// The least-squares target of a model against a map, everything through the kernels: its gradients by position, weight, B and resolution are those
    /// that differences of the target itself give.
    /// </summary>
    [Test]
    public void LeastSquaresTargetHasTheseGradients()
    {
        AtomClasses classes = ImageSamples.Classes((15, 1.75));
        AtomImages images = ImageSamples.Images([3, 5, 1, 5.2, 6.1, 2.2, 3.9, 4.4, 3.3], classes, 9);
        KernelSamples samples = new(12);
        float[] observed = samples.Singles((int)Box.VoxelCount, -0.5, 0.5), weights = samples.Singles((int)Box.VoxelCount, 0, 1);
        (_, double[] sums) = Target(images, classes, 0, 0, observed, weights);
        for (int axis = 0; axis < 3; axis++)
        {
            double expected = Difference(0.02, s => Target(Moved(images, axis, s), classes, 0, 0, observed, weights).Value);
            Assert.That(sums[AtomSums.Position + axis], Is.EqualTo(expected).Within(2e-4 * Math.Abs(expected) + 1e-3), $"axis {axis}");
        }

        double byB = Difference(1, s => Target(images, classes, s, 0, observed, weights).Value);
        double byD = Difference(0.02, s => Target(images, classes, 0, s, observed, weights).Value);
        Assert.That(Total(sums, AtomSums.BFactor), Is.EqualTo(byB).Within(2e-4 * Math.Abs(byB) + 1e-4));
        Assert.That(Total(sums, AtomSums.Resolution), Is.EqualTo(byD).Within(2e-4 * Math.Abs(byD) + 1e-3));
    }

    /// <summary>Sums of quantities that the profiles do not hold are 0, and the others do not change.</summary>
    [TestCase(ImageQuantities.Density)]
    [TestCase(ImageQuantities.BFactor)]
    [TestCase(ImageQuantities.Resolution)]
    [TestCase(ImageQuantities.Curvature)]
    public void AbsentQuantitiesGiveZero(ImageQuantities quantities)
    {
        double[] positions = new KernelSamples(4).Numbers(3 * 20, 2, 7);
        AtomClasses classes = ImageSamples.Classes((15, 1.75));
        ProfileMatrix matrix = new(new ImageShape { Edge = 0.2, Radius = 2 });
        double[] all = Gather(positions, classes, matrix, ImageSamples.Everything, Box), some = Gather(positions, classes, matrix, quantities, Box);
        for (int i = 0; i < all.Length; i++)
        {
            ImageQuantities needs = (i % AtomSums.Stride) switch
            {
                < AtomSums.BFactor => ImageQuantities.Density,
                AtomSums.BFactor => ImageQuantities.BFactor,
                AtomSums.Resolution => ImageQuantities.Resolution,
                _ => ImageQuantities.Curvature,
            };
            bool there = ((quantities | ImageQuantities.Density) & needs) == needs;
            Assert.That(some[i], Is.EqualTo(there ? all[i] : 0).Within(1e-7 * Math.Abs(all[i])), $"number {i}");
        }
    }

    /// <summary>Weight 0 keeps the derivative by the weight and no other; images beyond a grid that ends give 0.</summary>
    [Test]
    public void AbsentAndFarImages()
    {
        AtomClasses classes = ImageSamples.Classes((15, 1.75));
        ProfileMatrix matrix = new(new ImageShape { Edge = 0.2, Radius = 2 });
        AtomImages images = new() { Positions = [3, 4, 0], Class = [0], Weight = [0] };
        double[] sums = Gather(images, classes, matrix, ImageSamples.Everything, Box);
        Assert.That(sums[AtomSums.Weight], Is.Not.Zero);
        Assert.That(sums[1..], Is.All.Zero);
        Assert.That(Gather([99, 4, 0], classes, matrix, ImageSamples.Everything, Box with { Periodic = false }), Is.All.Zero);
    }

    private static double Difference(double step, Func<double, double> f) =>
        (8 * (f(step) - f(-step)) - (f(2 * step) - f(-2 * step))) / (12 * step);

    private static double Total(double[] sums, int number) => Enumerable.Range(0, sums.Length / AtomSums.Stride).Sum(i => sums[AtomSums.Stride * i + number]);

    private static AtomImages Moved(AtomImages images, int axis, double shift)
    {
        double[] positions = [.. images.Positions];
        positions[axis] += shift;
        return new() { Positions = positions, Class = images.Class, Weight = images.Weight };
    }

    private void Check(double[] positions, (double B, double D)[] kinds, double radius, GridFrame frame, double edge)
    {
        AtomClasses classes = ImageSamples.Classes(kinds);
        AtomImages images = ImageSamples.Images(positions, classes, 6);

        // The derivative by d has kinks of its curvature where the switch begins and ends; twice the usual nodes keep interpolation out of the comparison.
        ImageShape shape = new() { Edge = edge, Radius = radius, Nodes = 256 };
        float[] slopes = Slopes(frame);
        double[] actual = Gather(images, classes, new ProfileMatrix(shape), ImageSamples.Everything, frame);
        double[][] expected = new double[images.Count][];
        for (int i = 0; i < images.Count; i++)
        {
            // A little more than the radius, because the radius grows with d.
            int c = images.Class[i];
            List<ImageVoxel> voxels = ImageVoxel.Within(images.Positions.AsSpan(3 * i, 3), radius * classes.Resolution[c] + 0.01, frame);
            expected[i] = ReferenceImageGradients.Of(voxels, slopes, classes, c, shape, images.Weight[i]);
        }

        for (int number = 0; number < AtomSums.Stride; number++)
        {
            // By U: the curvature has kinks where the switch begins and ends, between two nodes.
            double allowed = number < AtomSums.U ? 1e-4 : 6e-3;
            double size = Math.Sqrt(expected.Average(e => e[number] * e[number]));
            for (int i = 0; i < images.Count; i++)
                Assert.That(actual[AtomSums.Stride * i + number], Is.EqualTo(expected[i][number]).Within(allowed * size), $"image {i}, number {number}");
        }
    }

    private static float[] Slopes(GridFrame frame) => new KernelSamples(21).Singles((int)frame.VoxelCount, -1, 1.5);

    private double[] Gather(double[] positions, AtomClasses classes, ProfileBasis basis, ImageQuantities quantities, GridFrame frame) =>
        Gather(ImageSamples.Images(positions, classes, 6), classes, basis, quantities, frame);

    private double[] Gather(AtomImages images, AtomClasses classes, ProfileBasis basis, ImageQuantities quantities, GridFrame frame)
    {
        using ImageProfiles profiles = new(Device, basis.Shape, quantities, classes.Count);
        Device.Images.Build(classes, basis, profiles);
        using DeviceBuffer<float> slopes = Put(Slopes(frame));
        double[] before = new double[AtomSums.Stride * images.Count];
        Array.Fill(before, 7);
        using DeviceBuffer<double> sums = Put(before);
        Device.Images.Gather(images, profiles, frame, slopes, sums);
        return Get(sums);
    }

    /// <summary>Σ w (ρ - o)² and its gradients.</summary>
    private (double Value, double[] Sums) Target(AtomImages images, AtomClasses classes, double b, double d, float[] observed, float[] weights)
    {
        ProfileMatrix matrix = new(new ImageShape { Edge = 0.2, Radius = 2 });
        AtomClasses shifted = ImageSamples.Shifted(classes, b, d);
        using ImageProfiles profiles = new(Device, matrix.Shape, ImageSamples.Everything, classes.Count);
        Device.Images.Build(shifted, matrix, profiles);
        using DeviceBuffer<float> map = Device.Allocate<float>(Box.VoxelCount, "test"), o = Put(observed), w = Put(weights);
        using DeviceBuffer<double> sums = Device.Allocate<double>(AtomSums.Stride * images.Count, "test");
        Device.Images.Add(images, profiles, Box, map);
        MapSums s = Device.Voxels.Sums(o, map, w, Box.VoxelCount);
        Device.Voxels.Combine(-2, o, 2, map, 0, w, map, Box.VoxelCount);
        Device.Images.Gather(images, profiles, Box, map, sums);
        return (s.CalculatedSquared - 2 * s.Product + s.ObservedSquared, Get(sums));
    }
}
