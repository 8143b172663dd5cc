using Engine.Core.Jobs;
using NUnit.Framework;

namespace Engine.Tests.Jobs;

/// <summary>No more than the best and the current result of a series are kept.</summary>
[TestFixture]
public sealed class BestAndCurrentTests
{
    /// <summary>Freed at once: what is neither best nor current; the best one outlives the keeper once taken.</summary>
    [TestCase("1000", 0)]
    [TestCase("1010", 2)]
    [TestCase("1111", 3)]
    [TestCase("1", 0)]
    public void TwoAreKept(string best, int chosen)
    {
        var all = new List<Counted>();
        Counted taken;
        using (var kept = new BestAndCurrent<Counted>())
        {
            foreach (char c in best)
            {
                kept.Release();
                Assert.That(all.Count(r => !r.IsFreed), Is.LessThan(2));
                all.Add(new Counted());
                kept.Add(all[^1], c == '1');
                Assert.That(kept.Current, Is.SameAs(all[^1]));
                Assert.That(all.Count(r => !r.IsFreed), Is.LessThan(3));
            }

            taken = kept.TakeBest();
        }

        Assert.That(taken, Is.SameAs(all[chosen]));
        Assert.That(all.Where(r => !r.IsFreed), Is.EqualTo((Counted[])[taken]));
    }

    /// <summary>Where a run breaks off, all are freed, once.</summary>
    [Test]
    public void AllAreFreed()
    {
        Counted first = new(), second = new();
        using (var kept = new BestAndCurrent<Counted>())
        {
            kept.Add(first, true);
            kept.Add(second, false);
        }

        Assert.That((first.IsFreed, second.IsFreed), Is.EqualTo((true, true)));
    }

    private sealed class Counted : IDisposable
    {
        public bool IsFreed { get; private set; }

        public void Dispose()
        {
            Assert.That(IsFreed, Is.False);
            IsFreed = true;
        }
    }
}
