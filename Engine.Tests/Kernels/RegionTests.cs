using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>Correlations in unions of spheres against voxels visited one by one.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class RegionTests(string accelerator) : KernelFixture(accelerator)
{
    private static readonly (int X, int Y, int Z) Size = (70, 19, 23);
    private static readonly SphereRuns Voxel = new(0.8, 1.1, 0.9);

    /// <summary>Regions of one sphere and of many, inside the grid, over its ends, along a whole axis, far outside the first cell, and none at all.</summary>
    [Test]
    public void SumsAreThoseOfTheVoxels([Values(2.0, 3.7, 12.5)] double radius)
    {
        var samples = new KernelSamples(41);
        int[] start = [0, 1, 1, 6, 18, 30, 31];
        double[] centres = [.. Enumerable.Range(0, start[^1]).SelectMany(s => new[]
        {
            s < 18 ? samples.Between(20, 24) : samples.Between(-8, 75), s < 6 ? samples.Between(5, 9) : samples.Between(-3, 20), s < 30 ? samples.Between(0, 23) : samples.Between(200, 210),
        })];
        float[] a = samples.Singles(Size.X * Size.Y * Size.Z, -1, 3), b = [.. a.Select((v, i) => v * v - 0.01f * i % 7)];
        CorrelationSums[] found = Correlate(a, b, start, centres, radius);
        Assert.That(found[1].Count, Is.Zero);
        for (int r = 0; r < start.Length - 1; r++)
        {
            int[] voxels = ReferenceRegions.Voxels(Size, Voxel, centres[(3 * start[r])..(3 * start[r + 1])], radius);
            Assert.That(found[r].Count, Is.EqualTo(voxels.Length), $"region {r}");
            Assert.That(found[r].Coefficient(), voxels.Length == 0 ? Is.Null : Is.EqualTo(Pearson([.. voxels.Select(v => (double)a[v])], [.. voxels.Select(v => (double)b[v])])).Within(1e-12), $"region {r}");
        }
    }

    /// <summary>A sphere that ends on voxels holds them.</summary>
    [Test]
    public void TheEdgeBelongsToTheSphere()
    {
        float[] a = new float[Size.X * Size.Y * Size.Z];
        var even = new SphereRegions(Size, new SphereRuns(1, 1, 1), [0, 1], [30, 9, 11], 3);
        using DeviceBuffer<float> map = Put(a);
        Assert.That(Device.Regions.Correlate(map, map, even)[0].Count, Is.EqualTo(123), "points of the cubic lattice up to distance 3");
        Assert.That(Device.Regions.Correlate(map, map, even)[0].Coefficient(), Is.Null, "of constants");
    }

    /// <summary>A voxel that is no number shows.</summary>
    [Test]
    public void VoxelsThatAreNoNumbersShow()
    {
        float[] a = new KernelSamples(42).Singles(Size.X * Size.Y * Size.Z, 0, 1), b = [.. a];
        b[(11 * Size.Y + 9) * Size.X + 31] = float.NaN;
        Assert.That(Correlate(a, b, [0, 1], [30, 9, 11], 3)[0].Coefficient(), Is.NaN);
    }

    [Test]
    public void WrongSizesAreRefused()
    {
        using DeviceBuffer<float> map = Put(new float[10]);
        Assert.That(() => Device.Regions.Correlate(map, map, new SphereRegions(Size, Voxel, [0, 1], [1, 2, 3], 2)), Throws.ArgumentException);
        Assert.That(() => new SphereRegions(Size, Voxel, [0, 2], [1, 2, 3], 2), Throws.ArgumentException);
        Assert.That(() => new SphereRegions(Size, Voxel, [0, 1], [1, double.NaN, 3], 2), Throws.ArgumentException);
        Assert.That(() => new SphereRegions(Size, Voxel, [0, 1], [1, 2, 3], 0), Throws.ArgumentException);
        Assert.That(() => new SphereRegions(Size, Voxel, [0, 2, 1], [1, 2, 3], 2), Throws.ArgumentException);
    }

    private CorrelationSums[] Correlate(float[] a, float[] b, int[] start, double[] centres, double radius)
    {
        using DeviceBuffer<float> first = Put(a), second = Put(b);
        return Device.Regions.Correlate(first, second, new SphereRegions(Size, Voxel, start, centres, radius));
    }

    private static double Pearson(double[] a, double[] b)
    {
        double ma = a.Average(), mb = b.Average();
        return a.Zip(b, (x, y) => (x - ma) * (y - mb)).Sum() / Math.Sqrt(a.Sum(x => (x - ma) * (x - ma)) * b.Sum(y => (y - mb) * (y - mb)));
    }
}
