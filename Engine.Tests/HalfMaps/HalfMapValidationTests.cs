using Engine.Core.HalfMaps;
using Engine.Core.Jobs;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Core.Refinement;
using Engine.Core.Restraints;
using Engine.Core.Simulation;
using Engine.Kernels.Cpu;
using Engine.Tests.Simulation;
using NUnit.Framework;

namespace Engine.Tests.HalfMaps;

/// <summary>The half-map test of whole refinements at 4 Å: one at the automatic weight, one with twenty times as much.</summary>
[TestFixture]
public sealed class HalfMapValidationTests
{
    [TestCase(1, false)]
    [TestCase(20, true)]
    public void AModelOverfittedOnPurposeIsFlaggedAndASoundOnePasses(double factor, bool flagged)
    {
        using var accelerator = new CpuAccelerator(2);
        Structure structure = SyntheticCase.Protein();
        var options = new SimulationOptions { Resolution = 4, Margin = 12, Seed = 3 };
        var simulator = new HalfMapSimulator(accelerator, options);
        simulator.Centre(structure.First);
        using SimulatedMaps maps = simulator.Run(structure.First);
        Model model = structure.First;
        bool[] all = [.. model.Atoms.Select(_ => true)];
        RestraintModel restraints = RestraintBuilder.Build(model, structure.Links, SyntheticCase.Library, new RestraintOptions());
        using var pair = new HalfMapPair(accelerator, maps.Half1, maps.Half2, SoftAtomMask.Create(maps.Half1.Grid, model));

        void Refine(DensityMap half, Model shaken, CancellationToken cancel)
        {
            var chosen = new RefinementOptions { Resolution = 4, Cycles = 3, Iterations = 60, Weight = factor * 3 };
            var refiner = new RealSpaceRefiner(accelerator, chosen) { CcMask = _ => null };
            RefinementResult result = refiner.Run(half, shaken, restraints, all, cancel);
            Coordinates.Set(shaken, result.Positions);
        }

        HalfMapReport report = HalfMapValidation.Run(pair, structure, all, Refine, new HalfMapValidationOptions { Resolution = 4 }, CancellationToken.None);
        Assert.That(report.Verdict!.IsOverfitted, Is.EqualTo(flagged), report.Verdict.Message);
    }
}
