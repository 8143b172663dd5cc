using Engine.Core.Geometry;
using Engine.Core.Maps;
using Engine.Core.Models;
using Engine.Core.Refinement;
using Engine.Core.Refinement.Convergence;
using Engine.Kernels;
using Engine.Kernels.Cpu;
using Engine.Tests.Kernels;
using Engine.Tests.Maps;
using NUnit.Framework;

namespace Engine.Tests.Refinement.Convergence;

/// <summary>Rigid motions, and the density as a function of them.</summary>
[TestFixtureSource(typeof(TestAccelerators), nameof(TestAccelerators.All))]
public sealed class RigidBodyTests(string acceleratorName) : KernelFixture(acceleratorName)
{
    [Test]
    public void AQuarterTurnAboutZTakesXToY()
    {
        var motion = new RigidMotion(new Vec3(0, 0, Math.PI / 2), new Vec3(1, 0, 0));
        double[] from = [3, 1, 0, 2, 1, 5], to = [0, 0, 0, 9, 9, 9];
        motion.Apply(from, to, [0], new Vec3(1, 1, 0));
        Assert.Multiple(() =>
        {
            Assert.That(to, Is.EqualTo(new double[] { 2, 3, 0, 9, 9, 9 }).Within(1e-12));
            Assert.That(motion.Degrees, Is.EqualTo(90).Within(1e-12));
        });
    }

    [TestCase(0.0)]
    [TestCase(1e-6)]
    [TestCase(0.7)]
    [TestCase(2.9)]
    public void TheGradientByTheRotationVectorIsThatOfFiniteDifferences(double angle)
    {
        Vec3 axis = new Vec3(0.3, -0.8, 0.5).Normalized(), v = new(2, -1, 3), slope = new(0.4, 1.1, -0.7);
        Vec3 rotation = angle * axis, found = new RigidMotion(rotation, default).RotationGradient(Vec3.Cross(new RigidMotion(rotation, default).Turn(v), slope));
        double Value(Vec3 w) => Vec3.Dot(slope, new RigidMotion(w, default).Turn(v));
        const double H = 1e-5;
        Vec3[] units = [new(H, 0, 0), new(0, H, 0), new(0, 0, H)];
        double[] expected = [.. units.Select(u => (Value(rotation + u) - Value(rotation - u)) / (2 * H))];
        Assert.That(new[] { found.X, found.Y, found.Z }, Is.EqualTo(expected).Within(1e-7));
    }

    [Test]
    public void TheGradientOfTheDensityIsThatOfFiniteDifferences()
    {
        MapGrid grid = TestMaps.Grid(20, 22, 24, 1.0);
        using DensityMap map = TestMaps.Create(grid, (x, y, z) => MathF.Sin(0.4f * x + 0.3f * y) + MathF.Cos(0.35f * z - 0.2f * x));
        using DeviceBuffer<float> voxels = Device.Upload(map.Values, "map");
        double[] start = [.. Enumerable.Range(0, 60).Select(k => 10 + 4 * Math.Sin(1.7 * k + 0.3))];
        float[] weights = [.. Enumerable.Range(0, 20).Select(i => 0.5f + 0.1f * (i % 4))];
        AtomGroup[] groups = [new("a", [0, 1, 2, 3, 4, 5, 6]), new("b", [9, 10, 12, 13, 15])];
        using var objective = new RigidBodyObjective(Device, groups, start, weights) { Map = new TargetMap(voxels, grid.Frame(false), InterpolationKind.Tricubic) };
        double[] v = [0.3, -0.2, 0.4, 0.5, 0.9, -0.6, -0.1, 0.2, 0.3, -1.2, 0.4, 0.8];
        using DeviceBuffer<double> x = Put(v), gradient = Device.Allocate<double>(12, "gradient");
        double value = objective.Evaluate(x, gradient);
        double[] found = Get(gradient);
        Assert.That(value, Is.EqualTo(objective.Value(v)).Within(1e-6));
        for (int k = 0; k < 12; k++)
        {
            const double H = 2e-3;
            double[] up = [.. v], down = [.. v];
            (up[k], down[k]) = (v[k] + H, v[k] - H);
            Assert.That(found[k], Is.EqualTo((objective.Value(up) - objective.Value(down)) / (2 * H)).Within(2e-3), $"variable {k}");
        }
    }
}

/// <summary>Rigid bodies in a real map.</summary>
[TestFixture]
public sealed class RigidBodyRefinerTests
{
    [Test]
    public void AModelFiveAngstromAndTenDegreesAwayComesBack()
    {
        (Model model, DensityMap map) = RealCase.Apoferritin();
        using var device = new CpuAccelerator(2);
        using var levels = new MapLevels(device, map);
        double[] truth = Coordinates.Of(model), x = [.. truth];
        bool[] all = [.. model.Atoms.Select(_ => true)];
        float[] weights = [.. model.Atoms.Select(_ => 1f)];
        IReadOnlyList<AtomGroup> whole = AtomGroup.Whole(all);
        new RigidMotion(10 * Math.PI / 180 * new Vec3(1, 2, -1).Normalized(), 5 * new Vec3(-1, 1, 1).Normalized()).Apply(truth, x, whole[0].Atoms, new Vec3(150, 90, 130));
        var refiner = new RigidBodyRefiner(device, levels, new RigidBodyOptions { Resolution = 1.75, Seeds = true });
        RigidBodyResult result = refiner.Run(whole, x, weights, CancellationToken.None);
        RigidBodyResult again = refiner.Run(whole, result.Positions, weights, CancellationToken.None);
        map.Dispose();
        Assert.Multiple(() =>
        {
            Assert.That(Coordinates.Rmsd(truth, x), Is.GreaterThan(4));
            Assert.That(Coordinates.Rmsd(truth, result.Positions), Is.LessThan(0.1));
            Assert.That(result.Moves[0].Degrees, Is.EqualTo(10).Within(0.3));
            Assert.That(again.AnyMoved, Is.False, "a body in place stays");
            Assert.That(again.Positions, Is.EqualTo(result.Positions));
        });
    }
}
