using Engine.Core.Chemistry;
using Engine.Core.Models;
using Engine.Core.Restraints;

namespace Engine.Core.Validation;

/// <summary>How B factors are distributed, Å².</summary>
/// <param name="Count">Number of atoms.</param>
/// <param name="Mean">Mean.</param>
/// <param name="Deviation">Standard deviation.</param>
/// <param name="Minimum">Smallest.</param>
/// <param name="LowerQuartile">A quarter of the atoms is below this.</param>
/// <param name="Median">Half of the atoms is below this.</param>
/// <param name="UpperQuartile">Three quarters of the atoms are below this.</param>
/// <param name="Maximum">Largest.</param>
public sealed record BFactorDistribution(int Count, double Mean, double Deviation, double Minimum, double LowerQuartile, double Median, double UpperQuartile, double Maximum)
{
    /// <summary>Describes B factors; all zeros when there are none.</summary>
    /// <param name="values">B factors, Å².</param>
    public static BFactorDistribution Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0)
            return new(0, 0, 0, 0, 0, 0, 0, 0);
        double mean = sorted.Average();
        return new(
            sorted.Length, mean, Math.Sqrt(sorted.Average(b => (b - mean) * (b - mean))), sorted[0], Quantile(sorted, 0.25), Quantile(sorted, 0.5), Quantile(sorted, 0.75), sorted[^1]);
    }

    private static double Quantile(double[] sorted, double q)
    {
        double at = q * (sorted.Length - 1);
        int low = (int)at;
        return sorted[low] + (at - low) * (sorted[Math.Min(low + 1, sorted.Length - 1)] - sorted[low]);
    }
}

/// <summary>B factors of one chain.</summary>
/// <param name="Chain">Chain id.</param>
/// <param name="Distribution">Heavy atoms of the chain, waters apart.</param>
public sealed record ChainBFactors(string Chain, BFactorDistribution Distribution);

/// <summary>Two bonded atoms whose B factors differ more than bonds allow.</summary>
/// <param name="Atom1">Index of the first atom.</param>
/// <param name="Atom2">Index of the second atom.</param>
/// <param name="Name1">Readable name.</param>
/// <param name="Name2">Readable name.</param>
/// <param name="Difference">Difference, Å².</param>
public sealed record BFactorStep(int Atom1, int Atom2, string Name1, string Name2, double Difference);

