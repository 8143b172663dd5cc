namespace Engine.Core.Restraints;

/// <summary>Who is bonded to whom, as a compressed list; neighbours are sorted by index.</summary>
internal sealed class BondGraph
{
    private readonly int[] start;
    private readonly int[] partner;

    /// <summary>Builds the lists.</summary>
    /// <param name="atomCount">Number of atoms.</param>
    /// <param name="pairs">Two atoms per bond.</param>
    public BondGraph(int atomCount, IReadOnlyList<int> pairs)
    {
        start = new int[atomCount + 1];
        for (int k = 0; k < pairs.Count; k++)
            start[pairs[k] + 1]++;
        for (int i = 0; i < atomCount; i++)
            start[i + 1] += start[i];
        partner = new int[pairs.Count];
        var next = start[..^1];
        for (int k = 0; k < pairs.Count; k += 2)
        {
            partner[next[pairs[k]]++] = pairs[k + 1];
            partner[next[pairs[k + 1]]++] = pairs[k];
        }

        for (int i = 0; i < atomCount; i++)
            Array.Sort(partner, start[i], start[i + 1] - start[i]);
    }

    /// <summary>Number of atoms.</summary>
    public int AtomCount => start.Length - 1;

    /// <summary>Bonded atoms.</summary>
    public ReadOnlySpan<int> Of(int atom) => partner.AsSpan(start[atom]..start[atom + 1]);
}
