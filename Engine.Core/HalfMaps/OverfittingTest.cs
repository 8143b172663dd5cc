namespace Engine.Core.HalfMaps;

/// <summary>Limits of <see cref="OverfittingTest"/>.</summary>
public sealed record OverfittingLimits
{
    /// <summary>Mean gap FSC_work - FSC_test between d and 0.8 d from which a model counts as over-fitted.</summary>
    public double Gap { get; init; } = 0.03;

    /// <summary>Mean gap up to d, by number of coefficients, from which a model counts as over-fitted.</summary>
    public double GapBelow { get; init; } = 0.05;

    /// <summary>Mean excess of FSC_work over √FSC(half 1, half 2) between d and 0.8 d from which a model counts as over-fitted.</summary>
    public double Excess { get; init; } = 0.03;

    /// <summary>A value must also exceed this many standard errors, so that few coefficients do not condemn a model.</summary>
    public double StandardErrors { get; init; } = 2;
}

/// <summary>The FSC curves that the test compares, all inside the same mask.</summary>
/// <param name="Work">The model refined against one half, with that half.</param>
/// <param name="Test">The same model with the other half.</param>
/// <param name="Halves">The two halves.</param>
/// <param name="IndependentFraction">Independent part of the coefficients (<see cref="HalfMapPair.IndependentFraction"/>).</param>
public sealed record OverfittingCurves(FscCurve Work, FscCurve Test, FscCurve Halves, double IndependentFraction)
{
    /// <summary>A model that knows both halves alike, such as one refined against their average, with the first half, with the other, and with the model under test; or null.</summary>
    public (FscCurve First, FscCurve Second, FscCurve Between)? Neutral { get; init; }
}

/// <summary>A mean over shells.</summary>
/// <param name="Value">Mean.</param>
/// <param name="Error">Standard error.</param>
/// <param name="Limit">From which a model counts as over-fitted.</param>
/// <param name="IsBeyond">True when the value is above the limit and above its standard errors.</param>
public sealed record OverfittingMeasure(double Value, double Error, double Limit, bool IsBeyond);

/// <summary>Whether a model refined against one half map fits that half's noise.</summary>
/// <param name="IsOverfitted">True when a measure is beyond its limit.</param>
/// <param name="Gap">FSC_work - FSC_test over the band from d to 0.8 d.</param>
/// <param name="GapBelow">FSC_work - FSC_test up to d, shells weighted by their coefficients.</param>
/// <param name="Excess">FSC_work - √FSC(half 1, half 2) over the band: what the fit to the work half exceeds the fit that the true map would have.</param>
/// <param name="BandFrom">Coarse end of the band, Å.</param>
/// <param name="BandTo">Fine end of the band, Å.</param>
/// <param name="Message">The verdict as one line.</param>
public sealed record OverfittingVerdict(
    bool IsOverfitted, OverfittingMeasure Gap, OverfittingMeasure GapBelow, OverfittingMeasure Excess, double BandFrom, double BandTo, string Message);

/// <summary>
/// Judges a model that was refined against one half map by its Fourier shell correlation with that half (work) and with the other (test). A model that fits
/// only signal correlates with both alike; where it fits noise, FSC_work rises above FSC_test. By chance any model correlates better with one of the halves: the gap of a
/// model that knows both alike is subtracted. Both halves share mask and alignment, so that the gap is a lower bound.
/// </summary>
public static class OverfittingTest
{
    private const double FineEnd = 0.8;

    /// <summary>Judges.</summary>
    /// <param name="curves">FSC curves.</param>
    /// <param name="d">Resolution of the refinement, Å.</param>
    /// <param name="limits">Limits; the default when null.</param>
    public static OverfittingVerdict Judge(OverfittingCurves curves, double d, OverfittingLimits? limits = null)
    {
        OverfittingLimits limit = limits ?? new OverfittingLimits();
        FscCurve work = curves.Work;
        (int low, int high) = Band(work, 1 / d, 1 / (FineEnd * d));
        (int first, int last) = Band(work, 0, 1 / d);
        OverfittingMeasure gap = Mean(curves, low, high, _ => 1, Gap, limit.Gap, limit), excess = Mean(curves, low, high, _ => 1, Excess, limit.Excess, limit);
        OverfittingMeasure below = Mean(curves, first, last, k => work.Coefficients[k], Gap, limit.GapBelow, limit);
        (double coarse, double fine) = (1 / work.Frequency(low), 1 / work.Frequency(high));
        bool isOverfitted = gap.IsBeyond || below.IsBeyond || excess.IsBeyond;
        return new(isOverfitted, gap, below, excess, coarse, fine, Message(gap, below, excess, d, coarse, fine));
    }

