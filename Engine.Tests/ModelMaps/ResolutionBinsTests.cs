using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Kernels.Cpu;
using Engine.Tests.Scoring;
using NUnit.Framework;

namespace Engine.Tests.ModelMaps;

[TestFixture]
public class ResolutionBinsTests
{
    [TestCase(3, 3, 1)]
    [TestCase(3, 3.1, 2)]
    [TestCase(2, 2.1199, 2)]
    [TestCase(2, 4, 13)]
    [TestCase(1.5, 15, 24)]
    public void Bins_CoverTheRangeInEqualGeometricSteps(double finest, double coarsest, int count)
    {
        var bins = new ResolutionBins(finest, coarsest);
        Assert.That(bins.Count, Is.EqualTo(count));
        Assert.That((bins.Values[0], bins.Values[^1]), Is.EqualTo((finest, coarsest)));
        for (int k = 1; k < count; k++)
            Assert.That(bins.Values[k] / bins.Values[k - 1], Is.EqualTo(bins.Step).Within(1e-9));
        Assert.That(bins.Step, Is.LessThan(count == ResolutionBins.MaxCount ? 1.12 : ResolutionBins.LargestStep + 1e-9));
    }

    [Test]
    public void Weights_AreLinearInTheFrequency_AndClampedAtTheEnds()
    {
        var bins = new ResolutionBins(2, 3);
        for (double d = 2.001; d < 3; d += 0.0437)
        {
            (int bin, double q, double slope) = bins.Locate(d);
            Assert.That((1 - q) / bins.Values[bin] + q / bins.Values[bin + 1], Is.EqualTo(1 / d).Within(1e-12));
            Assert.That(q, Is.InRange(0, 1));
            Assert.That(slope, Is.EqualTo((bins.Locate(d + 1e-6).Weight - q) / 1e-6).Within(1e-4 * slope));
        }

        Assert.That(bins.Locate(1.9), Is.EqualTo((0, 0.0, 0.0)));
        Assert.That(bins.Locate(3.1), Is.EqualTo((bins.Count - 2, 1.0, 0.0)));
        Assert.That(bins.Locate(2).Weight, Is.Zero);
        Assert.That(bins.Locate(3).Weight, Is.EqualTo(1).Within(1e-12));
        Assert.That(new ResolutionBins(2, 2).Locate(2), Is.EqualTo((0, 0.0, 0.0)));
        Assert.Throws<ArgumentException>(() => _ = new ResolutionBins(3, 2));
        Assert.Throws<ArgumentException>(() => _ = new ResolutionBins(0, 2));
    }

    /// <summary>The blend of neighbouring bins stays close to the map of the atoms' own resolutions, and closer with a soft edge.</summary>
    [TestCase(0, 0.1)]
    [TestCase(0.2, 0.005)]
    public void Blend_IsCloseToTheExactResolution(double edge, double limit)
    {
        MapGrid grid = TestGrid.Make(14, 16, 15, new Vec3(0.9, 0.95, 0.85));
        Model model = TestModel.Random(grid, 15, 3, 5, 40);
        double[] d = [.. Enumerable.Range(0, 15).Select(i => 2.4 + 0.1 * i)];
        using var device = new CpuAccelerator(1);
        using var plan = new BinnedMapPlan(device, grid, 2.4, 3.8, new ModelMapOptions { Edge = edge });
        plan.Compute(Atoms(model, d));
        using DensityMap map = plan.ToDensityMap("bins");
        double[] exact = DirectSummation.Map(grid, model.Atoms, (1 + edge) / 2.4, (i, s) => DirectSummation.Window(s * d[i], edge));
        Assert.That(MapDifference.RelativeRms(map.Values.Slice(0, exact.Length).ToArray(), exact), Is.LessThan(limit));
    }

    [Test]
    public void OddResolutions_AreWarnedAbout()
    {
        MapGrid grid = TestGrid.Make(14, 16, 15, new Vec3(0.9, 0.95, 0.85));
        Model model = TestModel.Random(grid, 4, 3, 5, 40);
        using var device = new CpuAccelerator(1);
        using var plan = new BinnedMapPlan(device, grid, 3, 4);
        plan.Compute(Atoms(model, [2.5, 3, 4, 4.2]));
        Assert.That(plan.Warnings, Has.Exactly(1).StartsWith("2 atoms have a resolution outside 3 to 4 Å"));
        using var wide = new BinnedMapPlan(device, grid, 2, 20);
        Assert.That(wide.Warnings, Has.Exactly(1).Contains("24 bins are 10.5 % apart"));
    }

    /// <summary>Without any density the map is 0, also after a map that was not.</summary>
    [Test]
    public void AbsentAtoms_GiveAnEmptyMap()
    {
        MapGrid grid = TestGrid.Make(14, 16, 15, new Vec3(0.9, 0.95, 0.85));
        Model model = TestModel.Random(grid, 3, 3, 5, 40);
        using var device = new CpuAccelerator(1);
        using var plan = new BinnedMapPlan(device, grid, 3, 4);
        ScatteringAtoms atoms = Atoms(model, [3, 3.5, 4]);
        plan.Compute(atoms);
        atoms.SetOccupancies([0, 0, 0]);
        plan.Compute(atoms);
        using DensityMap map = plan.ToDensityMap("empty");
        Assert.That(map.Values.Slice(0, (int)grid.VoxelCount).ToArray(), Is.All.Zero);
    }

    private static ScatteringAtoms Atoms(Model model, double[] resolutions)
    {
        ScatteringAtoms atoms = ScatteringAtoms.Create(model, TestModel.All(model), ScatteringTable.Electron);
        atoms.SetResolutions(resolutions);
        return atoms;
    }
}
