namespace Engine.Core.SecondaryStructure;

/// <summary>Ladders that share residues, as sheets.</summary>
internal static class SheetFinder
{
    /// <summary>Groups ladders.</summary>
    /// <param name="backbone">Chains.</param>
    /// <param name="ladders">Ladders of two bridges or more.</param>
    public static List<SheetRecord> Group(ProteinBackbone backbone, List<Ladder> ladders)
    {
        int[] group = [.. Enumerable.Range(0, ladders.Count)];
        for (int a = 0; a < ladders.Count; a++)
        {
            for (int b = 0; b < a; b++)
            {
                if (Sides(ladders[a]).Any(s => Sides(ladders[b]).Any(t => s.First <= t.Last && t.First <= s.Last)))
                {
                    (int from, int to) = (group[a], group[b]);
                    for (int k = 0; k < group.Length; k++)
                        group[k] = group[k] == from ? to : group[k];
                }
            }
        }

        StrandRecord Strand((int First, int Last) side) => new(backbone.Units[side.First].Residue, backbone.Units[side.Last].Residue);
        return [.. Enumerable.Range(0, ladders.Count).GroupBy(k => group[k]).Select(g => new SheetRecord(
            [.. g.Select(k => new LadderRecord(ladders[k].IsParallel, Strand(ladders[k].Side1), Strand(ladders[k].Side2), ladders[k].Bridges.Count))],
            [.. Merge(g.SelectMany(k => Sides(ladders[k]))).Select(Strand)]))];
    }

    private static (int First, int Last)[] Sides(Ladder ladder) => [ladder.Side1, ladder.Side2];

    private static List<(int First, int Last)> Merge(IEnumerable<(int First, int Last)> ranges)
    {
        var merged = new List<(int First, int Last)>();
        foreach ((int first, int last) in ranges.Order())
        {
            if (merged.Count > 0 && first <= merged[^1].Last)
                merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, last));
            else
                merged.Add((first, last));
        }

        return merged;
    }
}