    private static OverfittingMeasure Mean(
        OverfittingCurves curves, int from, int to, Func<int, double> weight, Func<OverfittingCurves, int, (double, double)> value, double limit, OverfittingLimits limits)
    {
        double total = 0, sum = 0, variance = 0;
        for (int k = from; k <= to; k++)
        {
            double w = weight(k), independent = Math.Max(1, curves.Work.Coefficients[k] * curves.IndependentFraction);
            (double v, double perCoefficient) = value(curves, k);
            total += w;
            sum += w * v;
            variance += w * w * perCoefficient / independent;
        }

        if (total <= 0)
            return new(0, 0, limit, false);
        (double mean, double error) = (sum / total, Math.Sqrt(variance) / total);
        return new(mean, error, limit, mean > limit && mean > limits.StandardErrors * error);
    }

    /// <summary>
    /// FSC_work - FSC_test of a shell, and its variance times the independent coefficients. With u and v the coefficients of model and neutral model and h, g those of
    /// the halves, all scaled to norm 1, the gap less the neutral one is (u - v)·(h - g), whose noise has the variance |u - v|² ((1 - FSC_work²) + (1 - FSC_test²)).
    /// </summary>
    private static (double Value, double Variance) Gap(OverfittingCurves curves, int k)
    {
        double w = curves.Work.Correlation[k], t = curves.Test.Correlation[k];
        if (curves.Neutral is not { } neutral)
            return (w - t, Variance(w) + Variance(t));
        double distance = 2 * Math.Max(0, 1 - neutral.Between.Correlation[k]);
        return (w - t - (neutral.First.Correlation[k] - neutral.Second.Correlation[k]), distance * (2 - w * w - t * t));
    }

    /// <summary>FSC_work - √C of a shell. √C varies as C/(2√C); near 0, where that diverges, by the fourth root of its variance.</summary>
    private static (double Value, double Variance) Excess(OverfittingCurves curves, int k)
    {
        double w = curves.Work.Correlation[k], c = Math.Max(0, curves.Halves.Correlation[k]);
        double independent = Math.Max(1, curves.Work.Coefficients[k] * curves.IndependentFraction);
        double expected = Math.Min(Variance(c) / independent / Math.Max(4 * c, 1e-9), Math.Sqrt(Variance(c) / independent));
        double chance = curves.Neutral is { } neutral ? (neutral.First.Correlation[k] - neutral.Second.Correlation[k]) / 2 : 0;
        return (w - chance - Math.Sqrt(c), Variance(w) + expected * independent);
    }

    /// <summary>FSC values scatter as (1 - FSC²)² over the number of independent coefficients, both halves of the space counted.</summary>
    private static double Variance(double fsc) => (1 - fsc * fsc) * (1 - fsc * fsc);

    private static (int Low, int High) Band(FscCurve curve, double from, double to)
    {
        int last = curve.Count - 1, low = Math.Clamp((int)Math.Ceiling(from / curve.Width - 1e-9), 1, last);
        return (low, Math.Clamp((int)Math.Floor(to / curve.Width + 1e-9), low, last));
    }

    private static string Message(OverfittingMeasure gap, OverfittingMeasure below, OverfittingMeasure excess, double d, double coarse, double fine)
    {
        string band = FormattableString.Invariant($"from {coarse:F2} to {fine:F2} Å"), upTo = FormattableString.Invariant($"up to {d:G4} Å");
        const string Advice = "; lower the weight of the map";
        if (gap.IsBeyond)
            return $"over-fitted: FSC_work exceeds FSC_test by {Text(gap)} on average {band}{Advice}";
        if (below.IsBeyond)
            return $"over-fitted: FSC_work exceeds FSC_test by {Text(below)} on average {upTo}{Advice}";
        return excess.IsBeyond
            ? $"over-fitted: FSC_work exceeds what the half maps allow by {Text(excess)} on average {band}{Advice}"
            : $"sound: FSC_work exceeds FSC_test by {Text(below)} on average {upTo} and by {Text(gap)} {band}";
    }

    private static string Text(OverfittingMeasure m) => FormattableString.Invariant($"{m.Value:F3} ± {m.Error:F3} (limit {m.Limit:G3})");
}
