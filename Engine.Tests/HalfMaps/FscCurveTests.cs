using Engine.Core.HalfMaps;
using NUnit.Framework;

namespace Engine.Tests.HalfMaps;

/// <summary>Crossings of Fourier shell correlations.</summary>
[TestFixture]
public sealed class FscCurveTests
{
    private const double Width = 0.01;

    [Test]
    public void CrossingsAreLinearBetweenShells()
    {
        FscCrossing crossing = Curve(1, 0.9, 0.9, 0.6, 0.3, 0.1).Crossing(0.5);
        Assert.Multiple(() =>
        {
            Assert.That(crossing.Resolution, Is.EqualTo(1 / ((3 + 1 / 3.0) * Width)).Within(1e-9));
            Assert.That(crossing.Finest, Is.EqualTo(crossing.Resolution));
            Assert.That(crossing.Recrossings, Is.Zero);
        });
    }

    [Test]
    public void APlateauAtTheThresholdBelongsAbove() =>
        Assert.That(Curve(1, 0.9, 0.5, 0.5, 0.5, 0.1).Crossing(0.5).Resolution, Is.EqualTo(1 / (4 * Width)).Within(1e-9));

    [Test]
    public void RisesAboveTheThresholdAreCountedAndTheLastCrossingGiven()
    {
        FscCrossing crossing = Curve(1, 0.9, 0.2, 0.18, 0.10, 0.2, 0.1).Crossing(0.143);
        Assert.Multiple(() =>
        {
            Assert.That(crossing.Resolution, Is.EqualTo(1 / ((3 + 0.037 / 0.08) * Width)).Within(1e-9));
            Assert.That(crossing.Finest, Is.EqualTo(1 / ((5 + 0.057 / 0.1) * Width)).Within(1e-9));
            Assert.That(crossing.Recrossings, Is.EqualTo(1));
        });
    }

    [Test]
    public void CurvesThatStayAboveHaveNoCrossing()
    {
        Assert.That(Curve(1, 0.9, 0.8, 0.7).Crossing(0.143), Is.EqualTo(new FscCrossing(0.143, null, null, 0)));
        FscCrossing back = Curve(1, 0.9, 0.1, 0.7).Crossing(0.143);
        Assert.That((back.Resolution != null, back.Finest, back.Recrossings), Is.EqualTo((true, (double?)null, 1)));
    }

    private static FscCurve Curve(params double[] fsc) =>
        new(Width, fsc, [.. fsc.Select(_ => 1.0)], [.. fsc.Select(_ => 1.0)], [.. fsc.Select(_ => 100L)]);
}
