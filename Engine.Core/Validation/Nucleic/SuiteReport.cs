using Engine.Core.Geometry;
using Engine.Core.Models;
using Engine.Core.Restraints;

namespace Engine.Core.Validation.Nucleic;

/// <summary>The backbone between the sugars of two nucleotides.</summary>
/// <param name="Residue">Index of the second residue.</param>
/// <param name="Name">Readable name of the second residue, such as "A 15 G".</param>
/// <param name="Conformer">Two characters of the conformer, such as "1a"; "!!" for outliers.</param>
/// <param name="Suiteness">1 at the centre of the conformer, 0.01 at its border, 0 for outliers.</param>
/// <param name="Angles">δ of the first residue, its ε and ζ, then α, β, γ and δ of the second, degrees, 0 to 360.</param>
/// <param name="Fault">Why it is an outlier, such as "β out of range"; empty for others.</param>
public sealed record Suite(int Residue, string Name, string Conformer, double Suiteness, double[] Angles, string Fault)
{
    /// <summary>Name of outliers.</summary>
    public const string Outlier = "!!";

    /// <summary>True for outliers.</summary>
    public bool IsOutlier => Conformer == Outlier;
}

/// <summary>
/// Backbone conformers of RNA (Richardson and co-workers, RNA 14 (2008) 465): each suite is compared with the 54 of the reference list in its bin of sugar puckers and γ. Where a large conformer
/// meets a small one beside it, widths made for the two decide.
/// </summary>
/// <param name="Suites">All suites whose seven torsions are there, in chain order; of alternates the conformer with the highest occupancy.</param>
public sealed record SuiteReport(IReadOnlyList<Suite> Suites)
{
    private const double LongestBond = 2.2;

    private static readonly string[] Symbols = ["δ-1", "ε-1", "ζ-1", "α", "β", "γ", "δ"];

    /// <summary>Limits of ε, ζ, α and β, degrees, with their places among the seven; in this order.</summary>
    private static readonly (int Angle, double Low, double High)[] Limits = [(1, 155, 310), (3, 25, 335), (4, 50, 290), (2, 25, 335)];

    /// <summary>Number of suites.</summary>
    public int Count => Suites.Count;

    /// <summary>Number of outliers.</summary>
    public int Outliers => Suites.Count(s => s.IsOutlier);

    /// <summary>The outliers in chain order.</summary>
    public IReadOnlyList<Suite> OutlierList => [.. Suites.Where(s => s.IsOutlier)];

    /// <summary>Mean suiteness; null without suites.</summary>
    public double? MeanSuiteness => Count == 0 ? null : Suites.Average(s => s.Suiteness);

    /// <summary>Names the suites of a model.</summary>
    /// <param name="model">Names, residues and occupancies.</param>
    /// <param name="positions">3N coordinates, Å.</param>
    /// <exception cref="ArgumentException">The number of coordinates is not 3N.</exception>
    public static SuiteReport Compute(Model model, ReadOnlySpan<double> positions)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (positions.Length != 3 * model.Atoms.Count)
            throw new ArgumentException($"{positions.Length} coordinates for {model.Atoms.Count} atoms", nameof(positions));
        double[] x = positions.ToArray();
        var suites = new List<Suite>();
        foreach (Chain chain in model.Chains)
        {
            for (int k = 1; k < chain.Residues.Count; k++)
            {
                int r = chain.Residues[k];
                if (Angles(model, x, chain.Residues[k - 1], r) is double[] angles)
                    suites.Add(Name(r, Labels.Residue(model, r), angles));
            }
        }

