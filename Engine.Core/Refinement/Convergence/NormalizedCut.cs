namespace Engine.Core.Refinement.Convergence;

/// <summary>
/// Splits a graph in two by the normalised cut (Shi and Malik, IEEE PAMI 22 (2000) 888): nodes are ordered by the second eigenvector of D^-½ A D^-½, and the place in that
/// order is taken where cut/volume(A) + cut/volume(B) is smallest. Deterministic.
/// </summary>
internal static class NormalizedCut
{
    private const int Iterations = 600;

    /// <summary>Splits some nodes.</summary>
    /// <param name="graph">Graph.</param>
    /// <param name="nodes">Nodes to split, ascending.</param>
    /// <param name="smallest">Fewest nodes on a side.</param>
    /// <returns>Which nodes are on the second side, and the normalised cut (0 to 2; infinite when no split has sides that large).</returns>
    public static (bool[] Second, double Cut) Split(ResidueGraph graph, int[] nodes, int smallest)
    {
        int n = nodes.Length;
        var second = new bool[n];
        if (n < 2 * smallest)
            return (second, double.PositiveInfinity);
        List<(int To, double Weight)>[] edges = Inside(graph, nodes);
        double[] degree = [.. edges.Select(e => Math.Max(1e-9, e.Sum(l => l.Weight)))];
        double[] vector = SecondVector(edges, degree);
        int[] order = [.. Enumerable.Range(0, n).OrderBy(i => vector[i] / Math.Sqrt(degree[i])).ThenBy(i => i)];
        (int at, double cut) = Sweep(edges, degree, order, smallest);
        for (int k = at; k < n; k++)
            second[order[k]] = true;
        return (second, cut);
    }

    private static List<(int, double)>[] Inside(ResidueGraph graph, int[] nodes)
    {
        Dictionary<int, int> place = nodes.Select((node, k) => (node, k)).ToDictionary(p => p.node, p => p.k);
        return [.. nodes.Select(node => graph.Edges[node].Where(e => place.ContainsKey(e.To)).Select(e => (place[e.To], e.Weight)).ToList())];
    }

    /// <summary>Power iteration of (1 + D^-½ A D^-½)/2 with the first eigenvector, D^½ 1, projected out; starts from the order along the chain.</summary>
    private static double[] SecondVector(List<(int To, double Weight)>[] edges, double[] degree)
    {
        int n = degree.Length;
        double total = degree.Sum();
        double[] first = [.. degree.Select(d => Math.Sqrt(d / total))], v = [.. Enumerable.Range(0, n).Select(i => i - 0.5 * (n - 1))], next = new double[n];
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            for (int i = 0; i < n; i++)
            {
                double sum = 0;
                foreach ((int to, double weight) in edges[i])
                    sum += weight * v[to] / Math.Sqrt(degree[i] * degree[to]);
                next[i] = 0.5 * (v[i] + sum);
            }

            double along = 0, square = 0;
            for (int i = 0; i < n; i++)
                along += next[i] * first[i];
            for (int i = 0; i < n; i++)
            {
                next[i] -= along * first[i];
                square += next[i] * next[i];
            }

            double scale = square > 0 ? 1 / Math.Sqrt(square) : 0;
            for (int i = 0; i < n; i++)
                v[i] = scale * next[i];
        }

        return v;
    }

    private static (int At, double Cut) Sweep(List<(int To, double Weight)>[] edges, double[] degree, int[] order, int smallest)
    {
        var inFirst = new bool[order.Length];
        double total = degree.Sum(), volume = 0, crossing = 0, best = double.PositiveInfinity;
        int at = order.Length;
        for (int k = 0; k < order.Length - smallest; k++)
        {
            int node = order[k];
            inFirst[node] = true;
            volume += degree[node];
            foreach ((int to, double weight) in edges[node])
                crossing += inFirst[to] ? -weight : weight;
            double cut = crossing / volume + crossing / Math.Max(1e-9, total - volume);
            if (k + 1 >= smallest && cut < best)
                (at, best) = (k + 1, cut);
        }

        return (at, best);
    }
}
