using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>Pairs of planes that are held parallel.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class ParallelTests(string accelerator) : RestraintFixture(accelerator)
{
    /// <summary>Two flat hexagons at an angle: E = w sin²θ; the torque about the common line is w sin 2θ.</summary>
    [Test]
    public void EnergyIsTheClosedForm([Values(0, 1e-4, 20, 45, 90, 135, 180)] double degrees)
    {
        (double sine, double cosine) = Math.SinCos(degrees * Math.PI / 180);
        (RestraintEnergies energies, double[] gradient) = Evaluate(Groups(6, 6), Hexagons(degrees));
        Assert.That(energies.Parallel, Is.EqualTo(7 * sine * sine).Within(1e-11));
        Assert.That(energies.Total, Is.EqualTo(energies.Parallel));
        double torque = 0;
        double[] x = Hexagons(degrees);
        for (int i = 6; i < 12; i++)
            torque += x[3 * i + 1] * gradient[3 * i + 2] - x[3 * i + 2] * gradient[3 * i + 1];
        Assert.That(torque, Is.EqualTo(14 * sine * cosine).Within(1e-9));
    }

    /// <summary>Bent rings of different sizes, three atoms among them.</summary>
    [TestCase(1, 6, 5)]
    [TestCase(2, 9, 6)]
    [TestCase(3, 3, 4)]
    [TestCase(4, 3, 3)]
    public void GradientIsTheFiniteDifference(int seed, int first, int second)
    {
        KernelSamples samples = new(seed);
        double[] positions = [.. Ring(samples, first, 20), .. Ring(samples, second, 55)];
        CheckGradient(Groups(first, second), positions, step: 1e-6);
    }

    /// <summary>Neither forces nor torques act on the whole.</summary>
    [Test]
    public void ForcesAndTorquesCancel()
    {
        KernelSamples samples = new(8);
        double[] x = [.. Ring(samples, 6, 10), .. Ring(samples, 9, 70)], g = Evaluate(Groups(6, 9), x).Gradient;
        for (int axis = 0; axis < 3; axis++)
        {
            int b = (axis + 1) % 3, c = (axis + 2) % 3;
            Assert.That(InOrder(15).Sum(i => g[3 * i + axis]), Is.EqualTo(0).Within(1e-10));
            Assert.That(InOrder(15).Sum(i => x[3 * i + b] * g[3 * i + c] - x[3 * i + c] * g[3 * i + b]), Is.EqualTo(0).Within(1e-9));
        }
    }

    /// <summary>Atoms in line, or on one point, have no plane.</summary>
    [TestCase(1.0)]
    [TestCase(0.0)]
    public void AtomsInLineHaveNoEnergy(double spread)
    {
        double[] line = [.. InOrder(4).SelectMany(i => new[] { 5 + i * spread, 1 - 2 * i * spread, 3.0 })];
        (RestraintEnergies energies, double[] gradient) = Evaluate(Groups(6, 4), [.. Ring(new(1), 6, 30), .. line]);
        Assert.That(energies.Parallel, Is.Zero);
        Assert.That(gradient, Is.All.Zero);
    }

    /// <summary>A position that is not a number shows in the energy.</summary>
    [Test]
    public void NaNReachesTheEnergy()
    {
        double[] positions = Hexagons(30);
        positions[20] = double.NaN;
        Assert.That(Evaluate(Groups(6, 6), positions).Energies.Parallel, Is.NaN);
    }

    private static double[] Hexagons(double degrees)
    {
        (double sine, double cosine) = Math.SinCos(degrees * Math.PI / 180);
        double[] positions = new double[36];
        for (int i = 0; i < 6; i++)
        {
            (double s, double c) = Math.SinCos(i * Math.PI / 3);
            (positions[3 * i], positions[3 * i + 1], positions[3 * i + 2]) = (1.4 * c + 3, 1.4 * s - 1, 3.4);
            (positions[18 + 3 * i], positions[18 + 3 * i + 1], positions[18 + 3 * i + 2]) = (1.4 * c, 1.4 * s * cosine, 1.4 * s * sine);
        }

        return positions;
    }

    private static IEnumerable<double> Ring(KernelSamples samples, int atoms, double degrees)
    {
        (double sine, double cosine) = Math.SinCos(degrees * Math.PI / 180);
        for (int i = 0; i < atoms; i++)
        {
            double u = 1.4 * Math.Cos(2 * Math.PI * i / atoms) + samples.Between(-0.1, 0.1), v = 1.5 * Math.Sin(2 * Math.PI * i / atoms);
            double w = samples.Between(-0.2, 0.2);
            foreach (double value in (double[])[u + 4, v * cosine - w * sine, v * sine + w * cosine - 2])
                yield return value;
        }
    }

    private static RestraintTable Groups(int first, int second) => new()
    {
        AtomCount = first + second,
        ParallelStart = [0, first, first + second],
        ParallelAtoms = InOrder(first + second),
        ParallelWeight = [7],
    };
}