/// <summary>
/// Whether B factors make sense: heavy atoms without waters, by chain, and between bonded atoms, which move together. A step is a difference of more than 20 Å² that is also more than half
/// of the mean of the two.
/// </summary>
/// <param name="All">All atoms that count.</param>
/// <param name="Chains">By chain, in file order.</param>
/// <param name="BondedPairs">Number of bonded pairs.</param>
/// <param name="BondedRms">Root mean square difference of bonded atoms, Å².</param>
/// <param name="BondedCorrelation">Correlation of the B factors of bonded atoms; null when B is constant or there are no bonds.</param>
/// <param name="Steps">Bonded atoms that differ too much, largest difference first.</param>
/// <param name="NotPositive">Atoms with B of 0 or less.</param>
/// <param name="BadOccupancies">Atoms with occupancies below 0 or above 1.</param>
/// <param name="Warnings">What looks wrong, one line each.</param>
public sealed record BFactorReport(
    BFactorDistribution All,
    IReadOnlyList<ChainBFactors> Chains,
    int BondedPairs,
    double BondedRms,
    double? BondedCorrelation,
    IReadOnlyList<BFactorStep> Steps,
    int NotPositive,
    int BadOccupancies,
    IReadOnlyList<string> Warnings)
{
    private const double LeastStep = 20, RelativeStep = 0.5;

    /// <summary>B factors differ less than this when they are constant, Å².</summary>
    private const double Constant = 0.01;

    /// <summary>Above this B is the limit of a program rather than a measurement, Å².</summary>
    private const double Extreme = 500;

    /// <summary>Judges the first model of a structure.</summary>
    /// <param name="structure">Model.</param>
    /// <param name="library">Components, from which bonds are known.</param>
    public static BFactorReport Compute(Structure structure, ComponentLibrary library)
    {
        ArgumentNullException.ThrowIfNull(structure);
        Model model = structure.First;
        bool[] counts = [.. model.Atoms.Select(a => !a.Element.IsHydrogen && !ResidueClasses.IsWater(model.Residues[a.ResidueIndex].Name))];
        var all = BFactorDistribution.Of(Values(model, counts, _ => true));
        var chains = new List<ChainBFactors>();
        for (int c = 0; c < model.Chains.Count; c++)
        {
            var distribution = BFactorDistribution.Of(Values(model, counts, r => r.ChainIndex == c));
            if (distribution.Count > 0)
                chains.Add(new(model.Chains[c].Id, distribution));
        }

        List<(int A, int B)> pairs = Bonded(structure, library, counts);
        double rms = pairs.Count == 0 ? 0 : Math.Sqrt(pairs.Average(p => Square(model.Atoms[p.A].BIso - model.Atoms[p.B].BIso)));
        BFactorStep[] steps = [.. pairs.Where(p => IsStep(model.Atoms[p.A].BIso, model.Atoms[p.B].BIso))
            .Select(p => new BFactorStep(p.A, p.B, Labels.Atom(model, p.A), Labels.Atom(model, p.B), Math.Abs(model.Atoms[p.A].BIso - model.Atoms[p.B].BIso)))
            .OrderByDescending(s => s.Difference).ThenBy(s => s.Atom1).ThenBy(s => s.Atom2)];
        int notPositive = Enumerable.Range(0, counts.Length).Count(i => counts[i] && model.Atoms[i].BIso <= 0);
        int occupancies = Enumerable.Range(0, counts.Length).Count(i => counts[i] && !(model.Atoms[i].Occupancy is >= 0 and <= 1));
        return new(all, chains, pairs.Count, rms, Correlation(model, pairs), steps, notPositive, occupancies, [.. Warn(all, notPositive, occupancies)]);
    }

    private static IEnumerable<double> Values(Model model, bool[] counts, Func<Residue, bool> wanted) =>
        model.Atoms.Where((a, i) => counts[i] && wanted(model.Residues[a.ResidueIndex])).Select(a => a.BIso);

    private static List<(int A, int B)> Bonded(Structure structure, ComponentLibrary library, bool[] counts)
    {
        List<int> bonds = ModelTopology.Of(structure.First, structure.Links, library, new RestraintOptions(), []).BondedPairs();
        var pairs = new List<(int, int)>();
        for (int k = 0; k < bonds.Count; k += 2)
        {
            (int a, int b) = (Math.Min(bonds[k], bonds[k + 1]), Math.Max(bonds[k], bonds[k + 1]));
            if (counts[a] && counts[b] && !Metals.IsMetal(structure.First.Atoms[a].Element) && !Metals.IsMetal(structure.First.Atoms[b].Element))
                pairs.Add((a, b));
        }

        pairs.Sort();
        return pairs;
    }

    private static bool IsStep(double a, double b) => Math.Abs(a - b) > LeastStep && Math.Abs(a - b) > RelativeStep * (a + b) / 2;

    private static double Square(double x) => x * x;

    /// <summary>Each bond counts in both directions, so that the order of its atoms does not matter.</summary>
    private static double? Correlation(Model model, List<(int A, int B)> pairs)
    {
        if (pairs.Count == 0)
            return null;
        double mean = pairs.Average(p => (model.Atoms[p.A].BIso + model.Atoms[p.B].BIso) / 2);
        double variance = pairs.Average(p => (Square(model.Atoms[p.A].BIso - mean) + Square(model.Atoms[p.B].BIso - mean)) / 2);
        double covariance = pairs.Average(p => (model.Atoms[p.A].BIso - mean) * (model.Atoms[p.B].BIso - mean));
        return variance < Constant * Constant ? null : covariance / variance;
    }

    private static IEnumerable<string> Warn(BFactorDistribution all, int notPositive, int occupancies)
    {
        if (all.Count > 1 && all.Maximum - all.Minimum < Constant)
            yield return FormattableString.Invariant($"every B factor is {all.Minimum:F2} Å²: they were never refined");
        if (notPositive > 0)
            yield return $"{notPositive} atoms have B factors of 0 or less";
        if (all.Maximum >= Extreme)
            yield return FormattableString.Invariant($"the largest B factor is {all.Maximum:F0} Å²: such atoms are not seen in the map");
        if (occupancies > 0)
            yield return $"{occupancies} atoms have occupancies below 0 or above 1";
    }
}
