using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>Torsion energies in closed form, and their gradients against finite differences.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class TorsionTests(string accelerator) : RestraintFixture(accelerator)
{
    /// <summary>Every quarter of the circle, both signs, all periods.</summary>
    [Test]
    public void EnergyIsTheClosedForm(
        [Values(-179.9, -120, -91, -60, -1, 0, 30, 89, 120, 180)] double degrees, [Values(-170, 0, 60, 180)] double ideal, [Values(0, 1, 2, 3, 6)] int period)
    {
        double difference = degrees - ideal;
        double wrapped = difference - 360 * Math.Floor(difference / 360 + 0.5);
        double expected = period == 0
            ? 0.02 * wrapped * wrapped
            : 0.02 * 9600 / (period * period) * (1 - Math.Cos(period * difference * Math.PI / 180));
        (RestraintEnergies energies, _) = Evaluate(Torsions(1, [ideal], [period]), At(degrees));
        Assert.That(energies.Torsion, Is.EqualTo(expected).Within(1e-8));
    }

    /// <summary>The IUPAC sign: looking along the central bond, clockwise is positive.</summary>
    [Test]
    public void SignIsTheConvention()
    {
        double[] clockwise = [1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 1];
        Assert.That(Evaluate(Torsions(1, [90], [0]), clockwise).Energies.Torsion, Is.EqualTo(0).Within(1e-12));
    }

    /// <summary>Next to the seam at ±180° on either side.</summary>
    [TestCase(179.99, 10)]
    [TestCase(-179.99, -10)]
    [TestCase(0.01, 179)]
    [TestCase(170, -9)]
    [TestCase(-179.99, 179)]
    public void GradientIsTheFiniteDifferenceNearTheSeam(double degrees, double ideal)
    {
        CheckGradient(Torsions(1, [ideal], [0]), At(degrees), step: 1e-6);
        CheckGradient(Torsions(1, [ideal], [3]), At(degrees), step: 1e-6);
    }

    /// <summary>Random torsions of mixed periods.</summary>
    [Test]
    public void RandomGradientIsTheFiniteDifference([Values(1, 2, 3)] int seed)
    {
        const int Count = 11;
        KernelSamples samples = new(seed);
        double[] positions = [.. InOrder(Count).SelectMany(i => Chain(samples, 10.0 * i))];
        CheckGradient(Torsions(Count, samples.Numbers(Count, -180, 180), [.. InOrder(Count).Select(i => i % 5)]), positions);
    }

    /// <summary>A torsion around a straight chain counts as 0 and has no direction to turn to.</summary>
    [Test]
    public void StraightChainHasNoGradient()
    {
        (RestraintEnergies energies, double[] gradient) = Evaluate(Torsions(1, [60], [3]), 0, 0, 0, 1, 0, 0, 2, 0, 0, 3, 1, 0);
        Assert.That(energies.Torsion, Is.EqualTo(0.02 * 9600 / 9 * 2).Within(1e-10));
        Assert.That(gradient, Is.All.Zero);
    }

    /// <summary>A position that is not a number shows in the energy.</summary>
    [Test]
    public void NaNReachesTheEnergy([Values(0, 3)] int period)
    {
        double[] positions = At(50);
        positions[7] = double.NaN;
        Assert.That(Evaluate(Torsions(1, [60], [period]), positions).Energies.Torsion, Is.NaN);
    }

    private static double[] At(double degrees)
    {
        (double sine, double cosine) = Math.SinCos(degrees * Math.PI / 180);
        return [1.1, 0, -0.3, 0, 0, 0, 0, 0, 1.4, 1.2 * cosine, 1.2 * sine, 1.8];
    }

    private static double[] Chain(KernelSamples samples, double x) =>
    [
        x + samples.Between(0.8, 1.4), samples.Between(-0.3, 0.3), -0.4, x, 0, samples.Between(-0.1, 0.1), x, 0.1, 1.5,
        x + samples.Between(-1.2, 1.2), samples.Between(0.4, 1.2), 2.1,
    ];

    private static RestraintTable Torsions(int count, double[] ideal, int[] period) => new()
    {
        AtomCount = 4 * count,
        TorsionAtoms = InOrder(4 * count),
        TorsionIdeal = ideal,
        TorsionWeight = Same(0.02, count),
        TorsionPeriod = period,
    };
}
