using Engine.Core.Resolution;
using NUnit.Framework;

namespace Engine.Tests.Resolution;

/// <summary>Fits of the fall-off of signal against noise.</summary>
[TestFixture]
public sealed class FallOffModelTests
{
    private const double Threshold = 1.0 / 7;
    private static readonly double[] Frequencies = [.. Enumerable.Range(0, 30).Select(k => 0.05 + 0.012 * k)];
    private static readonly double[] Many = [.. Frequencies.Select(_ => 1e6)];

    /// <summary>Curves of a known B: SNR = 400 exp(-B s²/2) is 1/6 at √(B/(2 ln 2400)).</summary>
    [Test]
    public void ExactCurvesGiveTheirResolution()
    {
        double[] bs = [110, 130, 150, 250, 400, 900];
        FallOffModel model = FallOffModel.Create(Frequencies, Curve(200), Many)!;
        float[][] local = [.. Frequencies.Select((_, k) => bs.Select(b => (float)Curve(b)[k]).ToArray())];
        double[] found = model.Fit(local, Many, Threshold);
        double[] first = FallOffModel.FirstCrossings(Frequencies, local, Threshold);
        Assert.Multiple(() =>
        {
            for (int i = 0; i < bs.Length; i++)
            {
                double expected = Math.Sqrt(bs[i] / (2 * Math.Log(2400)));
                Assert.That(found[i], Is.EqualTo(expected).Within(0.015 * expected), $"fit, B {bs[i]}");
                Assert.That(first[i], Is.EqualTo(expected).Within(0.02 * expected), $"first crossing, B {bs[i]}");
                Assert.That(model.BAt(expected, Threshold), Is.EqualTo(bs[i] - 200).Within(4), $"B at {expected}");
            }
        });
    }

    /// <summary>The average over two kinds of places is no Gaussian fall-off; by turns the fits come to those of the places.</summary>
    [Test]
    public void TurnsFindWhatIsCommonToDifferentPlaces()
    {
        double[] one = Curve(140), other = Curve(320), means = [.. one.Zip(other, (a, b) => (a + b) / 2)];
        float[][] local = [.. one.Zip(other, (a, b) => new[] { (float)a, (float)b })];
        FallOffModel model = FallOffModel.Create(Frequencies, means, Many)!;
        double[] d = model.Fit(local, Many, Threshold), expected = [.. new[] { 140.0, 320 }.Select(b => Math.Sqrt(b / (2 * Math.Log(2400))))];
        double first = Math.Abs(d[0] - expected[0]) + Math.Abs(d[1] - expected[1]);
        for (int turn = 0; turn < 6; turn++)
            d = (model = model.Adjust(d, means, Threshold)).Fit(local, Many, Threshold);
        TestContext.Out.WriteLine($"{first} -> {d[0]} {d[1]}, expected {expected[0]} {expected[1]}");
        Assert.That(Math.Abs(d[0] - expected[0]) + Math.Abs(d[1] - expected[1]), Is.LessThan(0.3 * first));
    }

    /// <summary>With the noise of 100 coefficients, 0.1 (1 - C²), the fit scatters far less than the first crossing, and is not biased.</summary>
    [Test]
    public void TheFitStandsNoise()
    {
        const int Places = 2000;
        var random = new Random(3);
        double[] exact = Curve(200);
        FallOffModel model = FallOffModel.Create(Frequencies, exact, Many)!;
        float[][] local = [.. exact.Select(c => Enumerable.Range(0, Places).Select(_ => (float)(c + 0.2 * (1 - c * c) * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5))).ToArray())];
        double expected = Math.Sqrt(200 / (2 * Math.Log(2400)));
        double[] found = model.Fit(local, [.. Frequencies.Select(_ => 100.0)], Threshold), first = FallOffModel.FirstCrossings(Frequencies, local, Threshold);
        Assert.Multiple(() =>
        {
            Assert.That(found.Average(), Is.EqualTo(expected).Within(0.05));
            Assert.That(Deviation(found), Is.LessThan(0.5 * Deviation(first)));
        });
    }

    /// <summary>Curves that never fall, or never rise, end at the range's limits.</summary>
    [Test]
    public void ResolutionsStayInRange()
    {
        FallOffModel model = FallOffModel.Create(Frequencies, Curve(200), Many)!;
        float[][] local = [.. Frequencies.Select(_ => new[] { 1f, -0.2f, float.Epsilon })];
        double[] found = model.Fit(local, Many, Threshold), first = FallOffModel.FirstCrossings(Frequencies, local, Threshold);
        Assert.That(found, Is.All.InRange(1 / Frequencies[^1] - 1e-9, 1 / Frequencies[0] + 1e-9));
        Assert.That(found[0], Is.EqualTo(1 / Frequencies[^1]).Within(1e-9));
        Assert.That(first, Is.EqualTo(new[] { 1 / Frequencies[^1], 1 / Frequencies[0], 1 / Frequencies[0] }).Within(1e-9));
    }

    /// <summary>Noise alone is no model; beyond the last significant frequency ln SNR goes on as a straight line in s².</summary>
    [Test]
    public void OnlySignificantCorrelationsCount()
    {
        double[] noise = [.. Frequencies.Select((_, k) => k % 2 == 0 ? 0.02 : -0.02)];
        Assert.That(FallOffModel.Create(Frequencies, noise, [.. Frequencies.Select(_ => 1000.0)]), Is.Null);
        double[] cut = [.. Curve(200).Select((c, k) => k < 15 ? c : -0.001)];
        FallOffModel model = FallOffModel.Create(Frequencies, cut, Many)!;
        Assert.That(model.SignificantShells, Is.EqualTo(15));
        Assert.That(model.Correlation(Frequencies[20], 0), Is.EqualTo(Curve(200)[20]).Within(1e-6));
    }

    private static double[] Curve(double b) => [.. Frequencies.Select(s =>
    {
        double ratio = 400 * Math.Exp(-b * s * s / 2);
        return ratio / (1 + ratio);
    })];

    private static double Deviation(double[] values) => Math.Sqrt(values.Average(v => Math.Pow(v - values.Average(), 2)));
}
