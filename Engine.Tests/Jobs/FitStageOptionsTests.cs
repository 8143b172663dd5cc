using Engine.Core.Jobs;
using Engine.Core.ModelMaps;
using Engine.Kernels.Cpu;
using Engine.Tests.Validation;
using NUnit.Framework;

namespace Engine.Tests.Jobs;

/// <summary>The choices of a measurement of fit reach its parts.</summary>
[TestFixture]
public sealed class FitStageOptionsTests
{
    [Test]
    public void ChoicesReachTheMeasures()
    {
        using var reference = new FitReference("emringer_small");
        using var accelerator = new CpuAccelerator(2);
        var local = AtomResolutions.Uniform(reference.Model, 5);
        FitMeasures fit = FitStage.Run(accelerator, reference.Map, null, reference.Model, reference.Selection, new() { Resolution = 3.3, Sigma = 0.5, Level = 0.1, Local = local });
        Assert.Multiple(() =>
        {
            Assert.That((fit.QScore.Sigma, fit.QScoreFirst.Sigma), Is.EqualTo((0.5, 0.6)));
            Assert.That((fit.Inclusion.Level.Value, fit.Inclusion.Level.IsRecommended), Is.EqualTo((0.1, true)));
            Assert.That(fit.Correlations!.Local, Is.Not.Null);
            Assert.That(fit.QScoreFirst.Residues[0].Expected, Is.EqualTo(-0.1775 * 5 + 1.1192).Within(1e-9), "at the residue's own resolution");
        });
    }
}
