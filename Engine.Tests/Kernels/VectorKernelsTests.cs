using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>Vector algebra against plain loops.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class VectorKernelsTests(string accelerator) : KernelFixture(accelerator)
{
    private static readonly int[] Lengths = [3, 48, 51, 12288, 12291, 100002];

    /// <summary>z = x + a y and its forms in place.</summary>
    [TestCaseSource(nameof(Lengths))]
    public void LinearCombinationsAgreeWithALoop(int n)
    {
        double[] a = Numbers(n, 1), b = Numbers(n, 2);
        using DeviceBuffer<double> x = Put(a), y = Put(b), z = Device.Allocate<double>(n, "test");
        Device.Vectors.AddScaled(x, 0.75, y, z);
        Assert.That(Get(z), Is.EqualTo(a.Zip(b, (p, q) => p + 0.75 * q)).Within(1e-14));
        Device.Vectors.Axpy(-2, x, y);
        Assert.That(Get(y), Is.EqualTo(a.Zip(b, (p, q) => q - 2 * p)).Within(1e-14));
        Device.Vectors.AddScaled(x, 3, x, x);
        Assert.That(Get(x), Is.EqualTo(a.Select(p => 4 * p)).Within(1e-14));
        Device.Vectors.Copy(z, y);
        Device.Vectors.Scale(4, y);
        Assert.That(Get(y), Is.EqualTo(a.Zip(b, (p, q) => 4 * p + 3 * q)).Within(1e-13));
    }

    /// <summary>Element-wise products, copies and fills.</summary>
    [TestCaseSource(nameof(Lengths))]
    public void ProductsFillsAndCopiesAgreeWithALoop(int n)
    {
        double[] a = Numbers(n, 3), b = Numbers(n, 4);
        using DeviceBuffer<double> x = Put(a), y = Put(b);
        Device.Vectors.Multiply(x, y, y);
        Assert.That(Get(y), Is.EqualTo(a.Zip(b, (p, q) => p * q)));
        Device.Vectors.Copy(x, y);
        Assert.That(Get(y), Is.EqualTo(a));
        Device.Vectors.Fill(x, 1.5);
        Assert.That(Get(x), Is.All.EqualTo(1.5));
        Device.Clear(x);
        Assert.That(Get(x), Is.All.Zero);
    }

    /// <summary>Scalar products are exact where the terms are whole numbers.</summary>
    [TestCaseSource(nameof(Lengths))]
    public void DotOfWholeNumbersIsExact(int n)
    {
        double[] a = [.. Enumerable.Range(0, n).Select(i => (double)(i % 1000 - 300))];
        double[] b = [.. Enumerable.Range(0, n).Select(i => (double)(i % 77 + 1))];
        using DeviceBuffer<double> x = Put(a), y = Put(b);
        Assert.That(Device.Vectors.Dot(x, y), Is.EqualTo(a.Zip(b, (p, q) => p * q).Sum()));
    }

    /// <summary>The same input gives the same bits again.</summary>
    [Test]
    public void DotRepeatsBitForBit()
    {
        using DeviceBuffer<double> x = Put(Numbers(100002, 5)), y = Put(Numbers(100002, 6));
        double first = Device.Vectors.Dot(x, y);
        for (int i = 0; i < 20; i++)
            Assert.That(BitConverter.DoubleToInt64Bits(Device.Vectors.Dot(x, y)), Is.EqualTo(BitConverter.DoubleToInt64Bits(first)));
    }

    /// <summary>The longest triple is found wherever it lies.</summary>
    [TestCase(0)]
    [TestCase(4096)]
    [TestCase(33333)]
    public void MaxTripleLengthFindsTheLongest(int triple)
    {
        double[] a = Numbers(100002, 7);
        (a[3 * triple], a[3 * triple + 1], a[3 * triple + 2]) = (-2, 3, 6);
        using DeviceBuffer<double> x = Put(a);
        Assert.That(Device.Vectors.MaxTripleLength(x), Is.EqualTo(7).Within(1e-14));
    }

    /// <summary>One NaN anywhere shows.</summary>
    [TestCase(0)]
    [TestCase(12289)]
    [TestCase(100001)]
    public void MaxTripleLengthReportsNaN(int element)
    {
        double[] a = Numbers(100002, 8);
        a[element] = double.NaN;
        using DeviceBuffer<double> x = Put(a);
        Assert.That(Device.Vectors.MaxTripleLength(x), Is.NaN);
    }

    /// <summary>Arrays of different lengths are refused.</summary>
    [Test]
    public void DifferentLengthsAreRefused()
    {
        using DeviceBuffer<double> x = Put(1.0, 2.0, 3.0), y = Put(1.0, 2.0, 3.0, 4.0);
        Assert.That(() => Device.Vectors.Dot(x, y), Throws.InstanceOf<ArgumentException>());
    }

    private static double[] Numbers(int n, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, n).Select(_ => 2 * random.NextDouble() - 1)];
    }
}
