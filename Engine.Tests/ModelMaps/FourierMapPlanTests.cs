using Engine.Core.Chemistry;
using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Kernels;
using Engine.Kernels.Cpu;
using Engine.Tests.Scoring;
using NUnit.Framework;

namespace Engine.Tests.ModelMaps;

[TestFixture]
public sealed class FourierMapPlanTests : IDisposable
{
    private static readonly MapGrid Grid = TestGrid.Make(18, 20, 23, new Vec3(0.9, 0.95, 0.85), new Vec3(40, -12, 7));
    private readonly CpuAccelerator device = new(2);

    /// <summary>Internal grid finer than the map's, equal to it, and coarser; sharp and blurred atoms; isotropic and anisotropic.</summary>
    [TestCase(2.2, 5, 40, false)]
    [TestCase(2.2, 5, 40, true)]
    [TestCase(2.9, 0, 0, false)]
    [TestCase(4.5, 60, 200, false)]
    [TestCase(4.5, 10, 20, true)]
    public void Map_AgreesWithDirectSummation(double d, double bLow, double bHigh, bool anisotropic)
    {
        Model model = TestModel.Random(Grid, 25, 3, bLow, bHigh, anisotropic);
        double[] expected = DirectSummation.Map(Grid, model.Atoms, d);
        Assert.That(MapDifference.RelativeRms(Compute(model, d, ModelMapAccuracy.Default), expected), Is.LessThan(1e-4));
        Assert.That(MapDifference.RelativeRms(Compute(model, d, ModelMapAccuracy.Reference), expected), Is.LessThan(4e-5));
        Assert.That(MapDifference.RelativeRms(Compute(model, d, ModelMapAccuracy.Fast), expected), Is.LessThan(2e-3));
    }

    /// <summary>The raised-cosine edge; also on a grid that does not hold all of it.</summary>
    [TestCase(2.6, 0.2)]
    [TestCase(4.5, 0.1)]
    [TestCase(2.1, 0.3)]
    public void SoftEdge_AgreesWithDirectSummation(double d, double edge)
    {
        Model model = TestModel.Random(Grid, 25, 3, 5, 40, anisotropic: true);
        double[] expected = DirectSummation.Map(Grid, model.Atoms, d, edge: edge);
        var options = new ModelMapOptions { Edge = edge };
        using ModelMap soft = ModelMapBuilder.Build(device, Grid, model, TestModel.All(model), d, options);
        Assert.That(MapDifference.RelativeRms(Values(soft.Map), expected), Is.LessThan(1e-4));
        Assert.That(MapDifference.RelativeRms(Compute(model, d, ModelMapAccuracy.Default), expected), Is.GreaterThan(1e-2), "the sharp map differs");
        bool fits = d >= 2 * 0.95 * (1 + edge);
        Assert.That(soft.Warnings.Any(w => w.Contains("Nyquist", StringComparison.Ordinal)), Is.EqualTo(!fits));
    }

    [Test]
    public void Map_WithF000_HasTheMeanDensityOfTheModel()
    {
        Model model = TestModel.Random(Grid, 25, 3, 10, 40);
        double total = model.Atoms.Sum(a => a.Occupancy * FormFactorTable.Electron(a.Element).AtZero);
        float[] with = Compute(model, 3, ModelMapAccuracy.Default, withF000: true), without = Compute(model, 3, ModelMapAccuracy.Default);
        Assert.That(with.Average(x => (double)x), Is.EqualTo(total / Grid.Box.Volume).Within(1e-4 * total / Grid.Box.Volume));
        Assert.That(without.Average(x => (double)x), Is.Zero.Within(1e-6));
    }

    [Test]
    public void Map_MovesWithTheModelByWholeVoxels_AcrossFaces()
    {
        Model model = TestModel.Random(Grid, 25, 3, 10, 40);
        float[] here = Compute(model, 2.5, ModelMapAccuracy.Default);
        foreach (Atom atom in model.Atoms)
            atom.Position += new Vec3(0.9, -0.95 * 8, 0.85 * 3);
        float[] moved = Compute(model, 2.5, ModelMapAccuracy.Default);
        double[] expected = new double[here.Length];
        foreach ((int x, int y, int z) in TestGrid.Voxels(Grid))
            expected[Index((x + 1) % 18, (y + 12) % 20, (z + 3) % 23)] = here[Index(x, y, z)];
        Assert.That(MapDifference.RelativeRms(moved, expected), Is.LessThan(1e-4));
    }

