using Engine.Kernels;

namespace Engine.Core.Refinement;

/// <summary>T = -Σ w_i ρ(x_i): interpolated density at the atoms, in standard deviations of the map.</summary>
public sealed class DensityTerm : IMapTerm
{
    private readonly Accelerator accelerator;
    private readonly TargetMap map;
    private readonly DeviceBuffer<float> weights;

    /// <summary>Puts the weights on the device.</summary>
    /// <param name="accelerator">Device.</param>
    /// <param name="map">Map; stays the caller's.</param>
    /// <param name="atomWeights">w_i of every atom; 0 for hydrogens and fixed atoms.</param>
    public DensityTerm(Accelerator accelerator, TargetMap map, ReadOnlySpan<float> atomWeights)
    {
        (this.accelerator, this.map) = (accelerator, map);
        weights = accelerator.Upload(atomWeights, "map weights");
    }

    /// <inheritdoc/>
    public double Evaluate(DeviceBuffer<double> positions, double scale, DeviceBuffer<double> gradient) =>
        accelerator.Interpolation.Evaluate(map.Voxels, map.Frame, positions, weights, map.Interpolation, -scale, gradient);

    /// <summary>Frees the weights.</summary>
    public void Dispose() => weights.Dispose();
}
