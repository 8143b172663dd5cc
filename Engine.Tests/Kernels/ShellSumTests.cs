using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>Sums over Fourier shells against their definition, coefficient by coefficient.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class ShellSumTests(string accelerator) : KernelFixture(accelerator)
{
    private static readonly HalfSpaceShape[] Shapes = [new(12, 10, 9), new(7, 8, 5), new(18, 15, 14), new(1, 4, 2), new(16, 16, 16)];

    [Test]
    public void SumsAreThoseOfTheDefinition([ValueSource(nameof(Shapes))] HalfSpaceShape shape)
    {
        var shells = new FourierShells(11, 12, 13, 1 / 13.0, 7);
        float[] a = new KernelSamples(1).Singles(2 * (int)shape.Count, -1, 1), b = new KernelSamples(2).Singles(2 * (int)shape.Count, -1, 1);
        using DeviceBuffer<float> first = Put(a), second = Put(b);
        ShellSums sums = Device.Fourier.SumShells(first, second, shape, shells);
        ShellSums expected = ReferenceShells.Sum(a, b, shape, shells);
        Assert.Multiple(() =>
        {
            Assert.That(sums.Counts, Is.EqualTo(expected.Counts));
            Assert.That(sums.Cross, Is.EqualTo(expected.Cross).Within(1e-12));
            Assert.That(sums.First, Is.EqualTo(expected.First).Within(1e-12));
            Assert.That(sums.Second, Is.EqualTo(expected.Second).Within(1e-12));
        });
    }

    /// <summary>Ones count coefficients: each of the whole space once, those on both faces of the half space too.</summary>
    [Test]
    public void EveryCoefficientOfASphereIsCountedOnce()
    {
        const int N = 24;
        var shape = new HalfSpaceShape(N, N, N);
        var shells = new FourierShells(N, N, N, 1.0 / N, N / 2 + 1);
        float[] ones = [.. Enumerable.Range(0, 2 * (int)shape.Count).Select(i => i % 2 == 0 ? 1f : 0)];
        using DeviceBuffer<float> a = Put(ones);
        ShellSums sums = Device.Fourier.SumShells(a, a, shape, shells);
        long[] expected = new long[shells.Count];
        for (int x = -N / 2 + 1; x <= N / 2; x++)
        {
            for (int y = -N / 2 + 1; y <= N / 2; y++)
            {
                for (int z = -N / 2 + 1; z <= N / 2; z++)
                {
                    int k = (int)Math.Round(Math.Sqrt(x * x + y * y + z * z));
                    if (k > 0 && k < expected.Length)
                        expected[k]++;
                }
            }
        }

        Assert.That(sums.Counts, Is.EqualTo(expected));
        Assert.That(sums.Cross, Is.EqualTo(expected.Select(n => (double)n)));
    }

    /// <summary>The sums of the device are those in host memory, up to the rounding of their order.</summary>
    [Test]
    public void HostAndDeviceAgree()
    {
        var shape = new HalfSpaceShape(20, 18, 16);
        var shells = new FourierShells(20, 18, 16, 1 / 20.0, 9);
        float[] a = new KernelSamples(3).Singles(2 * (int)shape.Count, -1, 1), b = new KernelSamples(4).Singles(2 * (int)shape.Count, -1, 1);
        using NativeBuffer<float> hostA = Native(a), hostB = Native(b);
        using DeviceBuffer<float> deviceA = Put(a), deviceB = Put(b);
        ShellSums host = shells.Sum(hostA, hostB, shape), device = Device.Fourier.SumShells(deviceA, deviceB, shape, shells);
        Assert.That(device.Cross, Is.EqualTo(host.Cross).Within(1e-12));
        Assert.That(device.Counts, Is.EqualTo(host.Counts));
    }

    [Test]
    public void ImpossibleCallsAreRefused()
    {
        var shape = new HalfSpaceShape(6, 6, 6);
        using DeviceBuffer<float> right = Device.Allocate<float>(2 * shape.Count, "test"), small = Device.Allocate<float>(2 * shape.Count - 1, "test");
        Assert.Throws<ArgumentException>(() => Device.Fourier.SumShells(right, small, shape, new(6, 6, 6, 1 / 6.0, 4)));
        Assert.Throws<ArgumentException>(() => Device.Fourier.SumShells(right, right, shape, new(6, 6, 6, 0, 4)));
        Assert.Throws<ArgumentException>(() => Device.Fourier.SumShells(right, right, shape, new(6, -6, 6, 1 / 6.0, 4)));
        Assert.Throws<ArgumentException>(() => Device.Fourier.SumShells(right, right, shape, new(6, 6, 6, 1 / 6.0, 0)));
    }

    private static NativeBuffer<float> Native(float[] values)
    {
        var buffer = new NativeBuffer<float>(values.Length, "test");
        values.CopyTo(buffer.Slice(0, values.Length));
        return buffer;
    }
}
