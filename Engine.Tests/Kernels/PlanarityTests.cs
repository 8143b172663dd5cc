using Engine.Kernels;
using MathNet.Numerics.LinearAlgebra;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>Plane energies against the eigenvalue of a general solver, and their gradients against finite differences.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class PlanarityTests(string accelerator) : RestraintFixture(accelerator)
{
    /// <summary>A square buckled by ±0.1 Å has the mean plane as best plane.</summary>
    [Test]
    public void BuckledSquareIsTheClosedForm()
    {
        double[] positions = [10, 10, 0.1, 11, 10, -0.1, 11, 11, 0.1, 10, 11, -0.1];
        (RestraintEnergies energies, double[] gradient) = Evaluate(Plane(25, 25, 25, 25), positions);
        Assert.That(energies.Planarity, Is.EqualTo(1).Within(1e-12));
        Assert.That(gradient, Is.EqualTo(new double[] { 0, 0, 5, 0, 0, -5, 0, 0, 5, 0, 0, -5 }).Within(1e-10));
    }

    /// <summary>
    /// E is the smallest eigenvalue of the weighted covariance about the weighted centroid, from nearly flat to a ball of atoms.
    /// </summary>
    [Test]
    public void EnergyIsTheSmallestEigenvalue([Values(1e-6, 0.01, 0.1, 0.5, 1)] double thickness, [Values(4, 7, 11)] int atoms)
    {
        KernelSamples samples = new(atoms);
        double[] positions = Tilted(samples, atoms, thickness), weights = samples.Numbers(atoms, 100, 2500);
        double expected = Covariance(positions, weights).Evd(Symmetricity.Symmetric).EigenValues.Real().Minimum();
        Assert.That(Evaluate(Plane(weights), positions).Energies.Planarity, Is.EqualTo(expected).Within(1e-8 * expected + 1e-10));
    }

    /// <summary>Planes of all sizes, weights and degrees of flatness.</summary>
    [Test]
    public void GradientIsTheFiniteDifference([Values(1e-3, 0.1, 0.5)] double thickness, [Values(4, 6, 11)] int atoms)
    {
        KernelSamples samples = new(3 * atoms);
        CheckGradient(Plane(samples.Numbers(atoms, 100, 2500)), Tilted(samples, atoms, thickness));
    }

    /// <summary>Nearly on a line: the plane turns freely about it, and little is to be gained from that.</summary>
    [Test]
    public void AlmostCollinearAtomsAreStable()
    {
        double[] positions = [0, 0, 0, 1, 1e-3, 0, 2, -1e-3, 1e-3, 3, 0, -1e-3, 4, 1e-3, 1e-3];
        double[] weights = [100, 100, 100, 100, 100];
        double expected = Covariance(positions, weights).Evd(Symmetricity.Symmetric).EigenValues.Real().Minimum();
        (RestraintEnergies energies, double[] gradient) = Evaluate(Plane(weights), positions);
        Assert.That(energies.Planarity, Is.EqualTo(expected).Within(1e-9));
        Assert.That(gradient, Is.All.Matches<double>(double.IsFinite));
    }

    /// <summary>Atoms exactly on a line, or on one point, are flat.</summary>
    [TestCase(1.0)]
    [TestCase(0.0)]
    public void CollinearAtomsAreFlat(double spread)
    {
        double[] positions = [.. Enumerable.Range(0, 5).SelectMany(i => new[] { 1 + i * spread, 2 - i * spread, 3 + 2 * i * spread })];
        (RestraintEnergies energies, double[] gradient) = Evaluate(Plane(100, 100, 100, 100, 100), positions);
        Assert.That(energies.Planarity, Is.EqualTo(0).Within(1e-10));
        Assert.That(gradient, Is.All.EqualTo(0).Within(1e-6));
    }

    /// <summary>A position that is not a number shows in the energy.</summary>
    [Test]
    public void NaNReachesTheEnergy() =>
        Assert.That(Evaluate(Plane(1, 1, 1, 1), 0, 0, 0, 1, 0, 0, double.NaN, 1, 0, 1, 1, 0).Energies.Planarity, Is.NaN);

    private static double[] Tilted(KernelSamples samples, int atoms, double thickness)
    {
        double[] positions = new double[3 * atoms];
        for (int i = 0; i < atoms; i++)
        {
            double u = samples.Between(-2, 2), v = samples.Between(-2, 2), w = 2 * thickness * samples.Between(-1, 1);
            positions[3 * i] = 20 + 0.6 * u - 0.8 * v;
            positions[3 * i + 1] = -5 + 0.48 * u + 0.36 * v - 0.8 * w;
            positions[3 * i + 2] = 8 + 0.64 * u + 0.48 * v + 0.6 * w;
        }

        return positions;
    }

    private static Matrix<double> Covariance(double[] positions, double[] weights)
    {
        Vector<double>[] points = [.. weights.Select((_, i) => CreateVector.Dense(positions[(3 * i)..(3 * i + 3)]))];
        Vector<double> centre = points.Zip(weights, (p, w) => w * p).Aggregate((a, b) => a + b) / weights.Sum();
        return points.Zip(weights, (p, w) => w * (p - centre).OuterProduct(p - centre)).Aggregate((a, b) => a + b);
    }

    private static RestraintTable Plane(params double[] weights) => new()
    {
        AtomCount = weights.Length,
        PlaneStart = [0, weights.Length],
        PlaneAtoms = InOrder(weights.Length),
        PlaneWeight = weights,
    };
}
