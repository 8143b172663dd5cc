using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>Radial profiles of both builders against the integral that defines them.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class ImageProfileTests(string accelerator) : KernelFixture(accelerator)
{
    private static readonly (double B, double D)[] Kinds = [(0, 1.5), (15, 1.75), (80, 2), (20, 3.1), (200, 4), (60, 8)];

    /// <summary>Values at the nodes, with a sharp and a soft edge, small and large radii.</summary>
    [TestCase(0.0, 2.0)]
    [TestCase(0.0, 6.0)]
    [TestCase(0.0, 12.0)]
    [TestCase(0.1, 3.0)]
    [TestCase(0.2, 2.0)]
    [TestCase(0.2, 4.0)]
    [TestCase(0.2, 12.0)]
    [TestCase(0.5, 8.0)]
    public void MatrixIsTheIntegral(double edge, double radius) =>
        Check(new ProfileMatrix(new ImageShape { Edge = edge, Radius = radius }), Kinds, 1e-6, 4e-6);

    /// <summary>A sum of Gaussian shells, as far as the fit of its terms goes: worse where B is much larger than d².</summary>
    [TestCase(2.0)]
    [TestCase(3.0)]
    [TestCase(4.0)]
    public void ShellsAreTheIntegral(double radius)
    {
        Check(ImageSamples.Shells(radius), [(0, 1.5), (15, 1.75), (20, 3.1), (60, 8)], 3e-6, 4e-5);
        Check(ImageSamples.Shells(radius, 256), [(80, 2)], 5e-5, 1e-2);
    }

    /// <summary>Gaussians wider than the window stand for themselves: their image does not depend on the resolution.</summary>
    [Test]
    public void WideGaussiansArePlain()
    {
        const double D = 2, B = 300;
        ShellTerms shells = ImageSamples.Shells(3) with { PlainAbove = 70 };
        AtomClasses classes = new() { Terms = 1, FormFactors = [1.5f, 4], FormFactor = [0], B = [B], Resolution = [D] };
        float[] table = Build(shells, classes, out double[] radius);
        double peak = 1.5 * Math.Pow(4 * Math.PI / (B + 4), 1.5);
        for (int i = 0; i < 110; i++)
        {
            double r = radius[0] * i / 127, gauss = peak * Math.Exp(-4 * Math.PI * Math.PI * r * r / (B + 4));
            Assert.That(table[2 * i], Is.EqualTo(gauss).Within(3e-7 * peak), $"node {i}");
            Assert.That(table[2 * (2 * 128 + i)], Is.Zero, $"node {i}");
        }
    }

    /// <summary>At the radius value and slope are 0, and the curvature goes to 0 with the distance from it.</summary>
    [Test]
    public void ImagesEndWithTwoContinuousDerivatives([Values] bool shells)
    {
        const int Nodes = 512;
        var shape = new ImageShape { Edge = 0.2, Radius = 2, Nodes = Nodes };
        AtomClasses classes = ImageSamples.Classes((15, 1.75));
        float[] table = Build(shells ? ImageSamples.Shells(2, Nodes) : new ProfileMatrix(shape), classes, out _);
        double Curvature(int i) => table[2 * i + 1] - table[2 * i - 1];
        double largest = Enumerable.Range(Nodes - 76, 76).Max(i => Math.Abs(Curvature(i)));
        Assert.That(table[2 * Nodes - 2], Is.Zero);
        Assert.That(table[2 * Nodes - 1], Is.Zero);
        Assert.That(Math.Abs(Curvature(Nodes - 1)), Is.LessThan(0.05 * largest));
    }

    /// <summary>Profiles that hold some of the quantities have them in order.</summary>
    [Test]
    public void QuantitiesMayBeAbsent()
    {
        ProfileMatrix matrix = new(new ImageShape { Edge = 0.2, Radius = 3 });
        AtomClasses classes = ImageSamples.Classes((15, 1.75), (30, 2.5));
        float[] all = Build(matrix, classes, out _);
        using ImageProfiles two = new(Device, matrix.Shape, ImageQuantities.Density | ImageQuantities.Resolution, classes.Count + 3);
        Device.Images.Build(classes, matrix, two);
        float[] some = Get(two.Table);
        for (int c = 0; c < classes.Count; c++)
        {
            Assert.That(some.AsSpan(c * 512, 256).ToArray(), Is.EqualTo(all.AsSpan(c * 1024, 256).ToArray()));
            Assert.That(some.AsSpan(c * 512 + 256, 256).ToArray(), Is.EqualTo(all.AsSpan(c * 1024 + 512, 256).ToArray()));
        }
    }

    /// <summary>Impossible atoms are refused.</summary>
    [TestCase(double.NaN, 2.0)]
    [TestCase(-1.0, 2.0)]
    [TestCase(20.0, 0.0)]
    [TestCase(20.0, double.PositiveInfinity)]
    [TestCase(20.0, 1e-12)]
    public void ImpossibleAtomsAreRefused(double b, double d)
    {
        ProfileMatrix matrix = new(new ImageShape { Edge = 0.2, Radius = 3 });
        Assert.That(() => Build(matrix, ImageSamples.Classes((b, d)), out _), Throws.InstanceOf<NumericalException>());
    }

    /// <summary>More classes than there is room for, and profiles of another shape, are refused.</summary>
    [Test]
    public void WrongTablesAreRefused()
    {
        ProfileMatrix matrix = new(new ImageShape { Edge = 0.2, Radius = 3 });
        AtomClasses classes = ImageSamples.Classes((15, 1.75));
        using ImageProfiles small = new(Device, matrix.Shape, ImageQuantities.Density, 2);
        using ImageProfiles other = new(Device, matrix.Shape with { Radius = 4 }, ImageQuantities.Density, 3);
        Assert.That(() => Device.Images.Build(classes, matrix, small), Throws.InstanceOf<ArgumentException>());
        Assert.That(() => Device.Images.Build(classes, matrix, other), Throws.InstanceOf<ArgumentException>());
    }

    private float[] Build(ProfileBasis basis, AtomClasses classes, out double[] radius)
    {
        using ImageProfiles profiles = new(Device, basis.Shape, ImageSamples.Everything, classes.Count);
        Device.Images.Build(classes, basis, profiles);
        radius = profiles.Radius;
        return Get(profiles.Table);
    }

    /// <summary>Compares values at the nodes and slopes per interval, in units of the largest of the class.</summary>
    private void Check(ProfileBasis basis, (double B, double D)[] kinds, double tolerance, double derivativeTolerance)
    {
        AtomClasses classes = ImageSamples.Classes(kinds);
        float[] table = Build(basis, classes, out double[] radius);
        int nodes = basis.Shape.Nodes;
        for (int c = 0; c < classes.Count; c++)
        {
            const double StepB = 0.02, StepD = 1e-4;
            double h = radius[c] / (nodes - 1);
            ReferenceImage image = ImageSamples.Reference(classes, c, basis.Shape);
            ReferenceImage moreB = ImageSamples.Reference(classes, c, basis.Shape, StepB), lessB = ImageSamples.Reference(classes, c, basis.Shape, -StepB);
            ReferenceImage moreD = ImageSamples.Reference(classes, c, basis.Shape, 0, StepD), lessD = ImageSamples.Reference(classes, c, basis.Shape, 0, -StepD);
            Func<double, double>[] quantities =
            [
                r => image.Density(Math.Abs(r)),
                r => (moreB.Density(Math.Abs(r)) - lessB.Density(Math.Abs(r))) / (2 * StepB),
                r => (moreD.Density(Math.Abs(r)) - lessD.Density(Math.Abs(r))) / (2 * StepD),
                r => image.Curvature(Math.Abs(r)),
            ];
            for (int q = 0; q < quantities.Length; q++)
            {
                // The curvature is 0 at the atom, and its slope jumps where the switch begins and ends.
                double size = Enumerable.Range(0, nodes).Max(i => Math.Abs(quantities[q](i * h))), allowed = q == 0 ? tolerance : derivativeTolerance;
                (allowed, double slopeAllowed) = q switch
                {
                    3 => (Math.Max(allowed, 5e-5), 4e-2),
                    2 => (allowed, Math.Max(1e-3, 2 * derivativeTolerance)),
                    _ => (allowed, 2 * derivativeTolerance),
                };
                for (int i = 0; i < nodes - 1; i += 3)
                {
                    int at = 2 * ((4 * c + q) * nodes + i);
                    double r = i * h, step = 0.02 * h, slope = h * (quantities[q](r + step) - quantities[q](r - step)) / (2 * step);
                    Assert.That(table[at], Is.EqualTo(quantities[q](r)).Within(allowed * size), $"class {c}, quantity {q}, node {i}");
                    Assert.That(table[at + 1], Is.EqualTo(slope).Within(slopeAllowed * size), $"class {c}, slope of {q}, node {i}");
                }
            }
        }
    }
}
