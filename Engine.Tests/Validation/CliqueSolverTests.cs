using Engine.Core.Validation.Hydrogens;
using NUnit.Framework;

namespace Engine.Tests.Validation;

/// <summary>The best states of movers that touch, against trying everything.</summary>
[TestFixture]
public sealed class CliqueSolverTests
{
    /// <summary>Few combinations: no choice of all states is better.</summary>
    [Test]
    public void SmallCliquesAreSolvedExactly([Range(1, 8)] int seed)
    {
        (double[][] alone, Dictionary<(int, int), double[,]> pairs) = Make(seed, movers: 6, states: 4, links: 8);
        int[] found = new CliqueSolver(alone, pairs).Solve();
        double best = double.NegativeInfinity;
        for (int code = 0; code < 4096; code++)
            best = Math.Max(best, Sum(alone, pairs, [.. Enumerable.Range(0, 6).Select(m => (code >> (2 * m)) & 3)]));
        Assert.That(Sum(alone, pairs, found), Is.EqualTo(best).Within(1e-9));
    }

    /// <summary>Many combinations: nothing is gained by changing one mover, or two that touch.</summary>
    [Test]
    public void LargeCliquesCannotBeImprovedByOneOrTwo([Range(1, 8)] int seed)
    {
        (double[][] alone, Dictionary<(int, int), double[,]> pairs) = Make(seed, movers: 14, states: 6, links: 30);
        int[] found = new CliqueSolver(alone, pairs).Solve();
        double sum = Sum(alone, pairs, found);
        foreach ((int a, int b) in pairs.Keys)
        {
            for (int s = 0; s < 36; s++)
            {
                int[] other = [.. found];
                (other[a], other[b]) = (s / 6, s % 6);
                Assert.That(Sum(alone, pairs, other), Is.LessThanOrEqualTo(sum + 1e-9));
            }
        }
    }

    /// <summary>Movers that do not touch are sets of their own, and of equal states the first is taken.</summary>
    [Test]
    public void CliquesAreWhatTouches()
    {
        var solver = new CliqueSolver([[0, 0], [1, 2], [0, 0], [3, 3]], new Dictionary<(int, int), double[,]> { [(0, 2)] = new double[2, 2] });
        Assert.That(solver.Cliques(), Is.EqualTo(new[] { new[] { 0, 2 }, [1], [3] }));
        Assert.That(solver.Solve(), Is.EqualTo(new[] { 0, 1, 0, 0 }));
    }

    private static double Sum(double[][] alone, Dictionary<(int, int), double[,]> pairs, int[] state) =>
        state.Select((s, m) => alone[m][s]).Sum() + pairs.Sum(p => p.Value[state[p.Key.Item1], state[p.Key.Item2]]);

    private static (double[][] Alone, Dictionary<(int, int), double[,]> Pairs) Make(int seed, int movers, int states, int links)
    {
        var random = new Random(seed);
        double[][] alone = [.. Enumerable.Range(0, movers).Select(_ => Enumerable.Range(0, states).Select(_ => random.NextDouble()).ToArray())];
        var pairs = new Dictionary<(int, int), double[,]>();
        for (int k = 0; k < links; k++)
        {
            int a = random.Next(movers - 1), b = a + 1 + random.Next(movers - a - 1);
            var table = new double[states, states];
            for (int s = 0; s < states; s++)
            {
                for (int t = 0; t < states; t++)
                    table[s, t] = 4 * random.NextDouble() - 2;
            }

            pairs[(a, b)] = table;
        }

        return (alone, pairs);
    }
}
