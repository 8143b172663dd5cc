using Engine.Core.HalfMaps;

namespace Engine.Core.Sharpening;

/// <summary>
/// Scale factors by shell that take every shell's amplitude to an ideal one, weighted by how far the shell is known (Terwilliger and co-workers 2020, Acta Cryst. D76; the
/// rules are those of cctbx's refine_sharpening).
/// </summary>
public static class ShellScaling
{
    private const int BaseShells = 3;
    private const double LargestBase = 0.2;
    private const double TailStart = 0.2;
    private const double FirstLimit = 0.4;
    private const double PartOfBest = 0.9;

    /// <summary>
    /// C* √(ideal power/power of the average) by shell, up to a common factor, largest 1. The correlation is first cleaned: the mean of the last three shells counts as no correlation (where
    /// it is below 0.2), and the tail below 0.2, which is mostly scatter, is replaced by an exponential in s fitted to the last shells above.
    /// </summary>
    /// <param name="halves">Correlation of the half maps.</param>
    /// <param name="power">Power of the average by shell: correlation of its spectrum with itself, with the same mask.</param>
    /// <param name="idealPower">Mean power that each shell should have; null = the same for all, point atoms.</param>
    /// <param name="from">Resolution from which shells are scaled, Å; coarser ones get the factor of the first that is.</param>
    public static double[] FromHalfMaps(FscCurve halves, FscCurve power, Func<int, double>? idealPower = null, double from = GuinierFit.Start)
    {
        double[] c = Clean(halves.Correlation);
        return Normalised(power, k => Weight(c[k]), idealPower ?? (_ => 1), from);
    }

    /// <summary>C* = √(2 C/(1 + C)), which is 1/√(1 + E²/2) with the noise of one half map E² = 1/C - 1.</summary>
    /// <param name="c">Correlation of two half maps.</param>
    public static double Weight(double c) => c > 0 ? Math.Sqrt(2 * c / (1 + c)) : 0;

    /// <summary>
    /// Model-based factors: √(power of the model/power of the map) × min(1, C/C_max × exp(B_eff s²/4)). C is the correlation of model and map, C_max its largest value at low resolution, and
    /// B_eff = 8π (d/4)² allows for the errors of the model, which lower C without being errors of the map (B_eff as in cctbx).
    /// </summary>
    /// <param name="model">Correlation of the model (first) and the map (second).</param>
    /// <param name="resolution">d, Å.</param>
    /// <param name="ideal">Correlation whose first map has the amplitudes to reach, such as those of the model's atoms at rest; null = those of the model.</param>
    /// <param name="from">As above.</param>
    public static double[] FromModel(FscCurve model, double resolution, FscCurve? ideal = null, double from = GuinierFit.Start)
    {
        ideal ??= model;
        double b = ModelErrorB(resolution), best = 0;
        for (int k = 2; k < model.Count && model.Frequency(k) <= 0.5 / resolution; k++)
            best = Math.Max(best, Smoothed(model, k));
        if (!(best > 0))
            return new double[model.Count];
        double Known(int k) => Math.Clamp(Smoothed(model, k) / best * Math.Exp(b * Math.Pow(model.Frequency(k), 2) / 4), 0, 1);
        var map = new FscCurve(model.Width, model.SecondPower, model.SecondPower, model.SecondPower, model.Coefficients);
        return Normalised(map, Known, k => ideal.FirstPower[k] / Math.Max(1, ideal.Coefficients[k]), from);
    }

    /// <summary>B_eff of <see cref="FromModel"/>, Å².</summary>
    /// <param name="resolution">d, Å.</param>
    public static double ModelErrorB(double resolution) => 8 * Math.PI * Math.Pow(0.25 * resolution, 2);

    /// <summary>Mean of a shell and its neighbours: single shells scatter.</summary>
    private static double Smoothed(FscCurve curve, int k)
    {
        int low = Math.Max(1, k - 1), high = Math.Min(curve.Count - 1, k + 1);
        return Enumerable.Range(low, high - low + 1).Average(i => curve.Correlation[i]);
    }

    private static double[] Normalised(FscCurve power, Func<int, double> known, Func<int, double> ideal, double from)
    {
        var factors = new double[power.Count];
        int first = Math.Clamp((int)Math.Ceiling(1 / (from * power.Width)), 1, power.Count - 1);
        for (int k = first; k < factors.Length; k++)
        {
            double mean = power.FirstPower[k] / Math.Max(1, power.Coefficients[k]);
            factors[k] = mean > 0 ? known(k) * Math.Sqrt(ideal(k) / mean) : 0;
        }

        for (int k = 0; k < first; k++)
            factors[k] = factors[first];
        double largest = factors.Max();
        return largest > 0 ? [.. factors.Select(f => f / largest)] : factors;
    }

    private static double[] Clean(double[] correlation)
    {
        double[] c = [.. correlation];
        double floor = c.Length > 2 * BaseShells ? c.TakeLast(BaseShells).Average() : 0;
        if (floor is > 0 and < LargestBase)
            c = [.. c.Select(v => (v - floor) / (1 - floor))];
        double best = c.Skip(1).DefaultIfEmpty(0).Max();
        int tail = Array.FindIndex(c, Math.Max(1, Array.FindIndex(c, 1, v => v > Math.Min(FirstLimit, PartOfBest * best))), v => v < TailStart);
        if (tail < 3)
            return c;

        // ln C against the shell over the last shells above the limit; the tail goes on along the line.
        int start = Math.Max(1, tail - 6);
        (double X, double Y)[] points = [.. Enumerable.Range(start, tail - start).Where(k => c[k] > 0).Select(k => ((double)k, Math.Log(c[k])))];
        if (points.Length < 3)
            return c;
        double x = points.Average(p => p.X), y = points.Average(p => p.Y);
        double slope = Math.Min(-0.05, points.Sum(p => (p.X - x) * (p.Y - y)) / points.Sum(p => (p.X - x) * (p.X - x)));
        for (int k = tail; k < c.Length; k++)
            c[k] = Math.Min(TailStart, Math.Exp(y + slope * (k - x)));
        return c;
    }
}
