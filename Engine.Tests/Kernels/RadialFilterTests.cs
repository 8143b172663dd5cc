using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>The filter by a radial table against its definition, coefficient by coefficient.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class RadialFilterTests(string accelerator) : KernelFixture(accelerator)
{
    private static readonly HalfSpaceShape[] Shapes = [new(12, 10, 9), new(7, 8, 5), new(18, 15, 14), new(1, 4, 2), new(12, 8, 9)];

    private static readonly RadialFilter Filter = new()
    {
        CellX = 11,
        CellY = 12,
        CellZ = 13,
        Step = 0.07,
        Table = [0.5, 2, -1, 3, 0.25, 1.5],
    };

    private static readonly RadialFilter[] Filters =
        [Filter, Filter with { Beyond = -0.75 }, Filter with { Accumulate = true, Beyond = 2 }, Filter with { Table = [1.25], Accumulate = true }];

    /// <summary>To smaller, larger and equal sizes, odd and even, and sizes that differ along one axis only.</summary>
    [Test]
    public void TargetIsTheDefinition(
        [ValueSource(nameof(Shapes))] HalfSpaceShape from, [ValueSource(nameof(Shapes))] HalfSpaceShape to, [Range(0, 3)] int filter)
    {
        KernelSamples samples = new(3);
        float[] coefficients = samples.Singles(2 * (int)from.Count, -1, 1), before = samples.Singles(2 * (int)to.Count, -1, 1);
        using DeviceBuffer<float> source = Put(coefficients), target = Put(before);
        Device.Fourier.Apply(source, from, target, to, Filters[filter]);
        Assert.That(Get(target), Is.EqualTo(ReferenceFilter.Apply(coefficients, from, before, to, Filters[filter])).Within(2e-6));
    }

    /// <summary>In place where the shapes agree.</summary>
    [Test]
    public void FilterWorksInPlace([Range(0, 3)] int filter)
    {
        HalfSpaceShape shape = Shapes[0];
        float[] coefficients = new KernelSamples(4).Singles(2 * (int)shape.Count, -1, 1);
        using DeviceBuffer<float> both = Put(coefficients);
        Device.Fourier.Apply(both, shape, both, shape, Filters[filter]);
        Assert.That(Get(both), Is.EqualTo(ReferenceFilter.Apply(coefficients, shape, coefficients, shape, Filters[filter])).Within(2e-6));
    }

    /// <summary>A table of ones keeps every coefficient bit for bit, F(000) and those at the Nyquist index too.</summary>
    [Test]
    public void OnesChangeNothing([ValueSource(nameof(Shapes))] HalfSpaceShape shape)
    {
        float[] coefficients = new KernelSamples(5).Singles(2 * (int)shape.Count, -1, 1);
        using DeviceBuffer<float> source = Put(coefficients), target = Device.Allocate<float>(2 * shape.Count, "test");
        Device.Fourier.Apply(source, shape, target, shape, Filter with { Table = [1], Beyond = 1 });
        Assert.That(Get(target), Is.EqualTo(coefficients));
    }

    /// <summary>The last node belongs to the table; what lies past it gets the other value.</summary>
    [Test]
    public void LastNodeBelongsToTheTable()
    {
        HalfSpaceShape shape = new(16, 1, 1);
        using DeviceBuffer<float> source = Put(Enumerable.Repeat(1f, 2 * (int)shape.Count).ToArray());
        using DeviceBuffer<float> target = Device.Allocate<float>(2 * shape.Count, "test");
        var filter = new RadialFilter { CellX = 16, CellY = 1, CellZ = 1, Step = 0.125, Table = [1, 2, 6], Beyond = 9 };
        Device.Fourier.Apply(source, shape, target, shape, filter);
        float[] expected = [1, 1.5f, 2, 4, 6, 9, 9, 9, 9];
        Assert.That(Get(target).Where((_, i) => i % 2 == 0), Is.EqualTo(expected));
        Assert.That(Enumerable.Range(0, 9).Select(h => filter.At(h / 16.0)), Is.EqualTo(expected.Select(v => (double)v)));
    }

    /// <summary>A table made of a function meets it at the nodes and reaches the largest frequency.</summary>
    [Test]
    public void TableOfAFunctionMeetsItAtTheNodes()
    {
        RadialFilter filter = RadialFilter.Of((10, 20, 30), 0.4, 8, s => s * s);
        Assert.That(filter.Table, Has.Length.EqualTo(9));
        Assert.That(filter.At(0.4), Is.EqualTo(0.16).Within(1e-12));
        Assert.That(filter.At(0.075), Is.EqualTo((0.05 * 0.05 + 0.1 * 0.1) / 2).Within(1e-12));
        Assert.That((filter.CellX, filter.CellY, filter.CellZ, filter.At(0.41)), Is.EqualTo((10.0, 20.0, 30.0, 0.0)));
    }

    /// <summary>A sphere's transform, G(w) = 3 (sin w - w cos w)/w³, makes averages over a sphere: those of a single voxel are 1/n inside and 0 outside.</summary>
    [Test]
    public void TransformOfASphereAverages()
    {
        const int N = 32;
        const double Radius = 6;
        using FourierPlan plan = Device.Fourier.CreatePlan(N, N, N);
        float[] one = new float[N * N * N];
        one[0] = 1;
        using DeviceBuffer<float> real = Put(one), half = Device.Allocate<float>(plan.HalfLength, "test");
        plan.Forward(real, half);
        RadialFilter sphere = RadialFilter.Of((N, N, N), 1, 4000, s => s == 0 ? 1 : Sphere(2 * Math.PI * Radius * s));
        Device.Fourier.Apply(half, new(N, N, N), half, new(N, N, N), sphere);
        plan.Inverse(half, real);
        float[] average = Get(real);
        double volume = 4 * Math.PI / 3 * Math.Pow(Radius, 3);
        Assert.That(average.Sum(v => (double)v), Is.EqualTo(1).Within(1e-5));

        // The grid cuts the transform off, which makes ripples at the edge of the sphere.
        Assert.That(Mean(average, N, 0, 5) * volume, Is.EqualTo(1).Within(0.02));
        Assert.That(Mean(average, N, 7.5, 14) * volume, Is.Zero.Within(0.01));
    }

    /// <summary>Arrays and tables that cannot be are refused.</summary>
    [Test]
    public void ImpossibleCallsAreRefused()
    {
        HalfSpaceShape small = new(6, 6, 6), large = new(8, 8, 8);
        using DeviceBuffer<float> buffer = Device.Allocate<float>(2 * small.Count, "test");
        Assert.Throws<ArgumentException>(() => Device.Fourier.Apply(buffer, small, buffer, large, Filter));
        Assert.Throws<ArgumentException>(() => Device.Fourier.Apply(buffer, small, buffer, new(6, 6, 4), Filter));
        Assert.Throws<ArgumentException>(() => Device.Fourier.Apply(buffer, small, buffer, small, Filter with { Table = [] }));
        Assert.Throws<ArgumentException>(() => Device.Fourier.Apply(buffer, small, buffer, small, Filter with { Table = [1, double.NaN] }));
        Assert.Throws<ArgumentException>(() => Device.Fourier.Apply(buffer, small, buffer, small, Filter with { Step = 0 }));
        Assert.Throws<ArgumentException>(() => Device.Fourier.Apply(buffer, small, buffer, small, Filter with { CellZ = -1 }));
    }

    private static double Sphere(double w) => w < 1e-3 ? 1 - w * w / 10 : 3 * (Math.Sin(w) - w * Math.Cos(w)) / (w * w * w);

    private static double Mean(float[] map, int n, double from, double to)
    {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < map.Length; i++)
        {
            int[] at = [.. new[] { i % n, i / n % n, i / n / n }.Select(v => v > n / 2 ? v - n : v)];
            double r = Math.Sqrt(at.Sum(v => (double)v * v));
            if (r >= from && r <= to)
                (sum, count) = (sum + map[i], count + 1);
        }

        return sum / count;
    }
}
