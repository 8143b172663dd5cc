using Engine.Core.Geometry;
using Engine.Core.Restraints;
using NUnit.Framework;

namespace Engine.Tests.Restraints;

[TestFixture]
public sealed class ChiralVolumeTests
{
    [Test]
    public void OrthogonalBondsSpanABox() => Assert.That(ChiralVolume.FromIdeal(1.5, 2, 3, 90, 90, 90), Is.EqualTo(9).Within(1e-12));

    [Test]
    public void TetrahedralCentreHasTheKnownVolume() =>
        Assert.That(ChiralVolume.FromIdeal(1.5, 1.5, 1.5, double.NaN, double.NaN, double.NaN), Is.EqualTo(1.5 * 1.5 * 1.5 * 4 / (3 * Math.Sqrt(3))).Within(1e-12));

    [Test]
    public void AgreesWithTheVolumeInSpace()
    {
        Vec3 c = new(1, 2, 3), a = c + new Vec3(1.4, 0.1, -0.2), b = c + new Vec3(-0.5, 1.3, 0.2), d = c + new Vec3(-0.4, -0.6, 1.2);
        double v = ChiralVolume.FromIdeal(
            Vec3.Distance(a, c), Vec3.Distance(b, c), Vec3.Distance(d, c), Vec3.AngleDegrees(a, c, b), Vec3.AngleDegrees(a, c, d), Vec3.AngleDegrees(b, c, d));
        Assert.That(v, Is.EqualTo(Math.Abs(ChiralVolume.Of(c, a, b, d))).Within(1e-9));
        Assert.That(ChiralVolume.Of(c, a, b, d), Is.EqualTo(-ChiralVolume.Of(c, b, a, d)).Within(1e-12));
    }

    [TestCase(double.NaN, 109.5)]
    [TestCase(1.5, 170)]
    public void UnknownOrImpossibleGeometryGivesTheTypicalVolume(double length, double angle) =>
        Assert.That(ChiralVolume.FromIdeal(length, 1.5, 1.5, angle, angle, angle), Is.EqualTo(ChiralVolume.Typical));
}
