using Engine.Core.Maps;
using Engine.Core.ModelMaps;
using Engine.Core.Refinement;
using Engine.Kernels;
using Engine.Kernels.Cpu;
using NUnit.Framework;

namespace Engine.Tests.Refinement;

/// <summary>The model-map term: value, gradient by finite differences, and atoms that are not pulled.</summary>
[TestFixture]
public sealed class ModelMapTermTests
{
    private const double Resolution = 3;

    [TestCase(ModelMapCriterion.LeastSquares)]
    [TestCase(ModelMapCriterion.Correlation)]
    public void GradientIsTheFiniteDifference(ModelMapCriterion criterion)
    {
        using var accelerator = new CpuAccelerator(2);
        (RefinementCase shaken, DensityMap map) = Case(accelerator);
        using (map)
        using (var stage = new ModelMapStage(accelerator, map, shaken.Model, shaken.All, shaken.X, new ModelMapStageOptions { Resolution = Resolution, Criterion = criterion }))
        using (var term = new ModelMapTerm(accelerator, stage.Setting, [.. shaken.All.Select(_ => 1f)]))
        {
            double[] gradient = Gradient(accelerator, term, shaken.X, out double value);
            Assert.That(value, Is.EqualTo(2 * shaken.All.Length * (criterion == ModelMapCriterion.LeastSquares ? 1 - Math.Pow(term.LastCorrelation, 2) : 1 - term.LastCorrelation)).Within(1e-6 * value));
            double scale = Math.Sqrt(gradient.Average(g => g * g));
            foreach (int i in new[] { 0, 100, 401, 777, 1200 })
            {
                const double Step = 0.01;
                double[] plus = [.. shaken.X], minus = [.. shaken.X];
                plus[i] += Step;
                minus[i] -= Step;
                Gradient(accelerator, term, plus, out double up);
                Gradient(accelerator, term, minus, out double down);
                Assert.That((up - down) / (2 * Step), Is.EqualTo(gradient[i]).Within(2e-3 * scale), $"coordinate {i}");
            }
        }
    }

    [Test]
    public void CarboxylOxygensArePulledLessAndFixedAtomsNotAtAll()
    {
        using var accelerator = new CpuAccelerator(2);
        (RefinementCase shaken, DensityMap map) = Case(accelerator);
        map.Dispose();
        bool[] movable = [.. shaken.All];
        movable[0] = false;
        float[] pull = MapPull.Of(shaken.Model, RefinementProblem.Create(shaken.Restraints, movable));
        Assert.Multiple(() =>
        {
            Assert.That(pull[0], Is.Zero);
            Assert.That(shaken.Model.Atoms.Select((a, i) => (a, i)).Where(p => MapPull.IsCarboxylOxygen(shaken.Model, p.a)).Select(p => pull[p.i]), Is.Not.Empty.And.All.EqualTo((float)MapPull.Carboxylate));
            Assert.That(pull[1], Is.EqualTo(1));
        });
    }

    private static double[] Gradient(Accelerator accelerator, ModelMapTerm term, double[] x, out double value)
    {
        using DeviceBuffer<double> positions = accelerator.Upload<double>(x, "test"), gradient = accelerator.Allocate<double>(x.Length, "test");
        value = term.Evaluate(positions, 2, gradient);
        var result = new double[x.Length];
        accelerator.Download(gradient, result);
        return result;
    }

    /// <summary>A shaken protein and the exact map of the true one.</summary>
    private static (RefinementCase Shaken, DensityMap Map) Case(Accelerator accelerator)
    {
        RefinementCase truth = RefinementCase.Protein(0), shaken = RefinementCase.Protein(0.3);
        MapGrid grid = MapBox.Around(truth.Model.Atoms.Select(a => a.Position), 1, 8);
        ScatteringAtoms atoms = ScatteringAtoms.Create(truth.Model, truth.All, ScatteringTable.Electron);
        atoms.SetResolution(Resolution);
        using var plan = new FourierMapPlan(accelerator, grid, Resolution, new ModelMapOptions { Edge = 0.2 });
        plan.Compute(atoms);
        return (shaken, plan.ToDensityMap("truth"));
    }
}
