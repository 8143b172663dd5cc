using Engine.Core.HalfMaps;
using NUnit.Framework;

namespace Engine.Tests.Sharpening;

/// <summary>Guinier lines through known powers.</summary>
[TestFixture]
public sealed class GuinierFitTests
{
    private const double Width = 0.01;
    private const int Shells = 41;

    [TestCase(60)]
    [TestCase(-35)]
    [TestCase(0)]
    public void TheSlopeIsTheBOfTheAmplitudes(double b)
    {
        GuinierFit fit = GuinierFit.OfMap(Curve(s => 3 * Math.Exp(-b * s * s / 4), _ => 1), 3)!;
        Assert.Multiple(() =>
        {
            Assert.That(fit.B, Is.EqualTo(b).Within(1e-9));
            Assert.That(Math.Exp(fit.Intercept), Is.EqualTo(3).Within(1e-9));
            Assert.That(fit.At(0.2), Is.EqualTo(3 * Math.Exp(-b * 0.01)).Within(1e-9));
            Assert.That(fit.Deviation, Is.Zero.Within(1e-9));
            Assert.That((fit.From, fit.To), Is.EqualTo((10.0, 1 / 0.33)).Within(1e-9));
            Assert.That(fit.Shells, Is.EqualTo(24));
        });
    }

    [Test]
    public void TheSignalsSlopeIsFreeOfNoise()
    {
        // Signal power exp(-B s²/2) and white noise: FSC = signal/(signal + noise).
        const double B = 80, Noise = 0.05;
        FscCurve halves = Curve(s => Math.Sqrt(Math.Exp(-B * s * s / 2) + Noise), s => Math.Exp(-B * s * s / 2) / (Math.Exp(-B * s * s / 2) + Noise));
        Assert.That(GuinierFit.OfSignal(halves, 3)!.B, Is.EqualTo(B).Within(1e-6));
        Assert.That(GuinierFit.OfMap(halves, 3)!.B, Is.LessThan(60));
        Assert.That(FscWeightedMap.GuinierB(halves), Is.EqualTo(-B).Within(1e-6));
    }

    [Test]
    public void TooFewShellsGiveNoLine() => Assert.That(GuinierFit.OfMap(Curve(_ => 1, _ => 1), 7.5), Is.Null);

    internal static FscCurve Curve(Func<double, double> amplitude, Func<double, double> correlation, int shells = Shells, double width = Width)
    {
        long[] counts = [.. Enumerable.Range(0, shells).Select(k => (long)(4 * Math.PI * k * k))];
        double[] power = [.. counts.Select((n, k) => n * Math.Pow(amplitude(k * width), 2))];
        return new(width, [.. power.Select((p, k) => p * correlation(k * width))], power, power, counts);
    }
}
