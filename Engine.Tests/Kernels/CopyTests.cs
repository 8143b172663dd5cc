using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>Equivalent atoms held together about a mean that follows them.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class CopyTests(string accelerator) : RestraintFixture(accelerator)
{
    private static readonly double[] Identity = [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0];

    /// <summary>Turns by 90° about z and shifts by (10, 0, 0): (x, y, z) to (10 - y, x, z).</summary>
    private static readonly double[] Quarter = [0, -1, 0, 1, 0, 0, 0, 0, 1, 10, 0, 0];

    /// <summary>Two atoms 2 Å apart in the common frame are 1 Å from their mean each.</summary>
    [TestCase(0.0)]
    [TestCase(5.0)]
    public void EnergyOfTwoIsTheClosedForm(double top)
    {
        double damping = top > 0 ? Math.Exp(-3 / top) : 1;
        RestraintTable pair = Group(2, 3, top);

        // (1, 2, 3) and the image of (3, 2, 3).
        (RestraintEnergies energies, double[] gradient) = Evaluate(pair, 1, 2, 3, 8, 3, 3);
        Assert.That(energies.Copy, Is.EqualTo(top > 0 ? 2 * top * (1 - damping) : 6).Within(1e-12));
        Assert.That(energies.Total, Is.EqualTo(energies.Copy));
        Assert.That(gradient, Is.EqualTo(new[] { -6 * damping, 0, 0, 0, 6 * damping, 0 }).Within(1e-12));
    }

    /// <summary>The group as a whole is free: all atoms shifted in the common frame have the same energy, images no energy at all.</summary>
    [Test]
    public void TheWholeIsFree()
    {
        RestraintTable group = Group(3, 4, 0);
        double before = Evaluate(group, 0, 0, 0, 10, 0.3, 0, 0.1, 0, 0).Energies.Copy;
        Assert.That(Evaluate(group, 5, 1, 0, 9, 5.3, 0, 5.1, 1, 0).Energies.Copy, Is.EqualTo(before).Within(1e-12));
        (RestraintEnergies energies, double[] gradient) = Evaluate(group, 1, 2, 3, 8, 1, 3, 1, 2, 3);
        Assert.That(energies.Copy, Is.EqualTo(0).Within(1e-24));
        Assert.That(gradient, Is.All.EqualTo(0).Within(1e-12));
    }

    /// <summary>Beyond the ceiling a member neither pulls nor is pulled, however far it is.</summary>
    [TestCase(3.0)]
    [TestCase(1e4)]
    public void AFarMemberDoesNotShiftTheOthers(double far)
    {
        RestraintTable group = Group(4, 400, 100);
        (RestraintEnergies energies, double[] gradient) = Evaluate(group, 0, 0, 0, 10, 0, 0, 0.02, 0, 0, 10 - far, 0, 0);
        double spread = 400 * 2 * (Math.Pow(0.02 / 3, 2) + 0.5 * Math.Pow(0.04 / 3, 2));
        Assert.That(energies.Copy, Is.EqualTo(100 + spread).Within(1e-3));
        Assert.That(gradient[9..], Is.All.EqualTo(0).Within(1e-9));
    }

    /// <summary>Random groups of two to five, with and without ceilings, in random frames.</summary>
    [Test]
    public void GradientIsTheFiniteDifference([Values(1, 2)] int seed)
    {
        KernelSamples samples = new(seed);
        RestraintTable table = samples.Copies(24, 7);
        CheckGradient(table, samples.NearCopies(table, 0.3));
    }

    /// <summary>A position that is not a number shows in the energy.</summary>
    [Test]
    public void NaNReachesTheEnergy([Values(0.0, 2.0)] double top, [Values(2, 3)] int members)
    {
        double[] x = new double[3 * members];
        x[1] = double.NaN;
        Assert.That(Evaluate(Group(members, 1, top), x).Energies.Copy, Is.NaN);
    }

    /// <summary>Members in the identity and the quarter turn by turns.</summary>
    private static RestraintTable Group(int members, double weight, double top) => new()
    {
        AtomCount = members,
        CopyStart = [0, members],
        CopyAtoms = InOrder(members),
        CopyFrame = [.. InOrder(members).Select(k => k % 2)],
        CopyFrames = [.. Identity, .. Quarter],
        CopyWeight = [weight],
        CopyTop = [top],
    };
}
