using Engine.Core.Maps;

namespace Engine.Core.HalfMaps.Mtriage;

/// <summary>
/// Bins of 100 coefficients of a grid, sorted by resolution from the finest on; those left over at the end are dropped. They depend on the grid alone, so that one sorting serves all
/// curves of a map.
/// </summary>
internal sealed class MtriageBins
{
    private const int PerBin = 100;
    private const int Buckets = 1 << 22;
    private const int SpacingDigits = 9;
    private const int BinsPerTask = 256;

    private readonly long[] offsets;

    private MtriageBins(long[] offsets, double[] resolution) => (this.offsets, Resolution) = (offsets, resolution);

    /// <summary>Mean d of the bins, Å, rising.</summary>
    public double[] Resolution { get; }

    /// <summary>Sorts the coefficients of a grid.</summary>
    /// <param name="grid">Grid of the maps.</param>
    public static MtriageBins Of(MapGrid grid)
    {
        double scale = (Buckets - 1) / Math.Max(1e-12, UniqueCoefficients.LargestSquared(grid));

        // Ranks by a counting sort over thin shells in s².
        var next = new long[Buckets + 1];
        ForEach(grid, (squared, _) => next[Buckets - (int)(squared * scale)]++);
        for (int i = 1; i <= Buckets; i++)
            next[i] += next[i - 1];
        int total = checked((int)next[Buckets]), bins = Math.Max(0, total - 1) / PerBin;
        var offsets = new long[total];
        var spacings = new double[total];
        ForEach(grid, (squared, at) =>
        {
            long rank = next[Buckets - (int)(squared * scale) - 1]++;
            (offsets[rank], spacings[rank]) = (at, squared);
        });
        var d = new double[bins];
        FixedChunks.ForEach(total, (_, start, length) =>
        {
            foreach (ref double at in spacings.AsSpan((int)start, length))
                at = Math.Round(1 / Math.Sqrt(at), SpacingDigits);
        });
        Settle(spacings, offsets);
        for (int rank = 0; rank < bins * PerBin; rank++)
            d[rank / PerBin] += spacings[rank] / PerBin;
        return new(offsets, d);
    }

    /// <summary>The correlation of two maps in each bin; 0 where one of them has nothing.</summary>
    /// <param name="first">Coefficients.</param>
    /// <param name="second">Others on the same grid.</param>
    public double[] Correlate(MapSpectrum first, MapSpectrum second)
    {
        var correlation = new double[Resolution.Length];
        Parallel.For(0, (correlation.Length + BinsPerTask - 1) / BinsPerTask, task =>
        {
            for (int bin = task * BinsPerTask; bin < Math.Min(correlation.Length, (task + 1) * BinsPerTask); bin++)
                correlation[bin] = Correlate(first, second, offsets.AsSpan(bin * PerBin, PerBin));
        });
        return correlation;
    }

    private static double Correlate(MapSpectrum first, MapSpectrum second, ReadOnlySpan<long> members)
    {
        double cross = 0, power1 = 0, power2 = 0;
        foreach (long at in members)
        {
            double ar = first.Values[at], ai = first.Values[at + 1], br = second.Values[at], bi = second.Values[at + 1];
            cross += ar * br + ai * bi;
            power1 += ar * ar + ai * ai;
            power2 += br * br + bi * bi;
        }

        return power1 > 0 && power2 > 0 ? cross / Math.Sqrt(power1 * power2) : 0;
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
}
