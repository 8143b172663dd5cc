namespace Engine.Core.Validation.Hydrogens;

/// <summary>
/// Chooses the states of movers that touch, so that the sum of their scores is highest: by trying all combinations where there are few, otherwise by improving one and two at a time
/// until nothing gets better. Of equals the first wins, so the result is always the same.
/// </summary>
/// <param name="alone">Per mover, the score of each state.</param>
/// <param name="pairs">Per pair of movers (first below second) that touch, the score of each two states.</param>
internal sealed class CliqueSolver(IReadOnlyList<double[]> alone, IReadOnlyDictionary<(int, int), double[,]> pairs)
{
    /// <summary>Combinations that are tried one by one.</summary>
    private const double MostCombinations = 100_000;

    /// <summary>Differences below this are none.</summary>
    private const double Least = 1e-9;

    private readonly ILookup<int, int> neighbours = pairs.Keys.SelectMany(p => new[] { (p.Item1, p.Item2), (p.Item2, p.Item1) }).ToLookup(p => p.Item1, p => p.Item2);

    /// <summary>Movers that touch, directly or through others, each set in ascending order.</summary>
    public List<int[]> Cliques()
    {
        var seen = new bool[alone.Count];
        var cliques = new List<int[]>();
        for (int m = 0; m < seen.Length; m++)
        {
            if (seen[m])
                continue;
            var members = new List<int> { m };
            seen[m] = true;
            for (int k = 0; k < members.Count; k++)
            {
                foreach (int n in neighbours[members[k]])
                {
                    if (!seen[n])
                    {
                        seen[n] = true;
                        members.Add(n);
                    }
                }
            }

            cliques.Add([.. members.Order()]);
        }

        return cliques;
    }

    /// <summary>The best state of each mover.</summary>
    public int[] Solve()
    {
        var state = new int[alone.Count];
        foreach (int[] clique in Cliques())
        {
            if (clique.Aggregate(1.0, (n, m) => n * alone[m].Length) <= MostCombinations)
                TryAll(clique, state);
            else
                Improve(clique, state);
        }

        return state;
    }

    private double Pair(int a, int sa, int b, int sb) => a < b ? pairs[(a, b)][sa, sb] : pairs[(b, a)][sb, sa];

    private void TryAll(int[] clique, int[] state)
    {
        var now = new int[clique.Length];
        var best = new int[clique.Length];
        double highest = double.NegativeInfinity;
        void Descend(int depth, double sum)
        {
            if (depth == clique.Length)
            {
                if (sum > highest + Least)
                {
                    highest = sum;
                    now.CopyTo(best, 0);
                }

                return;
            }

            for (int s = 0; s < alone[clique[depth]].Length; s++)
            {
                now[depth] = s;
                double more = alone[clique[depth]][s];
                for (int e = 0; e < depth; e++)
                    more += pairs.ContainsKey((clique[e], clique[depth])) ? Pair(clique[e], now[e], clique[depth], s) : 0;
                Descend(depth + 1, sum + more);
            }
        }

        Descend(0, 0);
        for (int k = 0; k < clique.Length; k++)
            state[clique[k]] = best[k];
    }

    /// <summary>Starts from the best of each alone; then one at a time, and two that touch at a time.</summary>
    private void Improve(int[] clique, int[] state)
    {
        foreach (int m in clique)
            state[m] = Best(s => alone[m][s], alone[m].Length);
        bool better = true;
        for (int round = 0; better && round < 100; round++)
        {
            better = false;
            foreach (int m in clique)
            {
                int chosen = Best(s => Local(m, s, state, -1), alone[m].Length, state[m]);
                better |= chosen != state[m];
                state[m] = chosen;
            }

            foreach ((int a, int b) in pairs.Keys.Where(p => clique.AsSpan().BinarySearch(p.Item1) >= 0).Order())
            {
                int width = alone[b].Length;
                double Joint(int s) => Local(a, s / width, state, b) + Local(b, s % width, state, a) + Pair(a, s / width, b, s % width);
                int chosen = Best(Joint, alone[a].Length * width, state[a] * width + state[b]);
                better |= chosen != state[a] * width + state[b];
                (state[a], state[b]) = (chosen / width, chosen % width);
            }
        }
    }

    private double Local(int m, int s, int[] state, int without)
    {
        double sum = alone[m][s];
        foreach (int n in neighbours[m])
            sum += n == without ? 0 : Pair(m, s, n, state[n]);
        return sum;
    }

    private static int Best(Func<int, double> score, int count, int start = 0)
    {
        int best = start;
        double highest = score(start);
        for (int s = 0; s < count; s++)
        {
            double value = score(s);
            if (value > highest + Least)
                (best, highest) = (s, value);
        }

        return best;
    }
}
