using Engine.Core.Maps;
using Engine.Core.Refinement;
using Engine.Kernels;
using Engine.Tests.Kernels;
using Engine.Tests.Maps;
using NUnit.Framework;

namespace Engine.Tests.Refinement;

/// <summary>The whole target with riding hydrogens and fixed atoms, against finite differences.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class RefinementTargetTests(string accelerator) : KernelFixture(accelerator)
{
    private const double Step = 2e-4;

    [TestCase(0.0, false)]
    [TestCase(30.0, false)]
    [TestCase(30.0, true)]
    public void TheGradientIsThatOfTheValue(double weight, bool fixedAtoms)
    {
        RefinementCase peptide = RefinementCase.WithHydrogens(6, 0.1);
        bool[] movable = [.. peptide.Model.Atoms.Select(a => !fixedAtoms || a.ResidueIndex % 3 != 1)];
        using DensityMap map = Density(peptide.X);
        using DeviceBuffer<float> voxels = Device.Upload(map.Values, "map");
        using var target = new RefinementTarget(Device, peptide.Problem(movable), new TargetMap(voxels, map.Grid.Frame(false), InterpolationKind.Tricubic));
        target.MapWeight = weight;
        using DeviceBuffer<double> x = Put(peptide.X), gradient = Put(new double[peptide.X.Length]);
        target.CaptureRiding(x);
        target.Evaluate(x, gradient);
        double[] analytic = Get(gradient);
        double size = Math.Sqrt(analytic.Average(g => g * g));
        double Value(double[] at)
        {
            Device.Upload((ReadOnlySpan<double>)at, x);
            return target.Evaluate(x, gradient);
        }

        double[] shifted = [.. peptide.X];
        Assert.That(size, Is.GreaterThan(1));
        for (int i = 0; i < shifted.Length; i += 5)
        {
            bool free = movable[i / 3] && !peptide.Hydrogens[i / 3];
            if (!free)
            {
                Assert.That(analytic[i], Is.Zero, "riding and fixed atoms have no gradient of their own");
                continue;
            }

            shifted[i] = peptide.X[i] + Step;
            double up = Value(shifted);
            shifted[i] = peptide.X[i] - Step;
            double down = Value(shifted);
            shifted[i] = peptide.X[i];
            Assert.That(analytic[i], Is.EqualTo((up - down) / (2 * Step)).Within(1e-3 * size + 1e-3 * Math.Abs(analytic[i])), $"{peptide.Restraints.AtomLabel(i / 3)} {"xyz"[i % 3]}");
        }
    }

    [Test]
    public void TheValueDoesNotDependOnWhereTheContactListWasMade()
    {
        RefinementCase peptide = RefinementCase.WithHydrogens(8, 0.1);
        using var fresh = new RefinementTarget(Device, peptide.Problem(), null);
        using var used = new RefinementTarget(Device, peptide.Problem(), null);
        using DeviceBuffer<double> x = Put(peptide.X), gradient = Put(new double[peptide.X.Length]);
        fresh.CaptureRiding(x);
        used.CaptureRiding(x);

        // Within the margin of the list and beyond it.
        foreach (double shift in new[] { 0.2, 0.3, 0.7 })
        {
            double[] moved = [.. peptide.X.Select((v, i) => v + shift * Math.Sin(i / 3))];
            Device.Upload((ReadOnlySpan<double>)moved, x);
            used.Evaluate(x, gradient);
        }

        double last = used.LastEnergies.Nonbonded;
        fresh.Evaluate(x, gradient);
        Assert.That(last, Is.EqualTo(fresh.LastEnergies.Nonbonded).Within(1e-9).Percent.And.GreaterThan(0));
    }

    [Test]
    public void TheContactFactorScalesTheRepulsionAlone()
    {
        RefinementCase peptide = RefinementCase.WithHydrogens(6, 0.1);
        using var target = new RefinementTarget(Device, peptide.Problem(), null);
        using DeviceBuffer<double> x = Put(peptide.X), gradient = Put(new double[peptide.X.Length]);
        target.CaptureRiding(x);
        target.Evaluate(x, gradient);
        RestraintEnergies usual = target.LastEnergies;
        target.ContactFactor = 4;
        target.Restart();
        double hard = target.Evaluate(x, gradient);
        Assert.That(target.LastEnergies.Nonbonded, Is.EqualTo(4 * usual.Nonbonded).Within(1e-9).Percent.And.GreaterThan(0));
        Assert.That(hard - usual.Total, Is.EqualTo(3 * usual.Nonbonded).Within(1e-6).Percent);
    }

    [Test]
    public void CoordinatesThatAreNotFiniteGiveNoValue()
    {
        RefinementCase peptide = RefinementCase.WithHydrogens(3, 0);
        using var target = new RefinementTarget(Device, peptide.Problem(), null);
        double[] start = [.. peptide.X];
        start[4] = double.NaN;
        using DeviceBuffer<double> x = Put(start), gradient = Put(new double[start.Length]);
        Assert.That(target.Evaluate(x, gradient), Is.NaN);
    }

    /// <summary>A smooth density over all atoms.</summary>
    private static DensityMap Density(double[] x)
    {
        const double Voxel = 0.8;
        Core.Geometry.Vec3 low = new(Least(x, 0) - 4, Least(x, 1) - 4, Least(x, 2) - 4);
        int[] n = [.. Enumerable.Range(0, 3).Select(k => (int)((x.Where((_, i) => i % 3 == k).Max() - Least(x, k) + 8) / Voxel) + 1)];
        MapGrid grid = TestMaps.Grid(n[0], n[1], n[2], Voxel) with { Origin = low };
        return TestMaps.Create(grid, (i, j, k) => (float)(Math.Sin(0.7 * i) * Math.Cos(0.5 * j + 0.2 * k) + 0.3 * Math.Sin(0.9 * k)));
    }

    private static double Least(double[] x, int axis) => x.Where((_, i) => i % 3 == axis).Min();
}
