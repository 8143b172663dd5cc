using Engine.Core.Geometry;
using Engine.Core.Simulation;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Geometry;

/// <summary>Rigid transforms, and the superposition that finds them.</summary>
[TestFixture]
public sealed class SuperpositionTests
{
    private readonly RandomSource random = new(11);

    [Test]
    public void FindsTheTransformThatMadeTheCopy([Values(4, 10, 300)] int count)
    {
        for (int trial = 0; trial < 20; trial++)
        {
            RigidTransform made = RandomTransform();
            Vec3[] points = Cloud(count);
            Superposition fit = Superposition.Fit(points, Array.ConvertAll(points, made.Apply));
            Assert.That(fit.Rmsd, Is.LessThan(1e-10));
            AssertSame(fit.Transform, made, 1e-10);
        }
    }

    [Test]
    public void FindsHalfTurnsAndFlatSets()
    {
        Vec3[] flat = [new(1, 0, 0), new(0, 2, 0), new(-3, 1, 0), new(2, 2, 0)];
        foreach (Vec3 axis in new[] { new Vec3(1, 0, 0), new Vec3(0, 0, 1), new Vec3(0.6, 0.8, 0) })
        {
            RigidTransform made = RigidTransform.About(Math.PI * axis, new Vec3(5, 1, 2), new Vec3(0, 0, 3));
            Superposition fit = Superposition.Fit(flat, Array.ConvertAll(flat, made.Apply));
            Assert.That(fit.Rmsd, Is.LessThan(1e-10));
            AssertSame(fit.Transform, made, 1e-10);
            Assert.That(fit.Transform.AngleDegrees, Is.EqualTo(180).Within(1e-5));
        }
    }

    [Test]
    public void NeverReflects()
    {
        Vec3[] points = Cloud(40);
        Vec3[] mirrored = Array.ConvertAll(points, p => new Vec3(-p.X, p.Y, p.Z));
        Superposition fit = Superposition.Fit(points, mirrored);
        Assert.That(Determinant(fit.Transform), Is.EqualTo(1).Within(1e-12));
        Assert.That(fit.Rmsd, Is.GreaterThan(1));
    }

    [Test]
    public void NoNearbyTransformIsBetter()
    {
        Vec3[] a = Cloud(12), b = Cloud(12);
        double[] weights = [.. a.Select(_ => random.NextUniform())];
        Superposition fit = Superposition.Fit(a, b, weights);
        double best = Cost(fit.Transform);
        Assert.That(Math.Sqrt(best / weights.Sum()), Is.EqualTo(fit.Rmsd).Within(1e-10));
        for (int trial = 0; trial < 100; trial++)
        {
            Vec3 turn = 1e-3 * RandomVector(), shift = 1e-2 * RandomVector();
            Assert.That(Cost(RigidTransform.About(turn, b[0], shift).After(fit.Transform)), Is.GreaterThan(best));
        }

        double Cost(RigidTransform t)
        {
            double sum = 0;
            for (int i = 0; i < a.Length; i++)
                sum += weights[i] * (t.Apply(a[i]) - b[i]).LengthSquared;
            return sum;
        }
    }

    [Test]
    public void PointsWithoutWeightDoNotCount()
    {
        RigidTransform made = RandomTransform();
        Vec3[] points = Cloud(10), images = Array.ConvertAll(points, made.Apply);
        images[3] += new Vec3(50, 0, 0);
        double[] weights = [.. points.Select((_, i) => i == 3 ? 0.0 : 2.0)];
        AssertSame(Superposition.Fit(points, images, weights).Transform, made, 1e-10);
    }

