using System.Globalization;
using Engine.Core.Refinement.Convergence;
using Engine.Kernels;

namespace Engine.Core.Refinement;

/// <summary>How well a part of the model agrees with the map.</summary>
/// <param name="Correlation">Correlation of model map and map inside the part's molecular mask.</param>
/// <param name="Points">Independent points of the map in that mask: its volume over (d/2)³.</param>
public readonly record struct GroupAgreement(double Correlation, double Points);

/// <summary>The weight of the map of one part of the model.</summary>
/// <param name="Name">Chain or domain.</param>
/// <param name="Atoms">Number of atoms.</param>
/// <param name="Factor">Weight over that of the model; the geometric mean over atoms is 1.</param>
/// <param name="Correlation">Correlation with the map that the factor is from.</param>
public sealed record GroupWeight(string Name, int Atoms, double Factor, double Correlation);

/// <summary>
/// Weights of the map by chain or domain. Inside the mask of a part, the correlation C of model map and map says what the map shows of it: signal over noise q = C²/(1 - C²). Where noise differs, the weight of a
/// least-squares term is proportional to 1/noise, that is to q. Differences within two standard errors (Fisher's z over the independent points of the mask) count as none, and so do all of them
/// together as long as no factor leaves 0.8 to 1.25.
/// </summary>
/// <param name="groups">Parts.</param>
/// <param name="atomCount">Number of atoms of the model.</param>
public sealed class GroupWeights(IReadOnlyList<AtomGroup> groups, int atomCount)
{
    /// <summary>Largest factor; the smallest is its inverse.</summary>
    public const double Largest = 4;

    /// <summary>Factors nearer to 1 in all groups are not used.</summary>
    public const double Least = 1.25;

    private const double Errors = 2;

    /// <summary>Correlations beyond these say nothing sure about noise.</summary>
    private const double LowestCorrelation = 0.05, HighestCorrelation = 0.99;

    private double[] factors = [.. groups.Select(_ => 1.0)];
    private double[] correlations = new double[groups.Count];

    /// <summary>The parts.</summary>
    public IReadOnlyList<AtomGroup> Groups => groups;

    /// <summary>Present weights.</summary>
    public IReadOnlyList<GroupWeight> Weights => [.. groups.Select((g, k) => new GroupWeight(g.Name, g.Atoms.Length, factors[k], correlations[k]))];

    /// <summary>Whether any part has a weight of its own.</summary>
    public bool Differ => Array.Exists(factors, f => f != 1);

    /// <summary>Factor of each atom of the model; 1 outside the groups.</summary>
    public double[] PerAtom() => WeightGroups.PerAtom(groups, factors, atomCount);

    /// <summary>Takes new evidence.</summary>
    /// <param name="agreement">One per group.</param>
    public void Follow(IReadOnlyList<GroupAgreement> agreement)
    {
        correlations = [.. agreement.Select(a => a.Correlation)];
        factors = Factors(agreement, [.. groups.Select(g => (double)g.Atoms.Length)]);
    }

    /// <summary>How far the part with the largest deviations is along the way to the goals of geometry (<see cref="GeometryGoal.Ratio"/>): no part may pass them.</summary>
    /// <param name="table">Terms.</param>
    /// <param name="x">3N coordinates, Å.</param>
    /// <param name="goal">Goals.</param>
    public double Ratio(RestraintTable table, double[] x, GeometryGoal goal)
    {
        double largest = 0;
        foreach (AtomGroup group in groups)
        {
            var part = new bool[atomCount];
            foreach (int i in group.Atoms)
                part[i] = true;
            (double bond, double angle) = BondAngleRmsd.Compute(table, x, part);
            largest = Math.Max(largest, goal.Ratio(bond, angle));
        }

        return largest;
    }

    /// <summary>The factors that some evidence asks for.</summary>
    /// <param name="agreement">One per group.</param>
    /// <param name="atoms">Atoms of each group, which weigh the means.</param>
    public static double[] Factors(IReadOnlyList<GroupAgreement> agreement, double[] atoms)
    {
        double[] c = [.. agreement.Select(a => double.IsNaN(a.Correlation) ? LowestCorrelation : Math.Clamp(a.Correlation, LowestCorrelation, HighestCorrelation))];
        double[] ratio = Centred([.. c.Select(v => Math.Log(v * v / (1 - v * v)))], atoms);
        for (int g = 0; g < c.Length; g++)
        {
            // q = sinh²(z), so d ln q / dz = 2 / C.
            double error = 2 / (c[g] * Math.Sqrt(Math.Max(1, agreement[g].Points - 3))), noise = Errors * error / Math.Abs(ratio[g]);
            ratio[g] = noise < 1 ? ratio[g] * (1 - noise * noise) : 0;
        }

        double limit = Math.Log(Largest);
        ratio = Centred([.. Centred(ratio, atoms).Select(r => Math.Clamp(r, -limit, limit))], atoms);
        return ratio.All(r => Math.Abs(r) < Math.Log(Least)) ? [.. ratio.Select(_ => 1.0)] : [.. ratio.Select(Math.Exp)];
    }

    /// <summary>The state as text, for checkpoints.</summary>
    public string Save() => string.Join(' ', factors.Concat(correlations).Select(v => v.ToString("R", CultureInfo.InvariantCulture)));

    /// <summary>Takes the state of an earlier run with the same groups.</summary>
    /// <param name="text">What <see cref="Save"/> gave.</param>
    public void Restore(string text)
    {
        double[] values = [.. text.Split(' ').Select(v => double.Parse(v, CultureInfo.InvariantCulture))];
        (factors, correlations) = (values[..groups.Count], values[groups.Count..]);
    }

    private static double[] Centred(double[] values, double[] atoms)
    {
        double mean = values.Zip(atoms, (v, n) => v * n).Sum() / atoms.Sum();
        return [.. values.Select(v => v - mean)];
    }
}
