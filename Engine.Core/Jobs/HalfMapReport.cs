using System.Globalization;
using Engine.Core.HalfMaps;

namespace Engine.Core.Jobs;

/// <summary>One shell of the curves of a half-map test.</summary>
/// <param name="Frequency">s, Å⁻¹.</param>
/// <param name="Resolution">1/s, Å.</param>
/// <param name="Coefficients">Fourier coefficients, both halves of the space.</param>
/// <param name="HalfMaps">FSC of the half maps inside the mask.</param>
/// <param name="Unmasked">FSC of the half maps without mask.</param>
/// <param name="Expected">√FSC of the half maps: the FSC of the noise-free map with one half.</param>
/// <param name="Full">FSC of the final model with the average of the halves.</param>
/// <param name="Work">FSC of the model refined against half 1 with half 1.</param>
/// <param name="Test">FSC of that model with half 2.</param>
public sealed record HalfMapShell(
    double Frequency, double Resolution, long Coefficients, double HalfMaps, double Unmasked, double Expected, double Full, double Work, double Test);

/// <summary>What a half-map test found.</summary>
/// <param name="Resolution">Resolution of the refinement, Å.</param>
/// <param name="Shake">Root mean square shake before the refinement against half 1, Å.</param>
/// <param name="Seed">Seed of the shake.</param>
/// <param name="Masked">Where the FSC of the half maps inside the mask crosses 0.143.</param>
/// <param name="Unmasked">The same without mask.</param>
/// <param name="ModelFull">Where the FSC of the final model with the average crosses 0.5.</param>
/// <param name="ModelWork">The same for the model refined against half 1, with half 1.</param>
/// <param name="ModelTest">The same with half 2.</param>
/// <param name="AverageFull">Mean FSC up to the resolution, final model with the average.</param>
/// <param name="AverageWork">Mean FSC up to the resolution, with half 1.</param>
/// <param name="AverageTest">Mean FSC up to the resolution, with half 2.</param>
/// <param name="Rmsd">Between the final model and the one refined against half 1, refined atoms, Å: how well the protocol reproduces itself.</param>
/// <param name="Verdict">Whether the model refined against half 1 fits its noise; null when the test was stopped.</param>
/// <param name="Shells">The curves.</param>
public sealed record HalfMapReport(
    double Resolution, double Shake, ulong Seed, FscCrossing Masked, FscCrossing Unmasked, FscCrossing ModelFull, FscCrossing ModelWork, FscCrossing ModelTest,
    double AverageFull, double AverageWork, double AverageTest, double Rmsd, OverfittingVerdict? Verdict, IReadOnlyList<HalfMapShell> Shells)
{
    /// <summary>FSC of two half maps that counts as the resolution.</summary>
    public const double HalfMapThreshold = 0.143;

    /// <summary>FSC of model and map that counts as the resolution.</summary>
    public const double ModelThreshold = 0.5;

    /// <summary>The curves as comma-separated values with a line of names.</summary>
    public IEnumerable<string> CsvLines()
    {
        yield return "frequency,resolution,coefficients,fsc_half_maps,fsc_unmasked,fsc_expected,fsc_full,fsc_work,fsc_test";
        foreach (HalfMapShell s in Shells)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{s.Frequency:F6},{s.Resolution:F4},{s.Coefficients},{s.HalfMaps:F5},{s.Unmasked:F5},{s.Expected:F5},{s.Full:F5},{s.Work:F5},{s.Test:F5}");
        }
    }

    internal static HalfMapShell[] Table(HalfMapPair pair, FscCurve full, FscCurve work, FscCurve test)
    {
        double[] expected = pair.Expected();
        return [.. pair.Masked.Shells().Select((s, i) => new HalfMapShell(
            s.Frequency, s.Resolution, s.Coefficients, s.Correlation, pair.Unmasked.Correlation[i + 1], expected[i + 1],
            full.Correlation[i + 1], work.Correlation[i + 1], test.Correlation[i + 1]))];
    }
}
