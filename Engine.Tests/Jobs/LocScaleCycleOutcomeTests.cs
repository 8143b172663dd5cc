using Engine.Core.Jobs;
using Engine.Core.Refinement;
using Engine.Tests.Maps;
using NUnit.Framework;

namespace Engine.Tests.Jobs;

/// <summary>What the rounds of local scaling say about themselves.</summary>
public sealed class LocScaleCycleOutcomeTests
{
    [Test]
    public void ARiseIsSaid()
    {
        using LocScaleCycleOutcome outcome = Outcome(1, 0.80, 0.82);
        Assert.That(outcome.IsRaised, Is.True);
        Assert.That(outcome.Message, Does.EndWith("0.8000 before the rounds, 0.8200 after round 1: it rose"));
    }

    [Test]
    public void NoRiseIsSaidWithTheBestRound()
    {
        using LocScaleCycleOutcome outcome = Outcome(0, 0.80, 0.79, 0.78);
        Assert.That(outcome.IsRaised, Is.False);
        Assert.That(outcome.Message, Does.Contain("best round 0.7900: it did not rise, the model from before is kept"));
    }

    private static LocScaleCycleOutcome Outcome(int chosen, params double[] cc) => new(
        new RefinementResult([], [], 0, [], false, 0, 0, 0), TestMaps.Create(TestMaps.Grid(4, 4, 4), (_, _, _) => 0),
        [.. cc.Select((c, i) => new LocScaleRound(i, c - 0.1, c, null, 0.01, 1, 0.1, 100, 1))], chosen, []);
}
