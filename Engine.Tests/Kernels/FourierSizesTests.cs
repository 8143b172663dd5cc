using Engine.Kernels;
using NUnit.Framework;

namespace Engine.Tests.Kernels;

/// <summary>Fast transform sizes against a search by trial division.</summary>
[TestFixture]
public sealed class FourierSizesTests
{
    /// <summary>All sizes to 3000, with and without 7, any and even.</summary>
    [Test]
    public void NextSmoothIsTheSmallest([Values] bool seven, [Values] bool even)
    {
        for (int n = 1; n <= 3000; n++)
        {
            int expected = n;
            while (!IsProduct(expected, seven) || (even && expected % 2 == 1))
                expected++;
            Assert.That(FourierSizes.NextSmooth(n, even, seven), Is.EqualTo(expected), $"n = {n}");
        }
    }

    /// <summary>Known sizes.</summary>
    [TestCase(1, ExpectedResult = 1)]
    [TestCase(11, ExpectedResult = 12)]
    [TestCase(257, ExpectedResult = 270, Description = "2 x 27 x 5 comes after 256")]
    [TestCase(2144153025, ExpectedResult = 2144153025, Description = "3^6 x 5^2 x 7^6: the largest that an int holds")]
    public int NextSmoothOfKnownSizes(int n) => FourierSizes.NextSmooth(n, seven: n > 1000);

    /// <summary>Sizes that are not there are refused.</summary>
    [TestCase(0)]
    [TestCase(-5)]
    [TestCase(int.MaxValue)]
    public void ImpossibleSizesAreRefused(int n) => Assert.That(() => FourierSizes.NextSmooth(n), Throws.InstanceOf<ArgumentOutOfRangeException>());

    /// <summary>Membership agrees with trial division.</summary>
    [Test]
    public void IsSmoothAgreesWithTrialDivision([Values] bool seven) =>
        Assert.That(Enumerable.Range(1, 5000).Where(n => FourierSizes.IsSmooth(n, seven) != IsProduct(n, seven)), Is.Empty);

    private static bool IsProduct(int n, bool seven)
    {
        for (int p = 2; p <= 7; p++)
        {
            while (n % p == 0 && p != 4 && p != 6 && (seven || p != 7))
                n /= p;
        }

        return n == 1;
    }
}
