using Engine.Core.Geometry;
using Engine.Core.Maps;

namespace Engine.Core.HalfMaps;

/// <summary>The resolution along one direction.</summary>
/// <param name="X">Unit vector, x.</param>
/// <param name="Y">Unit vector, y.</param>
/// <param name="Z">Unit vector, z.</param>
/// <param name="Resolution">First crossing of the threshold, Å; that of the last shell where the curve stays above.</param>
/// <param name="IsBeyondEnd">The curve stays above the threshold to the end.</param>
public sealed record DirectionResolution(double X, double Y, double Z, double Resolution, bool IsBeyondEnd);

/// <summary>
/// Resolution by direction: the FSC of the coefficients inside a cone (half angle 20°) round each of 321 evenly spread axes, sums taken over three neighbouring shells,
/// and where it falls below 0.143. The sphericity is that of the surface of these frequencies, π^(1/3) (6V)^(2/3)/A, as Tan and co-workers (2017, Nat. Methods 14,
/// 793) take it of their thresholded 3-D FSC: 1 = the same resolution along all directions.
/// </summary>
/// <param name="Directions">One entry per axis.</param>
/// <param name="Sphericity">From above 0 to 1.</param>
public sealed record DirectionalFsc(IReadOnlyList<DirectionResolution> Directions, double Sphericity)
{
    /// <summary>Half angle of the cones, degrees.</summary>
    public const double HalfAngle = 20;

    /// <summary>FSC at which the resolutions are taken.</summary>
    public const double Threshold = 0.143;

    private const int Divisions = 3;
    private const int Slabs = 8;

    /// <summary>Finest resolution of all directions, Å.</summary>
    public DirectionResolution Best => Directions.MinBy(d => d.Resolution)!;

    /// <summary>Coarsest resolution of all directions, Å.</summary>
    public DirectionResolution Worst => Directions.MaxBy(d => d.Resolution)!;

    /// <summary>Standard deviation of the frequencies of the crossings over their mean.</summary>
    public double Spread
    {
        get
        {
            double[] s = [.. Directions.Select(d => 1 / d.Resolution)];
            double mean = s.Average();
            return Math.Sqrt(s.Sum(v => (v - mean) * (v - mean)) / s.Length) / mean;
        }
    }

    /// <summary>Computes resolutions along all directions.</summary>
    /// <param name="first">Coefficients of one map.</param>
    /// <param name="second">Those of the other, on the same grid.</param>
    public static DirectionalFsc Compute(MapSpectrum first, MapSpectrum second)
    {
        MapGrid g = first.Grid;
        int shells = MapSpectrum.ShellCount(g);
        double width = MapSpectrum.ShellWidth(g);
        double[] cells = Sum(first, second, shells, width);
        var sphere = new Icosphere(Divisions);
        Vec3[] middles = [.. Enumerable.Range(0, DirectionCells.Count).Select(DirectionCells.Middle)];
        var resolutions = new DirectionResolution[sphere.Directions.Count];
        Parallel.For(0, resolutions.Length, i =>
        {
            if (IsUpper(sphere.Directions[i]))
                resolutions[i] = Along(sphere.Directions[i], cells, middles, shells, width);
        });
        double[] distances = [.. sphere.Directions.Select((d, i) => 1 / (resolutions[i] ?? resolutions[Opposite(sphere, d)]).Resolution)];
        return new([.. resolutions.Where(r => r != null)], sphere.Sphericity(distances));
    }

    /// <summary>True for one of each pair of opposite directions.</summary>
    private static bool IsUpper(Vec3 d) =>
        Math.Abs(d.Z) > 1e-9 ? d.Z > 0 : Math.Abs(d.Y) > 1e-9 ? d.Y > 0 : d.X > 0;

    private static int Opposite(Icosphere sphere, Vec3 direction)
    {
        int best = 0;
        for (int i = 1; i < sphere.Directions.Count; i++)
        {
            if (Vec3.Dot(sphere.Directions[i], direction) < Vec3.Dot(sphere.Directions[best], direction))
                best = i;
        }

        return best;
    }

    private static DirectionResolution Along(Vec3 axis, double[] cells, Vec3[] middles, int shells, double width)
    {
        double limit = Math.Cos(HalfAngle * Math.PI / 180);
        double[] cross = new double[shells], power1 = new double[shells], power2 = new double[shells];
        var counts = new long[shells];
        for (int c = 0; c < middles.Length; c++)
        {
            if (Math.Abs(Vec3.Dot(middles[c], axis)) < limit)
                continue;
            ReadOnlySpan<double> sums = cells.AsSpan(4 * c * shells, 4 * shells);
            for (int k = 0; k < shells; k++)
            {
                // Each shell's sums go to its neighbours as well.
                for (int to = Math.Max(1, k - 1); to <= Math.Min(shells - 1, k + 1); to++)
                {
                    cross[to] += sums[4 * k];
                    power1[to] += sums[4 * k + 1];
                    power2[to] += sums[4 * k + 2];
                    counts[to] += (long)sums[4 * k + 3];
                }
            }
        }

        double? d = new FscCurve(width, cross, power1, power2, counts).Crossing(Threshold).Resolution;
        return new(axis.X, axis.Y, axis.Z, d ?? 1 / (width * (shells - 1)), d == null);
    }

    /// <summary>Sums by cell and shell, four numbers each; slabs of planes are added up in their order.</summary>
    private static double[] Sum(MapSpectrum first, MapSpectrum second, int shells, double width)
    {
        int nz = first.Grid.Nz, slabs = Math.Min(Slabs, nz);
        var parts = new double[slabs][];
        Parallel.For(0, slabs, slab =>
        {
            var sums = parts[slab] = new double[4 * DirectionCells.Count * shells];
            for (int z = slab * nz / slabs; z < (slab + 1) * nz / slabs; z++)
                AddPlane(first, second, z, shells, width, sums);
        });
        for (int slab = 1; slab < slabs; slab++)
        {
            for (int i = 0; i < parts[0].Length; i++)
                parts[0][i] += parts[slab][i];
        }

        return parts[0];
    }

    private static void AddPlane(MapSpectrum first, MapSpectrum second, int z, int shells, double width, double[] sums)
    {
        MapGrid g = first.Grid;
        int hx = g.Nx / 2 + 1;
        foreach (FourierRow at in FourierRow.OfPlane(g, z))
        {
            ReadOnlySpan<float> a = first.Values.Slice(at.Offset, 2 * hx), b = second.Values.Slice(at.Offset, 2 * hx);
            double sy = at.K / g.Box.B, sz = at.L / g.Box.C;
            for (int x = 0; x < hx; x++)
            {
                int k = MapSpectrum.Shell(at.Squared(x), width);
                if (k == 0 || k >= shells)
                    continue;
                Span<double> to = sums.AsSpan(4 * (DirectionCells.Of(x / at.CellX, sy, sz) * shells + k), 4);
                double weight = x == 0 || 2 * x == g.Nx ? 1 : 2;
                double ar = a[2 * x], ai = a[2 * x + 1], br = b[2 * x], bi = b[2 * x + 1];
                to[0] += weight * (ar * br + ai * bi);
                to[1] += weight * (ar * ar + ai * ai);
                to[2] += weight * (br * br + bi * bi);
                to[3] += weight;
            }
        }
    }
}
