using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Models;
using Engine.Core.Refinement;
using Engine.Kernels;
using Engine.Tests.Kernels;
using Engine.Tests.ModelMaps;
using Engine.Tests.Scoring;
using NUnit.Framework;

namespace Engine.Tests.Refinement;

/// <summary>Resolutions of groups of atoms are found from a map by dT/dd.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public class ResolutionFitTests(string accelerator) : KernelFixture(accelerator)
{
    private static readonly MapGrid Grid = TestGrid.Make(32, 30, 28, new Vec3(1.2, 1.2, 1.2));

    [TestCase(5.5)]
    [TestCase(3.2)]
    [TestCase(9.0)]
    public void TwoGroups_AreFoundFromAWrongStart(double start)
    {
        (ScatteringAtoms atoms, int[] group) = Sample();
        using var plan = new ImageMapPlan(Device, Grid, ModelMapOptions.Default, new ImageMapOptions { Radius = 3 });
        atoms.SetResolutions([.. group.Select(g => g == 0 ? 4.0 : 7.0)]);
        plan.Compute(atoms);
        float[] map = Get(plan.Values);
        var random = new Random(5);
        float size = map.Max();
        using DeviceBuffer<float> observed = Put([.. map.Select(v => 0.3f + 2 * v + 0.05f * size * (float)(random.NextDouble() - 0.5))]);
        using var fit = new ResolutionFit(Device, plan, atoms, group, observed, null, 2.9);
        ResolutionFitResult result = fit.Run([start, start]);
        Assert.That(result.Resolutions[0], Is.EqualTo(4).Within(0.1));
        Assert.That(result.Resolutions[1], Is.EqualTo(7).Within(0.25));
        Assert.That(result.Final, Is.LessThan(0.3 * result.Start));
    }

    [Test]
    public void ResolutionsFinerThanTheLimit_StopThere()
    {
        (ScatteringAtoms atoms, int[] group) = Sample();
        using var plan = new ImageMapPlan(Device, Grid, ModelMapOptions.Default, new ImageMapOptions { Radius = 3 });
        atoms.SetResolution(3.0);
        plan.Compute(atoms);
        using DeviceBuffer<float> observed = Put(Get(plan.Values));
        using var fit = new ResolutionFit(Device, plan, atoms, group, observed, null, 4);
        Assert.That(fit.Run([5, 5]).Resolutions, Is.EqualTo(new double[] { 4, 4 }).Within(1e-3));
    }

    private static (ScatteringAtoms Atoms, int[] Group) Sample()
    {
        Model model = TestModel.Random(Grid, 60, 11, 10, 40);
        foreach (Atom atom in model.Atoms)
            atom.Element = Element.C;
        ScatteringAtoms atoms = ScatteringAtoms.Create(model, TestModel.All(model), ScatteringTable.Electron);
        return (atoms, [.. Enumerable.Range(0, 60).Select(i => i % 2)]);
    }
}
