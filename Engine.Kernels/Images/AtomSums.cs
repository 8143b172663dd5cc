namespace Engine.Kernels;

/// <summary>
/// Layout of the sums that the gather kernels write: <see cref="Stride"/> doubles per atom or image, with g = dT/dρ at a voxel and P the density of the atom at
/// unit weight. Sums that a call does not compute are 0.
/// </summary>
public static class AtomSums
{
    /// <summary>Σ g P: dT/d(weight); not multiplied by the weight.</summary>
    public const int Weight = 0;

    /// <summary>dT/dx, dT/dy, dT/dz of the position, times the weight, per Å.</summary>
    public const int Position = 1;

    /// <summary>dT/dB, times the weight, per Å².</summary>
    public const int BFactor = 4;

    /// <summary>dT/dd, times the weight, per Å.</summary>
    public const int Resolution = 5;

    /// <summary>
    /// dT/dU11, U22, U33, U12, U13, U23, times the weight, per Å²; an off-diagonal number counts both of its places in the matrix. For atom images it is
    /// ½ Σ g ∂²P/∂x_i∂x_j: the effect of spreading the whole image, its end at the radius included.
    /// </summary>
    public const int U = 6;

    /// <summary>Doubles per atom.</summary>
    public const int Stride = 12;
}
