using Engine.Core.DifferenceMaps;
using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Tests.Maps;
using Engine.Tests.ModelMaps;
using Engine.Tests.Scoring;
using NUnit.Framework;

namespace Engine.Tests.DifferenceMaps;

/// <summary>The parts of difference maps against closed forms.</summary>
[TestFixture]
public sealed class DifferencePartsTests
{
    private static readonly MapGrid Grid = TestGrid.Make(23, 19, 31, new Vec3(0.8, 1.0, 1.1), new Vec3(-3, 4, 5));

    /// <summary>Peaks of Gaussians between voxels are found where they are, highest first; minima the same with the other sign.</summary>
    [TestCase(1)]
    [TestCase(-1)]
    public void PeaksAreWhereGaussiansAre(int sign)
    {
        (Vec3 At, double Height)[] made = [(new(3.3, 11.2, 20.7), 5), (new(9.1, 16.4, 30.2), 8), (new(6.0, 10.0, 12.0), 3)];
        using DensityMap map = TestMaps.Create(Grid, (x, y, z) => sign * (float)made.Sum(m => m.Height * Math.Exp(-(Place(x, y, z) - m.At).LengthSquared / 4)));
        List<MapPeak> found = MapPeaks.Find(map, 2, sign);
        Assert.That(found.Select(p => p.Height), Is.EqualTo(new[] { 8.0, 5, 3 }).Within(0.15));
        for (int i = 0; i < 3; i++)
            Assert.That(Vec3.Distance(found[i].Position, made.OrderByDescending(m => m.Height).ElementAt(i).At), Is.LessThan(0.1));
        Assert.That(MapPeaks.Find(map, 2, -sign), Is.Empty);
        Assert.That(MapPeaks.Find(map, 6, sign), Has.Count.EqualTo(1));
    }

    /// <summary>A plateau is one peak, a constant map none but its first voxel inside.</summary>
    [Test]
    public void APlateauIsOnePeak()
    {
        using DensityMap map = TestMaps.Create(Grid, (x, y, z) => x is 10 or 11 && y == 9 && z == 15 ? 5 : 0);
        Assert.That(MapPeaks.Find(map, 1, 1), Has.Count.EqualTo(1));
    }

    /// <summary>Peaks near each other give way to the highest, those far from the model are counted, and names are those of the nearest atoms.</summary>
    [Test]
    public void PeaksAreNamedAfterTheNearestAtoms()
    {
        Model model = TestModel.Of(
            new Atom { Name = "CA", Element = Element.C, Position = new Vec3(1, 12, 18) }, new Atom { Name = "CB", Element = Element.C, Position = new Vec3(3, 14.5, 18) });
        (Vec3 At, double Height)[] made = [(new(2.6, 12, 18), 9), (new(2.6, 12, 20), 7), (new(10.6, 12, 33), 8)];
        using DensityMap map = TestMaps.Create(Grid, (x, y, z) => (float)made.Sum(m => m.Height * Math.Exp(-2 * (Place(x, y, z) - m.At).LengthSquared)));
        PeakList close = PeakList.Of(map, model, [true, true], new() { Resolution = 6, PeakLevel = 2, PeakDistance = 5 }, 1);
        Assert.That((close.Found, close.Far, close.Peaks.Single().Atom), Is.EqualTo((1, 1, "A 1 ALA CA")));
        Assert.That(close.Peaks[0].Others, Is.EqualTo(new[] { "A 2 ALA" }));
        Assert.That(close.Peaks[0].Distance, Is.EqualTo(1.6).Within(0.1));
        PeakList fine = PeakList.Of(map, model, [false, true], new() { Resolution = 2, PeakLevel = 2, PeakDistance = 50, MostPeaks = 2 }, 1);
        Assert.That((fine.Found, fine.Far, fine.Peaks.Count), Is.EqualTo((3, 0, 2)));
        Assert.That(fine.Peaks.Select(p => p.Atom), Is.All.EqualTo("A 2 ALA CB"), "the first atom is not selected");
    }

