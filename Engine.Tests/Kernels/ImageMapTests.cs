using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>Atom images on a grid against the sum of the integrals that define them, voxel by voxel.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class ImageMapTests(string accelerator) : KernelFixture(accelerator)
{
    private static readonly GridFrame Box = GridFrame.Orthogonal(19, 13, 16, -1, 2, -3, 0.7, 0.6, 0.8, true);

    /// <summary>Atoms anywhere, within the box and beyond it, of several resolutions.</summary>
    [Test]
    public void MapIsTheSumOfImages([Values] bool periodic, [Values] bool shells)
    {
        double[] positions = new KernelSamples(3).Numbers(3 * 24, -4, 14);
        Compare(positions, [(15, 1.75), (40, 1.4)], 2.5, Box with { Periodic = periodic }, shells);
    }

    /// <summary>Atoms exactly on voxels, at the origin, at the far faces and between boxes.</summary>
    [Test]
    public void AtomsMaySitOnVoxelsAndFaces([Values] bool periodic)
    {
        double[] positions = [-1, 2, -3, -1 + 5 * 0.7, 2 + 4 * 0.6, -3 + 8 * 0.8, -1 + 18 * 0.7, 2 + 12 * 0.6, -3 + 15 * 0.8, -1 + 18.5 * 0.7, 2 + 12.5 * 0.6, -3 - 0.4];
        Compare(positions, [(20, 1.6)], 2, Box with { Periodic = periodic });
    }

    /// <summary>A box smaller than the image: voxels are reached several times.</summary>
    [Test]
    public void ImagesMayBeLargerThanTheBox()
    {
        GridFrame frame = GridFrame.Orthogonal(5, 4, 3, 0.3, 0, 0, 0.8, 0.9, 1.0, true);
        Compare([1.3, 0.2, 2.7, 8, -3, 1], [(20, 2)], 4, frame);
    }

    /// <summary>A grid of many tiles, where images reach over the borders of several.</summary>
    [Test]
    public void TilesDoNotShow()
    {
        GridFrame frame = GridFrame.Orthogonal(6, 90, 70, 0, 0, 0, 0.7, 0.7, 0.7, true);
        double[] positions = [.. Enumerable.Range(0, 30).SelectMany(i => new[] { 0.37 * i, 2.13 * i, 1.67 * i })];
        Compare(positions, [(15, 1.75)], 2, frame);
    }

    /// <summary>Images are added to what is there.</summary>
    [Test]
    public void ImagesAreAdded()
    {
        AtomClasses classes = ImageSamples.Classes((20, 1.6));
        AtomImages images = ImageSamples.Images([2, 4, 0], classes, 1);
        ProfileMatrix matrix = new(new ImageShape { Edge = 0.2, Radius = 2 });
        float[] once = Add(images, classes, matrix, Box, 0), twice = Add(images, classes, matrix, Box, 5);
        Assert.That(twice, Is.EqualTo(once.Select(v => v + 5)).Within(1e-6));
        Assert.That(once.Max(), Is.Positive);
    }

    /// <summary>No images leave the grid as it was; images far beyond a grid that ends do so too.</summary>
    [Test]
    public void NothingAddsNothing()
    {
        AtomClasses classes = ImageSamples.Classes((20, 1.6));
        ProfileMatrix matrix = new(new ImageShape { Edge = 0.2, Radius = 2 });
        Assert.That(Add(ImageSamples.Images([], classes, 1), classes, matrix, Box, 0), Is.All.Zero);
        GridFrame ends = Box with { Periodic = false };
        Assert.That(Add(ImageSamples.Images([99, 4, 0, 2, -40, 3, 2, 3, 50], classes, 1), classes, matrix, ends, 0), Is.All.Zero);
    }

    /// <summary>Positions that are no numbers, and frames that are not orthogonal, are refused.</summary>
    [Test]
    public void ImpossibleInputIsRefused()
    {
        AtomClasses classes = ImageSamples.Classes((20, 1.6));
        ProfileMatrix matrix = new(new ImageShape { Edge = 0.2, Radius = 2 });
        AtomImages lost = ImageSamples.Images([1, double.NaN, 2], classes, 1), image = ImageSamples.Images([1, 1, 2], classes, 1);
        Assert.That(() => Add(lost, classes, matrix, Box, 0), Throws.InstanceOf<NumericalException>());
        GridFrame skewed = Box with { ToGrid = [1, 0.1, 0, 0, 1, 0, 0, 0, 1] };
        Assert.That(() => Add(image, classes, matrix, skewed, 0), Throws.InstanceOf<ArgumentException>());
    }

    private void Compare(double[] positions, (double B, double D)[] kinds, double radius, GridFrame frame, bool shells = false)
    {
        AtomClasses classes = ImageSamples.Classes(kinds);
        AtomImages images = ImageSamples.Images(positions, classes, 7);
        ProfileBasis basis = shells ? ImageSamples.Shells(radius) : new ProfileMatrix(new ImageShape { Edge = 0.2, Radius = radius });
        double[] expected = ImageSamples.Map(images, classes, basis.Shape, frame);
        double largest = expected.Max();
        Assert.That(largest, Is.GreaterThan(0.1));
        Assert.That(Add(images, classes, basis, frame, 0), Is.EqualTo(expected).Within((shells ? 5e-6 : 2e-6) * largest));
    }

    private float[] Add(AtomImages images, AtomClasses classes, ProfileBasis basis, GridFrame frame, float start)
    {
        using ImageProfiles profiles = new(Device, basis.Shape, ImageQuantities.Density, classes.Count);
        Device.Images.Build(classes, basis, profiles);
        using DeviceBuffer<float> grid = Put(Enumerable.Repeat(start, (int)frame.VoxelCount).ToArray());
        Device.Images.Add(images, profiles, frame, grid);
        return Get(grid);
    }
}
