using Engine.Kernels;

namespace Engine.Core.Scoring;

/// <summary>
/// Radius of an atom's image at limited resolution: twice the first inflection point of its radial profile
/// ρ(r) = (2/r) ∫ s f(s) exp(-B s²/4) sin(2π r s) ds, s from 0 to 1/d (the rule of cctbx's CC_image and of its region radius).
/// </summary>
public static class AtomImageRadius
{
    /// <summary>Step in r of CC_image, Å.</summary>
    public const double FineStep = 0.01;

    /// <summary>Step in r of the radius of chains and residues, Å.</summary>
    public const double CoarseStep = 0.1;

    private const int Intervals = 400;
    private const double LargestRadius = 15;

    /// <summary>Finds the radius.</summary>
    /// <param name="formFactor">Amplitudes, then widths (Å²) of the element (carbon for the scores).</param>
    /// <param name="dMin">Resolution, Å.</param>
    /// <param name="bIso">Mean B factor, Å².</param>
    /// <param name="step">Step of the scan in r, Å; the inflection lies half-way between two steps.</param>
    /// <returns>The radius, Å; <see cref="LargestRadius"/> (or d, if larger) when the profile has no inflection up to there.</returns>
    public static double Compute(ReadOnlySpan<float> formFactor, double dMin, double bIso, double step)
    {
        double[] weights = Weights(formFactor, dMin, bIso);
        double limit = Math.Max(LargestRadius, dMin), ds = 1 / (dMin * Intervals);
        double here = Profile(weights, ds, 0), next = Profile(weights, ds, step), previous = next;
        for (int i = 0; i * step < limit; i++)
        {
            if (previous + next - 2 * here > 0)
                return Math.Max(0, (2 * i - 1) * step);
            (previous, here, next) = (here, next, Profile(weights, ds, (i + 2) * step));
        }

        return limit;
    }

    /// <summary>The radius of the spheres round the atoms of a chain or residue: clamp(max(d, image radius), 3, 10) Å.</summary>
    /// <param name="formFactor">Amplitudes, then widths (Å²) of carbon.</param>
    /// <param name="dMin">Resolution, Å.</param>
    /// <param name="bIso">Mean B factor, Å².</param>
    public static double Region(ReadOnlySpan<float> formFactor, double dMin, double bIso) =>
        Math.Clamp(Math.Max(dMin, Compute(formFactor, dMin, bIso, CoarseStep)), 3, 10);

    /// <summary>Simpson weights times 2 s f(s) exp(-B s²/4).</summary>
    private static double[] Weights(ReadOnlySpan<float> formFactor, double dMin, double bIso)
    {
        if (!(dMin > 0) || !double.IsFinite(bIso))
            throw new UsageException($"no image radius for resolution {dMin} Å and B {bIso} Å²: the resolution must be above 0");
        double ds = 1 / (dMin * Intervals);
        var weights = new double[Intervals + 1];
        int terms = formFactor.Length / 2;
        for (int i = 0; i <= Intervals; i++)
        {
            double s = i * ds, q = s * s / 4, f = 0;
            for (int k = 0; k < terms; k++)
                f += formFactor[k] * Math.Exp(-(formFactor[k + terms] + bIso) * q);
            double simpson = i is 0 or Intervals ? 1 : i % 2 == 1 ? 4 : 2;
            weights[i] = simpson * ds / 3 * 2 * s * f;
        }

        return weights;
    }

    private static double Profile(double[] weights, double ds, double r)
    {
        double sum = 0;
        for (int i = 1; i < weights.Length; i++)
            sum += weights[i] * (r > 0 ? Math.Sin(2 * Math.PI * r * i * ds) / r : 2 * Math.PI * i * ds);
        return sum;
    }
}
