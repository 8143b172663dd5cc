namespace Engine.Kernels;

/// <summary>How density between voxels is defined.</summary>
public enum InterpolationKind
{
    /// <summary>Linear along each axis, 8 voxels; gradient of the same polynomial.</summary>
    Trilinear,

    /// <summary>Catmull-Rom cubic along each axis, 64 voxels; gradient of the same polynomial (continuous).</summary>
    Tricubic,
}

/// <summary>Density and its gradient at atom positions.</summary>
public abstract class InterpolationKernels
{
    /// <summary>
    /// Returns scale × Σ w_i ρ(x_i) and, if asked, adds scale × w_i ∂ρ/∂x_i to the gradient.
    /// Outside a non-periodic grid ρ and its gradient are 0; inside, stencil voxels beyond the edge repeat the edge voxel.
    /// </summary>
    /// <param name="map">Voxel values, x fastest.</param>
    /// <param name="frame">Where the grid lies.</param>
    /// <param name="positions">3N coordinates in Å.</param>
    /// <param name="weights">N weights.</param>
    /// <param name="kind">Interpolation rule.</param>
    /// <param name="scale">Common factor of value and gradient.</param>
    /// <param name="gradient">3N numbers to add to, or null.</param>
    public abstract double Evaluate(
        DeviceBuffer<float> map, in GridFrame frame, DeviceBuffer<double> positions, DeviceBuffer<float> weights,
        InterpolationKind kind, double scale, DeviceBuffer<double>? gradient);

    /// <summary>Writes ρ(x_i), unweighted, for every position.</summary>
    /// <param name="map">Voxel values, x fastest.</param>
    /// <param name="frame">Where the grid lies.</param>
    /// <param name="positions">3N coordinates in Å.</param>
    /// <param name="kind">Interpolation rule.</param>
    /// <param name="values">N results.</param>
    public abstract void Values(
        DeviceBuffer<float> map, in GridFrame frame, DeviceBuffer<double> positions, InterpolationKind kind, DeviceBuffer<float> values);
}
