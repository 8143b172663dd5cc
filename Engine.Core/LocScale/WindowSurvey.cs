using Engine.Kernels;
using Engine.Kernels.Windows;

namespace Engine.Core.LocScale;

/// <summary>A sample of a map's windows, spread evenly over the mask: what is typical, and profiles to show.</summary>
internal sealed class WindowSurvey
{
    private const int Wanted = 128;
    private const int Shown = 4;
    private const double FadedShare = 0.01;
    private const double PresentShare = 0.3;
    private const double ShellRounding = 4e-6;
    private const double Rounding = 2e-7;

    private readonly List<float[]> profiles;

    private WindowSurvey(List<float[]> profiles)
    {
        this.profiles = profiles;
        double[] strengths = [.. profiles.Select(p => Strength(new WindowProfile(p))).Where(s => s > 0).Order()];
        TypicalStrength = strengths.Length == 0 ? 0 : strengths[strengths.Length / 2];
        double[] largest = [.. Enumerable.Range(0, profiles[0].Length / 3).Select(r => profiles.Max(p => (double)p[r]))];
        double peak = largest.Skip(1).Max();
        Floor = [.. largest.Select(a => Math.Max(ShellRounding * a, Rounding * peak))];
    }

    /// <summary>Median strength of the reference in windows that have any.</summary>
    public double TypicalStrength { get; }

    /// <summary>
    /// Amplitudes of the map by shell below which there are only rounding errors of single precision, some 1e-7 of those of neighbouring windows. In a map that was masked, a window
    /// of zeros must stay zero and not be scaled up to the reference.
    /// </summary>
    public double[] Floor { get; }

    /// <summary>Sum of the reference's mean amplitudes without that of k = 0.</summary>
    /// <param name="profile">Profile.</param>
    public static double Strength(in WindowProfile profile)
    {
        double sum = 0;
        foreach (float a in profile.Reference[1..])
            sum += a;
        return sum;
    }

    /// <summary>True for a window whose reference is much weaker than usual: no atoms.</summary>
    /// <param name="profile">Profile.</param>
    public bool IsFaded(in WindowProfile profile) => !(Strength(profile) > FadedShare * TypicalStrength);

    /// <summary>How much of the usual reference a window has: 0 for none, 1 from a part of the median strength on.</summary>
    /// <param name="profile">Profile.</param>
    public double Presence(in WindowProfile profile) => TypicalStrength > 0 ? Math.Min(1, Strength(profile) / (PresentShare * TypicalStrength)) : 0;

    /// <summary>Median of reference over map in a range of shells, over the windows that have a reference; 1 where there is none.</summary>
    /// <param name="first">First shell.</param>
    /// <param name="end">Last shell and one.</param>
    public double RatioOfReference(int first, int end)
    {
        var ratios = new List<double>();
        foreach (float[] values in profiles)
        {
            var profile = new WindowProfile(values);
            double map = 0, reference = 0;
            for (int r = first; r < end; r++)
            {
                map += profile.Map[r];
                reference += profile.Reference[r];
            }

            if (Presence(profile) >= 1 && map > 0)
                ratios.Add(reference / map);
        }

        ratios.Sort();
        return ratios.Count == 0 ? 1 : ratios[ratios.Count / 2];
    }

    /// <summary>Computes the sample.</summary>
    /// <param name="plan">Windows.</param>
    /// <param name="grid">Grid.</param>
    /// <param name="selected">Selected voxels.</param>
    /// <param name="shift">What was taken from the map.</param>
    /// <param name="cancel">Stops early.</param>
    public static WindowSurvey Take(WindowPlan plan, PaddedGrid grid, byte[] selected, double shift, CancellationToken cancel)
    {
        var sample = new byte[selected.Length];
        long every = Math.Max(1, grid.Count / Wanted), seen = every / 2;
        for (int i = 0; i < selected.Length; i++)
        {
            if (selected[i] != 0 && seen++ % every == 0)
                sample[i] = 1;
        }

        var found = new SortedDictionary<int, float[]>();
        foreach (WindowRegion region in WindowRegions.Of(plan, sample).Select(r => r.Region))
        {
            plan.Run(region, sample, (voxels, values) =>
            {
                for (int i = 0; i < voxels.Length; i++)
                {
                    float[] profile = values.Slice(i * plan.Shape.ProfileLength, plan.Shape.ProfileLength).ToArray();
                    WindowPass.Restore(profile, plan.Shape, shift);
                    lock (found)
                        found.Add(voxels[i], profile);
                }
            }, cancel);
        }

        return new WindowSurvey([.. found.Values]);
    }

    /// <summary>The sample out of profiles that are there already.</summary>
    /// <param name="all">Profiles, one or more.</param>
    public static WindowSurvey Of(IReadOnlyList<float[]> all)
    {
        int count = Math.Min(Wanted, all.Count);
        return new WindowSurvey([.. Enumerable.Range(0, count).Select(i => all[(int)((2L * i + 1) * all.Count / (2 * count))])]);
    }

    /// <summary>Mean of the sample, and some single windows.</summary>
    /// <param name="rule">Rule that was used.</param>
    public IReadOnlyList<WindowAudit> Audit(ScaleRule rule)
    {
        List<WindowAudit> all = [.. profiles.Select(p => One(rule, p))];
        double[] Mean(Func<WindowAudit, double[]> of) => [.. Enumerable.Range(0, rule.Frequency.Length).Select(r => GeometricMean(all.Select(a => of(a)[r])))];
        return [new(rule.Frequency, Mean(a => a.Map), Mean(a => a.Target), Mean(a => a.Scale)), .. Enumerable.Range(0, Math.Min(Shown, all.Count)).Select(i => all[(2 * i + 1) * all.Count / (2 * Shown)])];
    }

    /// <summary>Mean of the values above 0; 0 when there are none.</summary>
    private static double GeometricMean(IEnumerable<double> values)
    {
        double[] positive = [.. values.Where(v => v > 0)];
        return positive.Length == 0 ? 0 : Math.Exp(positive.Average(Math.Log));
    }

    private static WindowAudit One(ScaleRule rule, float[] values)
    {
        var profile = new WindowProfile(values);
        var result = new ScaledProfile(rule.Frequency.Length);
        for (int r = 0; r < result.Map.Length; r++)
            result.Map[r] = profile.Map[r];
        rule.Apply(profile, result);
        return new(rule.Frequency, result.Map, result.Target, result.Scale);
    }
}
