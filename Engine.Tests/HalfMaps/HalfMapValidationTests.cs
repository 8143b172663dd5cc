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

/// <summary>The half-map test of whole refinements at 4 Å: one at a modest weight, one at twenty times that weight.</summary>
[TestFixture]
public sealed class HalfMapValidationTests
{
    [Test]
    public void AModelOverfittedOnPurposeIsFlaggedAndASoundOnePasses()
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

        double weight = 3;
        void Refine(DensityMap half, Model shaken, CancellationToken cancel)
        {
            var chosen = new RefinementOptions { Resolution = 4, Cycles = 3, Iterations = 60, Weight = weight, Target = CoordinateTarget.Density, RamachandranWeight = 0, BondRmsd = 0.008, AngleRmsd = 1.2 };
            var refiner = new RealSpaceRefiner(accelerator, chosen) { CcMask = _ => null };
            RefinementResult result = refiner.Run(half, shaken, restraints, all, cancel);
            Coordinates.Set(shaken, result.Positions);
            weight *= 20;
        }

        double[] before = Coordinates.Of(model);
        HalfMapReport sound = Run(), overfitted = Run();
        Assert.Multiple(() =>
        {
            Assert.That(sound.Verdict!.IsOverfitted, Is.False, sound.Verdict.Message);
            Assert.That(overfitted.Verdict!.IsOverfitted, Is.True, overfitted.Verdict.Message);
            Assert.That(overfitted.Verdict.Gap.Value, Is.GreaterThan(sound.Verdict.Gap.Value + 0.02));
            Assert.That(overfitted.Verdict.GapBelow.Value, Is.GreaterThan(sound.Verdict.GapBelow.Value + 0.02));
            Assert.That(overfitted.AverageWork, Is.GreaterThan(sound.AverageWork), "the fit to the work half rises");

            // The curve touches 0.143 at 4 Å and rises again before it falls for good.
            Assert.That(sound.Masked.Resolution, Is.InRange(3.6, 4.1));
            Assert.That(sound.CsvLines().Count(), Is.EqualTo(sound.Shells.Count + 1));
            Assert.That(Coordinates.Of(model), Is.EqualTo(before), "the final model is not changed");
        });

        HalfMapReport Run() => HalfMapValidation.Run(pair, structure, all, Refine, new HalfMapValidationOptions { Resolution = 4 }, CancellationToken.None);
    }
}
