namespace Engine.Kernels.SelfTests;

/// <summary>Contact lists by their definition, pair by pair.</summary>
internal static class ReferenceNeighbors
{
    /// <summary>Atoms of all kinds, with exclusion lists where there are few.</summary>
    public static NonbondedTable RandomTable(KernelSamples samples, int atoms)
    {
        int[] Integers(int below) => [.. Enumerable.Range(0, atoms).Select(_ => (int)samples.Between(0, below))];
        int[] group = Integers(Math.Max(1, atoms / 8)), kind = Integers(3);
        int[][] Lists(int wanted) => [.. Enumerable.Range(0, atoms).Select(i =>
            Enumerable.Range(0, atoms).Where(j => j != i && group[j] == group[i] && (kind[i] + kind[j]) % 3 == wanted).ToArray())];
        return Table(
            atoms, samples.Singles(atoms, 0.3, 2), [.. Integers(4).Select(v => (byte)v)], [.. Integers(5).Select(v => Math.Max(0, v - 2))],
            [.. Integers(6).Select(v => (byte)Math.Min(1, v))], [.. Integers(3).Select(v => (byte)Math.Min(1, v))],
            atoms > 1000 ? null : Lists(0), atoms > 1000 ? null : Lists(1));
    }

    /// <summary>Atoms, alike but for what is given.</summary>
    public static NonbondedTable Table(
        int atoms, float[]? radius = null, byte[]? hydrogenBond = null, int[]? conformer = null, byte[]? active = null, byte[]? movable = null,
        int[][]? excluded = null, int[][]? fourth = null) => new()
        {
            Radius = radius ?? [.. Enumerable.Repeat(1.7f, atoms)],
            HydrogenBond = hydrogenBond ?? new byte[atoms],
            Conformer = conformer ?? new int[atoms],
            Active = active ?? [.. Enumerable.Repeat((byte)1, atoms)],
            Movable = movable ?? [.. Enumerable.Repeat((byte)1, atoms)],
            ExcludedStart = Starts(excluded, atoms),
            ExcludedAtoms = [.. (excluded ?? []).SelectMany(a => a)],
            Start14 = Starts(fourth, atoms),
            Atoms14 = [.. (fourth ?? []).SelectMany(a => a)],
        };

    /// <summary>The definition, pair by pair.</summary>
    public static NonbondedPairs AllPairs(NonbondedTable t, double[] x, double margin)
    {
        List<int> start = [0];
        List<int> partners = [];
        List<float> contacts = [];
        for (int i = 0; i < t.Radius.Length; i++)
        {
            for (int j = 0; j < t.Radius.Length; j++)
            {
                bool apart = t.Conformer[i] != 0 && t.Conformer[j] != 0 && t.Conformer[i] != t.Conformer[j];
                bool excluded = Holds(t.ExcludedStart, t.ExcludedAtoms, i, j);
                if (i == j || apart || excluded || t.Active[i] * t.Active[j] == 0 || t.Movable[i] + t.Movable[j] == 0)
                    continue;
                double contact = (double)t.Radius[i] + t.Radius[j];
                if (((t.HydrogenBond[i] & 1) != 0 && (t.HydrogenBond[j] & 2) != 0) || ((t.HydrogenBond[j] & 1) != 0 && (t.HydrogenBond[i] & 2) != 0))
                    contact = Math.Min(contact, t.HydrogenBondDistance);
                if (Holds(t.Start14, t.Atoms14, i, j))
                    contact *= t.Scale14;
                contact = Math.Max(contact, t.MinimumDistance);
                double d2 = Enumerable.Range(0, 3).Sum(a => Math.Pow(x[3 * i + a] - x[3 * j + a], 2));
                if (d2 < (contact + margin) * (contact + margin))
                {
                    partners.Add(j);
                    contacts.Add((float)contact);
                }
            }

            start.Add(partners.Count);
        }

        return new NonbondedPairs([.. start], [.. partners], [.. contacts]);
    }

    private static int[] Starts(int[][]? lists, int atoms)
    {
        int[] start = new int[atoms + 1];
        for (int i = 0; i < atoms; i++)
            start[i + 1] = start[i] + (lists == null ? 0 : lists[i].Length);
        return start;
    }

    private static bool Holds(int[] start, int[] atoms, int i, int j) => Array.IndexOf(atoms, j, start[i], start[i + 1] - start[i]) >= 0;
}
