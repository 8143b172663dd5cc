namespace Engine.Core.HalfMaps;

/// <summary>Limits of <see cref="OverfittingTest"/>.</summary>
public sealed record OverfittingLimits
{
    /// <summary>Mean gap FSC_work - FSC_test between d and 0.8 d from which a model counts as over-fitted.</summary>
    public double Gap { get; init; } = 0.03;

    /// <summary>Mean excess of FSC_work over √FSC(half 1, half 2) in the same band from which a model counts as over-fitted.</summary>
    public double Excess { get; init; } = 0.03;

    /// <summary>Both must also exceed this many standard errors, so that few coefficients do not condemn a model.</summary>
    public double StandardErrors { get; init; } = 2;
}

/// <summary>Whether a model refined against one half map fits that half's noise.</summary>
/// <param name="IsOverfitted">True when the gap or the excess is beyond its limit.</param>
/// <param name="Gap">Mean of FSC_work - FSC_test over the band.</param>
/// <param name="GapError">Its standard error.</param>
/// <param name="GapLimit">The gap beyond which the model counts as over-fitted.</param>
/// <param name="Excess">Mean of FSC_work - √FSC(half 1, half 2) over the band: what the fit to the work half exceeds the fit that the true map would have.</param>
/// <param name="ExcessError">Its standard error.</param>
/// <param name="ExcessLimit">The excess beyond which the model counts as over-fitted.</param>
/// <param name="GapBelow">Mean gap from 2 d to d, where signal dominates.</param>
/// <param name="BandFrom">Coarse end of the band, Å.</param>
/// <param name="BandTo">Fine end of the band, Å.</param>
/// <param name="Message">The verdict as one line.</param>
public sealed record OverfittingVerdict(
    bool IsOverfitted, double Gap, double GapError, double GapLimit, double Excess, double ExcessError, double ExcessLimit, double GapBelow, double BandFrom, double BandTo,
    string Message);

/// <summary>
/// Judges a model that was refined against one half map by its Fourier shell correlation with that half (work) and with the other (test). A model that fits
/// only signal correlates with both alike; where it fits noise, FSC_work rises above FSC_test, first beyond the resolution, where there is little signal. It is
/// looked for between d and 0.8 d. Both halves share mask and alignment, so that the gap is a lower bound.
/// </summary>
public static class OverfittingTest
{
    private const double FineEnd = 0.8;

    /// <summary>Judges.</summary>
    /// <param name="work">FSC of the model with the half it was refined against.</param>
    /// <param name="test">FSC of the model with the other half.</param>
    /// <param name="halves">FSC of the two halves in the same mask.</param>
    /// <param name="independentFraction">Independent part of the coefficients (<see cref="HalfMapPair.IndependentFraction"/>).</param>
    /// <param name="d">Resolution of the refinement, Å.</param>
    /// <param name="limits">Limits; the default when null.</param>
    public static OverfittingVerdict Judge(FscCurve work, FscCurve test, FscCurve halves, double independentFraction, double d, OverfittingLimits? limits = null)
    {
        OverfittingLimits limit = limits ?? new OverfittingLimits();
        (int low, int high) = Band(work, 1 / d, 1 / (FineEnd * d));
        double gap = 0, gapVariance = 0, excess = 0, excessVariance = 0;
        int n = high - low + 1;
        for (int k = low; k <= high; k++)
        {
            double independent = Math.Max(1, work.Coefficients[k] * independentFraction);
            double w = work.Correlation[k], t = test.Correlation[k], c = Math.Max(0, halves.Correlation[k]);
            gap += (w - t) / n;
            gapVariance += (Variance(w) + Variance(t)) / independent / n / n;
            excess += (w - Math.Sqrt(c)) / n;

            // √C varies as C/(2√C); near 0, where that diverges, by the fourth root of its variance.
            double expected = Math.Min(Variance(c) / independent / Math.Max(4 * c, 1e-9), Math.Sqrt(Variance(c) / independent));
            excessVariance += (Variance(w) / independent + expected) / n / n;
        }

        (double gapError, double excessError) = (Math.Sqrt(gapVariance), Math.Sqrt(excessVariance));
        bool byGap = gap > limit.Gap && gap > limit.StandardErrors * gapError;
        bool byExcess = excess > limit.Excess && excess > limit.StandardErrors * excessError;
        (int from, int to) = Band(work, 0.5 / d, 1 / d);
        double below = Enumerable.Range(from, to - from + 1).Average(k => work.Correlation[k] - test.Correlation[k]);
        (double coarse, double fine) = (1 / work.Frequency(low), 1 / work.Frequency(high));
        return new(byGap || byExcess, gap, gapError, limit.Gap, excess, excessError, limit.Excess, below, coarse, fine, Message(byGap, byExcess, gap, gapError, excess, limit, coarse, fine));
    }

    /// <summary>FSC values scatter as (1 - FSC²)² over the number of independent coefficients, both halves of the space counted.</summary>
    private static double Variance(double fsc) => (1 - fsc * fsc) * (1 - fsc * fsc);

    private static (int Low, int High) Band(FscCurve curve, double from, double to)
    {
        int last = curve.Count - 1, low = Math.Clamp((int)Math.Ceiling(from / curve.Width - 1e-9), 1, last);
        return (low, Math.Clamp((int)Math.Floor(to / curve.Width + 1e-9), low, last));
    }

    private static string Message(bool byGap, bool byExcess, double gap, double error, double excess, OverfittingLimits limit, double coarse, double fine)
    {
        string band = FormattableString.Invariant($"from {coarse:F2} to {fine:F2} Å");
        if (byGap)
            return FormattableString.Invariant($"over-fitted: FSC_work exceeds FSC_test by {gap:F3} ± {error:F3} on average {band} (limit {limit.Gap:G3} and {limit.StandardErrors:G3} standard errors); lower the weight of the map");
        return byExcess
            ? FormattableString.Invariant($"over-fitted: FSC_work exceeds what the half maps allow by {excess:F3} on average {band} (limit {limit.Excess:G3}); lower the weight of the map")
            : FormattableString.Invariant($"not over-fitted: FSC_work exceeds FSC_test by {gap:F3} ± {error:F3} on average {band} (limit {limit.Gap:G3} and {limit.StandardErrors:G3} standard errors)");
    }
}
