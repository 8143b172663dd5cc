using Engine.Kernels;
using Engine.Kernels.Likelihood;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>The Newton step of coefficients against a plain loop over the whole space in double precision.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class NewtonStepTests(string accelerator) : KernelFixture(accelerator)
{
    private static readonly HalfSpaceShape[] Shapes = [new(8, 8, 8), new(7, 11, 13), new(12, 9, 10), new(1, 1, 1), new(2, 3, 1), new(26, 15, 24)];

    /// <summary>Every coefficient and every sum, with curvatures so uneven that part of the steps fall back, in place and not.</summary>
    [Test]
    public void StepsAgreeWithALoop([ValueSource(nameof(Shapes))] HalfSpaceShape shape, [Values] bool inPlace)
    {
        KernelSamples samples = new(shape.Nx);
        int n = (int)shape.Count, points = shape.Nx * shape.Ny * shape.Nz;
        float[] f = samples.Singles(2 * n, -1, 2), a = samples.Singles(2 * n, -1, 2), b = [.. samples.Singles(2 * n, -1.2, 1.2).Select(v => v * points)];
        var step = new NewtonStep { CellX = 10, CellY = 12, CellZ = 11, Limit = 0.31, MeanCurvature = -1.1 };
        using DeviceBuffer<float> coefficients = Put(f), gradient = Put(a), curvature = Put(b);
        NewtonSums sums = Device.Likelihood.Update(coefficients, gradient, curvature, shape, step, inPlace ? coefficients : gradient);
        (float[] expected, double[] totals) = ReferenceNewton.Step(f, a, b, shape, step);
        Assert.That(Get(inPlace ? coefficients : gradient), Is.EqualTo(expected).Within(2e-5));
        Assert.That(new[] { sums.Changed, sums.Fallbacks }, Is.EqualTo(totals[..2]));
        Assert.That(new[] { sums.Power, sums.Shift }, Is.EqualTo(totals[2..]).Within(1e-6).Percent);
    }

    /// <summary>Without a limit that matters, everything but F(000) changes, and real coefficients stay real.</summary>
    [Test]
    public void RealCoefficientsStayReal()
    {
        HalfSpaceShape shape = new(4, 6, 2);
        float[] ones = [.. Enumerable.Repeat(1f, 2 * (int)shape.Count)];
        using DeviceBuffer<float> coefficients = Put(ones), gradient = Put(ones), curvature = Put(new float[ones.Length]);
        var step = new NewtonStep { CellX = 4, CellY = 6, CellZ = 2, Limit = 100, MeanCurvature = -2 };
        NewtonSums sums = Device.Likelihood.Update(coefficients, gradient, curvature, shape, step, coefficients);
        float[] result = Get(coefficients);
        int[] real = [.. new[] { 0, 2 }.SelectMany(h => new[] { 0, 3 }.SelectMany(k => new[] { 0, 1 }.Select(l => (l * 6 + k) * 3 + h)))];
        for (int i = 0; i < (int)shape.Count; i++)
            Assert.That((result[2 * i], result[2 * i + 1]), Is.EqualTo((i == 0 ? 1f : 1.5f, real.Contains(i) ? 1f : 1.5f)), $"{i}");
        Assert.That(sums.Changed, Is.EqualTo(47));
    }

    /// <summary>Arrays and numbers that cannot be are refused.</summary>
    [Test]
    public void ImpossibleCallsAreRefused()
    {
        HalfSpaceShape shape = new(4, 4, 4);
        var step = new NewtonStep { CellX = 4, CellY = 4, CellZ = 4, Limit = 1, MeanCurvature = -1 };
        using DeviceBuffer<float> f = Device.Allocate<float>(2 * shape.Count, "test"), a = Device.Allocate<float>(2 * shape.Count, "test"), b = Device.Allocate<float>(2 * shape.Count, "test");
        using DeviceBuffer<float> small = Put(new float[8]);
        Assert.Throws<ArgumentException>(() => Device.Likelihood.Update(f, a, b, shape, step, b));
        Assert.Throws<ArgumentException>(() => Device.Likelihood.Update(f, a, a, shape, step, f));
        Assert.Throws<ArgumentException>(() => Device.Likelihood.Update(f, small, b, shape, step, f));
        Assert.Throws<ArgumentException>(() => Device.Likelihood.Update(f, a, b, shape, step with { MeanCurvature = 0 }, f));
        Assert.Throws<ArgumentException>(() => Device.Likelihood.Update(f, a, b, shape, step with { Limit = double.NaN }, f));
        Assert.Throws<ArgumentException>(() => Device.Likelihood.Update(f, a, b, shape, step with { CellX = 0 }, f));
        Assert.Throws<ArgumentException>(() => Device.Likelihood.Update(f, a, b, shape, step with { LargestRatio = 1 }, f));
    }
}
