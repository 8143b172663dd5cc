using Engine.Core.Refinement;
using Engine.Kernels;
using Engine.Tests.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Refinement;

/// <summary>The minimiser on functions whose minimum is known, on every accelerator.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class LbfgsTests(string acceleratorName) : KernelFixture(acceleratorName)
{
    [Test]
    public void FindsTheMinimumOfAnIllConditionedQuadratic()
    {
        Accelerator accelerator = Device;
        const int N = 300;
        double[] curvature = [.. Enumerable.Range(0, N).Select(i => Math.Pow(10, 3.0 * i / N))];
        double[] centre = [.. Enumerable.Range(0, N).Select(i => Math.Sin(i))];
        var objective = new HostObjective(accelerator, x =>
        {
            double f = 0;
            var g = new double[N];
            for (int i = 0; i < N; i++)
            {
                f += 0.5 * curvature[i] * Math.Pow(x[i] - centre[i], 2);
                g[i] = curvature[i] * (x[i] - centre[i]);
            }

            return (f, g);
        });
        (double[] end, LbfgsResult result) = Minimize(accelerator, objective, new double[N], 400);
        Assert.That(result.Final, Is.LessThan(1e-3 * result.Start));
        for (int i = 0; i < N; i++)
            Assert.That(end[i], Is.EqualTo(centre[i]).Within(0.2 / Math.Sqrt(curvature[i])));
    }

    [Test]
    public void FollowsTheRosenbrockValley()
    {
        Accelerator accelerator = Device;
        var objective = new HostObjective(accelerator, x => (
            Math.Pow(1 - x[0], 2) + 100 * Math.Pow(x[1] - x[0] * x[0], 2) + x[2] * x[2],
            [-2 * (1 - x[0]) - 400 * x[0] * (x[1] - x[0] * x[0]), 200 * (x[1] - x[0] * x[0]), 2 * x[2]]));
        (double[] end, LbfgsResult result) = Minimize(accelerator, objective, [-1.2, 1, 0.5], 400);
        Assert.Multiple(() =>
        {
            Assert.That(end[0], Is.EqualTo(1).Within(2e-2));
            Assert.That(end[1], Is.EqualTo(1).Within(4e-2));
            Assert.That(end[2], Is.EqualTo(0).Within(1e-2));
            Assert.That(result.Evaluations, Is.LessThan(150));
        });
    }

    [Test]
    public void NeverEndsHigherThanItStarted()
    {
        Accelerator accelerator = Device;
        var objective = new HostObjective(accelerator, x => (
            Math.Cos(3 * x[0]) + Math.Abs(x[1]) + x[2] * x[2],
            [-3 * Math.Sin(3 * x[0]), Math.Sign(x[1]), 2 * x[2]]));
        (_, LbfgsResult result) = Minimize(accelerator, objective, [0.4, 0.7, 0.1], 100);
        Assert.That(result.Final, Is.LessThanOrEqualTo(result.Start));
    }

    [Test]
    public void RefusesAStartThatIsNotANumber()
    {
        Accelerator accelerator = Device;
        var objective = new HostObjective(accelerator, x => (double.NaN, new double[3]));
        Assert.That(() => Minimize(accelerator, objective, [0, 0, 0], 10), Throws.TypeOf<NumericalException>());
    }

    [Test]
    public void LimitsTheShiftPerIteration()
    {
        Accelerator accelerator = Device;
        double[] last = [0, 0, 0];
        double longest = 0;
        var objective = new HostObjective(accelerator, x =>
        {
            longest = Math.Max(longest, Math.Sqrt(x.Zip(last, (a, b) => (a - b) * (a - b)).Sum()));
            last = [.. x];
            return (1e4 * x.Select((v, i) => (v - 10 * i) * (v - 10 * i)).Sum(), [.. x.Select((v, i) => 2e4 * (v - 10 * i))]);
        });
        Minimize(accelerator, objective, [0, 0, 0], 20);
        Assert.That(longest, Is.LessThanOrEqualTo(0.3 + 1e-9));
    }

    private static (double[] End, LbfgsResult Result) Minimize(Accelerator accelerator, IObjective objective, double[] start, int iterations)
    {
        using var minimizer = new Lbfgs(accelerator, start.Length, new LbfgsOptions { MaxIterations = iterations, RelativeDecrease = 1e-9 });
        using DeviceBuffer<double> x = accelerator.Upload((ReadOnlySpan<double>)start, "start");
        LbfgsResult result = minimizer.Minimize(objective, x);
        var end = new double[start.Length];
        accelerator.Download(x, end);
        return (end, result);
    }

    private sealed class HostObjective(Accelerator accelerator, Func<double[], (double Value, double[] Gradient)> function) : IObjective
    {
        public double Evaluate(DeviceBuffer<double> x, DeviceBuffer<double> gradient)
        {
            var host = new double[x.Length];
            accelerator.Download(x, host);
            (double value, double[] g) = function(host);
            accelerator.Upload((ReadOnlySpan<double>)g, gradient);
            return value;
        }
    }
}
