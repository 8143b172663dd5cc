using Engine.Core.Validation;
using NUnit.Framework;

namespace Engine.Tests.Validation;

/// <summary>The MolProbity score at hand-made places.</summary>
[TestFixture]
public sealed class MolProbityScoreTests
{
    [TestCase(0, 0, 100, 0.5)]
    [TestCase(0, 1, 98, 0.5)]
    [TestCase(1, 0, 98, 0.5 + 0.426 * 0.69314718056)]
    [TestCase(0, 2, 100, 0.5 + 0.33 * 0.69314718056)]
    [TestCase(0, 0, 97, 0.5 + 0.25 * 0.69314718056)]
    [TestCase(1.71828182846, 2.71828182846, 96.2817181715, 0.5 + 0.426 + 0.33 + 0.25)]
    public void TheFormulaIsThePublishedOne(double clashscore, double rotamers, double favoured, double expected) =>
        Assert.That(MolProbityScore.Of(clashscore, rotamers, favoured), Is.EqualTo(expected).Within(1e-9));

    [TestCase(-1, 0, 100)]
    [TestCase(double.NaN, 0, 100)]
    [TestCase(0, 101, 100)]
    [TestCase(0, 0, -1)]
    [TestCase(0, 0, double.NaN)]
    public void BadNumbersAreRefused(double clashscore, double rotamers, double favoured) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => MolProbityScore.Of(clashscore, rotamers, favoured));
}
