using Engine.Core.Simulation;
using NUnit.Framework;

namespace Engine.Tests.Simulation;

/// <summary>The random numbers: moments, independence and reproducibility.</summary>
[TestFixture]
public sealed class RandomSourceTests
{
    private const int Count = 200_000;

    [TestCase(1UL)]
    [TestCase(2UL)]
    [TestCase(ulong.MaxValue)]
    public void NormalDeviatesHaveTheMomentsOfANormalDistribution(ulong seed)
    {
        var random = new RandomSource(seed);
        double[] values = [.. Enumerable.Range(0, Count).Select(_ => random.NextNormal())];
        double mean = values.Average();
        Assert.Multiple(() =>
        {
            // Five standard errors: 1, sqrt 2, sqrt 15 and sqrt 96 over the root of the count.
            Assert.That(mean, Is.EqualTo(0).Within(5 / Math.Sqrt(Count)));
            Assert.That(values.Average(v => v * v), Is.EqualTo(1).Within(5 * Math.Sqrt(2.0 / Count)));
            Assert.That(values.Average(v => v * v * v), Is.EqualTo(0).Within(5 * Math.Sqrt(15.0 / Count)));
            Assert.That(values.Average(v => v * v * v * v), Is.EqualTo(3).Within(5 * Math.Sqrt(96.0 / Count)));
            Assert.That(values.Zip(values.Skip(1), (a, b) => a * b).Average(), Is.EqualTo(0).Within(5 / Math.Sqrt(Count)));
        });
    }

    [Test]
    public void UniformDeviatesFillTheUnitInterval()
    {
        var random = new RandomSource(7);
        var bins = new int[20];
        for (int i = 0; i < Count; i++)
        {
            double u = random.NextUniform();
            Assert.That(u >= 0 && u < 1, Is.True);
            bins[(int)(u * bins.Length)]++;
        }

        double expected = Count / (double)bins.Length;
        double chiSquared = bins.Sum(b => (b - expected) * (b - expected) / expected);
        Assert.That(chiSquared, Is.LessThan(19 + 5 * Math.Sqrt(2 * 19)));
    }

    [Test]
    public void TheSameSeedGivesTheSameStream()
    {
        RandomSource a = new(42), b = new(42);
        for (int i = 0; i < 1000; i++)
            Assert.That(a.NextNormal(), Is.EqualTo(b.NextNormal()));
    }

    [Test]
    public void StreamsOfNeighbouringSeedsAreIndependent()
    {
        RandomSource a = new(1), b = new(2);
        double product = 0;
        for (int i = 0; i < Count; i++)
            product += a.NextNormal() * b.NextNormal();
        Assert.That(product / Count, Is.EqualTo(0).Within(5 / Math.Sqrt(Count)));
    }

    [Test]
    public void AnyPlaceOfTheStreamCanBeReadDirectly()
    {
        var random = new RandomSource(9);
        for (ulong i = 0; i < 100; i++)
            Assert.That(random.NextBits(), Is.EqualTo(RandomSource.At(9, i)));
    }
}
