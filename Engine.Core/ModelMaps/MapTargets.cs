using Engine.Kernels;

namespace Engine.Core.ModelMaps;

/// <summary>A target of a calculated map: its value, and how its derivative is formed voxel by voxel.</summary>
/// <param name="Value">T.</param>
/// <param name="Scale">k of the calculated map that fits the observed one best.</param>
/// <param name="Offset">m added to the scaled map.</param>
public readonly record struct MapTargetValue(double Value, double Scale, double Offset);

/// <summary>
/// Targets of the agreement of a calculated map c with an observed map o under weights w (a soft mask, or 1), and dT/dc for the gradient kernels. Scale
/// and offset are those that fit best, so their own change does not enter the derivative.
/// </summary>
public static class MapTargets
{
    /// <summary>Least squares: T = Σ w (k c + m - o)² / Σ w (o - ō)²; it is 1 - CC² of the maps.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="observed">Map o.</param>
    /// <param name="calculated">Map c.</param>
    /// <param name="weights">w per voxel, or null.</param>
    /// <param name="count">Voxels.</param>
    /// <param name="slopes">Receives dT/dc; null when only the value is wanted.</param>
    /// <exception cref="NumericalException">A map is constant under the weights.</exception>
    public static MapTargetValue LeastSquares(
        Accelerator accelerator, DeviceBuffer<float> observed, DeviceBuffer<float> calculated, DeviceBuffer<float>? weights, long count,
        DeviceBuffer<float>? slopes)
    {
        Moments v = Moments.Of(accelerator.Voxels.Sums(observed, calculated, weights, count));
        double k = v.Cross / v.Calculated, m = v.MeanObserved - k * v.MeanCalculated;

        // dT/dc = 2 k w (k c + m - o) / Σ w (o - ō)².
        double f = 2 * k / v.Observed;
        if (slopes != null)
            accelerator.Voxels.Combine(-f, observed, f * k, calculated, f * m, weights, slopes, count);
        return new MapTargetValue(1 - v.Cross * v.Cross / (v.Observed * v.Calculated), k, m);
    }

    /// <summary>Correlation: T = 1 - CC, CC the Pearson coefficient about the weighted means.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="observed">Map o.</param>
    /// <param name="calculated">Map c.</param>
    /// <param name="weights">w per voxel, or null.</param>
    /// <param name="count">Voxels.</param>
    /// <param name="slopes">Receives dT/dc; null when only the value is wanted.</param>
    /// <exception cref="NumericalException">A map is constant under the weights.</exception>
    public static MapTargetValue Correlation(
        Accelerator accelerator, DeviceBuffer<float> observed, DeviceBuffer<float> calculated, DeviceBuffer<float>? weights, long count,
        DeviceBuffer<float>? slopes)
    {
        Moments v = Moments.Of(accelerator.Voxels.Sums(observed, calculated, weights, count));
        double k = v.Cross / v.Calculated, m = v.MeanObserved - k * v.MeanCalculated;

        // dCC/dc = w (o - ō - k (c - c̄)) / sqrt(Soo Scc).
        double f = 1 / Math.Sqrt(v.Observed * v.Calculated);
        if (slopes != null)
            accelerator.Voxels.Combine(-f, observed, f * k, calculated, f * m, weights, slopes, count);
        return new MapTargetValue(1 - v.Cross * f, k, m);
    }

    /// <summary>Weighted means and central second moments.</summary>
    private readonly record struct Moments(double MeanObserved, double MeanCalculated, double Observed, double Cross, double Calculated)
    {
        public static Moments Of(in MapSums s)
        {
            double o = s.Observed / s.Weight, c = s.Calculated / s.Weight;
            var moments = new Moments(o, c, s.ObservedSquared - s.Observed * o, s.Product - s.Observed * c, s.CalculatedSquared - s.Calculated * c);
            if (!(moments.Observed > 0 && moments.Calculated > 0))
                throw new NumericalException("the map or the model map is constant inside the mask: no target is defined there");
            return moments;
        }
    }
}
