using System.Globalization;

namespace Engine.Core.Ncs;

/// <summary>How copies are treated in refinement.</summary>
public enum NcsMode
{
    /// <summary>Each copy on its own.</summary>
    None,

    /// <summary>Constraints for groups whose copies agree, restraints for the others.</summary>
    Auto,

    /// <summary>All copies are images of their master.</summary>
    Constraints,

    /// <summary>Copies are held to their mean.</summary>
    Restraints,
}

/// <summary>What becomes of each group.</summary>
/// <param name="Constrained">Groups whose copies are images of their master.</param>
/// <param name="Restrained">Groups whose copies are held to their mean.</param>
/// <param name="Reasons">One line per group, such as "A = B, C, D: constraints (rmsd 0.02 Å)".</param>
public sealed record NcsDecision(IReadOnlyList<NcsGroup> Constrained, IReadOnlyList<NcsGroup> Restrained, IReadOnlyList<string> Reasons)
{
    /// <summary>Copies that deviate less, after superposition, are taken for equal, Å.</summary>
    public const double EqualRmsd = 0.3;

    /// <summary>Copies whose residues fit the map equally well: largest mean difference of the correlation per residue.</summary>
    public const double EqualCorrelation = 0.05;

    /// <summary>Decides for each group.</summary>
    /// <param name="mode">What the user asked for.</param>
    /// <param name="groups">Groups; operators and deviations are found again for these coordinates.</param>
    /// <param name="x">3N coordinates, Å.</param>
    /// <param name="atomCorrelation">
    /// Per atom, the map correlation of its residue (NaN where it has none); null when it is not known. In the mode Auto a group whose copies differ in it by more
    /// than 0.05 on average is restrained.
    /// </param>
    public static NcsDecision Decide(NcsMode mode, IReadOnlyList<NcsGroup> groups, ReadOnlySpan<double> x, double[]? atomCorrelation = null)
    {
        List<NcsGroup> constrained = [], restrained = [];
        var reasons = new List<string>();
        foreach (NcsGroup group in mode == NcsMode.None ? [] : groups)
        {
            NcsGroup fitted = group.Refit(x);
            double difference = atomCorrelation == null ? 0 : LargestDifference(fitted, atomCorrelation);
            bool equal = fitted.LargestRmsd <= EqualRmsd && !(difference > EqualCorrelation);
            bool strict = mode == NcsMode.Constraints || (mode == NcsMode.Auto && equal);
            (strict ? constrained : restrained).Add(fitted);
            string correlation = atomCorrelation == null ? "" : string.Create(CultureInfo.InvariantCulture, $", CC differs by {difference:F3}");
            reasons.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{fitted.Master} = {string.Join(", ", fitted.Copies.Select(c => c.Chain))}: {(strict ? "constraints" : "restraints")} (rmsd {fitted.LargestRmsd:F2} Å{correlation})"));
        }

        return new(constrained, restrained, reasons);
    }

    /// <summary>Largest mean absolute difference of a copy's correlations to its master's.</summary>
    private static double LargestDifference(NcsGroup group, double[] correlation)
    {
        double largest = 0;
        foreach (NcsCopy copy in group.Copies)
        {
            double sum = 0;
            int count = 0;
            for (int k = 0; k < group.MasterAtoms.Length; k++)
            {
                if (copy.Atoms[k] < 0)
                    continue;
                double d = Math.Abs(correlation[group.MasterAtoms[k]] - correlation[copy.Atoms[k]]);
                if (!double.IsFinite(d))
                    continue;
                sum += d;
                count++;
            }

            largest = Math.Max(largest, count == 0 ? 0 : sum / count);
        }

        return largest;
    }
}
