using System.Text.Json;
using Engine.Core.Models;
using Engine.Core.Restraints;
using Engine.Core.Validation;
using Engine.Core.Validation.Backbone;
using Engine.Tests.Restraints;
using NUnit.Framework;

namespace Engine.Tests.Validation;

/// <summary>Counts and outliers against ramalyze, and of models made for the purpose.</summary>
[TestFixture]
public sealed class RamachandranReportTests
{
    /// <summary>The same residues, counts and outliers.</summary>
    [TestCaseSource(typeof(ValidationReference), nameof(ValidationReference.Names))]
    public void RealModelsAreJudgedAsByRamalyze(string name)
    {
        (Model model, double[] x, JsonElement numbers) = ValidationReference.Read(name, "rama");
        RamachandranReport report = RamachandranReport.Compute(model, x);
        Assert.Multiple(() =>
        {
            Assert.That(report.Count, Is.EqualTo(numbers.GetProperty("n").GetInt32()));
            Assert.That(report.Favoured, Is.EqualTo(numbers.GetProperty("favored").GetInt32()));
            Assert.That(report.Allowed, Is.EqualTo(numbers.GetProperty("allowed").GetInt32()));
            Assert.That(report.Outliers, Is.EqualTo(numbers.GetProperty("outliers").GetInt32()));
            Assert.That(report.OutlierList.Select(o => o.Name), Is.EquivalentTo(ValidationReference.Words(numbers.GetProperty("outlier_list"))));
        });
    }

    /// <summary>The packed distributions are the published ones, to the last digit that a file gives.</summary>
    [TestCase(RamachandranClass.General, "general-noGPIVpreP")]
    [TestCase(RamachandranClass.Glycine, "gly-sym")]
    [TestCase(RamachandranClass.CisProline, "cispro")]
    [TestCase(RamachandranClass.TransProline, "transpro")]
    [TestCase(RamachandranClass.PreProline, "prepro-noGP")]
    [TestCase(RamachandranClass.IsoleucineValine, "ileval-nopreP")]
    public void DistributionsAreThePublishedOnes(RamachandranClass kind, string file)
    {
        RamachandranGrid grid = RamachandranGrid.Read(SharedData.Require("data", "top8000", "rama", $"rama8000-{file}.data.gz"));
        for (double phi = -180; phi <= 180; phi += 3.7)
        {
            for (double psi = -180; psi <= 180; psi += 4.3)
                Assert.That(RamachandranDistributions.BuiltIn.At(kind, phi, psi), Is.EqualTo(grid.At(phi, psi)).Within(1e-12));
        }

        using var packed = new MemoryStream(RamachandranDistributions.BuiltIn.Pack());
        Assert.That(RamachandranDistributions.Unpack(packed).At(kind, -60, -40), Is.EqualTo(grid.At(-60, -40)).Within(1e-12));
    }

    [Test]
    public void AStrandIsFavoured()
    {
        Model model = Peptides.Chain(6);
        RamachandranReport report = RamachandranReport.Compute(model, Peptides.Coordinates(model));
        Assert.Multiple(() =>
        {
            Assert.That((report.Count, report.Favoured, report.FavouredPercent), Is.EqualTo((4, 4, 100.0)));
            Assert.That(report.Residues[0].Phi, Is.EqualTo(-120).Within(1e-6));
            Assert.That(report.Residues[0].Psi, Is.EqualTo(130).Within(1e-6));
            Assert.That(report.Residues[0].Name, Is.EqualTo("A 2 ALA"));
            Assert.That(report.Residues[0].Score, Is.InRange(0.3, 1));
        });
    }

    /// <summary>The mirror image of a strand is an outlier for alanine and common for glycine.</summary>
    [Test]
    public void TheMirrorImageIsAnOutlierExceptForGlycine()
    {
        Model model = Peptides.Chain(3);
        double[] x = Peptides.Coordinates(model);
        for (int i = 0; i < x.Length; i += 3)
            x[i] = -x[i];
        Assert.That(RamachandranReport.Compute(model, x).OutlierList.Single().Phi, Is.EqualTo(120).Within(1e-6));
        model.Residues[1].Name = "GLY";
        Assert.That(RamachandranReport.Compute(model, x).Favoured, Is.EqualTo(1));
    }

    [Test]
    public void AModelWithoutProteinHasNoPercentages()
    {
        RamachandranReport report = RamachandranReport.Compute(new Model(), []);
        Assert.That((report.Count, report.FavouredPercent, report.OutlierPercent), Is.EqualTo((0, 0.0, 0.0)));
        Assert.Throws<ArgumentException>(() => RamachandranReport.Compute(new Model(), [1.0]));
    }

    /// <summary>Limits belong to the better region.</summary>
    [TestCase(RamachandranClass.General, 0.02, RamachandranLabel.Favoured)]
    [TestCase(RamachandranClass.General, 0.0199, RamachandranLabel.Allowed)]
    [TestCase(RamachandranClass.General, 0.0005, RamachandranLabel.Allowed)]
    [TestCase(RamachandranClass.General, 0.00049, RamachandranLabel.Outlier)]
    [TestCase(RamachandranClass.CisProline, 0.002, RamachandranLabel.Allowed)]
    [TestCase(RamachandranClass.CisProline, 0.0019, RamachandranLabel.Outlier)]
    [TestCase(RamachandranClass.Glycine, 0.00099, RamachandranLabel.Outlier)]
    [TestCase(RamachandranClass.PreProline, 0.001, RamachandranLabel.Allowed)]
    public void LimitsAreThePublishedOnes(RamachandranClass kind, double score, RamachandranLabel expected) =>
        Assert.That(RamachandranLimits.Label(kind, score), Is.EqualTo(expected));
}
