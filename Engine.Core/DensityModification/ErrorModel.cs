using Engine.Core.HalfMaps;

namespace Engine.Core.DensityModification;

/// <summary>How errors are estimated from correlations of four maps.</summary>
public sealed record ErrorModelOptions
{
    /// <summary>Shells in the running mean of the correlations, odd.</summary>
    public int Smoothing { get; init; } = 3;

    /// <summary>Largest weight of the map-phasing maps. Above 1 noise that they have kept of the original map is subtracted.</summary>
    public double LargestWeight { get; init; } = 1.25;

    /// <summary>
    /// Resolution, Å, down to which coefficients are left alone, and resolution from which the weight is that of least error; null = everywhere. At low frequencies half maps are right anyway, and
    /// what map phasing changes there lies largely outside of the mask, where weak parts of a molecule that count as solvent are inverted.
    /// </summary>
    public (double Kept, double Modified)? Coarse { get; init; }

    /// <summary>Correlation of X and Y of different halves below which a shell tells nothing: the weight stays as it is and the estimates decay.</summary>
    public double LeastCorrelation { get; init; } = 0.03;

    /// <summary>FSC of the half maps below which a shell tells nothing.</summary>
    public double LeastOriginal { get; init; } = 0.02;
}

/// <summary>What is known about one Fourier shell. Errors are powers relative to that of the signal.</summary>
/// <param name="Frequency">s, Å⁻¹.</param>
/// <param name="Resolution">1/s, Å.</param>
/// <param name="Coefficients">Coefficients, both halves of the space.</param>
/// <param name="Original">FSC of X1 and X2, smoothed.</param>
/// <param name="Modified">FSC of Y1 and Y2, smoothed.</param>
/// <param name="Crossed">FSC of X and Y of different halves, smoothed.</param>
/// <param name="Same">FSC of X and Y of the same half, smoothed.</param>
/// <param name="Noise">N: noise of one half map.</param>
/// <param name="Retained">α: part of a half's noise, as amplitude, that its map-phasing map still has.</param>
/// <param name="Independent">B²: new errors that differ between the two map-phasing maps.</param>
/// <param name="Common">C²: new errors that both have.</param>
/// <param name="Scale">k: scale of the signal in Y relative to X.</param>
/// <param name="Weight">u: weight of Y/k in the recombined map; that of X is 1 - u.</param>
/// <param name="Error">E²: error of the recombined full map.</param>
/// <param name="CcRef">Expected correlation of the recombined full map with the truth, 1/√(1 + E²).</param>
/// <param name="CcBefore">The same of the average of the half maps, √(2 FSC/(1 + FSC)).</param>
/// <param name="Equivalent">FSC that two independent half maps of such a full map would have, 1/(1 + 2 E²).</param>
/// <param name="IsMeasured">False in the tail, where the estimates are extrapolated.</param>
public sealed record ErrorShell(
    double Frequency, double Resolution, long Coefficients, double Original, double Modified, double Crossed, double Same, double Noise, double Retained, double Independent, double Common,
    double Scale, double Weight, double Error, double CcRef, double CcBefore, double Equivalent, bool IsMeasured)
{
    /// <summary>
    /// Standard deviation of <see cref="CcRef"/> from the scatter of correlations of few coefficients: that which <see cref="Equivalent"/> = F would have as an FSC of n independent complex coefficients,
    /// (1 - F²)/√(2n), carried over to √(2F/(1 + F)). A mask that is too tight or too wide, or a model of errors that does not hold, comes on top.
    /// </summary>
    public double CcRefDeviation { get; init; }
}

/// <summary>
/// Errors of half maps X_i and of map-phasing maps Y_i by shell, and the weights that recombine them best. With a signal F of power 1: X_i = F + e_i, e_i of power N, and
/// Y_i = k (F + α e_i + b_i + c): map phasing keeps the part α of the noise (a Newton step weakens it but does not replace it), and adds errors b_i of power B², which differ between the halves, and c of power
/// C², which do not. Four correlations determine the four unknowns: N = 1/Fxx - 1; q = Fxx/Fcr² is the power of Y/k; α N = Fsm/Fcr - 1; C² = q Fyy - 1; B² = q - 1 - C² - α² N. The
/// recombined map (1 - u) mean(X) + u mean(Y)/k has the error (1 - u (1 - α))² N/2 + u² (B²/2 + C²), least at u = (1 - α) N/2 / ((1 - α)² N/2 + B²/2 + C²).
/// </summary>
public sealed class ErrorModel
{
    private const double Threshold = 0.143;
    private const double LeastFsc = 0.01;
    private const double LargestFsc = 0.9999;
    private const double HardlyAgree = 0.1;

