using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Refinement;
using Engine.Core.Simulation;
using Engine.Kernels.Cpu;
using Engine.Tests.Ncs;
using NUnit.Framework;

namespace Engine.Tests.Refinement.Weights;

/// <summary>Weights of parts in the target and in whole refinements of two chains, one of which the map shows badly.</summary>
[TestFixture]
public sealed class GroupWeightedRefinementTests
{
    private const double Resolution = 3;

    [Test]
    public void TheGradientOfThePartIsMultiplied()
    {
        using var accelerator = new CpuAccelerator(2);
        (RefinementCase start, SimulatedMaps maps) = Simulate(accelerator, 0);
        using (maps)
        {
            RefinementProblem plain = start.Problem(), halved = RefinementProblem.Create(start.Restraints, start.All, 1, null, Factors(start.Model, 1, 0.5));
            for (int i = 0; i < plain.AtomCount; i++)
                Assert.That(halved.MapWeights[i], Is.EqualTo((IsSecond(start.Model, i) ? 0.5f : 1f) * plain.MapWeights[i]));
        }
    }

    /// <summary>Weights of voxels scale the pull of the model map on the chain that they surround, against that on the other.</summary>
    [Test]
    public void VoxelsOfThePartCountLess()
    {
        using var accelerator = new CpuAccelerator(2);
        (RefinementCase start, SimulatedMaps maps) = Simulate(accelerator, 0);
        using (maps)
        {
            using var stage = new ModelMapStage(accelerator, maps.Half1, start.Model, start.All, start.X, new ModelMapStageOptions { Resolution = Resolution });
            double Pull(double first, double second)
            {
                stage.UpdateMask(start.X, Factors(start.Model, first, second));
                using var term = new ModelMapTerm(accelerator, stage.Setting, MapPull.Of(start.Model, start.Problem()));
                using var x = accelerator.Upload<double>(start.X, "x");
                using var gradient = accelerator.Allocate<double>(start.X.Length, "g");
                accelerator.Clear(gradient);
                term.Evaluate(x, 1, gradient);
                var g = new double[start.X.Length];
                accelerator.Download(gradient, g);
                double[] squares = [0, 0];
                for (int i = 0; i < g.Length; i++)
                    squares[IsSecond(start.Model, i / 3) ? 1 : 0] += g[i] * g[i];
                return Math.Sqrt(squares[1] / squares[0]);
            }

            double even = Pull(1, 1);
            Assert.That(Pull(3, 3), Is.EqualTo(even).Within(1e-4 * even), "the common factor drops out");
            Assert.That(Pull(1, 0.25) / even, Is.EqualTo(0.25).Within(0.04));
        }
    }

    [Test]
    public void APartThatTheMapShowsBadlyGetsLessWeightAndEqualOnesThatOfTheModel()
    {
        using var accelerator = new CpuAccelerator(2);
        double[] Weights(double blur)
        {
            (RefinementCase start, SimulatedMaps maps) = Simulate(accelerator, blur);
            using (maps)
            {
                var options = new RefinementOptions { Resolution = Resolution, Cycles = 2, Iterations = 15, Target = CoordinateTarget.Density, WeightGroups = WeightGrouping.Chain };
                RefinementResult result = new RealSpaceRefiner(accelerator, options) { CcMask = _ => null }.Run(maps.Half1, start.Model, start.Restraints, start.All, CancellationToken.None);
                Assert.That(result.WeightFactors, Has.Length.EqualTo(start.Model.Atoms.Count));
                return [.. result.GroupWeights.Select(w => w.Factor)];
            }
        }

        double[] blurred = Weights(200), even = Weights(0);
        Assert.Multiple(() =>
        {
            Assert.That(blurred[1], Is.LessThan(0.8));
            Assert.That(blurred[0], Is.GreaterThan(1.25));
            Assert.That(even, Is.All.EqualTo(1));
        });
    }

    private static double[] Factors(Model model, double first, double second) => [.. Enumerable.Range(0, model.Atoms.Count).Select(i => IsSecond(model, i) ? second : first)];

    private static bool IsSecond(Model model, int atom) => model.Residues[model.Atoms[atom].ResidueIndex].ChainIndex == 1;

    /// <summary>Two chains, well apart, the second with its B raised, in half maps; the model is shaken by 0.3 Å.</summary>
    private static (RefinementCase Start, SimulatedMaps Maps) Simulate(CpuAccelerator accelerator, double blur)
    {
        Model pair = NcsCase.Ring(1, 0, 20), other = NcsCase.Ring(1, 0, 20);
        double right = pair.Atoms.Max(a => a.Position.X), left = pair.Atoms.Min(a => a.Position.X);
        NcsCase.AddChain(pair, "B", other, _ => true, (_, p) => p + new Vec3(right - left + 8, 0, 0));
        foreach (Atom atom in pair.Atoms.Where(a => pair.Residues[a.ResidueIndex].ChainIndex == 1))
            atom.BIso += blur;
        var structure = new Structure();
        structure.Models.Add(pair);
        var simulation = new HalfMapSimulator(accelerator, new SimulationOptions { Resolution = Resolution, Margin = 8 });
        simulation.Centre(pair);
        SimulatedMaps maps = simulation.Run(pair);
        ModelShaker.Shake(pair, 0.3, 2);
        return (RefinementCase.Of(structure), maps);
    }
}
