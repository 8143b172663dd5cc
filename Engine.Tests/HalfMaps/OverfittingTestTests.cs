using Engine.Core.HalfMaps;
using NUnit.Framework;

namespace Engine.Tests.HalfMaps;

/// <summary>The verdict on curves whose means are known: shells of 0.01 Å⁻¹, d = 10 Å, so that the band beyond d is shells 10 to 12.</summary>
[TestFixture]
public sealed class OverfittingTestTests
{
    private const double Work = 0.6;
    private const long Many = 100_000;

    [Test]
    public void EqualCurvesAreSound()
    {
        OverfittingVerdict verdict = OverfittingTest.Judge(Curves(_ => 0), 10);
        Assert.Multiple(() =>
        {
            Assert.That(verdict.IsOverfitted, Is.False);
            Assert.That((verdict.BandFrom, verdict.BandTo), Is.EqualTo((10.0, 1 / 0.12)).Within(1e-9));
            Assert.That(verdict.Gap.Value, Is.Zero.Within(1e-12));
            Assert.That(verdict.Message, Does.StartWith("sound").And.Contain("limit 0.05").And.Contain("limit 0.03"));
        });
    }

    [Test]
    public void AGapBeyondTheResolutionIsFlagged()
    {
        OverfittingVerdict verdict = OverfittingTest.Judge(Curves(k => k >= 10 ? 0.04 : 0), 10);
        Assert.Multiple(() =>
        {
            Assert.That(verdict.IsOverfitted, Is.True);
            Assert.That(verdict.Gap.Value, Is.EqualTo(0.04).Within(1e-12));
            Assert.That(verdict.GapBelow.IsBeyond, Is.False, "one of ten shells up to d");
            Assert.That(verdict.Message, Does.StartWith("over-fitted").And.Contain("0.040 ±").And.Contain("from 10.00 to 8.33 Å"));
        });
    }

    [Test]
    public void AGapUpToTheResolutionIsFlagged()
    {
        OverfittingVerdict verdict = OverfittingTest.Judge(Curves(k => k is > 4 and < 10 ? 0.12 : 0), 10);
        Assert.Multiple(() =>
        {
            // Shells 5 to 9 of 1 to 10, coefficients k² each.
            Assert.That(verdict.GapBelow.Value, Is.EqualTo(0.12 * (25 + 36 + 49 + 64 + 81) / 385).Within(1e-9));
            Assert.That((verdict.GapBelow.IsBeyond, verdict.Gap.IsBeyond), Is.EqualTo((true, false)));
            Assert.That(verdict.Message, Does.StartWith("over-fitted").And.Contain("up to 10 Å"));
        });
    }

    [Test]
    public void FewCoefficientsCondemnNoModel()
    {
        OverfittingVerdict verdict = OverfittingTest.Judge(Curves(_ => 0.06, coefficients: 1), 10);
        Assert.Multiple(() =>
        {
            Assert.That(verdict.Gap.Value, Is.GreaterThan(verdict.Gap.Limit));
            Assert.That(verdict.Gap.Error, Is.GreaterThan(verdict.Gap.Value / 2));
            Assert.That(verdict.IsOverfitted, Is.False, verdict.Message);
        });
    }

    [Test]
    public void TheGapOfANeutralModelIsTakenOff()
    {
        const double Between = 0.98;
        OverfittingCurves curves = Curves(_ => 0.06) with { Neutral = (Curve(_ => 0.56), Curve(_ => 0.5), Curve(_ => Between)) };
        OverfittingVerdict verdict = OverfittingTest.Judge(curves, 10);
        double test = Work - 0.06, variance = 2 * (1 - Between) * (2 - Work * Work - test * test) / Many;
        Assert.Multiple(() =>
        {
            Assert.That(verdict.IsOverfitted, Is.False);
            Assert.That(verdict.Gap.Value, Is.Zero.Within(1e-12));
            Assert.That(verdict.Gap.Error, Is.EqualTo(Math.Sqrt(variance * (1 / 100.0 + 1 / 121.0 + 1 / 144.0)) / 3).Within(1e-9));
        });
    }

    private static OverfittingCurves Curves(Func<int, double> gap, long coefficients = Many) =>
        new(Curve(_ => Work, coefficients), Curve(k => Work - gap(k), coefficients), Curve(_ => 0.5, coefficients), 1);

    private static FscCurve Curve(Func<int, double> fsc, long coefficients = Many)
    {
        int[] shells = [.. Enumerable.Range(0, 16)];
        double[] ones = [.. shells.Select(_ => 1.0)];
        return new(0.01, [.. shells.Select(fsc)], ones, ones, [.. shells.Select(k => k * k * coefficients)]);
    }
}
