namespace Engine.Core.Refinement.Occupancies;

/// <summary>
/// The variables of an occupancy refinement: o_g = q_g² / Σ q² over the groups of a set, with an invisible group that takes the rest where a set need not add up
/// to 1. Every q gives occupancies from 0 to 1 with the right sum, and both bounds can be reached.
/// </summary>
internal sealed class OccupancyVariables
{
    /// <summary>No group starts below this: from exactly 0 the derivative by q is 0.</summary>
    private const double SmallestStart = 0.02;

    private readonly IReadOnlyList<OccupancySet> sets;
    private readonly int[] first;

    /// <summary>Prepares the variables.</summary>
    /// <param name="sets">Sets of groups.</param>
    public OccupancyVariables(IReadOnlyList<OccupancySet> sets)
    {
        this.sets = sets;
        first = new int[sets.Count];
        int next = 0;
        for (int s = 0; s < sets.Count; s++)
        {
            first[s] = next;
            next += Members(sets[s]);
        }

        Length = Math.Max(3, (next + 2) / 3 * 3);
    }

    /// <summary>Length of the parameter vector, a multiple of three.</summary>
    public int Length { get; }

    /// <summary>Parameters of given occupancies; groups outside 0 to 1 or with a wrong sum are brought there.</summary>
    /// <param name="occupancy">Occupancy of every atom of the model; the mean over a group counts.</param>
    public double[] Start(IReadOnlyList<double> occupancy)
    {
        var q = new double[Length];
        for (int s = 0; s < sets.Count; s++)
        {
            OccupancySet set = sets[s];
            double sum = 0;
            for (int g = 0; g < set.Groups.Count; g++)
            {
                double o = Math.Clamp(set.Groups[g].Atoms.Average(a => occupancy[a]), SmallestStart, 1);
                (q[first[s] + g], sum) = (Math.Sqrt(o), sum + o);
            }

            if (!set.SumsToOne)
                q[first[s] + set.Groups.Count] = Math.Sqrt(Math.Max(SmallestStart, 1 - sum));
        }

        return q;
    }

    /// <summary>Puts the occupancies that belong to parameters into all atoms of the groups.</summary>
    /// <param name="q">Parameters.</param>
    /// <param name="occupancy">Occupancies of the model; those of the groups are overwritten.</param>
    public void Set(ReadOnlySpan<double> q, double[] occupancy)
    {
        for (int s = 0; s < sets.Count; s++)
        {
            double sum = Sum(q, s);
            for (int g = 0; g < sets[s].Groups.Count; g++)
                Assign(sets[s].Groups[g], q[first[s] + g] * q[first[s] + g] / sum, occupancy);
        }
    }

    /// <summary>dT/dq from dT/do of the atoms: 2 q_g / Σq² (T_g - Σ o T).</summary>
    /// <param name="q">Parameters.</param>
    /// <param name="byAtom">dT/do of every atom of the model.</param>
    /// <param name="gradient">Receives the derivatives.</param>
    public void Gradient(ReadOnlySpan<double> q, ReadOnlySpan<double> byAtom, Span<double> gradient)
    {
        gradient.Clear();
        for (int s = 0; s < sets.Count; s++)
        {
            double sum = Sum(q, s), mean = 0;
            for (int g = 0; g < sets[s].Groups.Count; g++)
            {
                double slope = 0;
                foreach (int a in sets[s].Groups[g].Atoms)
                    slope += byAtom[a];
                gradient[first[s] + g] = slope;
                mean += slope * q[first[s] + g] * q[first[s] + g] / sum;
            }

            for (int k = first[s]; k < first[s] + Members(sets[s]); k++)
                gradient[k] = 2 * q[k] / sum * (gradient[k] - mean);
        }
    }

    /// <summary>Occupancies in hundredths, as files hold them; sets that add up to 1 still do (largest remainders are rounded up).</summary>
    /// <param name="q">Parameters.</param>
    /// <param name="occupancy">Occupancies of the model; those of the groups are overwritten.</param>
    public void SetRounded(ReadOnlySpan<double> q, double[] occupancy)
    {
        for (int s = 0; s < sets.Count; s++)
        {
            double sum = Sum(q, s);
            var exact = new double[sets[s].Groups.Count];
            for (int g = 0; g < exact.Length; g++)
                exact[g] = 100 * q[first[s] + g] * q[first[s] + g] / sum;
            int[] hundredths = [.. exact.Select(e => (int)(sets[s].SumsToOne ? Math.Floor(e) : Math.Round(e)))];
            if (sets[s].SumsToOne)
            {
                int missing = 100 - hundredths.Sum();
                foreach (int g in Enumerable.Range(0, exact.Length).OrderByDescending(g => exact[g] - hundredths[g]).ThenBy(g => g).Take(missing))
                    hundredths[g]++;
            }

            for (int g = 0; g < exact.Length; g++)
                Assign(sets[s].Groups[g], hundredths[g] / 100.0, occupancy);
        }
    }

    private static void Assign(OccupancyGroup group, double value, double[] occupancy)
    {
        foreach (int a in group.Atoms)
            occupancy[a] = value;
    }

    private static int Members(OccupancySet set) => set.Groups.Count + (set.SumsToOne ? 0 : 1);

    private double Sum(ReadOnlySpan<double> q, int s)
    {
        double sum = 0;
        for (int k = first[s]; k < first[s] + Members(sets[s]); k++)
            sum += q[k] * q[k];
        return sum;
    }
}
