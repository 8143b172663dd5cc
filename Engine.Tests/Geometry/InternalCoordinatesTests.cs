using Engine.Core.Geometry;
using Engine.Core.Simulation;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;

namespace Engine.Tests.Geometry;

/// <summary>Placing an atom by distance, angle and torsion.</summary>
[TestFixture]
public sealed class InternalCoordinatesTests
{
    [Test]
    public void ACisAtomLiesOnTheSideOfTheFirstAtom()
    {
        Vec3 d = InternalCoordinates.Place(new(0, 1, 0), Vec3.Zero, new(1, 0, 0), 2, 90, 0);
        Assert.That(Vec3.Distance(d, new(1, 2, 0)), Is.EqualTo(0).Within(1e-12));
    }

    [Test]
    public void ATransAtomLiesOnTheOtherSide()
    {
        Vec3 d = InternalCoordinates.Place(new(0, 1, 0), Vec3.Zero, new(1, 0, 0), 2, 120, 180);
        Assert.That(Vec3.Distance(d, new(1 + 1, -Math.Sqrt(3), 0)), Is.EqualTo(0).Within(1e-12));
    }

    [Test]
    public void APositiveTorsionIsClockwiseSeenAlongTheBond()
    {
        // Looking along b to c (the x axis), the first atom up (y), clockwise by 90° is towards z.
        Vec3 d = InternalCoordinates.Place(new(0, 1, 0), Vec3.Zero, new(1, 0, 0), 1, 90, 90);
        Assert.That(Vec3.Distance(d, new(1, 0, 1)), Is.EqualTo(0).Within(1e-12));
    }

    [Test]
    public void TheAtomHasTheDistanceAngleAndTorsionAskedFor()
    {
        Gen<(double, double, double, int)> cases =
            from distance in Gen.Choose(80, 250)
            from angle in Gen.Choose(30, 150)
            from torsion in Gen.Choose(-179, 180)
            from seed in Gen.Choose(1, 1000000)
            select (distance / 100.0, (double)angle, (double)torsion, seed);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            (double distance, double angle, double torsion, int seed) = c;
            var random = new RandomSource((ulong)seed);
            Vec3 Next() => new(random.NextNormal(), random.NextNormal(), random.NextNormal());
            Vec3 a = Next(), b = a + Next(), third = b + Next();
            if (Vec3.Cross((b - a).Normalized(), (third - b).Normalized()).Length < 0.05)
                return true;
            Vec3 d = InternalCoordinates.Place(a, b, third, distance, angle, torsion);
            double turn = Vec3.TorsionDegrees(a, b, third, d) - torsion;
            return Math.Abs(Vec3.Distance(third, d) - distance) < 1e-9
                && Math.Abs(Vec3.AngleDegrees(b, third, d) - angle) < 1e-7
                && Math.Abs(turn - 360 * Math.Round(turn / 360)) < 1e-7;
        }).QuickCheckThrowOnFailure();
    }
}
