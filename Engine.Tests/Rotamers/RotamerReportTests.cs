using System.Text.Json;
using Engine.Core.Models;
using Engine.Core.Rotamers;
using Engine.Tests.Cli;
using Engine.Tests.Validation;
using NUnit.Framework;

namespace Engine.Tests.Rotamers;

/// <summary>Labels of side chains against the published distributions and another program.</summary>
[TestFixture]
[NonParallelizable]
public sealed class RotamerReportTests
{
    /// <summary>Arg and Lys apart, which the reference leaves out.</summary>
    [TestCaseSource(typeof(ValidationReference), nameof(ValidationReference.Names))]
    public void RealModelsAreJudgedAsByRotalyze(string name)
    {
        (Model model, double[] x, JsonElement numbers) = ValidationReference.Read(name, "rotamers");
        RotamerResidue[] judged = [.. RotamerReport.Compute(model, x).Residues.Where(r => r.Type is not ("ARG" or "LYS"))];
        string[] outliers = [.. judged.Where(r => r.Score.Label == RotamerLabel.Outlier).Select(r => r.Name)];
        string[] theirs = ValidationReference.Words(numbers.GetProperty("outlier_list"));
        TestContext.Out.WriteLine($"{name}: {judged.Length} side chains, {outliers.Length} outliers; only ours {string.Join(", ", outliers.Except(theirs))}; only theirs {string.Join(", ", theirs.Except(outliers))}");
        Assert.Multiple(() =>
        {
            Assert.That(judged, Has.Length.EqualTo(numbers.GetProperty("n_scored_without_Arg_Lys").GetInt32()).Within(1));
            Assert.That(outliers, Is.EquivalentTo(theirs));
        });
    }

    [Test]
    public void BuiltInDistributionsAgreeWithThePublishedOnes()
    {
        CommandResult result = CommandLine.Run("tables", "--check", "--rotamers", SharedData.Require("data", "top8000", "rota"));
        TestContext.Out.WriteLine(result.Out);
        Assert.That((result.ExitCode, result.Out.Contains("FAILED", StringComparison.Ordinal)), Is.EqualTo((0, false)), result.Error + result.Out);
    }

    /// <summary>The centre of every rotamer that is not very rare is no outlier.</summary>
    [Test]
    public void CentralValuesAreNoOutliers()
    {
        foreach (string type in RotamerLibrary.Types)
        {
            foreach (Rotamer rotamer in RotamerLibrary.Of(type).Where(r => r.Percent > 0.5))
                Assert.That(RotamerScore.Of(type, rotamer.Chi).Label, Is.Not.EqualTo(RotamerLabel.Outlier), $"{type} {rotamer.Name}");
            Assert.That(RotamerLibrary.Of(type).Sum(r => r.Percent), Is.InRange(85, 101), type);
        }
    }

    [TestCase("LEU", -66, 174, "mt")]
    [TestCase("LEU", 294, -186, "mt")]
    [TestCase("ASP", -69, 151, "m-30")]
    public void TheNearestRotamerIsFoundWhateverTheTurns(string type, double chi1, double chi2, string expected) =>
        Assert.That(RotamerLibrary.Nearest(type, [chi1, chi2]).Name, Is.EqualTo(expected));

    [Test]
    public void UnknownTypesAreRefused() => Assert.Multiple(() =>
    {
        Assert.Throws<ArgumentException>(() => RotamerScore.Of("GLY", [1.0]));
        Assert.Throws<ArgumentException>(() => RotamerLibrary.Nearest("LEU", [1.0]));
        Assert.Throws<ArgumentException>(() => RotamerReport.Compute(new Model(), [1.0]));
    });
}
