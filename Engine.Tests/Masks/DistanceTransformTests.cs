using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.Masks;
using Engine.Kernels;
using Engine.Tests.Maps;
using NUnit.Framework;

namespace Engine.Tests.Masks;

/// <summary>Distances against a search over all pairs of voxels, and edges against their formula.</summary>
[TestFixture]
public sealed class DistanceTransformTests
{
    [TestCase(7, 5, 11, 0.05)]
    [TestCase(17, 1, 3, 0.2)]
    [TestCase(1, 1, 1, 1)]
    [TestCase(2, 19, 2, 0.1)]
    [TestCase(20, 18, 6, 0.003)]
    [TestCase(13, 13, 13, 0.5)]
    public void DistancesAreThoseOfTheNearestVoxelOfTheSet(int nx, int ny, int nz, double density)
    {
        MapGrid grid = Grid(nx, ny, nz);
        var random = new Random(nx * 100 + nz);
        float[] mask = [.. Enumerable.Range(0, nx * ny * nz).Select(_ => random.NextDouble() < density ? 1f : 0.3f)];
        mask[mask.Length / 2] = 0.5f;
        float[] inside = DistanceTransform.Squared(grid, mask), outside = DistanceTransform.Squared(grid, mask, toOutside: true);
        for (int i = 0; i < mask.Length; i++)
        {
            Assert.That(inside[i], Is.EqualTo(Nearest(grid, mask, i, v => v >= 0.5f)).Within(1e-5).Percent, $"to the set, voxel {i}");
            Assert.That(outside[i], Is.EqualTo(Nearest(grid, mask, i, v => v < 0.5f)).Within(1e-5).Percent, $"to the rest, voxel {i}");
        }
    }

    [Test]
    public void AnEmptySetIsInfinitelyFar() =>
        Assert.That(DistanceTransform.Squared(Grid(4, 5, 6), new float[120]), Is.All.EqualTo(float.PositiveInfinity));

    [TestCase(3.0, 4.0)]
    [TestCase(0.0, 2.5)]
    [TestCase(2.6, 0.0)]
    public void AVoxelGrowsToABallWithACosineEdge(double dilate, double edge)
    {
        MapGrid grid = Grid(15, 14, 13);
        var mask = new float[grid.VoxelCount];
        mask[(6 * 14 + 7) * 15 + 5] = 1;
        float[] soft = SoftEdge.Apply(grid, mask, dilate, edge);
        for (int i = 0; i < mask.Length; i++)
        {
            double d = Math.Sqrt(Nearest(grid, mask, i, v => v == 1));
            double expected = d <= dilate ? 1 : d >= dilate + edge ? 0 : 0.5 + 0.5 * Math.Cos(Math.PI * (d - dilate) / edge);
            Assert.That(soft[i], Is.EqualTo(expected).Within(1e-5), $"voxel {i} at {d} Å");
        }
    }

    [Test]
    public void ShrinkingUndoesGrowingOfABox()
    {
        MapGrid grid = TestMaps.Grid(20, 20, 20, 1);
        float[] mask = [.. Enumerable.Range(0, 8000).Select(i => i % 20 is > 5 and < 14 && i / 20 % 20 is > 5 and < 14 && i / 400 is > 5 and < 14 ? 1f : 0f)];
        float[] smaller = SoftEdge.Apply(grid, mask, -2, 0);
        Assert.That(smaller.Sum(), Is.EqualTo(4 * 4 * 4), "8 voxels less 2 from each face");
        Assert.That(SoftEdge.Apply(grid, mask, -4, 3), Is.All.Zero, "nothing is left");
    }

    [Test]
    public void ImpossibleDistancesAreRefused()
    {
        Assert.That(() => SoftEdge.Apply(Grid(2, 2, 2), new float[8], 1, -1), Throws.TypeOf<UsageException>());
        Assert.That(() => SoftEdge.Apply(Grid(2, 2, 2), new float[8], double.NaN, 1), Throws.TypeOf<UsageException>());
        Assert.That(() => DistanceTransform.Squared(Grid(2, 2, 2), new float[7]), Throws.ArgumentException);
    }

    private static MapGrid Grid(int nx, int ny, int nz) =>
        TestMaps.Grid(nx, ny, nz) with { Cell = new UnitCell(nx * 0.7, ny * 1.3, nz * 1.9) };

    private static double Nearest(MapGrid grid, float[] mask, int from, Func<float, bool> isInSet)
    {
        double best = double.PositiveInfinity;
        Vec3 v = grid.VoxelSize;
        for (int i = 0; i < mask.Length; i++)
        {
            if (!isInSet(mask[i]))
                continue;
            double dx = (i % grid.Nx - from % grid.Nx) * v.X, dy = (i / grid.Nx % grid.Ny - from / grid.Nx % grid.Ny) * v.Y, dz = (i / grid.Nx / grid.Ny - from / grid.Nx / grid.Ny) * v.Z;
            best = Math.Min(best, dx * dx + dy * dy + dz * dz);
        }

        return best;
    }
}
