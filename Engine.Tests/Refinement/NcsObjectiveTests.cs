using Engine.Core.Models;
using Engine.Core.Ncs;
using Engine.Core.Refinement;
using Engine.Core.Simulation;
using Engine.Kernels;
using Engine.Tests.Kernels;
using Engine.Tests.Ncs;
using NUnit.Framework;

namespace Engine.Tests.Refinement;

/// <summary>A function of all atoms as one of the independent atoms, on every accelerator.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class NcsObjectiveTests(string acceleratorName) : KernelFixture(acceleratorName)
{
    [Test]
    public void FiniteDifferencesAgree()
    {
        Model model = NcsCase.Ring(3, 0.05, 12);
        NcsConstraint constraint = NcsConstraint.Create(NcsSearch.Find(model), model.Atoms.Count);
        using var objective = new NcsObjective(Device, new Springs(Device, Coordinates.Of(model)), constraint);
        double[] y = constraint.Gather(Coordinates.Of(model));
        (_, double[] gradient) = Evaluate(objective, y);
        var random = new RandomSource(6);
        for (int trial = 0; trial < 20; trial++)
        {
            int k = (int)(random.NextUniform() * y.Length);
            double[] high = [.. y], low = [.. y];
            high[k] += 1e-3;
            low[k] -= 1e-3;
            Assert.That(gradient[k], Is.EqualTo((Evaluate(objective, high).Value - Evaluate(objective, low).Value) / 2e-3).Within(1e-5));
        }

        Assert.That(Evaluate(objective, y).Gradient, Is.EqualTo(gradient), "the same bits again");
    }

    [Test]
    public void TheMinimumIsTheMeanOfTheCopies()
    {
        Model model = NcsCase.Ring(3, 0.1, 12);
        double[] x = Coordinates.Of(model);
        NcsConstraint constraint = NcsConstraint.Create(NcsSearch.Find(model), model.Atoms.Count);
        using var objective = new NcsObjective(Device, new Springs(Device, x, true), constraint);
        double[] start = constraint.Gather(x);
        using DeviceBuffer<double> y = Device.Upload<double>(start, "independent coordinates");
        using var minimizer = new Lbfgs(Device, y.Length, new LbfgsOptions { MaxIterations = 100, RelativeDecrease = 1e-14 });
        minimizer.Minimize(objective, y);
        var found = new double[start.Length];
        Device.Download(y, found);
        Assert.That(Coordinates.Rmsd(found, constraint.Gather(constraint.Average(x))), Is.LessThan(1e-5));
        var all = new double[x.Length];
        Device.Download(objective.Expanded, all);
        Assert.That(Coordinates.Rmsd(all, constraint.Average(x)), Is.LessThan(1e-3));
    }

    private (double Value, double[] Gradient) Evaluate(IObjective objective, double[] at)
    {
        using DeviceBuffer<double> y = Device.Upload<double>(at, "coordinates"), g = Device.Allocate<double>(at.Length, "gradient");
        double value = objective.Evaluate(y, g);
        var gradient = new double[at.Length];
        Device.Download(g, gradient);
        return (value, gradient);
    }

    /// <summary>Σ w (x - x0)², with weights that differ unless they are asked to be equal.</summary>
    private sealed class Springs(Accelerator accelerator, double[] centre, bool equal = false) : IObjective
    {
        public double Evaluate(DeviceBuffer<double> x, DeviceBuffer<double> gradient)
        {
            var at = new double[centre.Length];
            accelerator.Download(x, at);
            double sum = 0;
            for (int i = 0; i < at.Length; i++)
            {
                double w = equal ? 1 : 1 + i % 7, target = equal ? centre[i] : centre[i] + Math.Sin(i), d = at[i] - target;
                sum += w * d * d;
                at[i] = 2 * w * d;
            }

            accelerator.Upload<double>(at, gradient);
            return sum;
        }
    }
}
