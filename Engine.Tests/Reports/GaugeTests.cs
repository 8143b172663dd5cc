using System.Text;
using Engine.Core.Reports;
using NUnit.Framework;

namespace Engine.Tests.Reports;

/// <summary>Places and verdicts of gauges.</summary>
[TestFixture]
public sealed class GaugeTests
{
    private static readonly GaugeScale Rising = new([80, 95, 98, 100], [Verdict.Poor, Verdict.Caution, Verdict.Good], "", "");
    private static readonly GaugeScale Falling = new([20, 5, 0, 0], [Verdict.Poor, Verdict.Caution, Verdict.Good], "", "");
    private static readonly GaugeScale TwoSided = new([-5, -3, -2, 2, 3, 5], [Verdict.Poor, Verdict.Caution, Verdict.Good, Verdict.Caution, Verdict.Poor], "", "");

    [TestCase(70, 0, ExpectedResult = "Poor")]
    [TestCase(87.5, 1 / 6.0, ExpectedResult = "Poor")]
    [TestCase(95, 1 / 3.0, ExpectedResult = "Caution")]
    [TestCase(98, 2 / 3.0, ExpectedResult = "Good")]
    [TestCase(99, 5 / 6.0, ExpectedResult = "Good")]
    [TestCase(100, 1, ExpectedResult = "Good")]
    public string RisingScales(double value, double place) => At(Rising, value, place);

    [TestCase(40, 0, ExpectedResult = "Poor")]
    [TestCase(5, 1 / 3.0, ExpectedResult = "Caution")]
    [TestCase(0.001, 0.6666, ExpectedResult = "Caution")]
    [TestCase(0, 1, ExpectedResult = "Good")]
    public string FallingScalesWithAGoalOfNone(double value, double place) => At(Falling, value, place);

    [TestCase(-9, 0, ExpectedResult = "Poor")]
    [TestCase(-3, 0.2, ExpectedResult = "Caution")]
    [TestCase(-2, 0.4, ExpectedResult = "Good")]
    [TestCase(0, 0.5, ExpectedResult = "Good")]
    [TestCase(2, 0.6, ExpectedResult = "Good")]
    [TestCase(3, 0.8, ExpectedResult = "Caution")]
    [TestCase(3.5, 0.85, ExpectedResult = "Poor")]
    public string TwoSidedScales(double value, double place) => At(TwoSided, value, place);

    [Test]
    public void ARowShowsBothValuesAndEscapesItsText()
    {
        var html = new StringBuilder();
        new Gauge("a<b", 98.5, 2, " %", Rising, "c\"d", 90).Write(html, true);
        Assert.That(html.ToString(), Does.Contain("a&lt;b").And.Contain("c&quot;d").And.Contain("98.50 %").And.Contain("90.00 %").And.Contain("class=\"was\"").And.Contain("badge good"));
    }

    private static string At(GaugeScale scale, double value, double place)
    {
        Assert.That(scale.Place(value), Is.EqualTo(place).Within(1e-3));
        return scale.Judge(value).ToString();
    }
}
