using Engine.Core.Geometry;
using Engine.Core.Restraints;
using FsCheck;
using FsCheck.Fluent;
using MathNet.Numerics.LinearAlgebra;
using NUnit.Framework;

namespace Engine.Tests.Restraints;

[TestFixture]
public sealed class TermGeometryTests
{
    [TestCase(170, -170, 0, -20)]
    [TestCase(170, -170, 1, -20)]
    [TestCase(61, 180, 3, 1)]
    [TestCase(-65, 60, 3, -5)]
    [TestCase(89, -90, 2, -1)]
    [TestCase(15, 0, 6, 15)]
    public void TorsionsAreWrappedToTheNearestMinimum(double angle, double ideal, int period, double expected) =>
        Assert.That(TermGeometry.TorsionDelta(angle, ideal, period), Is.EqualTo(expected).Within(1e-9));

    [Test]
    public void PlaneDistancesOfAButterfly()
    {
        double[] x = [1, 0, 0.1, -1, 0, 0.1, 0, 1, -0.1, 0, -1, -0.1];
        var d = new double[4];
        TermGeometry.PlaneDistances(x, [0, 1, 2, 3], d);
        Assert.That(d.Select(Math.Abs), Is.All.EqualTo(0.1).Within(1e-12));
        Assert.That(d.Sum(), Is.Zero.Within(1e-12));
    }

    [Test]
    public void AtomsOfAPlaneAreInIt()
    {
        double[] x = [0, 0, 0, 1, 1, 2, 2, -1, 1, 5, 3, 8];
        var d = new double[4];
        TermGeometry.PlaneDistances(x, [0, 1, 2, 3], d);
        Assert.That(d, Is.All.EqualTo(0).Within(1e-9));
    }

    [Test]
    public void SmallestEigenvectorAgreesWithAGeneralSolver()
    {
        var number = Gen.Choose(-1000, 1000).Select(k => k / 250.0);
        Prop.ForAll(number.ArrayOf(15).ToArbitrary(), numbers =>
        {
            Vec3[] points = [.. numbers.Chunk(3).Select(c => new Vec3(c[0], c[1], c[2]))];
            double S(Func<Vec3, double> f) => points.Sum(f);
            double xx = S(p => p.X * p.X), xy = S(p => p.X * p.Y), xz = S(p => p.X * p.Z), yy = S(p => p.Y * p.Y), yz = S(p => p.Y * p.Z), zz = S(p => p.Z * p.Z);
            Vec3 v = TermGeometry.SmallestEigenvector(xx, xy, xz, yy, yz, zz);
            var m = Matrix<double>.Build.DenseOfArray(new[,] { { xx, xy, xz }, { xy, yy, yz }, { xz, yz, zz } });
            double smallest = m.Evd().EigenValues.Select(e => e.Real).Min();
            double quotient = xx * v.X * v.X + yy * v.Y * v.Y + zz * v.Z * v.Z + 2 * (xy * v.X * v.Y + xz * v.X * v.Z + yz * v.Y * v.Z);
            return Math.Abs(v.Length - 1) < 1e-9 && Math.Abs(quotient - smallest) < 1e-9 * (1 + xx + yy + zz);
        }).QuickCheckThrowOnFailure();
    }
}
