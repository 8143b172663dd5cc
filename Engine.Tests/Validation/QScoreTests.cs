using System.Text.Json;
using Engine.Core.Validation;
using MathNet.Numerics.Statistics;
using NUnit.Framework;

namespace Engine.Tests.Validation;

/// <summary>Q-scores against an independent program of the same rule, and against those that the authors of MapQ published.</summary>
[TestFixture]
public sealed class QScoreTests
{
    [TestCaseSource(typeof(FitReference), nameof(FitReference.Names))]
    public void ResiduesHaveTheReferencesScores(string name)
    {
        using var reference = new FitReference(name);
        JsonElement numbers = reference.Numbers.GetProperty("q");
        QScoreReport report = QScoreAnalysis.Sample(reference.OnDevice, reference.Model, reference.Selection).Report(QScoreAnalysis.FirstSigma);
        Dictionary<string, double> expected = FitReference.ByResidue(numbers.GetProperty("per_residue"));
        (double Ours, double Theirs, string Key)[] pairs =
        [
            .. report.Residues.Select(r => (r.Q, Key: $"{r.Chain} {r.Number}{r.Icode} {r.Name}")).Where(r => r.Q != null && expected.ContainsKey(r.Key)).Select(r => (r.Q!.Value, expected[r.Key], r.Key)),
        ];
        (double Ours, double Theirs, string Key) worst = pairs.MaxBy(p => Math.Abs(p.Ours - p.Theirs));
        double r = Correlation.Pearson(pairs.Select(p => p.Ours), pairs.Select(p => p.Theirs));
        TestContext.Out.WriteLine($"{name}: r {r:F7}, mean {report.Mean:F5} ({numbers.GetProperty("mean").GetDouble()}), {report.NAtoms} atoms, {report.NOutside} outside, {report.NCut} cut, {report.NFlat} flat, worst {worst}");
        Assert.Multiple(() =>
        {
            Assert.That(report.NAtoms + report.NOutside, Is.EqualTo(numbers.GetProperty("n_heavy_atoms").GetInt32()));
            Assert.That(pairs, Has.Length.EqualTo(expected.Count));
            Assert.That(r, Is.GreaterThan(0.9999));
            Assert.That(report.Mean, Is.EqualTo(numbers.GetProperty("mean").GetDouble()).Within(0.0006));
        });
    }
}