    private readonly FscCurve shape;

    private ErrorModel(FscCurve shape, IReadOnlyList<ErrorShell> shells) => (this.shape, Shells) = (shape, shells);

    /// <summary>Shells 1, 2, … up to the limit of the modification; the first of the list is shell 1.</summary>
    public IReadOnlyList<ErrorShell> Shells { get; }

    /// <summary>Width of a shell, Å⁻¹.</summary>
    public double Width => shape.Width;

    /// <summary>Smoothed FSC of the half maps; 0 beyond the limit.</summary>
    public FscCurve Before => Curve(s => s.Original);

    /// <summary>FSC that two independent half maps of the recombined map would have; 0 beyond the limit.</summary>
    public FscCurve After => Curve(s => s.Equivalent);

    /// <summary>Where the smoothed FSC of the half maps falls below 0.143, Å; null when it does not within the limit.</summary>
    public double? ResolutionBefore => Crossing(Before);

    /// <summary>The corrected resolution: where <see cref="After"/> falls below 0.143, which is where CC_ref is 0.5, Å; null when it does not within the limit.</summary>
    public double? ResolutionAfter => Crossing(After);

    /// <summary>Estimates the errors.</summary>
    /// <param name="measured">Correlations.</param>
    /// <param name="finest">Finest resolution of the modification, Å.</param>
    /// <param name="options">How; null for the defaults.</param>
    public static ErrorModel Of(FourMapCorrelations measured, double finest, ErrorModelOptions? options = null)
    {
        options ??= new();
        FscCurve original = measured.Original;
        int last = Math.Clamp((int)(1 / (finest * original.Width) + 1e-9), 1, original.Count - 1);
        double[] known = ShellSmoothing.Mean(original.Correlation, last, options.Smoothing);
        double[] Smooth(IReadOnlyList<double> f) => [.. ShellSmoothing.Mean(f, last, options.Smoothing).Select(c => Math.Clamp(c, LeastFsc, LargestFsc))];
        double[] xx = Smooth(original.Correlation), yy = Smooth(measured.Modified.Correlation), crossed = Smooth(measured.Crossed), same = Smooth(measured.Same);
        var shells = new List<ErrorShell>();
        bool isMeasured = true;
        for (int k = 1; k <= last; k++)
        {
            isMeasured &= crossed[k] >= options.LeastCorrelation && known[k] >= options.LeastOriginal;
            double powers = original.FirstPower[k] + original.SecondPower[k] is > 0 and var p ? (measured.Modified.FirstPower[k] + measured.Modified.SecondPower[k]) / p : 0;
            shells.Add(Shell(original, k, (xx[k], yy[k], crossed[k], same[k]), powers, isMeasured, options));
        }

        NeverRise(shells);
        Extrapolate(shells);
        NeverRise(shells);
        for (int i = 0; i < shells.Count; i++)
            shells[i] = shells[i] with { CcRefDeviation = Deviation(shells, i, options.Smoothing, measured.IndependentFraction) };
        return new(original, shells);
    }

    private static double Deviation(List<ErrorShell> shells, int at, int smoothing, double independent)
    {
        int reach = Math.Min(smoothing / 2, Math.Min(at, shells.Count - 1 - at));
        double n = independent / 2 * Enumerable.Range(at - reach, 2 * reach + 1).Sum(i => (double)shells[i].Coefficients), f = shells[at].Equivalent;
        return Math.Min(1, (1 - f * f) / Math.Sqrt(2 * Math.Max(1, n)) * shells[at].CcRef / (2 * f * (1 + f)));
    }

    /// <summary>Root of the mean power of the signal inside the mask, in the scale of X: √(P FSC).</summary>
    /// <param name="shell">One of <see cref="Shells"/>.</param>
    public double SignalAmplitude(ErrorShell shell)
    {
        int k = (int)Math.Round(shell.Frequency / Width);
        return Math.Sqrt(Math.Max(1e-30, (shape.FirstPower[k] + shape.SecondPower[k]) / 2 / Math.Max(1, shape.Coefficients[k]) * shell.Original));
    }

