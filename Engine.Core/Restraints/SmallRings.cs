namespace Engine.Core.Restraints;

/// <summary>Finds the rings of a small graph.</summary>
internal static class SmallRings
{
    private const int Smallest = 5;
    private const int Largest = 7;

    /// <summary>All rings of five to seven atoms without chords, each once, as atoms in ring order.</summary>
    /// <param name="bonded">Neighbours per atom.</param>
    public static List<int[]> Find(IReadOnlyList<List<int>> bonded)
    {
        var rings = new List<int[]>();
        var path = new List<int>();
        for (int start = 0; start < bonded.Count; start++)
        {
            path.Add(start);
            Walk(bonded, path, rings);
            path.Clear();
        }

        return rings;
    }

    /// <summary>Extends a path whose first atom has the lowest index; a ring is taken in one of its two directions only.</summary>
    private static void Walk(IReadOnlyList<List<int>> bonded, List<int> path, List<int[]> rings)
    {
        foreach (int next in bonded[path[^1]])
        {
            if (next == path[0] && path.Count >= Smallest && path[1] < path[^1] && HasNoChord(bonded, path))
                rings.Add([.. path]);
            if (next <= path[0] || path.Count == Largest || path.Contains(next))
                continue;
            path.Add(next);
            Walk(bonded, path, rings);
            path.RemoveAt(path.Count - 1);
        }
    }

    private static bool HasNoChord(IReadOnlyList<List<int>> bonded, List<int> ring)
    {
        foreach (int atom in ring)
        {
            if (bonded[atom].Count(ring.Contains) != 2)
                return false;
        }

        return true;
    }
}