    /// <summary>Other residues are named up to 4 Å, whatever the distance up to which peaks are listed.</summary>
    [TestCase(3.9, true)]
    [TestCase(4.1, false)]
    public void ResiduesBeyondFourAngstromsAreNotNamed(double distance, bool isNamed)
    {
        Vec3 at = Place(7, 8, 12);
        Model model = TestModel.Of(
            new Atom { Name = "CA", Element = Element.C, Position = at + new Vec3(1, 0, 0) }, new Atom { Name = "CB", Element = Element.C, Position = at - new Vec3(0, 0, distance) });
        using DensityMap map = TestMaps.Create(Grid, (x, y, z) => (float)(9 * Math.Exp(-2 * (Place(x, y, z) - at).LengthSquared)));
        DifferencePeak peak = PeakList.Of(map, model, [true, true], new() { Resolution = 3, PeakLevel = 2, PeakDistance = 6 }, 1).Peaks.Single();
        Assert.That(peak.Others, isNamed ? Is.EqualTo(new[] { "A 2 ALA" }) : Is.Empty);
    }

    /// <summary>Boxes hold the sums over their voxels; a linear function at the nodes is linear on the grid.</summary>
    [TestCase(8.0)]
    [TestCase(1000.0)]
    public void BoxesSumUpTheirVoxels(double edge)
    {
        var boxes = new ScaleBoxes(Grid, edge);
        using DensityMap a = TestGrid.RandomMap(Grid, 1), b = TestGrid.RandomMap(Grid, 2);
        double direct = Enumerable.Range(0, (int)Grid.VoxelCount).Sum(i => (double)a.Values[i] * b.Values[i]);
        Assert.That(boxes.Total(a.Values, b.Values), Is.EqualTo(direct).Within(1e-9));

        // Every cell is in the eight boxes of its corners.
        Assert.That(boxes.Sums(a.Values, b.Values).Sum(), Is.EqualTo(8 * direct).Within(1e-8));
        boxes.Expand([.. Enumerable.Range(0, boxes.Count).Select(_ => 3.5)], a.Values);
        Assert.That(Enumerable.Range(0, (int)Grid.VoxelCount).Select(i => a.Values[i]), Is.All.EqualTo(3.5f));
    }

    /// <summary>A map that is k exp(-B s²/4) Fc of one wave in each box: k and B come back, also between trials, and an empty box leans on the others.</summary>
    [Test]
    public void ScaleAndBAreThoseOfTheMap()
    {
        // Two "reflections" per box, at s² = 0.04 and 0.1, so that B has a meaning.
        double[] squares = [0.04, 0.1], trials = [.. Enumerable.Range(-4, 13).Select(i => 18.0 * i)];
        (double K, double B, double Content)[] truth = [(2, 0, 1), (0.5, 54, 1), (1.5, 25, 1), (0, 0, 0)];
        var fit = new LocalScaleFit(trials);
        for (int j = 0; j < trials.Length; j++)
        {
            double trial = trials[j];
            fit.Add(
                j, [.. truth.Select(t => t.Content * squares.Sum(s => t.K * Math.Exp(-(t.B + trial) * s / 4)))], [.. truth.Select(t => t.Content * squares.Sum(s => Math.Exp(-trial * s / 2)))]);
        }

        fit.Solve();
        for (int n = 0; n < 3; n++)
        {
            Assert.That(fit.K[n], Is.EqualTo(truth[n].K).Within(12).Percent, $"box {n}");
            Assert.That(fit.B[n], Is.EqualTo(truth[n].B).Within(8), $"box {n}");
        }

        Assert.That(fit.HasModel, Is.EqualTo(new[] { true, true, true, false }));
        Assert.That(new[] { fit.K[3], fit.B[3] }, Is.EqualTo(new[] { fit.OverallK, fit.OverallB }).Within(1e-9));
    }

    /// <summary>Half way between two trials B is half way too.</summary>
    [Test]
    public void BLiesBetweenTrials()
    {
        double[] squares = [0.04, 0.1], trials = [.. Enumerable.Range(-4, 13).Select(i => 18.0 * i)];
        var fit = new LocalScaleFit(trials);
        for (int j = 0; j < trials.Length; j++)
            fit.Add(j, [squares.Sum(s => 3 * Math.Exp(-(45 + trials[j]) * s / 4))], [squares.Sum(s => Math.Exp(-trials[j] * s / 2))]);
        fit.Solve();
        Assert.That(fit.B[0], Is.EqualTo(45).Within(3));
        Assert.That(fit.K[0], Is.EqualTo(3).Within(5).Percent);
    }

    private static Vec3 Place(int x, int y, int z) => Grid.Origin + new Vec3(0.8 * x, 1.0 * y, 1.1 * z);
}
