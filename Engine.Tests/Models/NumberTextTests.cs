using System.Globalization;
using System.Text;
using Engine.Core.Models;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;

namespace Engine.Tests.Models;

[TestFixture]
public sealed class NumberTextTests
{
    [TestCase(0, 3, "0.000")]
    [TestCase(-0.0001, 3, "0.000")]
    [TestCase(-0.0005, 3, "-0.001")]
    [TestCase(1.0005, 3, "1.001")]
    [TestCase(-12.3456, 2, "-12.35")]
    [TestCase(9999.9996, 3, "10000.000")]
    [TestCase(7, 0, "7")]
    public void WritesFixedDecimals(double value, int decimals, string expected) => Assert.That(NumberText.Fixed(value, decimals), Is.EqualTo(expected));

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    [TestCase(1e300)]
    public void RefusesWhatHasNoFixedForm(double value) => Assert.That(() => NumberText.Fixed(value, 3), Throws.TypeOf<ArgumentOutOfRangeException>());

    [TestCase("")]
    [TestCase("-")]
    [TestCase(".")]
    [TestCase("1.2.3")]
    [TestCase("1 2")]
    [TestCase("0x10")]
    [TestCase("1,5")]
    [TestCase("inf")]
    public void RefusesOtherText(string text) => Assert.That(NumberText.TryParse(Encoding.ASCII.GetBytes(text), out double _), Is.False);

    [TestCase("2147483647", 2147483647)]
    [TestCase("-12", -12)]
    [TestCase("+7", 7)]
    public void ReadsWholeNumbers(string text, int value) =>
        Assert.That(NumberText.TryParse(Encoding.ASCII.GetBytes(text), out int read) ? read : int.MinValue, Is.EqualTo(value));

    [TestCase("2147483648")]
    [TestCase("1.0")]
    [TestCase("99999999999999999999")]
    public void RefusesWholeNumbersOutOfRange(string text) => Assert.That(NumberText.TryParse(Encoding.ASCII.GetBytes(text), out int _), Is.False);

    [Test]
    public void ReadsTheNearestDouble() => Prop.ForAll(Gen.Choose(-1_000_000_000, 1_000_000_000).ToArbitrary(), Gen.Choose(0, 12).ToArbitrary(), (n, decimals) =>
    {
        string text = ((decimal)n / (decimal)Math.Pow(10, decimals)).ToString(CultureInfo.InvariantCulture);
        Assert.That(NumberText.TryParse(Encoding.ASCII.GetBytes(text), out double value), Is.True);
        Assert.That(value, Is.EqualTo(double.Parse(text, CultureInfo.InvariantCulture)));
    }).QuickCheckThrowOnFailure();
}
