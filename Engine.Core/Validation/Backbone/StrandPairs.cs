using Engine.Core.Geometry;

namespace Engine.Core.Validation.Backbone;

/// <summary>A strand of a CA trace.</summary>
/// <param name="Residues">Indices of its residues.</param>
/// <param name="Trace">Their CA positions, Å.</param>
internal sealed record TraceStrand(int[] Residues, Vec3[] Trace);

/// <summary>
/// Finds which strands lie beside each other, and with which residues. Strands are put into sheets from the edge inwards; a strand counts from the first to the last residue that is paired with a
/// neighbour in its sheet, and short strands at the ends of a sheet do not count.
/// </summary>
internal sealed class StrandPairs
{
    /// <summary>CA atoms of paired residues are at most this far from each other, Å.</summary>
    private const double Reach = 6;

    /// <summary>Fewest pairs of residues.</summary>
    private const int FewestPairs = 4;

    /// <summary>Strands at the ends of a sheet have more residues than this.</summary>
    private const int ShortStrand = 4;

    private readonly IReadOnlyList<TraceStrand> strands;
    private readonly Dictionary<(int, int), (int First, int Last)> extent = [];
    private readonly List<int>[] neighbours;

    private StrandPairs(IReadOnlyList<TraceStrand> strands)
    {
        this.strands = strands;
        neighbours = [.. strands.Select(_ => new List<int>())];
        for (int a = 0; a < strands.Count; a++)
        {
            for (int b = a + 1; b < strands.Count; b++)
            {
                if (Match(strands[a].Trace, strands[b].Trace) is not List<(int A, int B)> pairs)
                    continue;
                extent[(a, b)] = (pairs.Min(p => p.A), pairs.Max(p => p.A));
                extent[(b, a)] = (pairs.Min(p => p.B), pairs.Max(p => p.B));
                neighbours[a].Add(b);
                neighbours[b].Add(a);
            }
        }
    }

    /// <summary>The residues of strands in sheets.</summary>
    public static HashSet<int> Paired(IReadOnlyList<TraceStrand> strands)
    {
        var found = new StrandPairs(strands);
        var paired = new HashSet<int>();
        foreach (List<int> sheet in found.Sheets())
            found.Add(sheet, paired);
        return paired;
    }

    /// <summary>Sheets as lists of strands, each beside the next: first from strands with one neighbour, then from those with two; then every pair that is left.</summary>
    private List<List<int>> Sheets()
    {
        var sheets = new List<List<int>>();
        var used = new HashSet<int>();
        foreach (int count in new[] { 1, 2 })
        {
            for (int s = 0; s < strands.Count; s++)
            {
                if (neighbours[s].Count != count || used.Contains(s))
                    continue;
                List<int> sheet = [s];
                for (int next = s; next >= 0;)
                {
                    next = neighbours[next].FirstOrDefault(n => !used.Contains(n) && !sheet.Contains(n), -1);
                    if (next >= 0)
                        sheet.Add(next);
                }

                if (sheet.Count < 2)
                    continue;
                used.UnionWith(sheet);
                sheets.Add(sheet);
            }
        }

        HashSet<(int, int)> joined = [.. sheets.SelectMany(s => s.Zip(s.Skip(1))).SelectMany(p => new[] { (p.First, p.Second), (p.Second, p.First) })];
        foreach ((int a, int b) in extent.Keys.Where(p => p.Item1 < p.Item2).Order())
        {
            if (!joined.Contains((a, b)))
                sheets.Add([a, b]);
        }

        return sheets;
    }

    private void Add(List<int> sheet, HashSet<int> paired)
    {
        (int First, int Last)[] ranges = [.. sheet.Select((_, k) => Range(sheet, k))];
        int from = 0, to = sheet.Count - 1;
        while (from <= to && ranges[from].Last - ranges[from].First < ShortStrand)
            from++;
        while (to >= from && ranges[to].Last - ranges[to].First < ShortStrand)
            to--;
        for (int k = from; k <= to; k++)
        {
            for (int i = ranges[k].First; i <= ranges[k].Last; i++)
                paired.Add(strands[sheet[k]].Residues[i]);
        }
    }

    /// <summary>First and last residue of a strand that a neighbour in its sheet is beside.</summary>
    private (int First, int Last) Range(List<int> sheet, int k)
    {
        (int First, int Last)[] parts = [.. new[] { k - 1, k + 1 }.Where(n => n >= 0 && n < sheet.Count).Select(n => extent[(sheet[k], sheet[n])])];
        return (parts.Min(p => p.First), parts.Max(p => p.Last));
    }

    /// <summary>Pairs of residues in the better of the two directions, counted from the nearest pair; null when there are too few.</summary>
    private static List<(int, int)>? Match(Vec3[] a, Vec3[] b)
    {
        (int nearA, int nearB) = (0, 0);
        double nearest = double.PositiveInfinity;
        for (int i = 0; i < a.Length; i++)
        {
            for (int j = 0; j < b.Length; j++)
            {
                double squared = (a[i] - b[j]).LengthSquared;
                if (squared < nearest)
                    (nearest, nearA, nearB) = (squared, i, j);
            }
        }

        if (nearest > Reach * Reach)
            return null;
        List<(int, int)> parallel = Along(a, b, nearA, nearB, 1), opposite = Along(a, b, nearA, nearB, -1);
        List<(int, int)> better = opposite.Count > parallel.Count ? opposite : parallel;
        return better.Count < FewestPairs ? null : better;
    }

    private static List<(int, int)> Along(Vec3[] a, Vec3[] b, int nearA, int nearB, int direction)
    {
        var pairs = new List<(int, int)>();
        for (int offset = -nearA; nearA + offset < a.Length; offset++)
        {
            int j = nearB + direction * offset;
            if (j < 0 || j >= b.Length)
                continue;
            if ((a[nearA + offset] - b[j]).LengthSquared <= Reach * Reach)
                pairs.Add((nearA + offset, j));
            else if (offset > 0)
                break;
        }

        return pairs;
    }
}
