using Engine.Core.Models;
using Engine.Core.Validation.Nucleic;
using NUnit.Framework;

namespace Engine.Tests.Validation;

/// <summary>Sugars of nucleic acids against cctbx 2022.9 (rna_puckers).</summary>
[TestFixture]
public sealed class SugarPuckerReportTests
{
    [Test]
    public void FiguresAreThoseOfCctbx()
    {
        SugarPuckerReport report = Read("1ehz-5.pdb");
        (double Delta, double? Epsilon, double? Distance)[] expected = [(82.86, 204.43, 4.572), (83.38, 214.85, 4.633), (80.73, 211.72, 4.694), (82.16, 202.63, 4.570), (84.94, null, null)];
        Assert.That(report.Sugars, Has.Count.EqualTo(5));
        Assert.Multiple(() =>
        {
            for (int k = 0; k < expected.Length; k++)
            {
                NucleotideSugar s = report.Sugars[k];
                Assert.That(s.Delta, Is.EqualTo(expected[k].Delta).Within(0.006));
                Assert.That(s.Epsilon, expected[k].Epsilon is double e ? Is.EqualTo(e).Within(0.006) : Is.Null);
                if (expected[k].Distance is double d)
                    Assert.That(s.Perpendicular, Is.EqualTo(d).Within(0.0006));
                Assert.That((s.Expected, s.IsFromPhosphorus, s.IsOutlier), Is.EqualTo(((SugarPucker?)SugarPucker.C3Endo, k < 4, false)));
                Assert.That(s.Phase, Is.InRange(0, 36), "C3'-endo");
                Assert.That(s.Amplitude, Is.InRange(30, 45));
            }
        });
    }

    [Test]
    public void AnAFormHelixHasNoOutliers()
    {
        SugarPuckerReport report = Read("1rna.cif");
        Assert.That((report.Count, report.Outliers), Is.EqualTo((28, 0)));
        Assert.That(report.Sugars[0].Name, Is.EqualTo("A 1 U"));
    }

    /// <summary>δ that does not fit the distance, and ε out of range.</summary>
    [TestCase(84, 3.5, false)]
    [TestCase(84, 2.0, true)]
    [TestCase(147, 2.0, false)]
    [TestCase(147, 3.5, true)]
    [TestCase(115, 3.5, true)]
    public void PuckerAndDeltaMustAgree(double delta, double distance, bool outlier)
    {
        var sugar = new NucleotideSugar(
            0, "A 1 G", '\0', true, delta, 200, distance, true, distance < NucleotideSugar.PhosphorusLimit ? SugarPucker.C2Endo : SugarPucker.C3Endo, null, null);
        Assert.That(sugar.IsOutlier, Is.EqualTo(outlier));
        Assert.That((sugar with { IsRibose = false }).IsOutlier, Is.False, "DNA is not judged");
        Assert.That((sugar with { Delta = 84, Expected = SugarPucker.C3Endo, Epsilon = 100 }).IsEpsilonOutlier);
    }

    [Test]
    public void DnaHasPhasesAndNoOutliers()
    {
        Model model = StructureReader.Read(SharedData.Require("data", "models", "biotite", "1bna.pdb")).First;
        SugarPuckerReport report = SugarPuckerReport.Compute(model, Coordinates.Of(model));
        Assert.That((report.Sugars.Count, report.Count, report.Outliers), Is.EqualTo((24, 0, 0)));
        Assert.That(report.Sugars.Count(s => s.Phase is > 108 and < 198), Is.GreaterThan(14), "B-form: C2'-endo and beside it");
    }

    [Test]
    public void ProteinHasNoSugars()
    {
        Model model = Restraints.Peptides.Chain(3);
        Assert.That(SugarPuckerReport.Compute(model, Coordinates.Of(model)).Sugars, Is.Empty);
        Assert.Throws<ArgumentException>(() => SugarPuckerReport.Compute(model, [1.0]));
    }

    private static SugarPuckerReport Read(string file)
    {
        Model model = StructureReader.Read(SharedData.Require("data", "models", "pymol", file)).First;
        return SugarPuckerReport.Compute(model, Coordinates.Of(model));
    }
}
