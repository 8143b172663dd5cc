namespace Engine.Core.DifferenceMaps;

/// <summary>A scale and a B factor over the boxes that hold model.</summary>
/// <param name="Least">Least value.</param>
/// <param name="Median">Median.</param>
/// <param name="Largest">Largest value.</param>
public sealed record ScaleRange(double Least, double Median, double Largest)
{
    /// <summary>The range of some values.</summary>
    internal static ScaleRange Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values];
        Array.Sort(sorted);
        return new(sorted[0], sorted[sorted.Length / 2], sorted[^1]);
    }
}

/// <summary>How a model map was scaled to a map: k exp(-B s²/4) Fc, with k and B of overlapping boxes.</summary>
/// <param name="BoxEdge">Wanted edge of the boxes, Å.</param>
/// <param name="Boxes">Number of boxes.</param>
/// <param name="BoxesWithModel">Boxes that hold enough model to say something; the others lean on the values of the whole map.</param>
/// <param name="OverallK">k of the whole map.</param>
/// <param name="OverallB">B of the whole map on top of the model's own, Å².</param>
/// <param name="K">k of the boxes with model.</param>
/// <param name="B">B of the boxes with model, Å².</param>
/// <param name="RFactor">√(Σ(Fo - Fc)²/ΣFo²) over the voxels of the whole map, after scaling.</param>
public sealed record LocalScale(double BoxEdge, int Boxes, int BoxesWithModel, double OverallK, double OverallB, ScaleRange K, ScaleRange B, double RFactor);
