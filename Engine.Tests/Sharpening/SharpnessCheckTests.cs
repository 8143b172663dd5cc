using Engine.Core.Sharpening;
using NUnit.Framework;

namespace Engine.Tests.Sharpening;

/// <summary>Verdicts on sharpness.</summary>
[TestFixture]
public sealed class SharpnessCheckTests
{
    [Test]
    public void TheToleranceIsAFactorOfTwoInAmplitude() =>
        Assert.That(Math.Exp(SharpnessCheck.TwofoldB(3) / 4 * (1 / 9.0 - 1 / 100.0)), Is.EqualTo(2).Within(1e-12));

    [TestCase(-137, null, 1.75, null, Sharpness.OverSharpened)]
    [TestCase(12, null, 1.75, null, Sharpness.Sound)]
    [TestCase(112, null, 1.75, null, Sharpness.OverBlurred)]
    [TestCase(-60, null, 4, null, Sharpness.Sound)]
    [TestCase(-120, null, 4, null, Sharpness.OverSharpened)]
    [TestCase(12, 5.0, 1.75, null, Sharpness.Sound)]
    [TestCase(-40, 5.0, 1.75, null, Sharpness.OverSharpened)]
    [TestCase(60, 5.0, 1.75, null, Sharpness.OverBlurred)]
    [TestCase(12, 5.0, 1.75, 0.6, Sharpness.OverSharpened)]
    [TestCase(null, null, 8, null, Sharpness.Unknown)]
    public void VerdictsFollowTheCriteria(double? b, double? best, double d, double? noise, Sharpness expected) =>
        Assert.That(SharpnessCheck.Judge("the map", b, best, d, noise).Result, Is.EqualTo(expected));
}
