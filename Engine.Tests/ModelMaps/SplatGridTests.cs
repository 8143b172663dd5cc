using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Kernels;
using Engine.Tests.Scoring;
using NUnit.Framework;

namespace Engine.Tests.ModelMaps;

[TestFixture]
public class SplatGridTests
{
    [TestCase(0.65, 1.75, false)]
    [TestCase(1.0, 3.0, true)]
    [TestCase(1.1, 3.0, false)]
    [TestCase(0.5, 3.0, false)]
    [TestCase(1.34, 1.0, false)]
    public void Spacing_IsFineEnough_AndTheMapsOwnGridIsReusedWhenItFits(double voxel, double d, bool reused)
    {
        MapGrid grid = TestGrid.Make(94, 103, 112, new Vec3(voxel, voxel, voxel));
        SplatGrid splat = SplatGrid.Choose(grid, d, 1.5);
        Assert.That(splat.Resolution, Is.EqualTo(Math.Max(d, 2 * voxel)));
        Assert.That(splat.Oversampling, Is.GreaterThan(1.5 - 1e-6).And.LessThan(1.7));
        Assert.That((splat.Nx, splat.Ny, splat.Nz) == (94, 103, 112), Is.EqualTo(reused));
        Assert.That(splat.Count, Is.LessThan(reused ? grid.VoxelCount + 1 : 1.3 * Math.Pow(voxel * 3 / splat.Resolution, 3) * grid.VoxelCount));
    }

    [TestCase(1.5, 2.0, 10, 1e4, 39.1)]
    [TestCase(1.5, 3.0, 30, 1e6, 135.8)]
    [TestCase(2.0, 3.0, 30, 1e2, 0)]
    public void Blur_FollowsTheAliasBound(double r, double d, double bMin, double q, double expected)
    {
        var grid = new SplatGrid(10, 10, 10, d, r);
        Assert.That(grid.Blur(q, bMin), Is.EqualTo(expected).Within(0.1));
    }

    [Test]
    public void SplatRadius_IsWhereTheTailFallsBelowTheTolerance()
    {
        float[] carbon = ScatteringTable.Electron.Row(Element.C);
        var radii = new SplatRadii(carbon, 5, 1e-5);
        foreach (double b in new[] { 0.0, 12, 33, 480 })
        {
            double r = radii.Radius(0, b), limit = 1e-5 * Density(carbon, b, 0);
            Assert.That(Density(carbon, b, r), Is.LessThan(limit * (1 + 1e-5)));
            Assert.That(Density(carbon, b, r - 1e-3), Is.GreaterThan(limit));
        }

        Assert.That(radii.Radius(0, 32.2), Is.EqualTo(radii.Radius(0, 33)), "one radius per class of 1 Å²");
    }

    [Test]
    public void BoxPlacement_CountsAtomsOutsideAndNearFaces()
    {
        MapGrid grid = TestGrid.Make(20, 20, 20, new Vec3(1, 1, 1), new Vec3(100, 0, 0));
        Assert.That(BoxPlacement.Check(grid, [110, 10, 10], 3), Is.Empty);
        IReadOnlyList<string> warnings = BoxPlacement.Check(grid, [110, 10, 10, 110, 10, 15, 99, 10, 10], 3);
        Assert.That(warnings, Has.Count.EqualTo(2));
        Assert.That(warnings[0], Does.StartWith("1 of 3 atoms lie outside"));
        Assert.That(warnings[1], Does.StartWith("1 of 3 atoms lie within 6 Å of a face"));
        Assert.That(
            () => BoxPlacement.Check(grid, [10, 10, 10, 10, 10, 15], 3),
            Throws.TypeOf<InputException>().With.Message.Contains("outside the map").And.Message.Contains("(100.0, 0.0, 0.0)"));
    }

    private static double Density(float[] f, double b, double r) => Enumerable.Range(0, 5).Sum(
        k => f[k] * Math.Pow(4 * Math.PI / (f[k + 5] + b), 1.5) * Math.Exp(-4 * Math.PI * Math.PI * r * r / (f[k + 5] + b)));
}
