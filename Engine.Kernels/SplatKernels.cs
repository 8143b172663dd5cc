namespace Engine.Kernels;

/// <summary>
/// Atoms as sums of Gaussians, in host memory. The density of atom j at distance vector r is
/// o Σ_k a_k (4π/v_k)^(3/2) exp(-4π² r²/v_k), v_k = b_k + B + blur; with anisotropic U the matrix (b_k + blur) I + 8π² U takes
/// the place of v_k (International Tables C 4.3.2; formulas as for a Gaussian's Fourier transform).
/// </summary>
public sealed class GaussianAtoms
{
    /// <summary>3N coordinates, Å.</summary>
    public required double[] Positions { get; init; }

    /// <summary>Row of <see cref="FormFactors"/> per atom.</summary>
    public required int[] FormFactor { get; init; }

    /// <summary>Largest number of Gaussians per form factor.</summary>
    public const int MaxTerms = 8;

    /// <summary>Gaussians per form factor, 1 to <see cref="MaxTerms"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not in this range.</exception>
    public int Terms
    {
        get;
        init => field = value is >= 1 and <= MaxTerms ? value : throw new ArgumentOutOfRangeException(nameof(value), value, $"Gaussians per form factor, 1 to {MaxTerms}");
    } = 5;

    /// <summary>Rows of 2 × <see cref="Terms"/> numbers: amplitudes (Å for electrons), then widths b (Å²); a constant has b = 0.</summary>
    public required float[] FormFactors { get; init; }

    /// <summary>Isotropic B per atom, Å².</summary>
    public required float[] BIso { get; init; }

    /// <summary>Occupancy per atom.</summary>
    public required float[] Occupancy { get; init; }

    /// <summary>Cut-off radius per atom, Å; density beyond it is not added.</summary>
    public required float[] Radius { get; init; }

    /// <summary>Row of <see cref="UAniso"/> per atom or -1 for isotropic; null when no atom is anisotropic.</summary>
    public int[]? AnisoRow { get; init; }

    /// <summary>Rows of six numbers U11 U22 U33 U12 U13 U23 (Cartesian, Å²).</summary>
    public float[] UAniso { get; init; } = [];

    /// <summary>Number of atoms.</summary>
    public int Count => FormFactor.Length;
}

/// <summary>Gaussian atoms onto a grid.</summary>
public abstract class SplatKernels
{
    /// <summary>
    /// Adds the density of atoms to a grid, in units of the form factor per Å³, wrapping around when the frame is periodic. Each voxel sums its
    /// atoms in index order, so the result does not depend on the order of execution.
    /// </summary>
    /// <param name="atoms">Atoms.</param>
    /// <param name="blur">B added to every atom, Å².</param>
    /// <param name="frame">An orthogonal frame.</param>
    /// <param name="grid">Voxels, x fastest.</param>
    public abstract void Add(GaussianAtoms atoms, double blur, in GridFrame frame, DeviceBuffer<float> grid);

    /// <summary>
    /// Gradients of a target by the parameters of each atom, one pass over the voxels that <see cref="Add"/> would write, in a fixed order: weight and position of
    /// every atom, B of isotropic ones, U of anisotropic ones; the other sums are 0.
    /// </summary>
    /// <param name="atoms">Atoms.</param>
    /// <param name="blur">B added to every atom, Å².</param>
    /// <param name="frame">An orthogonal frame.</param>
    /// <param name="slopes">dT/dρ per voxel, x fastest.</param>
    /// <param name="sums">Receives <see cref="AtomSums.Stride"/> doubles per atom, see <see cref="AtomSums"/>.</param>
    public abstract void Gather(GaussianAtoms atoms, double blur, in GridFrame frame, DeviceBuffer<float> slopes, DeviceBuffer<double> sums);
}
