using Engine.Core.Jobs;
using Engine.Core.Validation;
using Engine.Kernels.Cpu;
using Engine.Tests.Validation;
using NUnit.Framework;

namespace Engine.Tests.Jobs;

/// <summary>All measures of fit in one go give what each gives alone.</summary>
[TestFixture]
public sealed class FitStageTests
{
    [Test]
    public void MeasuresAreThoseOfTheirOwnClasses()
    {
        using var reference = new FitReference("emringer_small");
        using var accelerator = new CpuAccelerator(2);
        FitMeasures fit = FitStage.Run(accelerator, reference.Map, null, reference.Model, reference.Selection, new() { Resolution = 3.3 });
        QScoreAnalysis shells = QScoreAnalysis.Sample(reference.OnDevice, reference.Model, reference.Selection);
        Assert.Multiple(() =>
        {
            Assert.That((fit.QScore.Sigma, fit.QScoreFirst.Sigma), Is.EqualTo((0.4, 0.6)));
            Assert.That(fit.QScore.Mean, Is.EqualTo(shells.Report(0.4).Mean));
            Assert.That(fit.QScoreFirst.Mean, Is.EqualTo(shells.Report(0.6).Mean));
            Assert.That(fit.EmRinger.Score, Is.EqualTo(4.1137667560372115).Within(1e-12));
            Assert.That(fit.Correlations!.CcMask, Is.EqualTo(0.7629).Within(0.002));
            Assert.That(fit.MtriageMasked.D99, Is.EqualTo(2.891).Within(0.03));
            Assert.That(fit.Inclusion.Level.IsRecommended, Is.False);
            Assert.That(fit.Inclusion.All, Is.InRange(0.3, 1));
            Assert.That(fit.Seconds.Keys, Is.EquivalentTo(new[] { "correlations", "contour_level", "q_score", "emringer", "atom_inclusion", "mtriage" }));
        });
    }
}
