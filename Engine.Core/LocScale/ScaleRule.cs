using Engine.Kernels.Windows;

namespace Engine.Core.LocScale;

/// <summary>What a profile becomes: amplitudes to scale to, factors, and B.</summary>
internal sealed class ScaledProfile
{
    /// <summary>Room for the profiles of one window.</summary>
    /// <param name="shells">Number of shells.</param>
    public ScaledProfile(int shells) => (Map, Target, Scale) = (new double[shells], new double[shells], new double[shells]);

    /// <summary>Mean amplitudes of the map.</summary>
    public double[] Map { get; }

    /// <summary>Mean amplitudes to scale to.</summary>
    public double[] Target { get; }

    /// <summary>Factors by shell.</summary>
    public double[] Scale { get; }

    /// <summary>B, Å²; NaN where there is none.</summary>
    public double B { get; set; }
}

/// <summary>Decides what the amplitudes of a window become.</summary>
internal abstract class ScaleRule
{
    /// <summary>Start of the range of B fits, Å: beyond it the profile of a protein is nearly that of random atoms.</summary>
    public const double WilsonStart = 10;

    private readonly ProfileLine? fit;

    /// <summary>Describes a rule.</summary>
    /// <param name="frequency">s by shell, Å⁻¹.</param>
    /// <param name="resolution">Resolution of the map, Å.</param>
    /// <param name="withB">Fit B.</param>
    protected ScaleRule(double[] frequency, double resolution, bool withB)
    {
        Frequency = frequency;
        fit = withB ? new ProfileLine(frequency, WilsonStart, resolution) : null;
    }

    /// <summary>s by shell, Å⁻¹.</summary>
    public double[] Frequency { get; }

    /// <summary>Amplitudes of the map by shell that are no more than rounding errors: they count as 0.</summary>
    public required double[] Floor { get; init; }

    /// <summary>Fills in the target, the factors and B of a window whose amplitudes of the map are there already.</summary>
    /// <param name="profile">Profile of the window.</param>
    /// <param name="result">Receives the rest.</param>
    public void Apply(in WindowProfile profile, ScaledProfile result)
    {
        SetTarget(profile, result);
        for (int r = 0; r < result.Scale.Length; r++)
        {
            // As in LocScale: what has no amplitude in the map stays 0.
            double scale = result.Target[r] / result.Map[r];
            result.Scale[r] = result.Map[r] > Floor[r] && double.IsFinite(scale) ? scale : 0;
        }

        result.B = fit == null ? double.NaN : FittedB(result);
    }

    /// <summary>Fills in <see cref="ScaledProfile.Target"/>.</summary>
    protected abstract void SetTarget(in WindowProfile profile, ScaledProfile result);

    /// <summary>The B that is reported: that of the target unless a rule says otherwise.</summary>
    protected virtual double FittedB(ScaledProfile result) => Fit(result.Target).B;

    /// <summary>A line through a profile.</summary>
    protected (double B, double Intercept) Fit(ReadOnlySpan<double> amplitudes) => fit!.Fit(amplitudes);
}

/// <summary>The amplitudes of the reference.</summary>
internal sealed class ReferenceRule(double[] frequency, double resolution, bool withB) : ScaleRule(frequency, resolution, withB)
{
    /// <inheritdoc/>
    protected override void SetTarget(in WindowProfile profile, ScaledProfile result)
    {
        for (int r = 0; r < result.Target.Length; r++)
            result.Target[r] = profile.Reference[r];
    }
}

/// <summary>
/// The window's own amplitudes with B changed to a given one, and faded out beyond the resolution: target(s) = A(s) exp((B - B0) s²/4) / (1 + exp(k (d_cut - d))), d = 1/s
/// and k = 10 Å⁻¹. The rule of LocScale 2 without a reference.
/// </summary>
internal sealed class GuinierRule(double[] frequency, double resolution, double targetB) : ScaleRule(frequency, resolution, withB: true)
{
    private const double Steepness = 10;

    private readonly double[] window = [.. frequency.Select(s => Merge.Weight(s, resolution, Steepness))];

    /// <inheritdoc/>
    protected override void SetTarget(in WindowProfile profile, ScaledProfile result)
    {
        double b = Fit(result.Map).B;
        double sharpening = double.IsFinite(b) ? b - targetB : 0;
        for (int r = 0; r < result.Target.Length; r++)
            result.Target[r] = result.Map[r] * Math.Exp(0.25 * sharpening * Frequency[r] * Frequency[r]) * window[r];
    }

    /// <inheritdoc/>
    protected override double FittedB(ScaledProfile result) => Fit(result.Map).B;
}

/// <summary>The function by which LocScale 2 joins two profiles.</summary>
internal static class Merge
{
    /// <summary>Weight of the first profile, 1/(1 + exp(k (d_cut - d))) at d = 1/s: 1 at low resolution.</summary>
    /// <param name="s">Å⁻¹, from 0.</param>
    /// <param name="cut">d_cut, Å.</param>
    /// <param name="steepness">k, Å⁻¹.</param>
    public static double Weight(double s, double cut, double steepness) => s > 0 ? 1 / (1 + Math.Exp(steepness * (cut - 1 / s))) : 1;
}
