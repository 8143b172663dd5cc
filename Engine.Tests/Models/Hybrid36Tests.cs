using System.Text;
using Engine.Core.Models;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;

namespace Engine.Tests.Models;

[TestFixture]
public sealed class Hybrid36Tests
{
    // Closed forms: 10^w decimal numbers, then 26·36^(w-1) with upper-case, then as many with lower-case first letters.
    [TestCase("   0", 4, 0)]
    [TestCase("-999", 4, -999)]
    [TestCase("9999", 4, 9999)]
    [TestCase("A000", 4, 10_000)]
    [TestCase("A001", 4, 10_001)]
    [TestCase("AZZZ", 4, 10_000 + 36 * 36 * 36 - 1)]
    [TestCase("B000", 4, 10_000 + 36 * 36 * 36)]
    [TestCase("ZZZZ", 4, 10_000 + 26 * 36 * 36 * 36 - 1)]
    [TestCase("a000", 4, 10_000 + 26 * 36 * 36 * 36)]
    [TestCase("zzzz", 4, 10_000 + 2 * 26 * 36 * 36 * 36 - 1)]
    [TestCase("99999", 5, 99_999)]
    [TestCase("A0000", 5, 100_000)]
    [TestCase("AO2JZ", 5, 100_000 + 24 * 46656 + 2 * 1296 + 19 * 36 + 35)]
    [TestCase("zzzzz", 5, 87_440_031)]
    public void ClosedForms(string text, int width, int value)
    {
        Assert.That(Hybrid36.TryDecode(Encoding.ASCII.GetBytes(text), width, out int decoded), Is.True);
        Assert.That(decoded, Is.EqualTo(value));
        byte[] field = new byte[width];
        Assert.That(Hybrid36.TryEncode(value, field), Is.True);
        Assert.That(Encoding.ASCII.GetString(field), Is.EqualTo(text));
    }

    [TestCase("")]
    [TestCase("    ")]
    [TestCase("A00")]
    [TestCase("A00a")]
    [TestCase("a00A")]
    [TestCase("A-00")]
    [TestCase("1A00")]
    [TestCase("****")]
    public void RefusesOtherText(string text) => Assert.That(Hybrid36.TryDecode(Encoding.ASCII.GetBytes(text), 4, out _), Is.False);

    [Test]
    public void RefusesNumbersThatDoNotFit()
    {
        byte[] field = new byte[4];
        Assert.That(Hybrid36.TryEncode(-1000, field), Is.False);
        Assert.That(Hybrid36.TryEncode(Hybrid36.Maximum(4) + 1, field), Is.False);
        Assert.That(Hybrid36.Maximum(4), Is.EqualTo(2_436_111));
    }

    [Test]
    public void EveryNumberReadsBack() => Prop.ForAll(Gen.Choose(-999, 2_436_111).ToArbitrary(), value =>
    {
        byte[] field = new byte[4];
        return Hybrid36.TryEncode(value, field) && Hybrid36.TryDecode(field, 4, out int decoded) && decoded == value;
    }).QuickCheckThrowOnFailure();
}
