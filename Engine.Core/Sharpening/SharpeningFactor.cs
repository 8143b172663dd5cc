namespace Engine.Core.Sharpening;

/// <summary>Factors on amplitudes as functions of spatial frequency. B is the one applied: amplitudes times exp(-B s²/4), negative sharpens.</summary>
public static class SharpeningFactor
{
    /// <summary>B that is added beyond the resolution, Å².</summary>
    public const double BlurBeyond = 200;

    /// <summary>Steepness k of the change at the resolution, Å⁻¹.</summary>
    public const double Steepness = 10;

    /// <summary>Width of the edge of a low-pass filter, in units of 1/d.</summary>
    public const double Edge = 0.1;

    /// <summary>One B at all frequencies.</summary>
    /// <param name="b">B, Å².</param>
    public static Func<double, double> Uniform(double b) => s => Math.Exp(-b * s * s / 4);

    /// <summary>
    /// Sharpening up to a resolution and blurring beyond: exp(-B(d) s²/4) with B(d) = B w + max(0, B + 200 Å²)(1 - w), w = 1/(1 + exp(k (d_cut - d))), d = 1/s (b_iso_to_d_cut of
    /// phenix.auto_sharpen; Terwilliger and co-workers 2018, Acta Cryst. D74, 545). The lower limit of 0 is ours: without it strong sharpening would also amplify what lies beyond.
    /// </summary>
    /// <param name="b">B up to the resolution, Å².</param>
    /// <param name="cut">d_cut, Å.</param>
    public static Func<double, double> ToCut(double b, double cut) => s =>
    {
        if (s <= 0)
            return 1;
        double w = 1 / (1 + Math.Exp(Math.Min(500, Steepness * (cut - 1 / s))));
        return Math.Exp(-(b * w + Math.Max(0, b + BlurBeyond) * (1 - w)) * s * s / 4);
    };

    /// <summary>1 up to a resolution, then a raised cosine to 0 at 1.1/d, so that every shell up to the resolution stays as it is.</summary>
    /// <param name="d">Resolution, Å.</param>
    public static Func<double, double> LowPass(double d)
    {
        double inner = 1 / d, outer = (1 + Edge) / d;
        return s => s <= inner ? 1 : s >= outer ? 0 : 0.5 + 0.5 * Math.Cos(Math.PI * (s - inner) / (outer - inner));
    }

    /// <summary>One factor per shell, linear in s between them, 0 beyond the last.</summary>
    /// <param name="factors">Factors, from shell 0 on.</param>
    /// <param name="width">Width of a shell, Å⁻¹.</param>
    public static Func<double, double> Shells(double[] factors, double width) => s =>
    {
        double u = s / width;
        int k = (int)u;
        return k + 1 < factors.Length ? factors[k] + (u - k) * (factors[k + 1] - factors[k]) : 0;
    };

    /// <summary>Product of two factors.</summary>
    /// <param name="a">A factor.</param>
    /// <param name="b">A factor; null = 1.</param>
    public static Func<double, double> Times(this Func<double, double> a, Func<double, double>? b) => b == null ? a : s => a(s) * b(s);

    /// <summary>The B that comes nearest to a factor: -4 times the slope of its logarithm against s² from 10 Å to a resolution.</summary>
    /// <param name="factor">Factor; where it is not above 0 it is left out.</param>
    /// <param name="resolution">Å, below 10.</param>
    /// <returns>Å².</returns>
    public static double EffectiveB(Func<double, double> factor, double resolution)
    {
        const int Points = 200;
        double low = 1 / HalfMaps.GuinierFit.Start, high = 1 / resolution, n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
        for (int i = 0; i <= Points; i++)
        {
            double s = low + (high - low) * i / Points, f = factor(s), x = s * s;
            if (!(f > 0))
                continue;
            double y = Math.Log(f);
            (n, sx, sy, sxx, sxy) = (n + 1, sx + x, sy + y, sxx + x * x, sxy + x * y);
        }

        double spread = n * sxx - sx * sx;
        return spread > 0 ? -4 * (n * sxy - sx * sy) / spread : 0;
    }
}
