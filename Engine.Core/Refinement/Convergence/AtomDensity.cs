using Engine.Kernels;

namespace Engine.Core.Refinement.Convergence;

/// <summary>Density at atoms.</summary>
public static class AtomDensity
{
    /// <summary>ρ(x_i) of every atom, standard deviations of the map.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="map">Map.</param>
    /// <param name="x">3N coordinates, Å.</param>
    public static double[] Values(Accelerator accelerator, TargetMap map, ReadOnlySpan<double> x)
    {
        using DeviceBuffer<double> positions = accelerator.Upload(x, "coordinates");
        using DeviceBuffer<float> values = accelerator.Allocate<float>(x.Length / 3, "density at atoms");
        accelerator.Interpolation.Values(map.Voxels, map.Frame, positions, map.Interpolation, values);
        var host = new float[x.Length / 3];
        accelerator.Download(values, host);
        return Array.ConvertAll(host, v => (double)v);
    }

    /// <summary>Mean of ρ(x_i) over atoms by weight, standard deviations of the map; 0 when nothing has weight.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="map">Map.</param>
    /// <param name="x">3N coordinates, Å.</param>
    /// <param name="weights">N weights.</param>
    public static double Mean(Accelerator accelerator, TargetMap map, ReadOnlySpan<double> x, ReadOnlySpan<float> weights)
    {
        double[] values = Values(accelerator, map, x);
        double sum = 0, norm = 0;
        for (int i = 0; i < values.Length; i++)
        {
            sum += weights[i] * values[i];
            norm += weights[i];
        }

        return norm > 0 ? sum / norm : 0;
    }
}
