using Engine.Core.Refinement.Convergence;
using NUnit.Framework;

namespace Engine.Tests.Refinement.Convergence;

/// <summary>Which steps a start calls for.</summary>
[TestFixture]
public sealed class ConvergencePlanTests
{
    private static readonly StartAssessment Sound = new(3, 0, 0.5, 0.02, 2, 0.02);
    private static readonly StartAssessment Torn = Sound with { BondRmsd = 0.9, ShareDisplaced = 0.3 };
    private static readonly StartAssessment Displaced = Sound with { ShareDisplaced = 0.3 };

    [Test]
    public void TornGeometryIsUntangledBeforeAnythingIsMoved()
    {
        Assert.That(ConvergencePlan.Parts[0](StartMode.Auto, Torn, 3.9).Select(s => s.Kind), Is.EqualTo(new[] { ConvergenceStepKind.Untangle }));
        Assert.That(ConvergencePlan.Parts[0](StartMode.Auto, Displaced, 3.9), Is.Empty);
    }

    [Test]
    public void NothingIsDoneForASoundStart()
    {
        foreach (Func<StartMode, StartAssessment, double, IReadOnlyList<ConvergenceStep>> part in ConvergencePlan.Parts)
            Assert.That(part(StartMode.Auto, Sound, 3), Is.Empty);
    }

    [Test]
    public void NoPartFitsWithoutTheRestraintsOfTheRefinement()
    {
        foreach (Func<StartMode, StartAssessment, double, IReadOnlyList<ConvergenceStep>> part in ConvergencePlan.Parts)
        {
            Assert.That(part(StartMode.Poor, Torn, 3).Select(s => s.Kind), Has.None.EqualTo(ConvergenceStepKind.Fit));
            Assert.That(part(StartMode.Good, Torn, 3), Is.Empty);
        }
    }
}
