namespace Engine.Core.HalfMaps.Mtriage;

/// <summary>
/// An FSC in bins of 100 coefficients, sorted by resolution, smoothed by a Savitzky-Golay filter (degree 2), and its crossings by a quadratic, as mtriage of cctbx
/// (2022) takes them. Resolutions by this rule are comparable with that program's; the default rule of this engine is <see cref="FscCurve.Crossing"/>.
/// </summary>
/// <param name="Resolution">Mean d of the bins, Å, falling.</param>
/// <param name="Correlation">Smoothed FSC.</param>
internal sealed record MtriageCurve(double[] Resolution, double[] Correlation)
{
    private const int WideWindow = 50;
    private const int NarrowWindow = 5;
    private const int FitReach = 5;
    private const double FarthestRoot = 0.25;

    /// <summary>The curve of two maps.</summary>
    /// <param name="first">Coefficients.</param>
    /// <param name="second">Others on the same grid.</param>
    /// <param name="bins">Bins of that grid.</param>
    /// <returns>Null when there are too few coefficients for the filter.</returns>
    public static MtriageCurve? Of(MapSpectrum first, MapSpectrum second, MtriageBins bins)
    {
        double[] d = [.. bins.Resolution], fsc = bins.Correlate(first, second);
        int half = fsc.Length < 10 * WideWindow ? NarrowWindow : WideWindow;
        if (fsc.Length <= half)
            return null;
        double[] smooth = Smooth(fsc, half);
        Array.Reverse(d);
        Array.Reverse(smooth);
        return new(d, smooth);
    }

    /// <summary>
    /// Where the curve falls below a threshold: the first bin below; a quadratic in 1/d through it and five bins on each side; the root nearest to the bin if within
    /// 0.25 Å of it, else the bin itself.
    /// </summary>
    /// <param name="threshold">FSC value.</param>
    /// <returns>Å; null when the curve never falls below.</returns>
    public double? Crossing(double threshold)
    {
        int middle = Array.FindIndex(Correlation, c => c < threshold);
        if (middle < 0)
            return null;
        int low = Math.Max(0, middle - FitReach), high = middle + FitReach + 1;
        if (high >= Correlation.Length)
            high = Correlation.Length - 1;
        double at = Resolution[middle];
        return Root(low, high, threshold, at) is { } root ? root : at;
    }

    private double? Root(int low, int high, double threshold, double near)
    {
        if (high - low < 3)
            return null;
        double[] fit = new ParabolaFit([.. Resolution[low..high].Select(v => 1 / v)], Correlation[low..high]).Run();
        (double c, double b, double a) = (fit[0] - threshold, fit[1], fit[2]);
        double determinant = b * b - 4 * a * c;
        if (!(determinant >= 0) || a == 0)
            return null;
        double x1 = (-b + Math.Sqrt(determinant)) / (2 * a), x2 = (-b - Math.Sqrt(determinant)) / (2 * a);
        if (x1 * x2 < 0)
            return 1 / Math.Max(x1, x2);
        if (!(x1 > 0 && x2 > 0))
            return null;
        double d = Math.Abs(1 / x1 - near) < Math.Abs(1 / x2 - near) ? 1 / x1 : 1 / x2;
        return Math.Abs(d - near) > FarthestRoot ? null : d;
    }

    /// <summary>Savitzky-Golay filter of degree 2 over 2m + 1 points; the ends are mirrored.</summary>
    private static double[] Smooth(double[] y, int m)
    {
        double norm = 3.0 / ((2 * m - 1) * (2 * m + 1) * (2 * m + 3));
        var result = new double[y.Length];
        for (int i = 0; i < y.Length; i++)
        {
            for (int j = -m; j <= m; j++)
            {
                int at = Math.Abs(i + j);
                if (at >= y.Length)
                    at = 2 * (y.Length - 1) - at;
                result[i] += norm * (3 * m * m + 3 * m - 1 - 5 * j * j) * y[at];
            }
        }

        return result;
    }
}
