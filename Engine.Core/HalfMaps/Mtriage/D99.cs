namespace Engine.Core.HalfMaps.Mtriage;

/// <summary>
/// d99: the resolution to which a map can be cut before its correlation with itself falls below 0.99, CC(d) = √(Σ over d_h > d of |F|²/Σ|F|²) (Afonine and co-workers
/// 2018, Acta Cryst. D74, 814). As in cctbx a pair F(h), F(-h) counts twice, but once in the plane l = 0. d goes up from the finest coefficient in steps of 0.1 Å until CC is below, and again in steps of 0.01 Å from 0.2 Å before.
/// </summary>
internal static class D99
{
    private const double Cut = 0.99;

    /// <summary>d99 of the first map of some sums, Å; null when the map has no coefficients.</summary>
    /// <param name="sums">Sums of a map.</param>
    public static double? Of(RadialSums sums)
    {
        var upTo = new double[RadialSums.Count + 1];
        for (int i = 0; i < RadialSums.Count; i++)
            upTo[i + 1] = upTo[i] + 2 * sums.First[i] - sums.InPlane[i];
        double all = upTo[^1];
        if (!(all > 0))
            return null;
        double? coarse = Scan(1 / sums.LargestFrequency, 0.1);
        return coarse is { } d ? Scan(d - 0.2, 0.01) : null;

        double? Scan(double start, double step)
        {
            const double Coarsest = 1e4;
            for (double at = start + step; at < Coarsest; at += step)
            {
                if (at > 0 && Math.Sqrt(upTo[sums.CountAbove(at)] / all) < Cut)
                    return at;
            }

            return null;
        }
    }
}
