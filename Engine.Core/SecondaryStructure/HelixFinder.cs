namespace Engine.Core.SecondaryStructure;

/// <summary>A helix as units of the backbone.</summary>
/// <param name="Kind">Kind.</param>
/// <param name="First">First unit.</param>
/// <param name="Last">Last unit.</param>
/// <param name="FromTrace">True when only the CA trace showed it.</param>
internal sealed record HelixRange(HelixKind Kind, int First, int Last, bool FromTrace);

/// <summary>Helices by consecutive turns (Kabsch and Sander, Biopolymers 22 (1983) 2577).</summary>
internal static class HelixFinder
{
    /// <summary>Residues from a carbonyl to the N-H it is bonded to.</summary>
    public static int Step(HelixKind kind) => kind switch
    {
        HelixKind.ThreeTen => 3,
        HelixKind.Pi => 5,
        _ => 4,
    };

    /// <summary>
    /// Marks the units of helices of one kind: two turns at neighbours i - 1 and i make a helix from i to i + n - 1. Stretches that meet units marked before are left out.
    /// </summary>
    /// <param name="backbone">Chains.</param>
    /// <param name="bonds">Hydrogen bonds.</param>
    /// <param name="kind">Kind of helix.</param>
    /// <param name="letter">Letter that marks it.</param>
    /// <param name="codes">One letter per unit; changed.</param>
    public static List<HelixRange> Mark(ProteinBackbone backbone, BackboneHydrogenBonds bonds, HelixKind kind, char letter, char[] codes)
    {
        int n = Step(kind);
        var members = new bool[codes.Length];
        for (int i = 1; i + n - 1 < codes.Length; i++)
        {
            if (!IsTurn(backbone, bonds, i - 1, n) || !IsTurn(backbone, bonds, i, n) || Array.Exists(codes[i..(i + n)], c => c != '-' && c != letter))
                continue;
            Array.Fill(members, true, i, n);
        }

        for (int i = 0; i < codes.Length; i++)
            codes[i] = members[i] ? letter : codes[i];
        return Runs(backbone, i => members[i], kind, false, 1);
    }

    /// <summary>Unbroken stretches of units that pass a test.</summary>
    /// <param name="backbone">Chains.</param>
    /// <param name="passes">Test.</param>
    /// <param name="kind">Kind of helix.</param>
    /// <param name="fromTrace">Where the stretches come from.</param>
    /// <param name="shortest">Least number of units.</param>
    public static List<HelixRange> Runs(ProteinBackbone backbone, Func<int, bool> passes, HelixKind kind, bool fromTrace, int shortest)
    {
        var runs = new List<HelixRange>();
        for (int i = 0; i < backbone.Units.Count;)
        {
            if (!passes(i))
            {
                i++;
                continue;
            }

            int last = i;
            while (last + 1 < backbone.Units.Count && passes(last + 1) && backbone.Units[last + 1].FollowsPrevious)
                last++;
            if (last - i + 1 >= shortest)
                runs.Add(new(kind, i, last, fromTrace));
            i = last + 1;
        }

        return runs;
    }

    private static bool IsTurn(ProteinBackbone backbone, BackboneHydrogenBonds bonds, int i, int n) => bonds.Has(i, i + n) && backbone.IsUnbroken(i, i + n);
}
