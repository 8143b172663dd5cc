using Engine.Core.Geometry;
using Engine.Core.LocScale;
using Engine.Core.Maps;
using Engine.Core.Ncs;
using Engine.Tests.Kernels;
using NUnit.Framework;

namespace Engine.Tests.LocScale;

/// <summary>The scaled map averaged over symmetry.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class SymmetryAverageTests(string accelerator) : KernelFixture(accelerator)
{
    private static readonly MapGrid Grid = LocScaleCase.Grid(24, 24, 24, 1.3) with { Origin = new Vec3(5, -3, 2) };
    private static readonly Vec3 Centre = Grid.Origin + new Vec3(12 * 1.3, 12 * 1.3, 12 * 1.3);

    /// <summary>A fourfold axis through a voxel takes voxels to voxels: the result is the mean of the four voxels to rounding, and then symmetric.</summary>
    [Test]
    public void FourVoxelsAreAveraged()
    {
        using DensityMap map = LocScaleCase.Noise(Grid, 41), reference = LocScaleCase.Noise(Grid, 42);
        float[] mask = LocScaleCase.Ball(Grid, 6);
        var options = new LocScaleOptions { WindowVoxels = 8 };
        using LocScaleResult plain = LocScaler.Scale(Device, map, reference, mask, options);
        using LocScaleResult averaged = LocScaler.Scale(Device, map, reference, mask, options with { Symmetry = SymmetryOperators.PointGroup("C4", Centre) });
        for (int i = 0; i < mask.Length; i++)
        {
            (int x, int y, int z) = (i % 24 - 12, i / 24 % 24 - 12, i / 576);
            double mean = mask[i] == 0 ? 0 : (plain.Map[12 + x, 12 + y, z] + plain.Map[12 - y, 12 + x, z] + plain.Map[12 - x, 12 - y, z] + (double)plain.Map[12 + y, 12 - x, z]) / 4;
            Assert.That(averaged.Map.Values[i], Is.EqualTo(mean).Within(1e-4), $"({x}, {y}, {z})");
        }

        Assert.That((averaged.Symmetry!.Operators, averaged.Symmetry.Alone), Is.EqualTo((4, 0L)));
        Assert.That(averaged.Symmetry.SmallestCorrelation, Is.LessThan(0.5));
        Assert.That(averaged.Warnings, Has.Some.Contains("symmetry C4"));
        Assert.That(plain.Symmetry, Is.Null);
    }

    /// <summary>A map that has a symmetry off the grid stays as it is, but for interpolation; the same operators about another centre are noticed.</summary>
    [TestCase("C3")]
    [TestCase("D5")]
    [TestCase("O")]
    public void SymmetricMapsStay(string group)
    {
        SymmetryOperators symmetry = SymmetryOperators.PointGroup(group, Centre)!;
        using DensityMap map = Blobs(symmetry), same = Blobs(symmetry);
        float[] mask = LocScaleCase.Ball(Grid, 8);
        SymmetryAgreement found = SymmetryAverage.Apply(Device, map, mask, 0.5, symmetry);
        Assert.That(found.SmallestCorrelation, Is.GreaterThan(0.999));
        Assert.That(found.Alone, Is.LessThan(100));
        for (int i = 0; i < mask.Length; i++)
            Assert.That(map.Values[i], Is.EqualTo(same.Values[i]).Within(0.01));
        SymmetryOperators wrong = SymmetryOperators.PointGroup(group, Centre + new Vec3(2.6, 0, 1))!;
        Assert.That(SymmetryAverage.Apply(Device, same, mask, 0.5, wrong).SmallestCorrelation, Is.LessThan(0.9));
    }

    /// <summary>Only positions inside the mask count: where the mask has one of two halves, nothing changes.</summary>
    [Test]
    public void EquivalentsOutsideTheMaskDoNotCount()
    {
        using DensityMap map = LocScaleCase.Noise(Grid, 43), before = LocScaleCase.Noise(Grid, 43);
        float[] mask = [.. LocScaleCase.Ball(Grid, 7).Select((m, i) => i % 24 > 12 ? m : 0)];
        SymmetryAgreement found = SymmetryAverage.Apply(Device, map, mask, 0.5, SymmetryOperators.PointGroup("C2", Centre)!);
        Assert.That((found.Alone, found.SmallestCorrelation), Is.EqualTo(((long)mask.Sum(), (double?)null)));
        Assert.That(LocScaleCase.Values(map), Is.EqualTo(LocScaleCase.Values(before)));
    }

    /// <summary>Smooth blobs at all images of a few places.</summary>
    private static DensityMap Blobs(SymmetryOperators symmetry)
    {
        DensityMap map = LocScaleCase.Noise(Grid, 1);
        Vec3[] places = [.. new[] { new Vec3(5, 2, 1), new Vec3(-1, 4, 6.5), new Vec3(2, -7, 3) }.SelectMany(p => symmetry.All.Select(o => o.Apply(Centre + p)))];
        for (int i = 0; i < map.Values.Length; i++)
        {
            Vec3 at = Grid.Origin + new Vec3(i % 24 * 1.3, i / 24 % 24 * 1.3, i / 576 * 1.3);
            map.Values[i] = (float)places.Sum(p => Math.Exp(-Vec3.Dot(at - p, at - p) / 8));
        }

        return map;
    }
}
