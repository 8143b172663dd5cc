namespace Engine.Core.Validation;

/// <summary>Counts the peaks of density circles in bins of χ1, over 20 thresholds.</summary>
internal static class EmRingerStatistics
{
    /// <summary>Samples of a circle.</summary>
    public const int Samples = 72;

    /// <summary>Degrees between samples.</summary>
    public const int Step = 360 / Samples;

    private const int Steps = 20;
    private const int BinSamples = 12;

    /// <summary>By the published counting: sample i, at χ1 = 5(i + 1)°, stands for 5 i°, bins are centred on 60°, 120° and so on, and 39 of 72 samples count as rotameric by chance.</summary>
    public static List<EmRingerThreshold> Published(float[][] circles) => Scan(circles, 39.0 / Samples, i => InEvenBin(i));

    /// <summary>With samples where they are; half of them are rotameric by chance.</summary>
    public static List<EmRingerThreshold> TrueAngles(float[][] circles) => Scan(circles, 0.5, i => InEvenBin(i + 1));

    /// <summary>True when a sample lies in a bin that is centred on 60°, 180° or 300°; bins of 60° from 30° (inclusive) to 90°, and so on.</summary>
    private static bool InEvenBin(int sample) => (sample + Samples - BinSamples / 2) % Samples / BinSamples % 2 == 0;

    private static List<EmRingerThreshold> Scan(float[][] circles, double chance, Func<int, bool> isRotameric)
    {
        var found = new List<EmRingerThreshold>();
        double average = circles.Average(c => c.Average(v => (double)v)), highest = circles.Max(c => c.Max());
        if (!(highest > average))
            return found;
        for (int j = 0; j < Steps; j++)
        {
            double threshold = average + j * (highest - average) / Steps;
            int peaks = 0, rotameric = 0;
            foreach (float[] circle in circles)
            {
                float top = circle.Max();
                for (int i = 0; i < Samples && top > threshold; i++)
                {
                    if (circle[i] < top)
                        continue;
                    peaks++;
                    rotameric += isRotameric(i) ? 1 : 0;
                }
            }

            // The published program ends its scan here.
            if (rotameric == 0)
                break;
            double z = (rotameric - peaks * chance) / Math.Sqrt(chance * (Samples * (1 - chance)) / Samples * peaks);
            found.Add(new(threshold, peaks, rotameric, z, 10 * z / Math.Sqrt(circles.Length)));
        }

        return found;
    }
}
