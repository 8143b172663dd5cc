using Engine.Core.Maps;
using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Maps;

[TestFixture]
public sealed class MapStatisticsTests
{
    /// <summary>0, 1, … n - 1: mean (n - 1) / 2, variance (n² - 1) / 12. The sizes straddle vectors and chunks.</summary>
    [TestCase(1)]
    [TestCase(7)]
    [TestCase(8)]
    [TestCase(9)]
    [TestCase((1 << 18) - 1)]
    [TestCase((1 << 18) + 3)]
    [TestCase(1_000_003)]
    public void ArithmeticSeries(int n)
    {
        using NativeBuffer<float> values = Fill(n, i => i);
        MapSummary summary = MapStatisticsCalculator.Summarize(values);
        Assert.Multiple(() =>
        {
            Assert.That(summary.Count, Is.EqualTo(n));
            Assert.That(summary.Statistics.Minimum, Is.Zero);
            Assert.That(summary.Statistics.Maximum, Is.EqualTo(n - 1));
            Assert.That(summary.Statistics.Mean, Is.EqualTo((n - 1) / 2.0).Within(1e-13 * n));
            Assert.That(summary.Statistics.StandardDeviation, Is.EqualTo(Math.Sqrt(((double)n * n - 1) / 12)).Within(1e-12 * n));
            Assert.That(summary.ZeroCount, Is.EqualTo(1));
            Assert.That(summary.NonFiniteCount, Is.Zero);
            Assert.That(summary.FirstNonFinite, Is.EqualTo(-1));
            Assert.That(summary.IsConstant, Is.EqualTo(n == 1));
        });
    }

    /// <summary>A mean of 2²³ with a deviation of 1/2: a plain sum of squares would lose it.</summary>
    [Test]
    public void ALargeMeanCostsNoDigits()
    {
        using NativeBuffer<float> values = Fill(3_000_000, i => 8388608 + (i & 1));
        MapStatistics statistics = MapStatisticsCalculator.Summarize(values).Statistics;
        Assert.That(statistics.Mean, Is.EqualTo(8388608.5).Within(1e-8));
        Assert.That(statistics.StandardDeviation, Is.EqualTo(0.5).Within(1e-12));
    }

    [Test]
    public void NonFiniteValuesAreCountedAndLeftOut()
    {
        const int Length = 600_011;
        int[] bad = [3, 8, 17, 300_000, Length - 1];
        using NativeBuffer<float> values = Fill(Length, i => i % 5);
        foreach (int i in bad)
            values[i] = i % 2 == 0 ? float.NaN : float.NegativeInfinity;
        MapSummary summary = MapStatisticsCalculator.Summarize(values);
        double[] good = [.. Enumerable.Range(0, Length).Except(bad).Select(i => i % 5.0)];
        Assert.Multiple(() =>
        {
            Assert.That(summary.NonFiniteCount, Is.EqualTo(bad.Length));
            Assert.That(summary.FirstNonFinite, Is.EqualTo(3));
            Assert.That((summary.Statistics.Minimum, summary.Statistics.Maximum), Is.EqualTo((0.0, 4.0)));
            Assert.That(summary.Statistics.Mean, Is.EqualTo(good.Average()).Within(1e-12));
            Assert.That(summary.ZeroCount, Is.EqualTo(good.Count(v => v == 0)));
        });
    }

    [Test]
    public void NothingButNan()
    {
        using NativeBuffer<float> values = Fill(300_000, _ => float.NaN);
        MapSummary summary = MapStatisticsCalculator.Summarize(values);
        Assert.That((summary.NonFiniteCount, summary.FirstNonFinite, summary.Statistics), Is.EqualTo((300_000L, 0L, default(MapStatistics))));
    }

    [Test]
    public void TheFirstNonFiniteMayLieInALaterChunk()
    {
        using NativeBuffer<float> values = Fill(900_000, i => i);
        values[700_001] = float.PositiveInfinity;
        Assert.That(MapStatisticsCalculator.Summarize(values).FirstNonFinite, Is.EqualTo(700_001));
    }

    [Test]
    public void NegativeZeroIsZero()
    {
        using NativeBuffer<float> values = Fill(21, i => i % 2 == 0 ? -0f : 0f);
        Assert.That(MapStatisticsCalculator.Summarize(values).ZeroFraction, Is.EqualTo(1));
    }

    private static NativeBuffer<float> Fill(int length, Func<int, float> value)
    {
        NativeBuffer<float> values = new(length, "a test");
        for (int i = 0; i < length; i++)
            values[i] = value(i);
        return values;
    }
}