    [Test]
    public void ResolutionBeyondTheNyquistLimit_GivesWhatTheGridHolds_AndAWarning()
    {
        Model model = TestModel.Random(Grid, 10, 8, 5, 20);
        using ModelMap result = ModelMapBuilder.Build(device, Grid, model, TestModel.All(model), 0.5);
        Assert.That(result.Warnings, Has.Some.Contains("Nyquist"));
        Assert.That(MapDifference.RelativeRms(Values(result.Map), DirectSummation.Map(Grid, model.Atoms, 0.5)), Is.LessThan(1e-3));
    }

    [Test]
    public void Plan_ComputesTheSameMapAgain()
    {
        Model model = TestModel.Random(Grid, 25, 3, 10, 40), other = TestModel.Random(Grid, 12, 4, 0, 90);
        using var plan = new FourierMapPlan(device, Grid, 2.5);
        plan.Compute(Atoms(model));
        using DensityMap first = plan.ToDensityMap("first");
        plan.Compute(Atoms(other));
        plan.Compute(Atoms(model));
        using DensityMap second = plan.ToDensityMap("second");
        Assert.That(Values(second), Is.EqualTo(Values(first)));
    }

    [Test]
    public void Build_SaysWhatItUsed()
    {
        Model model = TestModel.Random(Grid, 25, 3, 10, 40);
        model.Atoms[0].Charge = 1;
        using ModelMap result = ModelMapBuilder.Build(device, Grid, model, TestModel.All(model), 3);
        Assert.That((result.Scattering, result.DMin, result.AtomCount), Is.EqualTo(("electron", 3.0, 25)));
        Assert.That(result.Warnings, Has.Some.Contains("neutral").And.Some.Contains("wraps around"));
    }

    [Test]
    public void WrongInput_IsRefused()
    {
        MapGrid hexagonal = Grid with { Cell = new UnitCell(18, 18, 20, 90, 90, 120) };
        Assert.That(() => new FourierMapPlan(device, hexagonal, 3), Throws.TypeOf<InputException>().With.Message.Contains("90, 90, 120°"));
        Assert.Throws<UsageException>(() => new FourierMapPlan(device, Grid, 0).Dispose());
        Assert.Throws<UsageException>(() => new FourierMapPlan(device, Grid, double.NaN).Dispose());
        Assert.Throws<UsageException>(() => new FourierMapPlan(device, Grid, 3, new ModelMapOptions { Edge = 0.6 }).Dispose());
        Assert.Throws<UsageException>(() => new FourierMapPlan(device, Grid, 3, new ModelMapOptions { Edge = -0.1 }).Dispose());
        Assert.Throws<UsageException>(() => new BinnedMapPlan(device, Grid, 4, 3).Dispose());
        Assert.Throws<UsageException>(() => new BinnedMapPlan(device, Grid, 3, double.NaN).Dispose());
        Model model = TestModel.Random(Grid, 5, 3, 10, 40);
        using var plan = new FourierMapPlan(device, Grid, 3);
        ScatteringAtoms atoms = ScatteringAtoms.Create(model, TestModel.All(model), ScatteringTable.Electron with { Name = "other" });
        Assert.That(() => plan.Compute(atoms), Throws.ArgumentException.With.Message.Contains("other"));
        using var bins = new BinnedMapPlan(device, Grid, 3, 4);
        Assert.That(() => bins.Compute(Atoms(model)), Throws.ArgumentException.With.Message.Contains("resolutions"));
    }

    public void Dispose() => device.Dispose();

    private static ScatteringAtoms Atoms(Model model) => ScatteringAtoms.Create(model, TestModel.All(model), ScatteringTable.Electron);

    private static long Index(int x, int y, int z) => ((long)z * Grid.Ny + y) * Grid.Nx + x;

    private static float[] Values(DensityMap map) => map.Values.Slice(0, (int)map.Values.Length).ToArray();

    private float[] Compute(Model model, double d, ModelMapAccuracy accuracy, bool withF000 = false)
    {
        using ModelMap result = ModelMapBuilder.Build(
            device, Grid, model, TestModel.All(model), d, new ModelMapOptions { Accuracy = accuracy, IncludeF000 = withF000 });
        return Values(result.Map);
    }
}
