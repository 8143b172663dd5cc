namespace Engine.Core.HalfMaps;

/// <summary>
/// A straight line through the logarithm of a map's amplitudes against s² (Guinier plot; Rosenthal and Henderson 2003, J. Mol. Biol. 333, 721): ln|F| = a - B s²/4.
/// The amplitude of a shell is the root of its mean power; every shell counts the same.
/// </summary>
/// <param name="B">B of the fall-off, Å²: positive where amplitudes fall off.</param>
/// <param name="Intercept">a, the logarithm at s = 0.</param>
/// <param name="Shells">Shells that took part.</param>
/// <param name="From">Coarsest resolution, Å.</param>
/// <param name="To">Finest resolution, Å.</param>
/// <param name="Deviation">Root mean square distance of ln|F| from the line.</param>
public sealed record GuinierFit(double B, double Intercept, int Shells, double From, double To, double Deviation)
{
    /// <summary>Coarsest resolution of the fit, Å: coarser shells show the shape of the molecule and the solvent.</summary>
    public const double Start = 10;

    /// <summary>Fewest shells that define a slope.</summary>
    public const int LeastShells = 5;

    /// <summary>Fits the power of a map.</summary>
    /// <param name="curve">Correlation of the map's spectrum with any other; the power of the first map counts.</param>
    /// <param name="to">Finest resolution, Å.</param>
    /// <returns>Null when fewer than <see cref="LeastShells"/> shells with power lie between 10 Å and the resolution.</returns>
    public static GuinierFit? OfMap(FscCurve curve, double to) =>
        Of(curve, k => curve.FirstPower[k] / Math.Max(1, curve.Coefficients[k]), to);

    /// <summary>Fits the power of the signal, which is what two half maps have in common: noise does not flatten the slope.</summary>
    /// <param name="halves">Correlation of the half maps.</param>
    /// <param name="to">Finest resolution, Å.</param>
    /// <returns>As for a map.</returns>
    public static GuinierFit? OfSignal(FscCurve halves, double to) =>
        Of(halves, k => halves.Correlation[k] * Math.Sqrt(halves.FirstPower[k] * halves.SecondPower[k]) / Math.Max(1, halves.Coefficients[k]), to);

    /// <summary>The line at a frequency, as amplitude.</summary>
    /// <param name="s">Å⁻¹.</param>
    public double At(double s) => Math.Exp(Intercept - B * s * s / 4);

    /// <summary>Fits any power by shell.</summary>
    /// <param name="curve">The shells.</param>
    /// <param name="power">Mean power of a shell; what is not above 0 is left out.</param>
    /// <param name="to">Finest resolution, Å.</param>
    internal static GuinierFit? Of(FscCurve curve, Func<int, double> power, double to)
    {
        var points = new List<(double X, double Y)>();
        for (int k = 1; k < curve.Count && curve.Frequency(k) <= 1 / to; k++)
        {
            double p = power(k);
            if (curve.Frequency(k) >= 1 / Start && p > 0)
                points.Add((Math.Pow(curve.Frequency(k), 2), 0.5 * Math.Log(p)));
        }

        if (points.Count < LeastShells)
            return null;
        double x = points.Average(p => p.X), y = points.Average(p => p.Y);
        double slope = points.Sum(p => (p.X - x) * (p.Y - y)) / points.Sum(p => (p.X - x) * (p.X - x)), intercept = y - slope * x;
        double deviation = Math.Sqrt(points.Average(p => Math.Pow(p.Y - intercept - slope * p.X, 2)));
        return new(-4 * slope, intercept, points.Count, 1 / Math.Sqrt(points[0].X), 1 / Math.Sqrt(points[^1].X), deviation);
    }
}
