using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>Chiral volumes in closed form, and their gradients against finite differences.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class ChiralityTests(string accelerator) : RestraintFixture(accelerator)
{
    private static readonly double[] RightHanded = [5, 5, 5, 6, 5, 5, 5, 7, 5, 5, 5, 5.5];
    private static readonly double[] LeftHanded = [5, 5, 5, 6, 5, 5, 5, 3, 5, 5, 5, 5.5];

    /// <summary>Volumes of +1 and -1 Å³ against targets of either sign.</summary>
    [TestCase(2.5, false, false, 1.5)]
    [TestCase(-2.5, false, false, 3.5)]
    [TestCase(2.5, true, false, 3.5)]
    [TestCase(2.5, false, true, 1.5)]
    [TestCase(2.5, true, true, 1.5)]
    [TestCase(-2.5, false, true, 1.5)]
    [TestCase(-2.5, true, true, 1.5)]
    public void EnergyIsTheClosedForm(double ideal, bool left, bool both, double deviation)
    {
        (RestraintEnergies energies, _) = Evaluate(Centres([ideal], both ? (byte)1 : (byte)0), left ? LeftHanded : RightHanded);
        Assert.That(energies.Chirality, Is.EqualTo(4 * deviation * deviation).Within(1e-10));
    }

    /// <summary>Random centres with one or both hands.</summary>
    [Test]
    public void GradientIsTheFiniteDifference([Values(1, 2, 3)] int seed)
    {
        KernelSamples samples = new(seed);
        CheckGradient(Centres(samples.Numbers(9, -3, 3), 0, 1, 0, 1, 1, 0, 1, 0, 0), samples.Numbers(108, -1.5, 1.5));
    }

    /// <summary>A position that is not a number shows in the energy.</summary>
    [Test]
    public void NaNReachesTheEnergy([Values(0, 1)] int both) =>
        Assert.That(Evaluate(Centres([2.5], (byte)both), 5, 5, 5, 6, 5, 5, 5, double.NaN, 5, 5, 5, 5.5).Energies.Chirality, Is.NaN);

    private static RestraintTable Centres(double[] ideal, params byte[] both) => new()
    {
        AtomCount = 4 * ideal.Length,
        ChiralAtoms = InOrder(4 * ideal.Length),
        ChiralIdeal = ideal,
        ChiralWeight = Same(4.0, ideal.Length),
        ChiralBoth = both,
    };
}
