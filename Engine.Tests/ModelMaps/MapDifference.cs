namespace Engine.Tests.ModelMaps;

/// <summary>How far a map is from the expected one.</summary>
internal static class MapDifference
{
    /// <summary>Root mean square difference over the standard deviation of the expected map.</summary>
    public static double RelativeRms(float[] values, double[] expected)
    {
        double mean = expected.Average();
        return Math.Sqrt(values.Zip(expected, (a, b) => (a - b) * (a - b)).Sum() / expected.Sum(x => (x - mean) * (x - mean)));
    }
}