    [Test]
    public void InverseAndProductAreTransforms()
    {
        RigidTransform a = RandomTransform(), b = RandomTransform();
        Vec3 x = 10 * RandomVector();
        Assert.Multiple(() =>
        {
            Assert.That(Vec3.Distance(a.Inverse().Apply(a.Apply(x)), x), Is.LessThan(1e-12));
            Assert.That(Vec3.Distance(b.After(a).Apply(x), b.Apply(a.Apply(x))), Is.LessThan(1e-12));
            Assert.That(Vec3.Distance(a.RotateBack(a.Rotate(x)), x), Is.LessThan(1e-12));
            Assert.That(a.Inverse().AngleDegrees, Is.EqualTo(a.AngleDegrees).Within(1e-9));
        });
    }

    [Test]
    public void TurnsByTheRightHand()
    {
        RigidTransform turn = RigidTransform.About(new Vec3(0, 0, Math.PI / 2), new Vec3(1, 0, 0), new Vec3(0, 0, 5));
        Assert.That(Vec3.Distance(turn.Apply(new Vec3(2, 0, 0)), new Vec3(1, 1, 5)), Is.LessThan(1e-12));
        Assert.That(turn.AngleDegrees, Is.EqualTo(90).Within(1e-9));
        Assert.That(RigidTransform.About(Vec3.Zero, new Vec3(1, 2, 3), new Vec3(1, 0, 0)).Apply(Vec3.Zero), Is.EqualTo(new Vec3(1, 0, 0)));
    }

    [Test]
    public void BadInputIsNamed()
    {
        Vec3[] three = [new(0, 0, 0), new(1, 0, 0), new(0, 1, 0)];
        Assert.Throws<ArgumentException>(() => Superposition.Fit([], []));
        Assert.Throws<ArgumentException>(() => Superposition.Fit(three, three.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => Superposition.Fit(three, three, [1.0]));
        Assert.Throws<NumericalException>(() => Superposition.Fit(three, [new(0, 0, 0), new(double.NaN, 0, 0), new(0, 1, 0)]));
        Assert.Throws<NumericalException>(() => Superposition.Fit(three, three, [0.0, 0, 0]));
        Assert.Throws<ArgumentException>(() => SymmetricEigen4.Largest(new double[9], new double[4]));
    }

    [Test]
    public void EigenvectorsSolveTheirEquation()
    {
        var vector = new double[4];
        for (int trial = 0; trial < 50; trial++)
        {
            var m = new double[16];
            for (int p = 0; p < 4; p++)
            {
                for (int q = p; q < 4; q++)
                    m[4 * p + q] = m[4 * q + p] = random.NextNormal();
            }

            double value = SymmetricEigen4.Largest(m, vector);
            for (int p = 0; p < 4; p++)
                Assert.That(Enumerable.Range(0, 4).Sum(q => m[4 * p + q] * vector[q]), Is.EqualTo(value * vector[p]).Within(1e-12));

            // The largest value bounds every Rayleigh quotient.
            double[] other = [random.NextNormal(), random.NextNormal(), random.NextNormal(), random.NextNormal()];
            double quotient = Enumerable.Range(0, 16).Sum(k => other[k / 4] * m[k] * other[k % 4]) / other.Sum(v => v * v);
            Assert.That(quotient, Is.LessThanOrEqualTo(value + 1e-12));
        }
    }

    private static double Determinant(RigidTransform t) => Vec3.Dot(t.RowX, Vec3.Cross(t.RowY, t.RowZ));

    private static void AssertSame(RigidTransform found, RigidTransform expected, double within)
    {
        RigidTransform rest = found.After(expected.Inverse());
        Assert.That(rest.AngleDegrees, Is.LessThan(1e-5));
        Assert.That(Vec3.Distance(found.Shift, expected.Shift), Is.LessThan(1000 * within));
    }

    private Vec3 RandomVector() => new(random.NextNormal(), random.NextNormal(), random.NextNormal());

    private Vec3[] Cloud(int count) => [.. Enumerable.Range(0, count).Select(_ => 10 * RandomVector())];

    private RigidTransform RandomTransform() => RigidTransform.About(2 * RandomVector(), 100 * RandomVector(), 30 * RandomVector());
}
