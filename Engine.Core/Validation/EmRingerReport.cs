namespace Engine.Core.Validation;

/// <summary>Density on the circle of the γ atom of one residue.</summary>
/// <param name="Residue">Index of the residue.</param>
/// <param name="Name">Readable name, such as "A 15 LEU".</param>
/// <param name="Chain">Author chain id.</param>
/// <param name="Chi1">χ1 of the model, degrees, -180 to 180.</param>
/// <param name="PeakChi1">χ1 at which the density is highest, degrees, 5 to 360 in steps of 5; the first of equals.</param>
/// <param name="PeakDensity">Highest density, map units.</param>
/// <param name="MeanDensity">Mean density, map units.</param>
/// <param name="IsRotameric">True when the peak lies within 30° of 60°, 180° or 300°.</param>
/// <param name="CountsAtOptimum">True when the peak is above the threshold that gives the score.</param>
public sealed record EmRingerResidue(
    int Residue, string Name, string Chain, double Chi1, double PeakChi1, double PeakDensity, double MeanDensity, bool IsRotameric, bool CountsAtOptimum);

/// <summary>Statistics of the peaks above one threshold.</summary>
/// <param name="Threshold">Density, map units.</param>
/// <param name="Peaks">Number of peaks above it.</param>
/// <param name="Rotameric">Number of those in rotameric bins, by the counting of <see cref="EmRingerReport.Score"/>.</param>
/// <param name="ZScore">How far that is from chance.</param>
/// <param name="Score">10 Z/√(residues scanned).</param>
public sealed record EmRingerThreshold(double Threshold, int Peaks, int Rotameric, double ZScore, double Score)
{
    /// <summary>Part of the peaks that are rotameric; 0 without peaks.</summary>
    public double RotamerRatio => Peaks == 0 ? 0 : (double)Rotameric / Peaks;
}

/// <summary>
/// EMRinger (Barad and co-workers 2015, Nat. Methods 12, 943): whether the density on the circle of the γ atoms peaks where rotamers have χ1. It tests the backbone and the map; where the model's own
/// side chain points does not matter. It knows nothing of occupancy, B factor and resolution; of alternates the first counts.
/// </summary>
/// <param name="Score">
/// 10 Z/√n at the threshold with the largest Z. As in the published program a sample at χ1 = 5(i + 1)° is counted at 5 i°, and 39 of 72 samples are taken for rotameric by chance: published scores are
/// comparable with this one alone. Null when no residue could be scanned, or no peak is rotameric.
/// </param>
/// <param name="ScoreTrueAngle">The same with samples counted where they are, and 36 of 72 rotameric by chance; null as above.</param>
/// <param name="ZMax">Largest Z; null without a score.</param>
/// <param name="OptimalThreshold">Its threshold, map units; null without a score.</param>
/// <param name="RotamerRatio">Part of the peaks above it that are rotameric; null without a score.</param>
/// <param name="NScanned">Residues scanned.</param>
/// <param name="NOutside">Residues that were not, as their circle leaves the map.</param>
/// <param name="NIncomplete">Residues of the scanned types without N, CA, CB or the γ atom.</param>
/// <param name="Thresholds">Statistics by threshold, up to the first without rotameric peaks.</param>
/// <param name="Residues">All scanned residues.</param>
/// <param name="Warnings">What the user should know, one line each.</param>
public sealed record EmRingerReport(
    double? Score, double? ScoreTrueAngle, double? ZMax, double? OptimalThreshold, double? RotamerRatio, int NScanned, int NOutside, int NIncomplete,
    IReadOnlyList<EmRingerThreshold> Thresholds, IReadOnlyList<EmRingerResidue> Residues, IReadOnlyList<string> Warnings);
