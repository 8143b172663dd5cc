using Engine.Core.Geometry;
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

    [Test]
    public void OperatorsAreRefinedWithTheRightSlope()
    {
        Model model = NcsCase.Ring(3, 0.05, 12);
        double[] x = Coordinates.Of(model);
        NcsConstraint constraint = NcsConstraint.Create(NcsSearch.Find(model), model.Atoms.Count);
        using var objective = new NcsOperatorObjective(Device, new Springs(Device, x), constraint, x);
        Assert.That(objective.Length, Is.EqualTo(12));
        var random = new RandomSource(7);
        foreach (double size in new[] { 0.0, 0.5, 6 })
        {
            double[] u = [.. Enumerable.Range(0, 12).Select(_ => size * random.NextNormal())];
            double[] gradient = Evaluate(objective, u).Gradient;
            for (int k = 0; k < u.Length; k++)
            {
                double[] high = [.. u], low = [.. u];
                high[k] += 1e-4;
                low[k] -= 1e-4;
                double slope = (Evaluate(objective, high).Value - Evaluate(objective, low).Value) / 2e-4;
                Assert.That(gradient[k], Is.EqualTo(slope).Within(1e-5 * (1 + Math.Abs(slope))), $"variable {k} at size {size}");
            }
        }
    }

    [Test]
    public void AMovedCopyIsFoundByItsOperator()
    {
        Model model = NcsCase.Ring(2, 0, 12);
        double[] x = Coordinates.Of(model), moved = [.. x];
        RigidTransform move = RigidTransform.About(new Vec3(0.03, -0.05, 0.02), new Vec3(35, 30, 0), new Vec3(0.4, 0.1, -0.3));
        for (int i = x.Length / 6; i < x.Length / 3; i++)
        {
            Vec3 p = move.Apply(model.Atoms[i].Position);
            (moved[3 * i], moved[3 * i + 1], moved[3 * i + 2]) = (p.X, p.Y, p.Z);
        }

        NcsConstraint constraint = NcsConstraint.Create(NcsSearch.Find(model), model.Atoms.Count);
        using var objective = new NcsOperatorObjective(Device, new Springs(Device, moved, true), constraint, x);
        using DeviceBuffer<double> u = Device.Upload<double>(new double[objective.Length], "operators");
        using var minimizer = new Lbfgs(Device, objective.Length, new LbfgsOptions { MaxIterations = 100, RelativeDecrease = 1e-14 });
        minimizer.Minimize(objective, u);
        var found = new double[objective.Length];
        Device.Download(u, found);
        var all = new double[x.Length];
        objective.Moved(found).Expand(constraint.Gather(x), all);
        Assert.That(Coordinates.Rmsd(all, moved), Is.LessThan(1e-4));
        Assert.Throws<ArgumentException>(() => objective.Moved(new double[3]));
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
