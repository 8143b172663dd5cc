using Engine.Core.Geometry;
using Engine.Core.Rotamers;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Rotamers;

/// <summary>Cubic convolution on the host against closed forms.</summary>
[TestFixture]
public sealed class DensitySamplerTests
{
    private const int Size = 8;

    /// <summary>Exact at voxels, and for polynomials of second degree between them (Keys 1981).</summary>
    [Test]
    public void QuadraticDensityIsReproduced()
    {
        static double F(double x, double y, double z) => 1 + 0.5 * x - 0.2 * y + 0.1 * x * x - 0.3 * y * z + 0.05 * z * z;
        using NativeBuffer<float> values = Fill(F);
        var sampler = new DensitySampler(values, Frame(false));
        Assert.Multiple(() =>
        {
            Assert.That(sampler.At(new Vec3(3, 4, 2)), Is.EqualTo(F(3, 4, 2)).Within(1e-5));
            Assert.That(sampler.At(new Vec3(3.3, 4.6, 2.1)), Is.EqualTo(F(3.3, 4.6, 2.1)).Within(1e-5));
        });
    }

    [Test]
    public void OutsideIsZeroUnlessTheMapRepeats()
    {
        using NativeBuffer<float> values = Fill((x, y, z) => 1);
        Assert.Multiple(() =>
        {
            Assert.That(new DensitySampler(values, Frame(false)).At(new Vec3(-5, 3, 3)), Is.Zero);
            Assert.That(new DensitySampler(values, Frame(true)).At(new Vec3(-5.3, 3, 30)), Is.EqualTo(1).Within(1e-6));
            Assert.That(new DensitySampler(values, Frame(true)).At(new Vec3(double.NaN, 0, 0)), Is.Zero);
        });
    }

    private static GridFrame Frame(bool periodic) => new(Size, Size, Size, 0, 0, 0, [1, 0, 0, 0, 1, 0, 0, 0, 1], periodic);

    private static NativeBuffer<float> Fill(Func<double, double, double, double> f)
    {
        var values = new NativeBuffer<float>(Size * Size * Size, "test map");
        for (int i = 0; i < Size * Size * Size; i++)
            values.Slice(i, 1)[0] = (float)f(i % Size, i / Size % Size, i / (Size * Size));
        return values;
    }
}
