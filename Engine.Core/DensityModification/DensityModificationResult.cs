using Engine.Core.HalfMaps;
using Engine.Core.Maps;
using Engine.Core.Sharpening;

namespace Engine.Core.DensityModification;

/// <summary>One cycle of density modification.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Errors">Error model.</param>
/// <param name="Histograms">Densities of molecule and solvent in each half, in standard deviations of the working map.</param>
/// <param name="Phasing">What map phasing did to each half.</param>
/// <param name="Correlations">What was measured.</param>
public sealed record ModificationCycle(
    int Number, ErrorModel Errors, IReadOnlyList<DensityHistograms> Histograms, IReadOnlyList<MapPhasingResult> Phasing, FourMapCorrelations Correlations);

/// <summary>Whether density modification improved a map.</summary>
/// <param name="IsImproved">The corrected resolution is better, beyond its uncertainty.</param>
/// <param name="Before">Resolution of the half maps inside the mask, Å; null when their FSC does not fall below 0.143 within the limit.</param>
/// <param name="After">Corrected resolution of the result inside the same mask, Å; null as above: finer than the limit.</param>
/// <param name="CcBefore">Mean estimated correlation with the truth from 1.5 d to 0.9 d of the average of the half maps.</param>
/// <param name="CcAfter">The same of the result.</param>
/// <param name="Message">One line for a person.</param>
public sealed record ModificationVerdict(bool IsImproved, double? Before, double? After, double CcBefore, double CcAfter, string Message)
{
    private const double LeastGain = 0.005;
    private const double LeastChange = 0.005;

    /// <summary>Judges by the error model: the corrected resolution must be finer by at least half a per cent, and the correlation to expect from 1.5 d to 0.9 d higher by 0.005.</summary>
    /// <param name="errors">Error model.</param>
    /// <param name="resolution">d, Å.</param>
    /// <param name="limit">Finest resolution of the modification, Å.</param>
    public static ModificationVerdict Of(ErrorModel errors, double resolution, double limit)
    {
        double? before = errors.ResolutionBefore, after = errors.ResolutionAfter;
        ErrorShell[] range = [.. errors.Shells.Where(s => s.Resolution <= 1.5 * resolution && s.Resolution >= 0.9 * resolution)];
        double ccBefore = Mean(range, s => s.CcBefore), ccAfter = Mean(range, s => s.CcRef), d0 = before ?? limit, d1 = after ?? limit;
        bool improved = d1 < (1 - LeastChange) * d0 && ccAfter > ccBefore + LeastGain;
        string figures = FormattableString.Invariant(
            $"corrected resolution {Text(after, limit)} against {Text(before, limit)} before, inside the same mask; expected correlation with the truth from {1.5 * resolution:0.##} to {0.9 * resolution:0.##} Å {ccAfter:0.000} against {ccBefore:0.000}");
        return new(improved, before, after, ccBefore, ccAfter, $"{(improved ? "improved" : "not improved: use the original map")}: {figures}");
    }

    private static string Text(double? d, double limit) => d is { } value ? FormattableString.Invariant($"{value:0.00} Å") : FormattableString.Invariant($"{limit:0.00} Å or finer");

    private static double Mean(ErrorShell[] shells, Func<ErrorShell, double> value)
    {
        double n = shells.Sum(s => (double)s.Coefficients);
        return n > 0 ? shells.Sum(s => s.Coefficients * value(s)) / n : 0;
    }
}

/// <summary>Modified maps and how they came about, on the grid that was worked on.</summary>
public sealed record DensityModificationResult : IDisposable
{
    /// <summary>The modified full map.</summary>
    public required DensityMap Modified { get; init; }

    /// <summary>The modified half maps; see <see cref="Naive"/>.</summary>
    public required IReadOnlyList<DensityMap> Halves { get; init; }

    /// <summary>The average of the half maps, or the full map that was given, scaled by the same rule.</summary>
    public required DensityMap Initial { get; init; }

    /// <summary>Resolution d, Å.</summary>
    public required double Resolution { get; init; }

    /// <summary>Finest resolution of the modification and of the result, Å.</summary>
    public required double Limit { get; init; }

    /// <summary>FSC of the half maps without mask.</summary>
    public required FscCurve Whole { get; init; }

    /// <summary>FSC of the modified half maps inside the mask. Errors that both have in common count as signal in it: it may be too high.</summary>
    public required FscCurve Naive { get; init; }

    /// <summary>Densities of the first half, with the fitted mixtures.</summary>
    public required DensityHistogram Histogram { get; init; }

    /// <summary>Mask in which the maps were compared, one value per voxel.</summary>
    public required float[] Mask { get; init; }

    /// <summary>Mean of the probability that a voxel is in the molecule.</summary>
    public required double MoleculeFraction { get; init; }

    /// <summary>Dependence of the fall-off on direction that was taken off; null when none was.</summary>
    public AnisotropyFit? Anisotropy { get; init; }

    /// <summary>What the solvent looks like.</summary>
    public required SolventReport Solvent { get; init; }

    /// <summary>Density outside of the mask, and what modification leaves of it.</summary>
    public required OutsideReport Outside { get; init; }

    /// <summary>The cycles; the last one made the result.</summary>
    public required IReadOnlyList<ModificationCycle> Cycles { get; init; }

    /// <summary>Whether the map is better.</summary>
    public required ModificationVerdict Verdict { get; init; }

    /// <summary>What the user should know, one line each.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Seconds by stage.</summary>
    public required IReadOnlyDictionary<string, double> Seconds { get; init; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Modified.Dispose();
        Initial.Dispose();
        foreach (DensityMap half in Halves)
            half.Dispose();
    }
}
