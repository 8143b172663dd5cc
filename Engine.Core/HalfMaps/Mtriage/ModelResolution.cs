namespace Engine.Core.HalfMaps.Mtriage;

/// <summary>
/// d_model: the resolution at which the map of a model, all of whose B factors are replaced by one, is most like the map: CC(b, d) = Σ over d_h > d of Re F Fc* e^(-b s²/4) /
/// √(Σ|F|² Σ over d_h > d of |Fc|² e^(-b s²/2)) (Afonine and co-workers 2018).
/// </summary>
/// <param name="Resolution">d with the highest CC, Å.</param>
/// <param name="B">The b of all atoms, Å².</param>
internal sealed record ModelResolution(double Resolution, double B)
{
    private const int LowestB = -500, HighestB = 500, StepB = 5;

    /// <summary>Finds b, then d.</summary>
    /// <param name="sums">The map first, the model with all B factors 0 second.</param>
    /// <param name="finest">Only coefficients with d at or above this take part, Å.</param>
    public static ModelResolution Find(RadialSums sums, double finest)
    {
        int end = sums.CountAbove(finest);
        double b = LowestB, best = double.NegativeInfinity;
        for (int trial = LowestB; trial < HighestB; trial += StepB)
        {
            double cross = 0, power = 0;
            for (int i = 0; i < end; i++)
            {
                double s = sums.Frequency(i), scale = Math.Exp(-trial * s * s / 4);
                cross += scale * sums.Cross[i];
                power += scale * scale * sums.Second[i];
            }

            double cc = power > 0 ? cross / Math.Sqrt(power) : double.NegativeInfinity;
            if (cc > best)
                (best, b) = (cc, trial);
        }

        return new(AtB(sums, b, finest), b);
    }

    /// <summary>The d with the highest CC for one b, Å.</summary>
    /// <param name="sums">The map first, the model with all B factors 0 second.</param>
    /// <param name="b">B of all atoms, Å².</param>
    /// <param name="finest">Only coefficients with d at or above this take part, Å.</param>
    public static double AtB(RadialSums sums, double b, double finest)
    {
        int end = sums.CountAbove(finest);
        double[] cross = new double[end + 1], power = new double[end + 1];
        for (int i = 0; i < end; i++)
        {
            double s = sums.Frequency(i), scale = Math.Exp(-b * s * s / 4);
            cross[i + 1] = cross[i] + scale * sums.Cross[i];
            power[i + 1] = power[i] + scale * scale * sums.Second[i];
        }

        double chosen = finest, best = double.NegativeInfinity;
        foreach (double d in Trials(finest))
        {
            int n = Math.Min(end, sums.CountAbove(d));
            double cc = power[n] > 0 ? cross[n] / Math.Sqrt(power[n]) : double.NegativeInfinity;
            if (cc > best)
                (best, chosen) = (cc, d);
        }

        return chosen;
    }

    /// <summary>The resolutions that are tried: steps of 0.1 Å to 10.4 Å, then of 1 Å, as far as suits the finest.</summary>
    private static IEnumerable<double> Trials(double finest)
    {
        double end = finest < 5 ? 10 : finest < 10 ? 20 : finest < 20 ? 40 : 100;
        for (int i = (int)(finest * 10); i < 105; i++)
        {
            if (i / 10.0 >= finest && i / 10.0 <= end && !(i is > 60 and < 65))
                yield return i / 10.0;
        }

        for (int i = 11; i < 100; i++)
        {
            if (i >= finest && i <= end)
                yield return i;
        }
    }
}
