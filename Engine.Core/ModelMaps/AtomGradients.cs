namespace Engine.Core.ModelMaps;

/// <summary>Derivatives of a map target by the parameters of <see cref="ScatteringAtoms"/>, on the host, in the order of these atoms.</summary>
/// <param name="Count">Number of atoms.</param>
public sealed record AtomGradients(int Count)
{
    /// <summary>dT/dx, dT/dy, dT/dz, 3N numbers, per Å.</summary>
    public double[] Position { get; } = new double[3 * Count];

    /// <summary>dT/dB of isotropic atoms, per Å²; 0 for anisotropic ones.</summary>
    public double[] B { get; } = new double[Count];

    /// <summary>dT/dU11, U22, U33, U12, U13, U23 of anisotropic atoms, 6N numbers, per Å²; 0 for isotropic ones. An off-diagonal number counts both places.</summary>
    public double[] U { get; } = new double[6 * Count];

    /// <summary>dT/d(occupancy).</summary>
    public double[] Occupancy { get; } = new double[Count];

    /// <summary>dT/dd of each atom's resolution, per Å; 0 where the method has one resolution for all atoms.</summary>
    public double[] Resolution { get; } = new double[Count];
}
