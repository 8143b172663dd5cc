using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>The filter between half spaces against its definition, coefficient by coefficient.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class FourierFilterTests(string accelerator) : KernelFixture(accelerator)
{
    private static readonly HalfSpaceShape[] Shapes = [new(12, 10, 9), new(7, 8, 5), new(18, 15, 14), new(1, 4, 2)];
    private static readonly FourierFilter Filter = new() { CellX = 11, CellY = 12, CellZ = 13, Blur = 20, Scale = -2 };

    private static readonly FourierFilter[] Filters =
    [
        Filter with { SInner = 0.31, SOuter = 0.31 },
        Filter with { KeepOrigin = true },
        Filter with { SInner = 0.2, SOuter = 0.55, Accumulate = true },
        Filter with { Blur = -35, SInner = 0, SOuter = 0.4, KeepOrigin = true, Accumulate = true },
    ];

    /// <summary>To smaller, larger and equal sizes, odd and even.</summary>
    [Test]
    public void TargetIsTheDefinition(
        [ValueSource(nameof(Shapes))] HalfSpaceShape from, [ValueSource(nameof(Shapes))] HalfSpaceShape to, [Range(0, 3)] int filter)
    {
        KernelSamples samples = new(1);
        float[] coefficients = samples.Singles(2 * (int)from.Count, -1, 1), before = samples.Singles(2 * (int)to.Count, -1, 1);
        using DeviceBuffer<float> source = Put(coefficients), target = Put(before);
        Device.Fourier.Apply(source, from, target, to, Filters[filter]);
        Assert.That(Get(target), Is.EqualTo(ReferenceFilter.Apply(coefficients, from, before, to, Filters[filter])).Within(1e-4));
    }

    /// <summary>In place where the shapes agree.</summary>
    [Test]
    public void FilterWorksInPlace([Range(0, 3)] int filter)
    {
        HalfSpaceShape shape = Shapes[0];
        float[] coefficients = new KernelSamples(2).Singles(2 * (int)shape.Count, -1, 1);
        using DeviceBuffer<float> both = Put(coefficients);
        Device.Fourier.Apply(both, shape, both, shape, Filters[filter]);
        Assert.That(Get(both), Is.EqualTo(ReferenceFilter.Apply(coefficients, shape, coefficients, shape, Filters[filter])).Within(1e-4));
    }

    /// <summary>A sharp limit is exclusive: s equal to it goes.</summary>
    [Test]
    public void SharpLimitIsExclusive()
    {
        HalfSpaceShape shape = new(8, 8, 8);
        using DeviceBuffer<float> source = Put(Enumerable.Repeat(1f, 2 * (int)shape.Count).ToArray());
        using DeviceBuffer<float> target = Device.Allocate<float>(2 * shape.Count, "test");
        FourierFilter filter = new() { CellX = 8, CellY = 8, CellZ = 8, SInner = 0.25, SOuter = 0.25, KeepOrigin = true };
        Device.Fourier.Apply(source, shape, target, shape, filter);
        float[] kept = Get(target);
        Assert.That(kept[2], Is.EqualTo(1));
        Assert.That(kept[4], Is.Zero);
        Assert.That(kept.Count(v => v != 0), Is.EqualTo(2 * 18), "h, k, l with |h|² < 4 and h >= 0");
    }

    /// <summary>The window of a resolution is that of the atom images.</summary>
    [Test]
    public void WindowOfAResolutionIsThatOfImages()
    {
        const double D = 2.3, Edge = 0.2, Cell = 40;
        HalfSpaceShape shape = new(60, 1, 1);
        using DeviceBuffer<float> source = Put(Enumerable.Repeat(1f, 2 * (int)shape.Count).ToArray());
        using DeviceBuffer<float> target = Device.Allocate<float>(2 * shape.Count, "test");
        Device.Fourier.Apply(source, shape, target, shape, new FourierFilter { CellX = Cell, CellY = 1, CellZ = 1, KeepOrigin = true }.CutAt(D, Edge));
        float[] kept = Get(target);
        var image = new ImageShape { Edge = Edge, Radius = 3 };
        for (int h = 0; h < 30; h++)
            Assert.That(kept[2 * h], Is.EqualTo(image.Window(h / Cell * D)).Within(1e-6), $"h = {h}");
        Assert.That(kept.Count(v => v is > 0.01f and < 0.99f), Is.GreaterThan(8));
    }

    /// <summary>Arrays and windows that cannot be are refused.</summary>
    [Test]
    public void ImpossibleCallsAreRefused()
    {
        HalfSpaceShape small = new(6, 6, 6), large = new(8, 8, 8);
        using DeviceBuffer<float> buffer = Device.Allocate<float>(2 * small.Count, "test");
        Assert.Throws<ArgumentException>(() => Device.Fourier.Apply(buffer, small, buffer, large, Filter));
        Assert.Throws<ArgumentException>(() => Device.Fourier.Apply(buffer, small, buffer, new(6, 6, 4), Filter));
        Assert.Throws<ArgumentException>(() => Device.Fourier.Apply(buffer, small, buffer, small, Filter with { SOuter = 0.2 }));
        Assert.Throws<ArgumentException>(() => Device.Fourier.Apply(buffer, small, buffer, small, Filter with { SInner = 0.2 }));
        Assert.Throws<ArgumentException>(() => Device.Fourier.Apply(buffer, small, buffer, small, Filter with { CellY = 0 }));
    }
}
