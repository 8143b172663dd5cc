namespace Engine.Core.Restraints;

/// <summary>Pairs that the repulsion leaves out (1-2 and 1-3) or softens (1-4), found by walking the bonds.</summary>
internal sealed class ExclusionLists
{
    private ExclusionLists(int[] excludedStart, int[] excluded, int[] start14, int[] atoms14)
    {
        ExcludedStart = excludedStart;
        Excluded = excluded;
        Start14 = start14;
        Atoms14 = atoms14;
    }

    /// <summary>Starts (N+1) of <see cref="Excluded"/>.</summary>
    public int[] ExcludedStart { get; }

    /// <summary>1-2 and 1-3 neighbours, sorted.</summary>
    public int[] Excluded { get; }

    /// <summary>Starts (N+1) of <see cref="Atoms14"/>.</summary>
    public int[] Start14 { get; }

    /// <summary>1-4 neighbours that are not nearer on another way, sorted.</summary>
    public int[] Atoms14 { get; }

    /// <summary>Walks the bonds.</summary>
    /// <param name="graph">Bonds.</param>
    /// <param name="near">Further 1-2 and 1-3 pairs per atom (over atoms that the model lacks), both directions.</param>
    /// <param name="far">Further 1-4 pairs per atom, both directions.</param>
    public static ExclusionLists Make(BondGraph graph, IReadOnlyDictionary<int, List<int>> near, IReadOnlyDictionary<int, List<int>> far)
    {
        int n = graph.AtomCount;
        int[] excludedStart = new int[n + 1], start14 = new int[n + 1];
        List<int> excluded = new(8 * n), atoms14 = new(8 * n);
        var close = new List<int>();
        var distant = new List<int>();
        for (int i = 0; i < n; i++)
        {
            close.Clear();
            distant.Clear();
            Walk(graph, i, close, distant);
            if (near.TryGetValue(i, out List<int>? more))
                close.AddRange(more);
            if (far.TryGetValue(i, out more))
                distant.AddRange(more);
            AppendSorted(close, excluded, i, excluded.Count, [], 0);
            excludedStart[i + 1] = excluded.Count;
            AppendSorted(distant, atoms14, i, atoms14.Count, excluded, excludedStart[i]);
            start14[i + 1] = atoms14.Count;
        }

        return new ExclusionLists(excludedStart, [.. excluded], start14, [.. atoms14]);
    }

    private static void Walk(BondGraph graph, int i, List<int> close, List<int> distant)
    {
        foreach (int a in graph.Of(i))
        {
            close.Add(a);
            foreach (int b in graph.Of(a))
            {
                if (b == i)
                    continue;
                close.Add(b);
                foreach (int c in graph.Of(b))
                {
                    if (c != a && c != i)
                        distant.Add(c);
                }
            }
        }
    }

    /// <summary>Appends the sorted distinct members of a list, without the atom itself and without those in <paramref name="without"/>.</summary>
    private static void AppendSorted(List<int> members, List<int> target, int self, int from, List<int> without, int withoutFrom)
    {
        members.Sort();
        foreach (int m in members)
        {
            if (m == self || (target.Count > from && target[^1] == m) || Contains(without, withoutFrom, m))
                continue;
            target.Add(m);
        }
    }

    private static bool Contains(List<int> list, int from, int value)
    {
        for (int k = from; k < list.Count; k++)
        {
            if (list[k] == value)
                return true;
        }

        return false;
    }
}
