using Engine.Core.HalfMaps;
using Engine.Core.Jobs;
using Engine.Core.Refinement;
using NUnit.Framework;

namespace Engine.Tests.Jobs;

/// <summary>The choice of a weight by FSC_test, on trials that are made up.</summary>
[TestFixture]
public sealed class HalfMapWeightSearchTests
{
    [Test]
    public void AHighestFscInTheMiddleEndsTheSearch()
    {
        HalfMapWeightSearch search = Search(f => -Math.Abs(Math.Log2(f)));
        Assert.That(search.Factor, Is.EqualTo(1));
        Assert.That(search.Trials.Select(t => t.Factor), Is.EqualTo(new[] { 0.5, 1, 2 }));
        Assert.That(search.Trials[1].Loss, Is.Zero);
        Assert.That(search.Trials[2].Loss, Is.EqualTo(0.01).Within(1e-9));
    }

    [Test]
    public void TheSearchFollowsARisingFsc()
    {
        HalfMapWeightSearch search = Search(f => -Math.Abs(Math.Log2(f / 8)));
        Assert.That(search.Factor, Is.EqualTo(8));
        Assert.That(search.Trials.Select(t => t.Factor), Is.EqualTo(new[] { 0.5, 1, 2, 4, 8, 16 }));
        Assert.That(Search(f => -Math.Log2(f)).Factor, Is.EqualTo(1 / 16.0), "and a falling one, down to a sixteenth");
    }

    [Test]
    public void OfWeightsThatAreNotSignificantlyWorseTheLowestIsChosen()
    {
        // The loss of the half weight changes sign from shell to shell: its mean is well below its standard error.
        HalfMapWeightSearch search = Search(f => f == 1 ? 0.05 : f < 1 ? 0 : -3, scatter: f => f < 1 ? 0.05 : 0);
        Assert.That(search.Trials[0].Loss, Is.InRange(1e-6, search.Trials[0].LossError));
        Assert.That(search.Factor, Is.EqualTo(0.5));
    }

    [Test]
    public void WeightsThatTearTheGeometryAreNotChosen()
    {
        HalfMapWeightSearch search = Search(Math.Log2, bond: f => 0.006 * f);
        Assert.That(search.Factor, Is.EqualTo(2), "bonds of 0.024 Å at 4 times the weight");
        Assert.That(search.Trials.Max(t => t.Factor), Is.EqualTo(4));
    }

    [Test]
    public void AStoppedSearchChangesNothing()
    {
        HalfMapWeightSearch search = HalfMapWeightSearch.Run(_ => null, 10);
        Assert.That((search.Factor, search.Trials.Count), Is.EqualTo((1.0, 0)));
    }

    [Test]
    public void TheWeightsOfARefinementAreThoseOfItsChosenCycle()
    {
        RefinementCycle Cycle(int number, double weight, string target) => new(number, weight, 1, 1, 0, default, 0.005, 0.8, 0.1, 0.8, 0) { Target = target };
        RefinementCycle[] cycles = [Cycle(0, 0, ""), Cycle(1, 10, "density"), Cycle(2, 12, "density"), Cycle(3, 100, "model map"), Cycle(4, 200, "model map")];
        var result = new RefinementResult([], cycles, 3, [], false, 0, 0, 0);
        Assert.That(MapWeights.Of(result), Is.EqualTo(new MapWeights(12, 100)));
        Assert.That(MapWeights.Of(result with { Chosen = 4 }), Is.EqualTo(new MapWeights(12, 200)));
        Assert.That(MapWeights.Of(result with { Cycles = cycles[..3], Chosen = 1 }), Is.EqualTo(new MapWeights(10, 10)), "density only");
        Assert.That(new MapWeights(3, 5).Times(2), Is.EqualTo(new MapWeights(6, 10)));
    }

    private static HalfMapWeightSearch Search(Func<double, double> quality, Func<double, double>? scatter = null, Func<double, double>? bond = null) => HalfMapWeightSearch.Run(
        factor =>
        {
            FscCurve test = Curve(0.6 + 0.01 * quality(factor), scatter?.Invoke(factor) ?? 0);
            return (new HalfMapWeightTrial(factor, bond?.Invoke(factor) ?? 0.005, 1, 0.7, test.Average(10)), test);
        },
        10);

    private static FscCurve Curve(double mean, double scatter)
    {
        int[] shells = [.. Enumerable.Range(0, 11)];
        double[] ones = [.. shells.Select(_ => 1.0)];
        return new(0.01, [.. shells.Select(k => mean + (k % 2 == 0 ? scatter : -scatter))], ones, ones, [.. shells.Select(_ => 100L)]);
    }
}
