using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Maps;

/// <summary>Grids made to hold a model.</summary>
[TestFixture]
public class MapBoxTests
{
    [Test]
    public void Box_HoldsTheModelWithItsMargin_OnMultiplesOfTheVoxel()
    {
        Vec3[] atoms = [new(-3.2, 10, 100.1), new(25.7, 31, 108.8)];
        MapGrid grid = MapBox.Around(atoms, 0.7, 5);
        foreach (double edge in new[] { grid.Origin.X, grid.Origin.Y, grid.Origin.Z })
            Assert.That(edge / 0.7, Is.EqualTo(Math.Round(edge / 0.7)).Within(1e-9));
        Assert.That(grid.Origin.X, Is.LessThanOrEqualTo(-8.2));
        Assert.That(grid.Origin.Z, Is.LessThanOrEqualTo(95.1));
        Assert.That(grid.Origin.X + (grid.Nx - 1) * 0.7, Is.GreaterThanOrEqualTo(30.7));
        Assert.That(grid.Origin.Z + (grid.Nz - 1) * 0.7, Is.GreaterThanOrEqualTo(113.8));
        Assert.That(grid.VoxelSize.Y, Is.EqualTo(0.7).Within(1e-12));
        Assert.That(grid.OriginWords, Is.EqualTo(grid.Origin));
        Assert.That(FourierSizes.NextSmooth(grid.Ny, even: true), Is.EqualTo(grid.Ny));
    }

    [Test]
    public void BoxThatIsTooLarge_IsRefused()
    {
        Assert.That(() => MapBox.Around([Vec3.Zero, new(1e9, 0, 0)], 1, 5), Throws.TypeOf<UsageException>());
        Assert.That(() => MapBox.Around([Vec3.Zero, new(2000, 2000, 2000)], 0.5, 5), Throws.TypeOf<UsageException>().With.Message.Contains("--voxel"));
    }
}
