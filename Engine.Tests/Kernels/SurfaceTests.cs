using Engine.Core.Geometry;
using Engine.Core.Restraints;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>Joint potentials of two torsions: exact at nodes and for cubics, smooth and periodic between, with the gradient of the interpolated function.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class SurfaceTests(string accelerator) : RestraintFixture(accelerator)
{
    private const double Radians = Math.PI / 180;

    /// <summary>The value of a node of each class is found at its torsions.</summary>
    [TestCase(-180, -180)]
    [TestCase(-60, -30)]
    [TestCase(150, -180)]
    [TestCase(-180, 120)]
    [TestCase(30, 90)]
    public void NodesAreExact(double phi, double psi)
    {
        TorsionSurfaces surfaces = new KernelSamples(4).Surfaces(12, 3);
        for (int c = 0; c < 3; c++)
        {
            int node = (c * 12 + (int)Math.Round((phi + 180) / 30)) * 12 + (int)Math.Round((psi + 180) / 30);
            Assert.That(Evaluate(Pair(surfaces, c), Chain(phi, psi)).Energies.Surface, Is.EqualTo(2.5 * surfaces.Values[4 * node]).Within(1e-10));
        }
    }

    /// <summary>A smooth periodic function is met with an error of the fourth order of the width of a cell.</summary>
    [Test]
    public void SmoothFunctionsAreInterpolated([Values(-179.9, -77, 0.3, 101)] double phi, [Values(-133, 12, 179.5)] double psi)
    {
        double expected = Math.Sin(phi * Radians + 0.4) * Math.Cos(2 * psi * Radians);
        double coarse = Error(18), fine = Error(72);
        Assert.That(coarse, Is.LessThan(3e-3));
        Assert.That(fine, Is.LessThan(1.2e-5));

        double Error(int nodes) => Math.Abs(Evaluate(Pair(Waves(nodes), 0), Chain(phi, psi)).Energies.Surface / 2.5 - expected);
    }

    /// <summary>Value and gradient do not jump where cells meet, the seam at ±180° among them.</summary>
    [TestCase(-180, 40)]
    [TestCase(40, 180)]
    [TestCase(-60, -90)]
    [TestCase(179.99999999, -179.99999999)]
    public void CellsMeetSmoothly(double phi, double psi)
    {
        const double Small = 1e-6;
        RestraintTable table = Pair(new KernelSamples(5).Surfaces(12, 1), 0);
        (RestraintEnergies below, double[] gradientBelow) = Evaluate(table, Chain(phi - Small, psi - Small));
        (RestraintEnergies above, double[] gradientAbove) = Evaluate(table, Chain(phi + Small, psi + Small));
        Assert.That(above.Surface, Is.EqualTo(below.Surface).Within(1e-4));
        Assert.That(gradientAbove, Is.EqualTo(gradientBelow).Within(1e-3 * gradientBelow.Max(Math.Abs)));
    }

    /// <summary>Random chains on random surfaces of three classes.</summary>
    [Test]
    public void GradientIsTheFiniteDifference([Values(1, 2, 3)] int seed)
    {
        const int Count = 11;
        KernelSamples samples = new(seed);
        double[] positions = [.. InOrder(Count).SelectMany(_ => Chain(samples.Between(-180, 180), samples.Between(-180, 180)))];
        CheckGradient(
            new RestraintTable
            {
                AtomCount = 5 * Count,
                SurfaceAtoms = InOrder(5 * Count),
                SurfaceClass = [.. InOrder(Count).Select(i => i % 3)],
                SurfaceWeight = samples.Numbers(Count, 0.5, 3),
                Surfaces = samples.Surfaces(10, 3),
            },
            positions, step: 1e-6);
    }

    /// <summary>Three atoms in line leave one torsion without a gradient; all five in line leave none.</summary>
    [Test]
    public void AtomsInLineHaveNoGradient()
    {
        RestraintTable table = Pair(new KernelSamples(6).Surfaces(12, 1), 0);
        (RestraintEnergies straight, double[] none) = Evaluate(table, 0, 0, 0, 1, 0, 0, 2, 0, 0, 3, 0, 0, 4, 0, 0);
        Assert.That(straight.Surface, Is.EqualTo(2.5 * table.Surfaces!.Values[4 * (6 * 12 + 6)]).Within(1e-10), "φ = ψ = 0");
        Assert.That(none, Is.All.Zero);
        (RestraintEnergies half, double[] some) = Evaluate(table, 0, 0, 0, 1, 0, 0, 2, 0, 0, 3, 1, 0, 3, 2, 1);
        Assert.That(half.Surface, Is.Not.NaN);
        Assert.That(some, Has.All.Matches<double>(double.IsFinite).And.Some.Not.Zero);
        Assert.That(some[..3], Is.All.Zero, "the first atom is in φ only");
    }

    /// <summary>A position that is not a number shows in the energy.</summary>
    [Test]
    public void NaNReachesTheEnergy([Values(0, 6, 14)] int number)
    {
        double[] positions = Chain(-60, 140);
        positions[number] = double.NaN;
        Assert.That(Evaluate(Pair(Waves(12), 0), positions).Energies.Surface, Is.NaN);
    }

    private static TorsionSurfaces Waves(int nodes)
    {
        double[] values = new double[4 * nodes * nodes];
        for (int k = 0; k < nodes * nodes; k++)
        {
            (double s, double c) = Math.SinCos((-180 + 360.0 / nodes * (k / nodes)) * Radians + 0.4);
            (double s2, double c2) = Math.SinCos(2 * (-180 + 360.0 / nodes * (k % nodes)) * Radians);
            double[] node = [s * c2, c * c2 * Radians, -2 * s * s2 * Radians, -2 * c * s2 * Radians * Radians];
            node.CopyTo(values, 4 * k);
        }

        return new TorsionSurfaces { Nodes = nodes, Classes = 1, Values = values };
    }

    /// <summary>Five atoms with the given torsions.</summary>
    private static double[] Chain(double phi, double psi)
    {
        double[] x = [1.1, 0, -0.4, 0, 0, 0, 0, 0, 1.4, 0, 0, 0, 0, 0, 0];
        Place(x, 3, 1.5, 111, phi);
        Place(x, 4, 1.3, 117, psi);
        return x;
    }

    /// <summary>Puts an atom at a distance, angle and torsion from the three before it (the natural extension of Parsons and co-workers, 2005).</summary>
    private static void Place(double[] x, int atom, double distance, double angle, double torsion)
    {
        Vec3 a = TermGeometry.At(x, atom - 3), b = TermGeometry.At(x, atom - 2), c = TermGeometry.At(x, atom - 1);
        Vec3 along = (c - b).Normalized(), normal = Vec3.Cross(b - a, c - b).Normalized(), third = Vec3.Cross(normal, along);
        (double st, double ct) = Math.SinCos(angle * Radians);
        (double s, double k) = Math.SinCos(torsion * Radians);
        Vec3 d = c + distance * (-ct * along + st * k * third + st * s * normal);
        (x[3 * atom], x[3 * atom + 1], x[3 * atom + 2]) = (d.X, d.Y, d.Z);
    }

    private static RestraintTable Pair(TorsionSurfaces surfaces, int surface) => new()
    {
        AtomCount = 5,
        SurfaceAtoms = [0, 1, 2, 3, 4],
        SurfaceClass = [surface],
        SurfaceWeight = [2.5],
        Surfaces = surfaces,
    };
}
