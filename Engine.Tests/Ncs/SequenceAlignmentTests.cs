using Engine.Core.Ncs;
using Engine.Core.Simulation;
using NUnit.Framework;

namespace Engine.Tests.Ncs;

/// <summary>Alignment of sequences with gaps.</summary>
[TestFixture]
public sealed class SequenceAlignmentTests
{
    [TestCase("ACDEFGHIKL", "ACDEFGHIKL", "ACDEFGHIKL")]
    [TestCase("ACDEFGHIKL", "ACDEKL", "ACDEKL")]
    [TestCase("DEFGHIKL", "ACDEFGHIKLMN", "DEFGHIKL")]
    [TestCase("ACDEFGHIKLMNPQ", "EFGHIKLMNPQRSTV", "EFGHIKLMNPQ")]
    [TestCase("ACDEFWHIKL", "ACDEFYHIKL", "ACDEFHIKL")]
    [TestCase("AAAA", "WWWW", "")]
    [TestCase("", "ACD", "")]
    public void EqualLettersAreFound(string a, string b, string common)
    {
        List<(int A, int B)> pairs = SequenceAlignment.Align(a, b);
        Assert.That(string.Concat(pairs.Where(p => a[p.A] == b[p.B]).Select(p => a[p.A])), Is.EqualTo(common));
    }

    [Test]
    public void NoOrderOfTheSequencesScoresBetter()
    {
        // Exhaustive comparison on short words: the best of all alignments, by brute force over both paths.
        var random = new RandomSource(3);
        for (int trial = 0; trial < 60; trial++)
        {
            string a = Word(random, 6), b = Word(random, 6);
            List<(int A, int B)> pairs = SequenceAlignment.Align(a, b);
            Assert.That(Score(pairs, a, b), Is.EqualTo(Best(a, b)), $"{a} {b}");
            for (int i = 1; i < pairs.Count; i++)
                Assert.That(pairs[i].A > pairs[i - 1].A && pairs[i].B > pairs[i - 1].B);
        }
    }

    private static string Word(RandomSource random, int length) =>
        string.Concat(Enumerable.Range(0, length).Select(_ => "ACD"[(int)(3 * random.NextUniform())]));

    private static int Best(string a, string b)
    {
        int best = 0;
        Extend([], 0, 0);
        return best;

        void Extend(List<(int, int)> pairs, int i, int j)
        {
            best = Math.Max(best, Score(pairs, a, b));
            for (int p = i; p < a.Length; p++)
            {
                for (int q = j; q < b.Length; q++)
                    Extend([.. pairs, (p, q)], p + 1, q + 1);
            }
        }
    }

    /// <summary>Score as documented: ends are free when they reach the end of one of the sequences.</summary>
    private static int Score(List<(int A, int B)> pairs, string a, string b)
    {
        if (pairs.Count == 0)
            return 0;
        if ((pairs[0].A > 0 && pairs[0].B > 0) || (pairs[^1].A < a.Length - 1 && pairs[^1].B < b.Length - 1))
            return -1000;
        int score = 0;
        for (int k = 0; k < pairs.Count; k++)
        {
            score += a[pairs[k].A] == b[pairs[k].B] ? 4 : -3;
            if (k > 0)
                score += Gap(pairs[k].A - pairs[k - 1].A - 1) + Gap(pairs[k].B - pairs[k - 1].B - 1);
        }

        return score;
    }

    private static int Gap(int length) => length == 0 ? 0 : -6 - (length - 1);
}
