using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>The filter between half spaces against its definition, coefficient by coefficient.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class TruncationTests(string accelerator) : KernelFixture(accelerator)
{
    private static readonly HalfSpaceShape[] Shapes = [new(12, 10, 9), new(7, 8, 5), new(16, 15, 14), new(1, 4, 2)];

    /// <summary>To smaller, larger and equal sizes, odd and even.</summary>
    [Test]
    public void TargetIsTheDefinition(
        [ValueSource(nameof(Shapes))] HalfSpaceShape from, [ValueSource(nameof(Shapes))] HalfSpaceShape to, [Values] bool keepOrigin,
        [Values(0.31, 100)] double sMax)
    {
        float[] coefficients = new OpenClSamples(1).Singles(2 * (int)from.Count, -1, 1);
        using DeviceBuffer<float> source = Put(coefficients), target = Put(Enumerable.Repeat(9f, 2 * (int)to.Count).ToArray());
        Device.Fourier.Truncate(source, from, target, to, 11, 12, 13, 20, sMax, -2, keepOrigin);
        Assert.That(Get(target), Is.EqualTo(Expected(coefficients, from, to, sMax, keepOrigin)).Within(1e-4));
    }

    /// <summary>In place where the shapes agree.</summary>
    [Test]
    public void FilterWorksInPlace()
    {
        HalfSpaceShape shape = Shapes[0];
        float[] coefficients = new OpenClSamples(2).Singles(2 * (int)shape.Count, -1, 1);
        using DeviceBuffer<float> both = Put(coefficients);
        Device.Fourier.Truncate(both, shape, both, shape, 11, 12, 13, 20, 0.31, -2, true);
        Assert.That(Get(both), Is.EqualTo(Expected(coefficients, shape, shape, 0.31, true)).Within(1e-4));
    }

    /// <summary>The limit is exclusive: s equal to the limit goes.</summary>
    [Test]
    public void LimitIsExclusive()
    {
        HalfSpaceShape shape = new(8, 8, 8);
        using DeviceBuffer<float> source = Put(Enumerable.Repeat(1f, 2 * (int)shape.Count).ToArray());
        using DeviceBuffer<float> target = Device.Allocate<float>(2 * shape.Count, "test");
        Device.Fourier.Truncate(source, shape, target, shape, 8, 8, 8, 0, 0.25, 1, true);
        float[] kept = Get(target);
        Assert.That(kept[2], Is.EqualTo(1));
        Assert.That(kept[4], Is.Zero);
        Assert.That(kept.Count(v => v != 0), Is.EqualTo(2 * 18), "h, k, l with |h|² < 4 and h >= 0");
    }

    private static float[] Expected(float[] source, HalfSpaceShape from, HalfSpaceShape to, double sMax, bool keepOrigin)
    {
        float[] target = new float[2 * to.Count];
        for (int z = 0; z < to.Nz; z++)
        {
            for (int y = 0; y < to.Ny; y++)
            {
                for (int h = 0; h < to.Nx / 2 + 1; h++)
                {
                    int k = 2 * y > to.Ny ? y - to.Ny : y, l = 2 * z > to.Nz ? z - to.Nz : z;
                    double s2 = Math.Pow(h / 11.0, 2) + Math.Pow(k / 12.0, 2) + Math.Pow(l / 13.0, 2);
                    bool resolved = Below(h, from.Nx, to.Nx) && Below(k, from.Ny, to.Ny) && Below(l, from.Nz, to.Nz);
                    if (!resolved || Math.Sqrt(s2) >= sMax || (s2 == 0 && !keepOrigin))
                        continue;
                    int at = 2 * ((z * to.Ny + y) * (to.Nx / 2 + 1) + h);
                    int read = 2 * (((l + from.Nz) % from.Nz * from.Ny + (k + from.Ny) % from.Ny) * (from.Nx / 2 + 1) + h);
                    double factor = -2 * Math.Exp(20 * s2 / 4);
                    (target[at], target[at + 1]) = ((float)(factor * source[read]), (float)(factor * source[read + 1]));
                }
            }
        }

        return target;
    }

    private static bool Below(int index, int n, int m) => 2 * Math.Abs(index) < Math.Min(n, m);
}
