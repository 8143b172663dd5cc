using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.Scoring;
using Engine.Kernels;
using FsCheck;
using FsCheck.Fluent;
using MathNet.Numerics.Statistics;
using NUnit.Framework;

namespace Engine.Tests.Scoring;

[TestFixture]
public class MapCorrelationTests
{
    private static readonly MapGrid Grid = TestGrid.Make(70, 13, 11, new Vec3(0.5, 0.6, 0.7), new Vec3(1, 2, 3));

    [Test]
    public void Everywhere_IsPearson()
    {
        using DensityMap a = TestGrid.RandomMap(Grid, 1), b = TestGrid.RandomMap(Grid, 2);
        for (long i = 0; i < a.Values.Length; i++)
            b.Values[i] += 0.7f * a.Values[i];
        Assert.That(MapCorrelation.Everywhere(a.Values, b.Values), Is.EqualTo(Pearson(Values(a), Values(b))).Within(1e-12));
    }

    [Test]
    public void Inside_IsPearsonOfTheVoxelsInTheSpheres_PeriodicImagesIncluded()
    {
        using DensityMap a = TestGrid.RandomMap(Grid, 1), b = TestGrid.RandomMap(Grid, 2);
        Vec3[] points = [new(1.213, 2.117, 3.131), new(3.427, 4.013, 3.319)];
        var window = VoxelWindow.Around(Grid, (-5, -5, -4), (11, 10, 6));
        var mask = new VoxelMask(Grid, window);
        mask.AddSpheres(points.Select(p => VoxelMask.ToVoxels(Grid, p)).ToArray(), new[] { 1.9, 1.9 }, inclusive: true);
        (int X, int Y, int Z)[] chosen =
            [.. TestGrid.Voxels(Grid).Where(v => points.Any(p => TestGrid.DistanceSquared(Grid, v.X, v.Y, v.Z, p) <= 1.9 * 1.9))];
        double expected = Pearson(chosen.Select(v => (double)a[v.X, v.Y, v.Z]), chosen.Select(v => (double)b[v.X, v.Y, v.Z]));
        Assert.That(mask.Count, Is.EqualTo(chosen.Length));
        Assert.That(MapCorrelation.Inside(mask, a.Values, b.Values), Is.EqualTo(expected).Within(1e-12));
        Assert.That(MapCorrelation.Inside(mask, a.Values, b.Values, parallel: false), Is.EqualTo(MapCorrelation.Inside(mask, a.Values, b.Values)));
    }

    [Test]
    public void Coefficient_DoesNotChangeWithScaleAndOffset()
    {
        Gen<(int Seed, double Scale, double Offset)> cases =
            Gen.Choose(1, 1000).SelectMany(seed => Gen.Choose(-40, 40).SelectMany(scale => Gen.Choose(-1000, 1000).Select(
                offset => (seed, Math.Exp(scale / 10.0), offset / 10.0))));
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            using DensityMap a = TestGrid.RandomMap(Grid, c.Seed), b = TestGrid.RandomMap(Grid, c.Seed + 1), scaled = TestGrid.RandomMap(Grid, 0);
            for (long i = 0; i < a.Values.Length; i++)
                scaled.Values[i] = (float)(c.Scale * (a.Values[i] + c.Offset));
            return Math.Abs(MapCorrelation.Everywhere(a.Values, b.Values)!.Value - MapCorrelation.Everywhere(scaled.Values, b.Values)!.Value) < 2e-5;
        }).QuickCheckThrowOnFailure();
    }

    [Test]
    public void Map_WithItself_IsOne_AndWithItsNegativeMinusOne()
    {
        using DensityMap a = TestGrid.RandomMap(Grid, 1), b = TestGrid.RandomMap(Grid, 1);
        for (long i = 0; i < b.Values.Length; i++)
            b.Values[i] = -2 * b.Values[i] + 4;
        Assert.That(MapCorrelation.Everywhere(a.Values, a.Values), Is.EqualTo(1).Within(1e-14));
        Assert.That(MapCorrelation.Everywhere(a.Values, b.Values), Is.EqualTo(-1).Within(1e-6));
    }

    [TestCase(0f)]
    [TestCase(0.1f)]
    [TestCase(-3e8f)]
    public void ConstantMap_HasNoCorrelation(float value)
    {
        using DensityMap a = TestGrid.RandomMap(Grid, 1), b = TestGrid.RandomMap(Grid, 1);
        for (long i = 0; i < b.Values.Length; i++)
            b.Values[i] = value;
        Assert.That(MapCorrelation.Everywhere(a.Values, b.Values), Is.Null);
        Assert.That(MapCorrelation.Everywhere(b.Values, a.Values), Is.Null);
    }

    [TestCase(7, false)]
    [TestCase(8, true)]
    public void FewerThanEightVoxels_HaveNoCorrelation(int count, bool defined)
    {
        using NativeBuffer<float> a = TestGrid.Buffer([.. Enumerable.Range(0, count).Select(i => (float)i)]);
        Assert.That(MapCorrelation.Everywhere(a, a).HasValue, Is.EqualTo(defined));
    }

    [Test]
    public void EmptySet_HasNoCorrelation()
    {
        using DensityMap a = TestGrid.RandomMap(Grid, 1);
        Assert.That(MapCorrelation.Inside(new VoxelMask(Grid), a.Values, a.Values), Is.Null);
    }

    [TestCase(float.NaN)]
    [TestCase(float.PositiveInfinity)]
    public void NonFiniteVoxel_IsAnError(float value)
    {
        using DensityMap a = TestGrid.RandomMap(Grid, 1), b = TestGrid.RandomMap(Grid, 2);
        a.Values[4711] = value;
        Assert.Throws<NumericalException>(() => MapCorrelation.Everywhere(a.Values, b.Values));
    }

    private static double[] Values(DensityMap map) => [.. TestGrid.Voxels(map.Grid).Select(v => (double)map[v.X, v.Y, v.Z])];

    private static double Pearson(IEnumerable<double> a, IEnumerable<double> b) => Correlation.Pearson(a, b);
}