        return new(suites);
    }

    /// <summary>The conformer of seven torsions.</summary>
    /// <param name="angles">δ, ε, ζ of one residue, α, β, γ, δ of the next, degrees, 0 to 360.</param>
    /// <returns>Name, suiteness, and why it is an outlier.</returns>
    public static (string Conformer, double Suiteness, string Fault) Classify(double[] angles)
    {
        if (angles.Length != 7)
            throw new ArgumentException($"{angles.Length} torsions instead of 7", nameof(angles));
        foreach ((int angle, double low, double high) in Limits)
        {
            if (!(angles[angle] >= low && angles[angle] <= high))
                return (Suite.Outlier, 0, $"{Symbols[angle]} out of range");
        }

        (char before, char after, char turn) = (Pucker(angles[0]), Pucker(angles[6]), Region(angles[5]));
        if (before == ' ' || after == ' ' || turn == ' ')
            return (Suite.Outlier, 0, $"{(before == ' ' ? Symbols[0] : after == ' ' ? Symbols[6] : Symbols[5])} out of range");
        SuiteCluster[] bin = [.. SuiteCluster.Of($"{before}{after}{turn}")];
        if (Nearest(bin, angles) is not SuiteCluster found)
            return (Suite.Outlier, 0, "no conformer near");
        double distance = found.Distance7(angles);
        return distance <= 1 ? (found.Name, Math.Max(0.01, (Math.Cos(Math.PI * distance) + 1) / 2), "") : (Suite.Outlier, 0, $"beyond the border of {found.Name}");
    }

    private static Suite Name(int residue, string name, double[] angles)
    {
        (string conformer, double suiteness, string fault) = Classify(angles);
        return new(residue, name, conformer, suiteness, angles, fault);
    }

    private static char Pucker(double delta) => delta is >= 60 and <= 105 ? '3' : delta is >= 125 and <= 165 ? '2' : ' ';

    private static char Region(double gamma) => gamma is >= 140 and <= 215 ? 't' : gamma is >= 20 and <= 95 ? 'p' : gamma is >= 260 and <= 335 ? 'm' : ' ';

    /// <summary>The nearest conformer in four torsions, even beyond its border: the distance in seven decides on membership.</summary>
    private static SuiteCluster? Nearest(SuiteCluster[] bin, double[] angles)
    {
        double[] usual = SuiteCluster.Widths[1..5];
        double Distance(SuiteCluster c) => c.Distance4(angles, usual);
        SuiteCluster? nearest = bin.MinBy(Distance);
        SuiteCluster? large = bin.FirstOrDefault(c => c.Kind == "dom" && Distance(c) < 1);
        if (large == null || bin.Count(c => Distance(c) < 1) < 2)
            return nearest;
        SuiteCluster other = bin.Where(c => c.Kind != "dom").MinBy(Distance)!;
        return other.Kind == "sat" && IsBetween(angles, large, other)
            ? large.Distance4(angles, other.NeighbourWidths) < other.Distance4(angles, other.OwnWidths) ? large : other
            : Distance(large) < Distance(other) ? large : other;
    }

    private static bool IsBetween(double[] angles, SuiteCluster a, SuiteCluster b)
    {
        double fromA = 0, fromB = 0;
        for (int k = 1; k < 5; k++)
        {
            fromA += (a.Mean[k] - angles[k]) * (a.Mean[k] - b.Mean[k]);
            fromB += (b.Mean[k] - angles[k]) * (b.Mean[k] - a.Mean[k]);
        }

        return fromA > 0 && fromB > 0;
    }

    private static double[]? Angles(Model model, double[] x, int first, int second)
    {
        var a = new NucleotideAtoms(model, x, first);
        var b = new NucleotideAtoms(model, x, second, a.AltLoc);
        Vec3?[] chain = [a.At("C5'"), a.At("C4'"), a.At("C3'"), a.At("O3'"), b.At("P"), b.At("O5'"), b.At("C5'"), b.At("C4'"), b.At("C3'"), b.At("O3'")];
        if (a.At("O2'") == null || b.At("O2'") == null || chain.Contains(null))
            return null;
        for (int k = 0; k + 1 < chain.Length; k++)
        {
            if (Vec3.Distance(chain[k]!.Value, chain[k + 1]!.Value) > LongestBond)
                return null;
        }

        var angles = new double[7];
        for (int k = 0; k < 7; k++)
        {
            double torsion = Vec3.TorsionDegrees(chain[k]!.Value, chain[k + 1]!.Value, chain[k + 2]!.Value, chain[k + 3]!.Value);
            angles[k] = torsion < 0 ? torsion + 360 : torsion;
        }

        return angles;
    }
}