    /// <summary>The weight of mean(X) by shell from shell 0 on, times a factor.</summary>
    /// <param name="factor">Gets a shell.</param>
    public double[] OriginalTable(Func<ErrorShell, double> factor) => Table(s => factor(s) * (1 - s.Weight));

    /// <summary>The weight of mean(Y) by shell from shell 0 on, times a factor.</summary>
    /// <param name="factor">Gets a shell.</param>
    public double[] ModifiedTable(Func<ErrorShell, double> factor) => Table(s => s.Scale > 0 ? factor(s) * s.Weight / s.Scale : 0);

    /// <summary>One number per shell from shell 0 on, which gets that of shell 1.</summary>
    /// <param name="value">Gets a shell.</param>
    public double[] Table(Func<ErrorShell, double> value) => [value(Shells[0]), .. Shells.Select(value)];

    private static ErrorShell Shell(FscCurve curve, int k, (double Xx, double Yy, double Crossed, double Same) f, double powers, bool isMeasured, ErrorModelOptions options)
    {
        double noise = 1 / f.Xx - 1, q = f.Xx / (f.Crossed * f.Crossed);
        double alpha = Math.Clamp((f.Same / f.Crossed - 1) / noise, 0, 1);
        double common = Math.Max(0, f.Yy * q - 1), independent = Math.Max(0, q - 1 - common - alpha * alpha * noise);
        double scale = Math.Sqrt(powers * (1 + noise) / q), taken = 1 - alpha, added = independent / 2 + common;
        double s = curve.Frequency(k), u = Part(s, options.Coarse) * Math.Clamp(taken * noise / 2 / Math.Max(1e-9, taken * taken * noise / 2 + added), 0, options.LargestWeight);
        double error = Math.Pow(1 - u * taken, 2) * noise / 2 + u * u * added;
        return new(
            s, 1 / s, curve.Coefficients[k], f.Xx, f.Yy, f.Crossed, f.Same, noise, alpha, independent, common, scale, u, error, 1 / Math.Sqrt(1 + error), Math.Sqrt(2 * f.Xx / (1 + f.Xx)),
            1 / (1 + 2 * error), isMeasured);
    }

    /// <summary>0 up to one frequency, a raised cosine to 1 at another.</summary>
    private static double Part(double s, (double Kept, double Modified)? coarse) =>
        coarse is not { } c ? 1 : 0.5 - 0.5 * Math.Cos(Math.PI * Math.Clamp((s - 1 / c.Kept) / (1 / c.Modified - 1 / c.Kept), 0, 1));

    /// <summary>Beyond the last shell that is measured weight and scale stay, and the correlation decays along an exponential.</summary>
    private static void Extrapolate(List<ErrorShell> shells)
    {
        int tail = shells.FindIndex(s => !s.IsMeasured);
        if (tail < 1)
            return;
        double[] equivalent = [1, .. shells.Select(s => s.Equivalent)];
        ShellSmoothing.ExponentialTail(equivalent, tail + 1);
        for (int i = tail; i < shells.Count; i++)
        {
            shells[i] = WithEquivalent(shells[i], equivalent[i + 1]) with { Weight = shells[tail - 1].Weight, Scale = shells[tail - 1].Scale };
        }
    }

    /// <summary>Where the half maps hardly agree an estimate that rises again is scatter.</summary>
    private static void NeverRise(List<ErrorShell> shells)
    {
        for (int i = 1; i < shells.Count; i++)
        {
            if (shells[i].Original < HardlyAgree && shells[i].Equivalent > shells[i - 1].Equivalent)
                shells[i] = WithEquivalent(shells[i], shells[i - 1].Equivalent);
        }
    }

    private static ErrorShell WithEquivalent(ErrorShell shell, double f)
    {
        double error = (1 / f - 1) / 2;
        return shell with { Equivalent = f, Error = error, CcRef = 1 / Math.Sqrt(1 + error) };
    }

    /// <summary>A crossing beyond the last shell is that of the curve's end, not of the maps.</summary>
    private double? Crossing(FscCurve curve) => curve.Crossing(Threshold).Resolution is { } d && d >= Shells[^1].Resolution ? d : null;

    private FscCurve Curve(Func<ErrorShell, double> value)
    {
        var f = new double[shape.Count];
        f[0] = 1;
        for (int i = 0; i < Shells.Count; i++)
            f[i + 1] = value(Shells[i]);
        return shape.With(f);
    }
}
