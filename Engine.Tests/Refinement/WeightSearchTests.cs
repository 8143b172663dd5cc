using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Core.Refinement;
using Engine.Core.Simulation;
using Engine.Kernels;
using Engine.Kernels.Cpu;
using Engine.Tests.Simulation;
using NUnit.Framework;

namespace Engine.Tests.Refinement;

/// <summary>The search for the weight of the map term.</summary>
[TestFixture]
public sealed class WeightSearchTests
{
    [Test]
    public void TheWeightGrowsWithTheDeviationsAllowedAndKeepsWithinThem()
    {
        using var accelerator = new CpuAccelerator(2);
        Structure structure = SyntheticCase.Peptide(15);
        var simulation = new HalfMapSimulator(accelerator, new SimulationOptions { Resolution = 3, Margin = 10 });
        simulation.Centre(structure.First);
        using SimulatedMaps maps = simulation.Run(structure.First);
        ModelShaker.Shake(structure.First, 0.2, 3);
        RefinementCase start = RefinementCase.Of(structure);
        using DeviceBuffer<float> voxels = MatchedFilter.Upload(accelerator, maps.Half1, MatchedFilter.BlurFor(3));
        var target = new TargetMap(voxels, maps.Half1.Grid.Frame(false), InterpolationKind.Tricubic);
        Fragments fragments = Fragments.Choose(start.Model, start.Problem(), start.X);

        double last = 0;
        foreach (double bond in new[] { 0.004, 0.008, 0.014 })
        {
            var goal = new GeometryGoal(bond, 150 * bond);
            (double weight, IReadOnlyList<WeightTrial> trials) =
                WeightSearch.Run(accelerator, fragments.Problem, fragments.Gather(start.X), target, goal, 10, CancellationToken.None);
            WeightTrial chosen = trials.First(t => t.Weight == weight);
            Assert.That(weight, Is.GreaterThan(last), $"bonds {bond} Å");
            Assert.That(goal.Ratio(chosen.BondRmsd, chosen.AngleRmsd), Is.InRange(0.8, 1.04), $"bonds {bond} Å: tried {string.Join(", ", trials)}");
            last = weight;
        }
    }

    [Test]
    public void ACancelledSearchReturnsTheFirstWeight()
    {
        using var accelerator = new CpuAccelerator(1);
        RefinementCase start = RefinementCase.Of(SyntheticCase.Peptide(5));
        using DensityMap map = Maps.TestMaps.Create(Maps.TestMaps.Grid(8, 8, 8), Maps.TestMaps.Noise);
        using DeviceBuffer<float> voxels = MatchedFilter.Upload(accelerator, map, 0);
        var target = new TargetMap(voxels, map.Grid.Frame(false), InterpolationKind.Trilinear);
        (double weight, IReadOnlyList<WeightTrial> trials) =
            WeightSearch.Run(accelerator, start.Problem(), start.X, target, new GeometryGoal(0.01, 1.5), 7, new CancellationToken(true));
        Assert.Multiple(() =>
        {
            Assert.That(weight, Is.EqualTo(7));
            Assert.That(trials, Is.Empty);
        });
    }
}
