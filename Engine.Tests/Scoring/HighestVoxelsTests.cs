using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.Scoring;
using Engine.Kernels;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;

namespace Engine.Tests.Scoring;

[TestFixture]
public class HighestVoxelsTests
{
    [Test]
    public void Threshold_IsTheSortedValue()
    {
        Gen<float> number = Gen.OneOf(
            Gen.Choose(-5, 5).Select(i => (float)i), Gen.Choose(-1000000, 1000000).Select(i => i * 1e-3f), Gen.Elements(0f, -0f, 1e-40f, -1e-40f, float.MaxValue));
        Prop.ForAll(number.NonEmptyListOf().ToArbitrary(), list =>
        {
            using NativeBuffer<float> values = TestGrid.Buffer([.. list]);
            float[] sorted = [.. list.OrderDescending()];
            int[] ranks = [1, (sorted.Length + 1) / 2, sorted.Length];
            return ranks.All(n => HighestVoxels.Threshold(values, n) == sorted[n - 1]);
        }).QuickCheckThrowOnFailure();
    }

    [Test]
    public void Select_TakesTheNHighest()
    {
        MapGrid grid = TestGrid.Make(67, 30, 20, new Vec3(1, 1, 1));
        using DensityMap map = TestGrid.RandomMap(grid, 3);
        VoxelMask mask = HighestVoxels.Select(grid, map.Values, 1234);
        float[] all = [.. TestGrid.Voxels(grid).Select(v => map[v.X, v.Y, v.Z]).OrderDescending()];
        Assert.That(mask.Count, Is.EqualTo(1234));
        Assert.That(TestGrid.Voxels(grid).All(v => mask[v.X, v.Y, v.Z] == map[v.X, v.Y, v.Z] >= all[1233]), Is.True);
    }

    [Test]
    public void Select_TakesAllTies_AndNothingForZero()
    {
        MapGrid grid = TestGrid.Make(3, 2, 2, new Vec3(1, 1, 1));
        using NativeBuffer<float> values = TestGrid.Buffer(0, 5, -0f, 3, 0, 0, -1, -2, 4, 0, -3, 0);
        Assert.That(HighestVoxels.Select(grid, values, 2).Count, Is.EqualTo(2));
        Assert.That(HighestVoxels.Select(grid, values, 4).Count, Is.EqualTo(9), "three positive values and six zeros of either sign");
        Assert.That(HighestVoxels.Select(grid, values, 0).Count, Is.Zero);
        Assert.That(HighestVoxels.Select(grid, values, 100).Count, Is.EqualTo(12));
    }

    [TestCase(0)]
    [TestCase(5)]
    public void Threshold_RankOutOfRange_IsRefused(long n)
    {
        using NativeBuffer<float> values = TestGrid.Buffer(1, 2, 3, 4);
        Assert.Throws<ArgumentOutOfRangeException>(() => HighestVoxels.Threshold(values, n));
    }
}
