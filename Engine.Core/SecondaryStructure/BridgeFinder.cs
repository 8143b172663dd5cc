namespace Engine.Core.SecondaryStructure;

/// <summary>Two residues side by side on two strands.</summary>
/// <param name="I">Unit of the lower index.</param>
/// <param name="J">Unit of the higher index.</param>
/// <param name="IsParallel">Direction.</param>
internal readonly record struct Bridge(int I, int J, bool IsParallel);

/// <summary>A row of bridges of one kind.</summary>
/// <param name="Bridges">Bridges, I ascending.</param>
internal sealed record Ladder(List<Bridge> Bridges)
{
    public bool IsParallel => Bridges[0].IsParallel;

    public (int First, int Last) Side1 => (Bridges.Min(b => b.I), Bridges.Max(b => b.I));

    public (int First, int Last) Side2 => (Bridges.Min(b => b.J), Bridges.Max(b => b.J));
}

/// <summary>Bridges and ladders by the patterns of Kabsch and Sander (Biopolymers 22 (1983) 2577).</summary>
internal static class BridgeFinder
{
    /// <summary>A bulge may leave out this many residues on one strand, when at most one is left out on the other.</summary>
    private const int LongBulge = 4;

    /// <summary>All bridges, ordered.</summary>
    public static List<Bridge> Bridges(ProteinBackbone backbone, BackboneHydrogenBonds bonds)
    {
        var found = new SortedSet<(int, int, bool)>();
        foreach (BackboneHydrogenBond bond in bonds.All)
        {
            for (int di = -1; di <= 1; di++)
            {
                for (int dj = -1; dj <= 1; dj++)
                    Test(backbone, bonds, bond.Acceptor + di, bond.Donor + dj, found);
            }
        }

        return [.. found.Select(f => new Bridge(f.Item1, f.Item2, f.Item3))];
    }

    /// <summary>Hydrogen bonds that make a bridge, as (acceptor, donor).</summary>
    public static IEnumerable<(int Acceptor, int Donor)> BondsOf(Bridge b) => b.IsParallel
        ? [(b.I - 1, b.J), (b.J, b.I + 1), (b.J - 1, b.I), (b.I, b.J + 1)]
        : [(b.I, b.J), (b.J, b.I), (b.I - 1, b.J + 1), (b.J - 1, b.I + 1)];

    /// <summary>Joins bridges into ladders, over bulges too.</summary>
    public static List<Ladder> Ladders(ProteinBackbone backbone, List<Bridge> bridges)
    {
        var ladders = new List<Ladder>();
        foreach (Bridge bridge in bridges)
        {
            Ladder? home = ladders.Find(l => Continues(backbone, l.Bridges[^1], bridge));
            if (home == null)
                ladders.Add(new([bridge]));
            else
                home.Bridges.Add(bridge);
        }

        return ladders;
    }

    private static bool Continues(ProteinBackbone backbone, Bridge last, Bridge next)
    {
        if (last.IsParallel != next.IsParallel)
            return false;
        int di = next.I - last.I, dj = last.IsParallel ? next.J - last.J : last.J - next.J;
        if (di < 1 || dj < 1 || di > LongBulge + 1 || dj > LongBulge + 1 || Math.Min(di, dj) > 2)
            return false;
        return backbone.IsUnbroken(last.I, next.I) && backbone.IsUnbroken(Math.Min(last.J, next.J), Math.Max(last.J, next.J));
    }

    private static void Test(ProteinBackbone backbone, BackboneHydrogenBonds bonds, int a, int b, SortedSet<(int, int, bool)> found)
    {
        (int i, int j) = a < b ? (a, b) : (b, a);
        bool whole = backbone.IsUnbroken(i - 1, i + 1) && backbone.IsUnbroken(j - 1, j + 1);
        if (!whole || (j - i < 3 && backbone.IsUnbroken(i, j)))
            return;
        if ((bonds.Has(i - 1, j) && bonds.Has(j, i + 1)) || (bonds.Has(j - 1, i) && bonds.Has(i, j + 1)))
            found.Add((i, j, true));
        else if ((bonds.Has(i, j) && bonds.Has(j, i)) || (bonds.Has(i - 1, j + 1) && bonds.Has(j - 1, i + 1)))
            found.Add((i, j, false));
    }
}
