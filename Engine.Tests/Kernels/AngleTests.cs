using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>Angle energies in closed form, and their gradients against finite differences.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class AngleTests(string accelerator) : RestraintFixture(accelerator)
{
    private static readonly double[] Degrees = [0.5, 5, 60, 89, 109.47, 120, 150, 175, 179.5];

    /// <summary>E = w (θ - θ0)², also close to straight.</summary>
    [TestCaseSource(nameof(Degrees))]
    public void EnergyIsTheClosedForm(double degrees)
    {
        (RestraintEnergies energies, double[] gradient) = Evaluate(Angles([100]), At(degrees));
        Assert.That(energies.Angle, Is.EqualTo(0.25 * (degrees - 100) * (degrees - 100)).Within(1e-8));
        double torque = 2 * 0.25 * (degrees - 100) * 180 / Math.PI;
        Assert.That(Norm(gradient.AsSpan(0, 3)), Is.EqualTo(Math.Abs(torque) / 1.5).Within(1e-7 * Math.Abs(torque)));
        Assert.That(Norm(gradient.AsSpan(6, 3)), Is.EqualTo(Math.Abs(torque) / 1.2).Within(1e-7 * Math.Abs(torque)));
    }

    /// <summary>The gradient near straight, where the sine is small.</summary>
    [TestCaseSource(nameof(Degrees))]
    public void GradientIsTheFiniteDifference(double degrees) => CheckGradient(Angles([100]), At(degrees), step: 1e-6);

    /// <summary>Random angles.</summary>
    [Test]
    public void RandomGradientIsTheFiniteDifference([Values(1, 2, 3)] int seed)
    {
        KernelSamples samples = new(seed);
        CheckGradient(Angles(samples.Numbers(11, 90, 140)), samples.Numbers(99, -1.5, 1.5));
    }

    /// <summary>An exactly straight angle has no direction to turn to.</summary>
    [Test]
    public void StraightAngleHasNoGradient()
    {
        (RestraintEnergies energies, double[] gradient) = Evaluate(Angles([100]), 1, 0, 0, 0, 0, 0, -1, 0, 0);
        Assert.That(energies.Angle, Is.EqualTo(0.25 * 80 * 80).Within(1e-10));
        Assert.That(gradient, Is.All.Zero);
    }

    /// <summary>A position that is not a number shows in the energy.</summary>
    [Test]
    public void NaNReachesTheEnergy() => Assert.That(Evaluate(Angles([100]), 1, 0, 0, 0, double.NaN, 0, 0, 1, 0).Energies.Angle, Is.NaN);

    private static double[] At(double degrees)
    {
        (double sine, double cosine) = Math.SinCos(degrees * Math.PI / 180);
        return [2.5, 2, 3, 1, 2, 3, 1 + 1.2 * cosine, 2 + 1.2 * sine * 0.6, 3 + 1.2 * sine * 0.8];
    }

    private static double Norm(ReadOnlySpan<double> v) => Math.Sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);

    private static RestraintTable Angles(double[] ideal) => new()
    {
        AtomCount = 3 * ideal.Length,
        AngleAtoms = InOrder(3 * ideal.Length),
        AngleIdeal = ideal,
        AngleWeight = Same(0.25, ideal.Length),
    };
}
