using Engine.Kernels.Windows;

namespace Engine.Core.LocScale;

/// <summary>
/// The amplitudes of the reference where it has density. Where it has none, the window's own amplitudes at low resolution, on the scale of the reference, joined at 10 Å with the profile of a protein
/// (LocScale 2's function with k = 0.3 Å⁻¹), which has a given B and fades out beyond the resolution. In between, a mixture.
/// </summary>
internal sealed class HybridRule : ScaleRule
{
    private const double Steepness = 0.3;
    private const double FadeSteepness = 10;
    private const double AnchorEnd = 6;

    private readonly WindowSurvey survey;
    private readonly double ratio;
    private readonly double[] shape;
    private readonly double[] own;
    private readonly double[] fade;
    private readonly int anchorStart;
    private readonly int anchorEnd;

    /// <summary>Makes the rule.</summary>
    /// <param name="frequency">s by shell, Å⁻¹.</param>
    /// <param name="resolution">Resolution of the map, Å.</param>
    /// <param name="targetB">B of the profile, Å².</param>
    /// <param name="survey">Typical windows.</param>
    public HybridRule(double[] frequency, double resolution, double targetB, WindowSurvey survey)
        : base(frequency, resolution, withB: true)
    {
        this.survey = survey;
        shape = [.. frequency.Select(s => TheoreticalProfile.At(s, targetB))];
        own = [.. frequency.Select(s => Merge.Weight(s, WilsonStart, Steepness))];
        fade = [.. frequency.Select(s => Merge.Weight(s, resolution, FadeSteepness))];
        anchorStart = Math.Min(frequency.Count(s => s < 1 / WilsonStart), frequency.Length - 1);
        anchorEnd = Math.Max(anchorStart + 1, frequency.Count(s => s <= 1 / AnchorEnd));
        ratio = survey.RatioOfReference(anchorStart, anchorEnd);
    }

    /// <inheritdoc/>
    protected override void SetTarget(in WindowProfile profile, ScaledProfile result)
    {
        double presence = survey.Presence(profile), map = 0, theory = 0;
        for (int r = anchorStart; r < anchorEnd; r++)
        {
            map += result.Map[r];
            theory += shape[r];
        }

        double amplitude = ratio * map / theory;
        for (int r = 0; r < result.Target.Length; r++)
        {
            double without = fade[r] * (own[r] * ratio * result.Map[r] + (1 - own[r]) * amplitude * shape[r]);
            result.Target[r] = presence * profile.Reference[r] + (1 - presence) * without;
        }
    }
}
