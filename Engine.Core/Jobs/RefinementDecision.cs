namespace Engine.Core.Jobs;

/// <summary>One of the criteria that a refined model must meet.</summary>
/// <param name="Name">Quantity.</param>
/// <param name="Before">Of the input model.</param>
/// <param name="After">Of the refined model.</param>
/// <param name="Limit">What the refined model's value may be at worst.</param>
/// <param name="Passed">True when it is within the limit.</param>
public sealed record DecisionCriterion(string Name, double Before, double After, double Limit, bool Passed);

/// <summary>Whether a refined model replaces its input: the fit must not be worse, and no measure of geometry worse beyond a tolerance.</summary>
/// <param name="Accepted">True when all criteria are met.</param>
/// <param name="Criteria">All criteria.</param>
/// <param name="Deciding">The criterion that decided: the first that failed, else the fit.</param>
public sealed record RefinementDecision(bool Accepted, IReadOnlyList<DecisionCriterion> Criteria, string Deciding)
{
    private const double CcTolerance = 0.001, BondLimit = 0.015, AngleLimit = 2.0;

    /// <summary>Decides.</summary>
    /// <param name="before">Scores of the input.</param>
    /// <param name="after">Scores of the refined model.</param>
    /// <param name="inputB">CC_mask of the refined coordinates with the input's B factors, which cannot make up for worse coordinates; null = that of <paramref name="after"/>.</param>
    /// <param name="qualityBefore">Validation of the input.</param>
    /// <param name="qualityAfter">Validation of the refined model.</param>
    public static RefinementDecision Make(FitReport before, FitReport after, double? inputB, ModelQuality qualityBefore, ModelQuality qualityAfter)
    {
        var criteria = new List<DecisionCriterion>();
        if ((before.Scores.CcMaskHeavy ?? before.Scores.CcMask, inputB ?? after.Scores.CcMaskHeavy ?? after.Scores.CcMask) is (double was, double now))
            criteria.Add(new("cc_mask", was, now, was - CcTolerance, now >= was - CcTolerance));
        void AtMost(string name, double was, double now, double limit) => criteria.Add(new(name, was, now, limit, now <= limit));
        AtMost("bond_rmsd", before.Geometry.Heavy.Bonds.Rmsd, after.Geometry.Heavy.Bonds.Rmsd, Math.Max(before.Geometry.Heavy.Bonds.Rmsd, BondLimit));
        AtMost("angle_rmsd", before.Geometry.Heavy.Angles.Rmsd, after.Geometry.Heavy.Angles.Rmsd, Math.Max(before.Geometry.Heavy.Angles.Rmsd, AngleLimit));
        AtMost("ramachandran_outliers", qualityBefore.RamachandranOutliers, qualityAfter.RamachandranOutliers, qualityBefore.RamachandranOutliers + OneIn(500, qualityAfter.RamachandranResidues));
        AtMost("rotamer_outliers", qualityBefore.RotamerOutliers, qualityAfter.RotamerOutliers, qualityBefore.RotamerOutliers + OneIn(100, qualityAfter.RotamerResidues));
        AtMost("cbeta_outliers", qualityBefore.CBetaOutliers, qualityAfter.CBetaOutliers, qualityBefore.CBetaOutliers);
        AtMost("twisted_peptides", qualityBefore.TwistedPeptides, qualityAfter.TwistedPeptides, qualityBefore.TwistedPeptides + OneIn(500, qualityAfter.RamachandranResidues));
        double clashes = before.Geometry.Contacts.Clashes;
        AtMost("clashes", clashes, after.Geometry.Contacts.Clashes, clashes + Math.Max(2, Math.Ceiling(0.1 * clashes)));
        DecisionCriterion? failed = criteria.Find(c => !c.Passed);
        return new RefinementDecision(failed == null, criteria, failed?.Name ?? criteria[0].Name);
    }

    /// <summary>One residue, or one in so many.</summary>
    private static int OneIn(int many, int residues) => Math.Max(1, residues / many);
}
