using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Core.Refinement.Displacements;
using Engine.Core.Refinement.Occupancies;
using Engine.Kernels;
using Engine.Tests.Kernels;
using Engine.Tests.Refinement.Displacements;
using NUnit.Framework;

namespace Engine.Tests.Refinement.Occupancies;

/// <summary>Occupancies are found from maps whose occupancies are known.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public class OccupancyRefinementTests(string accelerator) : KernelFixture(accelerator)
{
    private static readonly OccupancyOptions Options = new() { Fit = new ModelMapFitOptions { Resolution = DisplacementCase.Resolution } };

    [TestCase(0.5)]
    [TestCase(1)]
    [TestCase(0)]
    public void KnownOccupancies_AreFound(double start)
    {
        (Model model, OccupancySet[] sets) = Sample();
        using DensityMap map = DisplacementCase.MapOf(Device, model);
        DisplacementState truth = DisplacementCase.State(model);
        double[] wrong = [.. truth.Occupancy.Select(o => o < 1 ? start : o)];
        OccupancyResult result = OccupancyRefinement.Run(Device, map, truth with { Occupancy = wrong }, sets, Options);
        Assert.That(result.Occupancy, Is.EqualTo(truth.Occupancy).Within(0.02));
        Assert.That(result.Occupancy[2] + result.Occupancy[3], Is.EqualTo(1), "the sum is exact");
        Assert.That(result.CcAfter, Is.GreaterThan(0.999));
        Assert.That(result.Changes, Has.Count.EqualTo(4));
        Assert.That(result.Changes[0].Before, Is.EqualTo(start));
    }

    [Test]
    public void BoundsAreReachedAndNeverPassed()
    {
        Model model = DisplacementCase.Lattice();
        OccupancySet[] sets = [Free(5), Free(9), new([Group(12), Group(13)], SumsToOne: true)];
        DisplacementState state = DisplacementCase.State(model);
        foreach (int absent in (int[])[9, 13])
            model.Atoms[absent].Occupancy = 0;
        model.Atoms[5].Occupancy = 1.4;
        using DensityMap map = DisplacementCase.MapOf(Device, model);
        double[] half = [.. state.Occupancy.Select((o, i) => i is 5 or 9 or 12 or 13 ? 0.5 : o)];
        OccupancyResult result = OccupancyRefinement.Run(Device, map, state with { Occupancy = half }, sets, Options);
        Assert.That(result.Occupancy[5], Is.EqualTo(1).Within(0.03));
        Assert.That(result.Occupancy[9], Is.EqualTo(0).Within(0.03));
        Assert.That(result.Occupancy[12], Is.EqualTo(1).Within(0.03));
        Assert.That(result.Occupancy[12] + result.Occupancy[13], Is.EqualTo(1));
        Assert.That(result.Occupancy, Is.All.InRange(0, 1));
    }

    [Test]
    public void Gradient_IsThatOfTheValue()
    {
        (Model model, OccupancySet[] sets) = Sample();
        using DensityMap map = DisplacementCase.MapOf(Device, DisplacementCase.Lattice());
        DisplacementState state = DisplacementCase.State(model);
        using var fit = new ModelMapFit(
            Device, map, state.Scattering(map, Options.Fit.Scattering), Options.Fit with { Accuracy = Engine.Core.ModelMaps.ModelMapAccuracy.Reference });
        var variables = new OccupancyVariables(sets);
        var run = new OccupancyRefinement(Device, fit, variables, [.. state.Occupancy]);
        double[] q = variables.Start(state.Occupancy);
        double[] gradient = At(run, q).Gradient;
        const double step = 0.02;
        for (int k = 0; k < 5; k++)
        {
            double plus = At(run, [.. q.Select((v, i) => i == k ? v + step : v)]).Value, minus = At(run, [.. q.Select((v, i) => i == k ? v - step : v)]).Value;
            Assert.That(gradient[k], Is.EqualTo((plus - minus) / (2 * step)).Within(0.02 * Math.Max(1, Math.Abs(gradient[k]))), $"parameter {k}");
        }
    }

    [Test]
    public void NothingToRefine_ChangesNothing()
    {
        Model model = DisplacementCase.Lattice();
        using DensityMap map = DisplacementCase.MapOf(Device, model);
        DisplacementState state = DisplacementCase.State(model);
        OccupancyResult result = OccupancyRefinement.Run(Device, map, state, [], Options);
        Assert.That(result.Occupancy, Is.EqualTo(state.Occupancy));
        Assert.That(result.CcAfter, Is.EqualTo(result.CcBefore));
    }

    [Test]
    public void BadGroups_AreSaid()
    {
        Model model = DisplacementCase.Lattice();
        using DensityMap map = DisplacementCase.MapOf(Device, model);
        DisplacementState state = DisplacementCase.State(model);
        Assert.That(() => OccupancyRefinement.Run(Device, map, state, [Free(3), Free(3)], Options), Throws.TypeOf<UsageException>());
        Assert.That(() => OccupancyRefinement.Run(Device, map, state, [Free()], Options), Throws.TypeOf<UsageException>());
        Assert.That(() => OccupancyRefinement.Run(Device, map, state, [Free(99)], Options), Throws.TypeOf<UsageException>());
    }

    /// <summary>Two free groups (0.3 and 0.7) and two alternates (0.35 and 0.65).</summary>
    private static (Model Model, OccupancySet[] Sets) Sample()
    {
        Model model = DisplacementCase.Lattice();
        foreach ((int atom, double o) in ((int, double)[])[(0, 0.3), (1, 0.3), (2, 0.35), (3, 0.65), (20, 0.7)])
            model.Atoms[atom].Occupancy = o;
        return (model, [Free(0, 1), new([Group(2), Group(3)], SumsToOne: true), Free(20)]);
    }

    private static OccupancySet Free(params int[] atoms) => new([Group(atoms)], SumsToOne: false);

    private static OccupancyGroup Group(params int[] atoms) => new(OccupancyGroupKind.User, "test", atoms);

    private (double Value, double[] Gradient) At(OccupancyRefinement run, double[] q)
    {
        using DeviceBuffer<double> x = Put(q), gradient = Device.Allocate<double>(q.Length, "gradient");
        double value = run.Evaluate(x, gradient);
        return (value, Get(gradient));
    }
}
