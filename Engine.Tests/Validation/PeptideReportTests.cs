using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Engine.Core.Models;
using Engine.Core.Validation;
using Engine.Tests.Restraints;
using NUnit.Framework;

namespace Engine.Tests.Validation;

/// <summary>Peptide bonds against omegalyze.</summary>
[TestFixture]
public sealed class PeptideReportTests
{
    /// <summary>The same cis and twisted peptides with the same angles, and as many prolines.</summary>
    [TestCaseSource(typeof(ValidationReference), nameof(ValidationReference.Names))]
    public void RealModelsAreJudgedAsByOmegalyze(string name)
    {
        (Model model, double[] x, JsonElement numbers) = ValidationReference.Read(name, "omega");
        PeptideReport report = PeptideReport.Compute(model, x);
        Assert.Multiple(() =>
        {
            Assert.That(report.NotTrans.Select(Text), Is.EqualTo(ValidationReference.Words(numbers.GetProperty("non_trans")).Select(Shortened)));
            Assert.That(report.Prolines, Is.EqualTo(numbers.GetProperty("n_proline").GetInt32()));
            Assert.That(report.CisProlines + report.CisOthers + report.Twisted, Is.EqualTo(report.NotTrans.Count));
        });
    }

    [TestCase(180, PeptideState.Trans)]
    [TestCase(-151, PeptideState.Trans)]
    [TestCase(149, PeptideState.Twisted)]
    [TestCase(-90, PeptideState.Twisted)]
    [TestCase(31, PeptideState.Twisted)]
    [TestCase(-29, PeptideState.Cis)]
    [TestCase(0, PeptideState.Cis)]
    public void TheStateFollowsFromOmega(double omega, PeptideState expected)
    {
        Model model = Peptides.Chain(2, omega);
        PeptideOmega peptide = PeptideReport.Compute(model, Peptides.Coordinates(model)).Peptides.Single();
        Assert.That(Math.IEEERemainder(peptide.Omega - omega, 360), Is.EqualTo(0).Within(1e-6));
        Assert.That((peptide.State, peptide.Name, peptide.IsProline), Is.EqualTo((expected, "A 1 ALA - A 2 ALA", false)));
    }

    private static string Text(PeptideOmega p) =>
        string.Create(CultureInfo.InvariantCulture, $"{p.Name.Replace(" - ", " to ", StringComparison.Ordinal)} {(p.IsProline ? "Pro" : "non-Pro")} {p.Omega:F2} {p.State}");

    /// <summary>Without the B factor at the end.</summary>
    private static string Shortened(string line) => Regex.Replace(line, @" [\d.]+$", "");
}
