using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Maps;

[TestFixture]
public sealed class MapAverageTests
{
    [Test]
    public void VoxelsAreAveraged()
    {
        using DensityMap a = TestMaps.Create(TestMaps.Grid(70, 71, 73), (x, y, z) => x + z), b = TestMaps.Create(a.Grid, (x, y, z) => 3 * x - z + 2 * y);
        using DensityMap mean = MapAverage.Average(a, b);
        Assert.That(mean.Grid, Is.EqualTo(a.Grid));
        Assert.That(mean.Warnings, Is.Empty);
        for (int i = 0; i < mean.Values.Length; i++)
            Assert.That(mean.Values[i], Is.EqualTo(2 * (i % 70) + (i / 70 % 71)));
    }

    [Test]
    public void TheSameMapTwiceIsAWarning()
    {
        using DensityMap a = TestMaps.Create(TestMaps.Grid(7, 5, 3), TestMaps.Noise), mean = MapAverage.Average(a, a);
        Assert.That(mean.Warnings, Has.One.Contains("not two half maps"));
    }

    [Test]
    public void LargeValuesDoNotOverflow()
    {
        using DensityMap a = TestMaps.Create(TestMaps.Grid(9, 1, 1), (_, _, _) => 3e38f), mean = MapAverage.Average(a, a);
        Assert.That(mean[8, 0, 0], Is.EqualTo(3e38f));
    }

    [Test]
    public void GridsMustAgree()
    {
        MapGrid grid = TestMaps.Grid(8, 9, 10);
        AssertDiffers(grid, TestMaps.Grid(8, 9, 11), "grid differs: 8 9 10 against 8 9 11");
        AssertDiffers(grid, TestMaps.Grid(8, 9, 10, 1.26), "voxel size differs: 1.25 1.25 1.25 against 1.26 1.26 1.26");
        AssertDiffers(grid, grid with { Cell = new UnitCell(10, 11.25, 12.5, 90, 100, 90) }, "cell angles differs: 90 90 90 against 90 100 90");
        AssertDiffers(grid, grid with { Origin = new Vec3(0, 0, 1.25) }, "origin differs: 0 0 0 against 0 0 1.25");
    }

    [Test]
    public void RoundingOfHeadersIsNoDifference()
    {
        MapGrid grid = TestMaps.Grid(8, 9, 10);
        MapGrid rounded = grid with { Origin = new(1e-4, 0, 0), Cell = new(10.0001, 11.25, 12.5) };
        using DensityMap a = TestMaps.Create(grid, TestMaps.Noise), b = TestMaps.Create(rounded, TestMaps.Noise);
        Assert.DoesNotThrow(() => MapAverage.CheckSameGrid(a, b));
    }

    private static void AssertDiffers(MapGrid first, MapGrid second, string fault)
    {
        using DensityMap a = TestMaps.Create(first, TestMaps.Noise), b = TestMaps.Create(second, TestMaps.Noise);
        Assert.That(Assert.Throws<InputException>(() => MapAverage.Average(a, b))!.Message, Does.Contain(fault));
    }
}
