using Engine.Core.Refinement;
using Engine.Core.Refinement.Convergence;
using Engine.Kernels;
using Engine.Tests.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Refinement.Convergence;

/// <summary>The thermostat on springs, whose distribution is known in closed form.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class LangevinDynamicsTests(string acceleratorName) : KernelFixture(acceleratorName)
{
    private const int Atoms = 100;
    private const double Kelvin = 400;

    [Test]
    public void SpringsHaveTheTemperatureOfTheBathAndTheVarianceOfBoltzmann()
    {
        double[] strength = [.. Enumerable.Range(0, Atoms).Select(i => i % 2 == 0 ? 5.0 : 80.0)];
        using var springs = new AnchorTerm(Device, new double[3 * Atoms], strength);
        using LangevinDynamics dynamics = Dynamics(springs, 3, _ => true, 4);
        dynamics.SetTemperature(Kelvin);
        Assert.That(dynamics.Temperature, Is.EqualTo(Kelvin).Within(0.25 * Kelvin));
        double kinetic = 0;
        var squares = new double[2];
        const int Relax = 500, Steps = 6000;
        for (int step = 0; step < Relax + Steps; step++)
        {
            dynamics.Step(Kelvin);
            if (step < Relax)
                continue;
            kinetic += dynamics.Temperature / Steps;
            for (int k = 0; k < 3 * Atoms; k++)
                squares[k / 3 % 2] += dynamics.Positions[k] * dynamics.Positions[k] / (Steps * 1.5 * Atoms);
        }

        double thermal = LangevinDynamics.Boltzmann * Kelvin;
        Assert.Multiple(() =>
        {
            Assert.That(kinetic, Is.EqualTo(Kelvin).Within(0.02 * Kelvin));
            Assert.That(squares[0], Is.EqualTo(thermal / 5).Within(0.05 * thermal / 5));
            Assert.That(squares[1], Is.EqualTo(thermal / 80).Within(0.03 * thermal / 80));
        });
    }

    [Test]
    public void TheSeedDecidesThePathAndFixedAtomsStay()
    {
        double[] strength = [.. Enumerable.Repeat(5.0, Atoms)];
        using var springs = new AnchorTerm(Device, new double[3 * Atoms], strength);
        double[] Path(ulong seed)
        {
            using LangevinDynamics dynamics = Dynamics(springs, 2, i => i > 0, seed);
            dynamics.SetTemperature(Kelvin);
            for (int step = 0; step < 50; step++)
                dynamics.Step(Kelvin);
            return dynamics.Positions.ToArray();
        }

        double[] first = Path(1);
        Assert.Multiple(() =>
        {
            Assert.That(Path(1), Is.EqualTo(first));
            Assert.That(Path(2), Is.Not.EqualTo(first));
            Assert.That(first[..3], Is.EqualTo(new double[3]));
            Assert.That(first[4], Is.Not.Zero);
        });
    }

    [Test]
    public void ANonFiniteEnergyIsAnError()
    {
        using var springs = new AnchorTerm(Device, [double.NaN, 0, 0], [1]);
        using var dynamics = new LangevinDynamics(Device, new Potential(Device, springs), [0, 0, 0], [true], new LangevinOptions());
        Assert.That(() => dynamics.Step(300), Throws.TypeOf<NumericalException>());
    }

    private LangevinDynamics Dynamics(IMapTerm springs, double timeStep, Func<int, bool> moves, ulong seed) => new(
        Device, new Potential(Device, springs), new double[3 * Atoms], [.. Enumerable.Range(0, Atoms).Select(moves)],
        new LangevinOptions { TimeStep = timeStep, Friction = 20, SpeedLimit = 10, Seed = seed });

    private sealed class Potential(Accelerator accelerator, IMapTerm term) : IObjective
    {
        public double Evaluate(DeviceBuffer<double> x, DeviceBuffer<double> gradient)
        {
            accelerator.Clear(gradient);
            return term.Evaluate(x, 1, gradient);
        }
    }
}
