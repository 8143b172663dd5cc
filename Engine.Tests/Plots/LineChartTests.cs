using System.Xml.Linq;
using Engine.Core.Plots;
using NUnit.Framework;

namespace Engine.Tests.Plots;

/// <summary>Charts are well-formed and put values where they belong.</summary>
[TestFixture]
public class LineChartTests
{
    [Test]
    public void Svg_IsWellFormed_AndEscapesText()
    {
        string svg = new LineChart("a < b & c", new PlotAxis("r, Å", 0, 8), new PlotAxis("image", -0.2, 1))
            .Add(new PlotLine("d = 2 Å", [0, 4, 8], [1, double.NaN, 0]))
            .ToSvg();
        XElement root = XDocument.Parse(svg).Root!;
        Assert.That(root.Descendants().Count(e => e.Name.LocalName == "text" && e.Value == "a < b & c"), Is.EqualTo(1));
        Assert.That(svg, Does.Contain("d=\"M78 44M700 310.67\""), "the first and the last point lie in the corners, with a gap between");
    }

    [Test]
    public void Ticks_AreRoundNumbersInsideTheRange()
    {
        Assert.That(new PlotAxis("", 0, 8).Ticks(), Is.EqualTo(new double[] { 0, 2, 4, 6, 8 }).Within(1e-12));
        Assert.That(new PlotAxis("", -0.2, 1).Ticks(), Is.EqualTo(new[] { -0.2, 0, 0.2, 0.4, 0.6, 0.8, 1 }).Within(1e-12));
        Assert.That(new PlotAxis("", 1e-4, 1, true).Ticks(), Is.EqualTo(new[] { 1e-4, 1e-3, 1e-2, 1e-1, 1 }).Within(1e-12));
    }

    [Test]
    public void LogarithmicAxis_PutsDecadesAtEqualDistances()
    {
        var axis = new PlotAxis("", 1e-4, 1, true);
        Assert.That(new[] { axis.Fraction(1e-4), axis.Fraction(1e-2), axis.Fraction(1), axis.Fraction(0) }, Is.EqualTo(new[] { 0, 0.5, 1, 0 }).Within(1e-12));
        Assert.That(axis.Text(0.001), Is.EqualTo("1e-3"));
    }

    /// <summary>The legend stands in the upper right corner unless lines pass there.</summary>
    [TestCase(0.0, 0.1, "44")]
    [TestCase(0.95, 0.95, "341")]
    public void TheLegendStandsWhereLinesAreNot(double left, double right, string top)
    {
        string svg = new LineChart("", new PlotAxis("", 0, 1), new PlotAxis("", 0, 1)).Add(new PlotLine("name", [0, 1], [left, right])).ToSvg();
        XElement text = XDocument.Parse(svg).Root!.Descendants().Single(e => e.Name.LocalName == "text" && e.Value == "name");
        double y = double.Parse(text.Attribute("y")!.Value, System.Globalization.CultureInfo.InvariantCulture);
        Assert.That(y, Is.EqualTo(double.Parse(top, System.Globalization.CultureInfo.InvariantCulture)).Within(30));
    }

    [Test]
    public void LinesOfDifferentLengths_AreRefused() =>
        Assert.That(() => new LineChart("", new PlotAxis("", 0, 1), new PlotAxis("", 0, 1)).Add(new PlotLine("", [1], [])), Throws.ArgumentException);
}
