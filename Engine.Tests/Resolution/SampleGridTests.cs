using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.Resolution;
using Engine.Tests.Scoring;
using NUnit.Framework;

namespace Engine.Tests.Resolution;

/// <summary>The grid of samples and the interpolation between them.</summary>
[TestFixture]
public sealed class SampleGridTests
{
    /// <summary>With a node at every voxel the values come back; sizes that are prime, tiny and different.</summary>
    [TestCase(7, 11, 13)]
    [TestCase(1, 2, 3)]
    [TestCase(16, 12, 10)]
    public void NodesAtEveryVoxelGiveTheirValues(int nx, int ny, int nz)
    {
        var samples = new SampleGrid(TwoZones.Grid(nx, ny, nz), 0.5, null);
        double[] d = [.. samples.Nodes.Select(i => 2.0 + i % 17)];
        using DensityMap map = samples.Interpolate(d, "test");
        Assert.That(map.Values.Slice(0, d.Length).ToArray(), Is.EqualTo(d).Within(1e-5));
    }

    /// <summary>Between nodes 1/d is linear, and periodic over the edge of the box.</summary>
    [Test]
    public void FrequenciesAreLinearBetweenNodes()
    {
        MapGrid grid = TestGrid.Make(30, 25, 24, new Vec3(1.1, 1.3, 0.9));
        var samples = new SampleGrid(grid, 2.5, null);
        (int mx, int my) = (samples.Shape.Nx, samples.Shape.Ny);
        Assert.That(samples.Nodes, Has.Length.EqualTo(mx * my * samples.Shape.Nz));
        double[] d = [.. samples.Nodes.Select(i => 1 / (0.2 + 0.01 * (i % mx) + 0.02 * (i / mx % my)))];
        using DensityMap map = samples.Interpolate(d, "test");
        foreach ((int x, int y, int z) in new[] { (0, 0, 0), (7, 13, 5), (28, 1, 23), (29, 24, 0) })
        {
            double u = (double)x * mx / 30, v = (double)y * my / 25;
            double first = u > mx - 1 ? (mx - 1) * (mx - u) : u, second = v > my - 1 ? (my - 1) * (my - v) : v;
            Assert.That(1 / map[x, y, z], Is.EqualTo(0.2 + 0.01 * first + 0.02 * second).Within(1e-6), $"{x} {y} {z}");
        }
    }

    /// <summary>Outside the mask the map is 0; only nodes beside the mask are used.</summary>
    [Test]
    public void OutsideTheMaskIsZero()
    {
        MapGrid grid = TwoZones.Grid(32, 32, 32);
        var mask = new float[grid.VoxelCount];
        mask[(16 * 32 + 16) * 32 + 17] = 0.2f;
        var samples = new SampleGrid(grid, 4, mask);
        Assert.That(samples.Nodes, Has.Length.EqualTo(2), "x lies between two nodes, y and z on one");
        using DensityMap map = samples.Interpolate([3, 3], "test");
        Assert.That(map[17, 16, 16], Is.EqualTo(3).Within(1e-5));
        Assert.That(map.Values.Slice(0, mask.Length).ToArray().Count(v => v != 0), Is.EqualTo(1));
    }
}
