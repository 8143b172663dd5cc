using Engine.Core.Maps;

namespace Engine.Core.HalfMaps.Mtriage;

/// <summary>
/// An FSC in bins of 100 coefficients, sorted by resolution, smoothed by a Savitzky-Golay filter (degree 2), and its crossings by a quadratic, as mtriage of cctbx
/// (2022) takes them. Resolutions by this rule are comparable with that program's; the default rule of this engine is <see cref="FscCurve.Crossing"/>.
/// </summary>
/// <param name="Resolution">Mean d of the bins, Å, falling.</param>
/// <param name="Correlation">Smoothed FSC.</param>
internal sealed record MtriageCurve(double[] Resolution, double[] Correlation)
{
    private const int PerBin = 100;
    private const int Buckets = 1 << 22;
    private const int SpacingDigits = 9;
    private const int WideWindow = 50;
    private const int NarrowWindow = 5;
    private const int FitReach = 5;
    private const double FarthestRoot = 0.25;

    /// <summary>The curve of two maps.</summary>
    /// <param name="first">Coefficients.</param>
    /// <param name="second">Others on the same grid.</param>
    /// <returns>Null when there are too few coefficients for the filter.</returns>
    public static MtriageCurve? Of(MapSpectrum first, MapSpectrum second)
    {
        (double[] d, double[] fsc) = Bin(first, second);
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

    /// <summary>Mean d and FSC of consecutive hundreds, from the finest coefficient on; those left over at the end are dropped.</summary>
    private static (double[] Resolution, double[] Correlation) Bin(MapSpectrum first, MapSpectrum second)
    {
        MapGrid g = first.Grid;
        double scale = (Buckets - 1) / Math.Max(1e-12, UniqueCoefficients.LargestSquared(g));

        // Ranks by a counting sort over thin shells in s².
        var next = new long[Buckets + 1];
        ForEach(g, (squared, _) => next[Buckets - (int)(squared * scale)]++);
        for (int i = 1; i <= Buckets; i++)
            next[i] += next[i - 1];
        int total = checked((int)next[Buckets]), bins = Math.Max(0, total - 1) / PerBin;
        var offsets = new long[total];
        var spacings = new double[total];
        ForEach(g, (squared, at) =>
        {
            long rank = next[Buckets - (int)(squared * scale) - 1]++;
            (offsets[rank], spacings[rank]) = (at, Math.Round(1 / Math.Sqrt(squared), SpacingDigits));
        });
        Settle(spacings, offsets);
        double[] d = new double[bins], cross = new double[bins], power1 = new double[bins], power2 = new double[bins];
        for (int rank = 0; rank < bins * PerBin; rank++)
        {
            int bin = rank / PerBin;
            long at = offsets[rank];
            double ar = first.Values[at], ai = first.Values[at + 1], br = second.Values[at], bi = second.Values[at + 1];
            d[bin] += spacings[rank] / PerBin;
            cross[bin] += ar * br + ai * bi;
            power1[bin] += ar * ar + ai * ai;
            power2[bin] += br * br + bi * bi;
        }

        return (d, [.. cross.Select((c, i) => power1[i] > 0 && power2[i] > 0 ? c / Math.Sqrt(power1[i] * power2[i]) : 0)]);
    }

    /// <summary>Sorts what is nearly sorted: within the thin shells of the counting sort, equal resolutions keep their order.</summary>
    private static void Settle(double[] spacings, long[] offsets)
    {
        for (int i = 1; i < spacings.Length; i++)
        {
            (double d, long at) = (spacings[i], offsets[i]);
            int to = i;
            for (; to > 0 && spacings[to - 1] > d; to--)
                (spacings[to], offsets[to]) = (spacings[to - 1], offsets[to - 1]);
            (spacings[to], offsets[to]) = (d, at);
        }
    }

    /// <summary>
    /// Visits each pair of coefficients once in the order of cctbx's index lists, h slowest and l fastest from 0: among coefficients of the same d this order decides which
    /// bin they fall into, and with it the last digits of the crossings.
    /// </summary>
    private static void ForEach(MapGrid g, Action<double, long> visit)
    {
        int hx = g.Nx / 2 + 1, endH = (g.Nx - 1) / 2, endK = (g.Ny - 1) / 2, endL = (g.Nz - 1) / 2;
        for (int h = -endH; h <= endH; h++)
        {
            double sx = h / g.Box.A;
            for (int k = -endK; k <= endK; k++)
            {
                double sy = k / g.Box.B;
                for (int l = h > 0 || (h == 0 && k > 0) ? 0 : 1; l <= endL; l++)
                {
                    double sz = l / g.Box.C;

                    // F(-h) = F(h)*: the array has h from 0 up.
                    (int x, int y, int z) = h < 0 ? (-h, Wrap(-k, g.Ny), Wrap(-l, g.Nz)) : (h, Wrap(k, g.Ny), l);
                    visit(sx * sx + (sy * sy + sz * sz), 2L * (((long)z * g.Ny + y) * hx + x));
                }
            }
        }

        static int Wrap(int index, int count) => index < 0 ? index + count : index;
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
