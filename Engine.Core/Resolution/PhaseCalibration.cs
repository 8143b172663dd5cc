using Engine.Core.HalfMaps;

namespace Engine.Core.Resolution;

/// <summary>
/// What half maps with random phases correlate locally: the bias that the method itself brings in. It is taken off as in Chen et al. 2013, Ultramicroscopy 135, 24:
/// C = (C' - R)/(1 - R), R the mean of the random correlations at that frequency.
/// </summary>
internal sealed class PhaseCalibration
{
    /// <summary>Phases are random from the first shell on where the FSC of the whole boxes is below this.</summary>
    private const double Start = 0.8;

    /// <summary>Shells beyond the first random one from which random phases rule.</summary>
    private const int Margin = 2;

    private PhaseCalibration(double?[] means, double?[] deviations) => (Means, Deviations) = (means, deviations);

    /// <summary>Mean random correlation by frequency; null where phases were kept.</summary>
    public double?[] Means { get; }

    /// <summary>Standard deviation of the random correlations.</summary>
    public double?[] Deviations { get; }

    /// <summary>The first shell of a curve whose phases are made random.</summary>
    /// <param name="unmasked">FSC of the whole boxes.</param>
    public static int FirstShell(FscCurve unmasked)
    {
        int k = 1;
        while (k < unmasked.Count - 1 && unmasked.Correlation[k] >= Start)
            k++;
        return k;
    }

    /// <summary>No calibration.</summary>
    /// <param name="frequencies">Number of frequencies.</param>
    public static PhaseCalibration None(int frequencies) => new(new double?[frequencies], new double?[frequencies]);

    /// <summary>Takes the calibration from a measurement of half maps with random phases.</summary>
    /// <param name="random">The measurement.</param>
    /// <param name="frequencies">s, Å⁻¹.</param>
    /// <param name="start">Frequency from which phases are random, Å⁻¹.</param>
    /// <param name="width">Width of the shells of <paramref name="start"/>, Å⁻¹.</param>
    public static PhaseCalibration From(LocalCurves random, double[] frequencies, double start, double width)
    {
        PhaseCalibration calibration = None(frequencies.Length);
        for (int k = 0; k < frequencies.Length; k++)
        {
            if (frequencies[k] < start + Margin * width)
                continue;
            (double mean, double deviation) = Moments(random.Local[k]);
            (calibration.Means[k], calibration.Deviations[k]) = (mean, deviation);
        }

        return calibration;
    }

    /// <summary>Takes the random correlations off.</summary>
    /// <param name="curves">Measured correlations; changed.</param>
    public void Apply(LocalCurves curves)
    {
        for (int k = 0; k < curves.Local.Length; k++)
        {
            if (Means[k] is not { } mean || mean >= 1)
                continue;
            curves.Whole[k] = (curves.Whole[k] - mean) / (1 - mean);
            float[] local = curves.Local[k];
            for (int i = 0; i < local.Length; i++)
                local[i] = (float)((local[i] - mean) / (1 - mean));
        }
    }

    /// <summary>Mean and standard deviation.</summary>
    internal static (double Mean, double Deviation) Moments(float[] values)
    {
        double mean = values.Sum(v => (double)v) / Math.Max(1, values.Length);
        return (mean, Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / Math.Max(1, values.Length)));
    }
}
