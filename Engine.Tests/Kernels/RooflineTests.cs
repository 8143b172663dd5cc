using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>The kernels that measure the ceilings of a device do what is counted.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class RooflineTests(string accelerator) : KernelFixture(accelerator)
{
    /// <summary>Every element of a triad, at lengths that are no multiple of anything.</summary>
    [TestCase(1)]
    [TestCase(33)]
    [TestCase(70_001)]
    public void TriadIsRight(int n)
    {
        RooflineKernels kernels = Require();
        float[] b = new KernelSamples(1).Singles(n, -1, 1), c = new KernelSamples(2).Singles(n, -1, 1);
        using DeviceBuffer<float> x = Device.Allocate<float>(n, "test"), y = Put(b), z = Put(c);
        kernels.Triad(x, y, z, 2.5f);
        Assert.That(Get(x), Is.EqualTo(b.Zip(c, (p, q) => p + 2.5f * q)).Within(1e-6));
        using DeviceBuffer<float> other = Device.Allocate<float>(n + 1, "test");
        Assert.That(() => kernels.Triad(x, y, other, 1), Throws.InstanceOf<ArgumentException>());
    }

    /// <summary>Operations are in proportion to the length of the chains.</summary>
    [Test]
    public void OperationsAreCounted()
    {
        RooflineKernels kernels = Require();
        double single = kernels.MultiplyAddSingle(3), twice = kernels.MultiplyAddDouble(3);
        Device.Synchronize();
        Assert.That(kernels.MultiplyAddSingle(12), Is.EqualTo(4 * single).And.Positive);
        Assert.That(kernels.MultiplyAddDouble(12), Is.EqualTo(4 * twice).And.Positive);
        Device.Synchronize();
    }

    private RooflineKernels Require()
    {
        if (Device.Roofline == null)
            Assert.Ignore("this kind of device has no such kernels");
        return Device.Roofline!;
    }
}
