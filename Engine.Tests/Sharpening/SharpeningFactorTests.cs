using Engine.Core.Sharpening;
using NUnit.Framework;

namespace Engine.Tests.Sharpening;

/// <summary>Factors on amplitudes.</summary>
[TestFixture]
public sealed class SharpeningFactorTests
{
    [Test]
    public void SharpeningToACutIsTheBGivenUpToItAndABlurBeyond()
    {
        Func<double, double> factor = SharpeningFactor.ToCut(-60, 3);
        Assert.Multiple(() =>
        {
            Assert.That(factor(0), Is.EqualTo(1));
            Assert.That(factor(0.2), Is.EqualTo(Math.Exp(60 * 0.01)).Within(1e-6));
            Assert.That(factor(0.6), Is.EqualTo(Math.Exp(-140 * 0.09)).Within(1e-4));
            Assert.That(factor(1 / 3.0), Is.EqualTo(Math.Exp((60 - 100) / 36.0)).Within(1e-9), "half-way at the cut");
        });
    }

    [Test]
    public void NothingIsAmplifiedBeyondTheCutHoweverStrongTheSharpening() =>
        Assert.That(SharpeningFactor.ToCut(-500, 3)(0.8), Is.LessThanOrEqualTo(1.0001));

    [Test]
    public void ALowPassKeepsTheResolution()
    {
        Func<double, double> factor = SharpeningFactor.LowPass(4);
        Assert.That((factor(0.25), factor(0.2625), factor(0.275)), Is.EqualTo((1.0, 0.5, 0.0)).Within(1e-9));
    }

    [TestCase(-80)]
    [TestCase(45)]
    public void TheEffectiveBOfAUniformFactorIsItsB(double b) =>
        Assert.That(SharpeningFactor.EffectiveB(SharpeningFactor.Uniform(b), 3), Is.EqualTo(b).Within(1e-9));
}
