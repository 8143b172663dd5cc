using System.Text.Json;
using Engine.Core.Validation;
using NUnit.Framework;

namespace Engine.Tests.Validation;

/// <summary>EMRinger against mmtbx and the published score of a test case.</summary>
[TestFixture]
public sealed class EmRingerTests
{
    [TestCaseSource(typeof(FitReference), nameof(FitReference.Names))]
    public void ScoresAreThoseOfTheReference(string name)
    {
        using var reference = new FitReference(name);
        if (!reference.Numbers.TryGetProperty("emringer", out JsonElement numbers))
            Assert.Ignore("the reference has none");
        EmRingerReport report = EmRinger.Run(reference.OnDevice, reference.Model, reference.Selection);
        TestContext.Out.WriteLine($"{name}: {report.Score:R} ({numbers.GetProperty("score").GetDouble()}) true angles {report.ScoreTrueAngle:F4} n {report.NScanned} ({numbers.GetProperty("model_length").GetInt32()}) outside {report.NOutside} threshold {report.OptimalThreshold} ratio {report.RotamerRatio}");
        Assert.Multiple(() =>
        {
            Assert.That(report.NScanned, Is.EqualTo(numbers.GetProperty("model_length").GetInt32()));
            Assert.That(report.Score, Is.EqualTo(numbers.GetProperty("score").GetDouble()).Within(2).Percent);
            Assert.That(report.RotamerRatio, Is.EqualTo(numbers.GetProperty("rotamer_ratio").GetDouble()).Within(0.005));
        });
    }
}
