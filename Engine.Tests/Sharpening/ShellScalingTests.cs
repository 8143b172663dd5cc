using Engine.Core.HalfMaps;
using Engine.Core.Sharpening;
using NUnit.Framework;

namespace Engine.Tests.Sharpening;

/// <summary>Factors by shell against their formulas.</summary>
[TestFixture]
public sealed class ShellScalingTests
{
    [TestCase(1, 1)]
    [TestCase(0.143, 0.5002186)]
    [TestCase(0.5, 0.8164966)]
    [TestCase(0, 0)]
    [TestCase(-0.2, 0)]
    public void CStarIsTheWeightOfOneHalfsNoise(double c, double expected)
    {
        Assert.That(ShellScaling.Weight(c), Is.EqualTo(expected).Within(1e-6));
        if (c > 0)
        {
            double e2 = 1 / c - 1;
            Assert.That(ShellScaling.Weight(c), Is.EqualTo(1 / Math.Sqrt(1 + e2 / 2)).Within(1e-12));
        }
    }

    [Test]
    public void ShellsOfPerfectHalvesBecomeAlike()
    {
        FscCurve curve = GuinierFitTests.Curve(s => Math.Exp(-20 * s * s) * (1 + 0.3 * Math.Sin(40 * s)), _ => 1);
        double[] factors = ShellScaling.FromHalfMaps(curve, curve);
        double[] flat = [.. Enumerable.Range(10, 31).Select(k => factors[k] * Math.Sqrt(curve.FirstPower[k] / curve.Coefficients[k]))];
        Assert.That(flat, Is.All.EqualTo(flat[0]).Within(1e-9));
        Assert.That(factors.Max(), Is.EqualTo(1).Within(1e-12));
        Assert.That(factors[3], Is.EqualTo(factors[10]), "coarser than 10 Å nothing is scaled");
    }

    [Test]
    public void TheTailOfTheCorrelationFallsWithoutScatter()
    {
        FscCurve halves = GuinierFitTests.Curve(_ => 1, s => 1 / (1 + Math.Exp(60 * (s - 0.25))) + (s > 0.3 ? 0.04 * Math.Sin(1000 * s) : 0));
        double[] factors = ShellScaling.FromHalfMaps(halves, halves);
        Assert.That(Enumerable.Range(29, 11).All(k => factors[k + 1] < factors[k] && factors[k + 1] >= 0), string.Join(" ", factors));
    }

    [Test]
    public void AModelsFactorsMatchItsAmplitudesWhereItCorrelates()
    {
        // The map falls off by B = 50 more than the model; both correlate perfectly: only the amplitudes matter.
        var counts = new long[41];
        double[] model = new double[41], map = new double[41], cross = new double[41];
        for (int k = 1; k < 41; k++)
        {
            counts[k] = 100;
            double s = k * 0.01;
            (model[k], map[k]) = (100 * Math.Exp(-30 * s * s / 2), 100 * Math.Exp(-80 * s * s / 2));
            cross[k] = Math.Sqrt(model[k] * map[k]);
        }

        double[] factors = ShellScaling.FromModel(new FscCurve(0.01, cross, model, map, counts), 3);
        Assert.That(SharpeningFactor.EffectiveB(SharpeningFactor.Shells(factors, 0.01), 3), Is.EqualTo(-50).Within(0.5));
        Assert.That(ShellScaling.ModelErrorB(4), Is.EqualTo(8 * Math.PI).Within(1e-12));
    }

    [Test]
    public void AModelThatDoesNotCorrelateGivesNothing()
    {
        FscCurve curve = GuinierFitTests.Curve(_ => 1, _ => -0.1);
        Assert.That(ShellScaling.FromModel(curve, 3), Is.All.EqualTo(0));
    }
}
