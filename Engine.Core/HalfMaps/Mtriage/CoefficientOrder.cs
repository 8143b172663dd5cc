using Engine.Core.Maps;

namespace Engine.Core.HalfMaps.Mtriage;

/// <summary>
/// The coefficients of a grid sorted by resolution, from the finest on, in bins of 100. Made once per grid: every curve of maps on the grid uses the same order.
/// </summary>
internal sealed class CoefficientOrder
{
    private const int PerBin = 100;
    private const int Buckets = 1 << 22;
    private const int SpacingDigits = 9;
    private const int BinsPerTask = 512;

    private readonly MapGrid grid;
    private readonly int[] places;

    private CoefficientOrder(MapGrid grid, int[] places, double[] spacings)
    {
        (this.grid, this.places) = (grid, places);
        Resolution = new double[Math.Max(0, places.Length - 1) / PerBin];
        for (int rank = 0; rank < Resolution.Length * PerBin; rank++)
            Resolution[rank / PerBin] += spacings[rank] / PerBin;
    }

    /// <summary>Mean d of the bins, Å, rising. Coefficients left over at the end are in no bin.</summary>
    public double[] Resolution { get; }

    /// <summary>Sorts the coefficients of a grid; those of equal d (to 10⁻⁹ Å) stay in the order of cctbx's index lists.</summary>
    /// <param name="grid">Grid of the maps.</param>
    /// <exception cref="OverflowException">The grid has more than 2³¹ coefficients.</exception>
    public static CoefficientOrder Of(MapGrid grid)
    {
        double scale = (Buckets - 1) / Math.Max(1e-12, UniqueCoefficients.LargestSquared(grid));

        // Ranks by a counting sort over thin shells in s².
        var next = new int[Buckets + 1];
        ForEachRow(grid, (squared, _, _) =>
        {
            foreach (double s in squared)
                next[Buckets - (int)(s * scale)]++;
        });
        long total = 0;
        for (int i = 1; i <= Buckets; i++)
            next[i] = checked((int)(total += next[i]));
        var places = new int[total];
        var spacings = new double[total];
        ForEachRow(grid, (squared, first, step) =>
        {
            for (int i = 0; i < squared.Length; i++)
            {
                int rank = next[Buckets - (int)(squared[i] * scale) - 1]++;
                (places[rank], spacings[rank]) = (checked((int)(first + i * step)), Math.Round(1 / Math.Sqrt(squared[i]), SpacingDigits));
            }
        });
        Settle(spacings, places);
        return new(grid, places, spacings);
    }

    /// <summary>Correlation of two maps in every bin; 0 where one of them is empty.</summary>
    /// <param name="first">Coefficients of a map on this grid.</param>
    /// <param name="second">Those of another.</param>
    /// <exception cref="ArgumentException">The maps are on other grids.</exception>
    public double[] Correlate(MapSpectrum first, MapSpectrum second)
    {
        foreach (MapGrid g in new[] { first.Grid, second.Grid })
        {
            if ((g.Nx, g.Ny, g.Nz) != (grid.Nx, grid.Ny, grid.Nz))
                throw new ArgumentException($"coefficients of {g.Nx} {g.Ny} {g.Nz} voxels, order of {grid.Nx} {grid.Ny} {grid.Nz}");
        }

        var correlation = new double[Resolution.Length];
        Parallel.For(0, (correlation.Length + BinsPerTask - 1) / BinsPerTask, task =>
        {
            int end = Math.Min(correlation.Length, (task + 1) * BinsPerTask);
            for (int bin = task * BinsPerTask; bin < end; bin++)
                correlation[bin] = InBin(first, second, bin);
        });
        return correlation;
    }

    private unsafe double InBin(MapSpectrum first, MapSpectrum second, int bin)
    {
        float* a = first.Values.Pointer, b = second.Values.Pointer;
        double cross = 0, power1 = 0, power2 = 0;
        foreach (int place in places.AsSpan(bin * PerBin, PerBin))
        {
            double ar = a[2L * place], ai = a[2L * place + 1], br = b[2L * place], bi = b[2L * place + 1];
            cross += ar * br + ai * bi;
            power1 += ar * ar + ai * ai;
            power2 += br * br + bi * bi;
        }

        return power1 > 0 && power2 > 0 ? cross / Math.Sqrt(power1 * power2) : 0;
    }

    /// <summary>Sorts what is nearly sorted: within the thin shells of the counting sort, equal resolutions keep their order.</summary>
    private static void Settle(double[] spacings, int[] places)
    {
        for (int i = 1; i < spacings.Length; i++)
        {
            (double d, int at) = (spacings[i], places[i]);
            int to = i;
            for (; to > 0 && spacings[to - 1] > d; to--)
                (spacings[to], places[to]) = (spacings[to - 1], places[to - 1]);
            (spacings[to], places[to]) = (d, at);
        }
    }

    /// <summary>
    /// Visits each pair of coefficients once in the order of cctbx's index lists, h slowest and l fastest from 0: among coefficients of the same d this order decides which
    /// bin they fall into, and with it the last digits of the crossings.
    /// </summary>
    private static void ForEachRow(MapGrid g, RowVisitor visit)
    {
        int hx = g.Nx / 2 + 1, endH = (g.Nx - 1) / 2, endK = (g.Ny - 1) / 2, endL = (g.Nz - 1) / 2;
        long plane = (long)g.Ny * hx;
        double[] squaredZ = [.. Enumerable.Range(0, endL + 1).Select(l => l / g.Box.C * (l / g.Box.C))], squared = new double[endL + 1];
        for (int h = -endH; h <= endH; h++)
        {
            double sx = h / g.Box.A;
            for (int k = -endK; k <= endK; k++)
            {
                double sy = k / g.Box.B;
                int from = h > 0 || (h == 0 && k > 0) ? 0 : 1;
                for (int l = from; l <= endL; l++)
                    squared[l] = sx * sx + (sy * sy + squaredZ[l]);

                // F(-h) = F(h)*: the array has h from 0 up.
                (int x, int y, int z) = h < 0 ? (-h, Wrap(-k, g.Ny), g.Nz - from) : (h, Wrap(k, g.Ny), from);
                visit(squared.AsSpan(from, endL + 1 - from), z * plane + (long)y * hx + x, h < 0 ? -plane : plane);
            }
        }
    }

    private static int Wrap(int index, int count) => index < 0 ? index + count : index;

    /// <summary>Gets a row of coefficients along l.</summary>
    /// <param name="squared">s² of each, Å⁻².</param>
    /// <param name="first">Index of the first one in a half space.</param>
    /// <param name="step">Distance of the next in it.</param>
    private delegate void RowVisitor(ReadOnlySpan<double> squared, long first, long step);
}
