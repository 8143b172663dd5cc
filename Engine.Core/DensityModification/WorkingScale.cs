using Engine.Core.HalfMaps;

namespace Engine.Core.DensityModification;

/// <summary>
/// The scale by shell that half maps get before map phasing: signal to the fall-off of B = 10 d, times the weight C* = √(2F/(1+F)) of what is known of the shell, with F the smoothed FSC of the
/// whole boxes; since signal power is F times the power P of a half, that is √(2/((1+F) P)) exp(-10 d s²/4): noise is never raised above the signal's fall-off. F(000) and all
/// beyond the limit are 0.
/// </summary>
internal static class WorkingScale
{
    private const int Smoothing = 3;
    private const double LeastFsc = 1e-3;
    private const double LargestFsc = 0.999;

    /// <summary>B of the working maps per Å of resolution, Å.</summary>
    public const double BPerResolution = 10;

    /// <summary>Factors by shell from shell 0 on, up to the limit; the average of the scaled halves has a variance of 1.</summary>
    /// <param name="whole">FSC of the half maps without mask, with their powers.</param>
    /// <param name="resolution">d, Å.</param>
    /// <param name="finest">Finest resolution that is kept, Å.</param>
    /// <param name="voxels">Number of voxels.</param>
    public static double[] Factors(FscCurve whole, double resolution, double finest, long voxels)
    {
        int last = Math.Clamp((int)(1 / (finest * whole.Width) + 1e-9), 1, whole.Count - 1);
        double[] f = ShellSmoothing.Mean(whole.Correlation, last, Smoothing);
        var factors = new double[last + 1];
        double variance = 0;
        for (int k = 1; k <= last; k++)
        {
            double c = Math.Clamp(f[k], LeastFsc, LargestFsc), n = Math.Max(1, whole.Coefficients[k]), power = 0.5 * (whole.FirstPower[k] + whole.SecondPower[k]) / n;
            double s = whole.Frequency(k);
            factors[k] = power > 0 ? Math.Sqrt(2 / ((1 + c) * power)) * Math.Exp(-BPerResolution * resolution * s * s / 4) : 0;

            // The average of two halves has the power P (1 + F)/2.
            variance += n * power * (1 + Math.Clamp(whole.Correlation[k], -1, 1)) / 2 * factors[k] * factors[k];
        }

        double scale = voxels / Math.Sqrt(Math.Max(double.Epsilon, variance));
        return [.. factors.Select(t => t * scale)];
    }
}
