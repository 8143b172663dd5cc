using Engine.Core.Masks;

namespace Engine.Core.DensityModification;

/// <summary>
/// Where the local standard deviation splits a box into molecule and solvent, and whether the map agrees with the volume that the molecule is said to have. The map's own
/// split is that of Otsu (1979): its upper class, the molecule and a rim as wide as the surroundings, is 0.85 to 1.3 times the molecule's volume (mass times 1.3) on half
/// maps of 2.5 to 4.5 Å that were made from models, in boxes with 80 to 96 % solvent.
/// </summary>
/// <param name="Threshold">Voxels with a larger local standard deviation count as molecule, map units.</param>
/// <param name="Inside">Median of the local standard deviation in the molecule.</param>
/// <param name="Outside">Median in the solvent.</param>
/// <param name="SplitFraction">Part of the box above the map's own split.</param>
public sealed record SolventBoundary(double Threshold, double Inside, double Outside, double SplitFraction)
{
    private const long MostSampled = 1 << 21;
    private const double LeastContrast = 1.2;
    private const double MostContrast = 50;
    private const double LeastRatio = 0.74;
    private const double MostRatio = 1.5;

    /// <summary>Finds the boundary of a molecule of known volume.</summary>
    /// <param name="deviations">Local standard deviation per voxel, 0 or more.</param>
    /// <param name="mask">Where the molecule may be, above 0.5; null = anywhere.</param>
    /// <param name="wanted">Voxels of the molecule.</param>
    internal static SolventBoundary Of(float[] deviations, float[]? mask, long wanted)
    {
        var inside = RankedValues.Of(deviations, mask);
        RankedValues all = mask == null ? inside : RankedValues.Of(deviations, null);
        double split = OtsuSplit.Of(Sample(deviations)).Threshold;
        return new(inside.FromTop(wanted), inside.FromTop(wanted / 2), all.FromTop(wanted + (all.Count - wanted) / 2), inside.CountAbove(split) / deviations.LongLength);
    }

    /// <summary>Some voxels of a large map: local deviations hardly differ between neighbours.</summary>
    private static float[] Sample(float[] deviations)
    {
        int step = (int)Math.Max(1, deviations.LongLength / MostSampled) | 1;
        if (step == 1)
            return deviations;
        var sample = new float[deviations.Length / step];
        for (int i = 0; i < sample.Length; i++)
            sample[i] = deviations[i * step];
        return sample;
    }

    /// <summary>What is doubtful about it.</summary>
    /// <param name="solventFraction">Part of the box that is said to be solvent.</param>
    internal IReadOnlyList<string> Warnings(double solventFraction)
    {
        double molecule = 1 - solventFraction;
        var warnings = new List<string>();
        if (Inside > MostContrast * Outside)
        {
            warnings.Add(FormattableString.Invariant(
                $"the map is flat outside the molecule (local standard deviations {Inside:G3} and {Outside:G3}): it was masked; density modification needs the noise of the solvent: give unmasked half maps"));
        }
        else if (Inside < LeastContrast * Outside)
        {
            warnings.Add(FormattableString.Invariant(
                $"the molecule hardly stands out of the solvent (local standard deviations {Inside:G3} and {Outside:G3}): check the solvent content and the resolution, or give a mask"));
        }
        else if (SplitFraction > MostRatio * molecule)
        {
            warnings.Add(FormattableString.Invariant(
                $"the molecule is said to be {molecule:P1} of the box, but {SplitFraction:P1} varies like one: is the solvent content too high, or is there density that was not counted (detergent, nucleic acid, further copies)?"));
        }
        else if (SplitFraction < LeastRatio * molecule)
        {
            warnings.Add(FormattableString.Invariant(
                $"the molecule is said to be {molecule:P1} of the box, but only {SplitFraction:P1} varies like one: is the solvent content too low, or part of the molecule not resolved?"));
        }

        return warnings;
    }
}
