using Engine.Kernels;

namespace Engine.Core.ModelMaps;

/// <summary>Parameters of atoms by which a map target can be differentiated.</summary>
[Flags]
public enum AtomParameters
{
    /// <summary>Coordinates.</summary>
    Position = 1,

    /// <summary>Isotropic B factors and anisotropic displacements.</summary>
    Displacement = 2,

    /// <summary>Occupancies.</summary>
    Occupancy = 4,

    /// <summary>Each atom's resolution.</summary>
    Resolution = 8,

    /// <summary>All of them.</summary>
    All = Position | Displacement | Occupancy | Resolution,
}

/// <summary>Derivatives of a map target by the parameters of <see cref="ScatteringAtoms"/>, on the host, in the order of these atoms.</summary>
/// <param name="Count">Number of atoms.</param>
/// <param name="Wanted">Parameters that matter; the numbers of the others may be left at 0.</param>
public sealed record AtomGradients(int Count, AtomParameters Wanted = AtomParameters.All)
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

    /// <summary>Sets all numbers to 0.</summary>
    /// <param name="atoms">Number of atoms that is expected.</param>
    /// <exception cref="ArgumentException">There are not as many.</exception>
    internal void Clear(int atoms)
    {
        if (atoms != Count)
            throw new ArgumentException($"gradients of {Count} atoms for {atoms}", nameof(atoms));
        foreach (double[] values in (ReadOnlySpan<double[]>)[Position, B, U, Occupancy, Resolution])
            Array.Clear(values);
    }

    /// <summary>Adds the sums of an atom's position, B and U (<see cref="AtomSums"/>).</summary>
    internal void Add(int atom, ReadOnlySpan<double> sums)
    {
        for (int k = 0; k < 3; k++)
            Position[3 * atom + k] += sums[AtomSums.Position + k];
        B[atom] += sums[AtomSums.BFactor];
        for (int k = 0; k < 6; k++)
            U[6 * atom + k] += sums[AtomSums.U + k];
    }
}
